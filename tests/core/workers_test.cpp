#include "engine/core/workers.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace fp {
namespace {

TEST(Workers, CallForEveryIndexOnceInEveryRound) {
  for (const int threads : {0, 1, 2, 5}) {
    Workers workers(threads);
    for (const size_t count : {0u, 1u, 2u, 3u, 1000u}) {
      std::vector<int> calls(count);
      std::vector<int> by_worker(workers.count());
      workers.run(count, [&](size_t i, size_t worker) {
        ++calls[i];
        ++by_worker[worker];
      });
      EXPECT_EQ(calls, std::vector<int>(count, 1)) << threads;
      EXPECT_EQ(std::accumulate(by_worker.begin(), by_worker.end(), 0), static_cast<int>(count));
    }
  }
}

TEST(Workers, ManySmallRoundsFollowOneAnother) {
  Workers workers(3);
  std::vector<uint32_t> sums(7);
  for (int round = 0; round < 5000; ++round) {
    workers.run(sums.size(), [&](size_t i, size_t) { sums[i] += static_cast<uint32_t>(i); });
  }
  for (size_t i = 0; i < sums.size(); ++i) EXPECT_EQ(sums[i], 5000 * i);
}

TEST(Workers, EndWithoutEverHavingWorked) {
  const Workers idle(4);
  EXPECT_EQ(idle.count(), 4u);
}

}  // namespace
}  // namespace fp
