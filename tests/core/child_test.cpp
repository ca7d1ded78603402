#include "engine/core/child.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <vector>

namespace fp {
namespace {

using End = ChildOutcome::End;

TEST(Child, GivesBackWhatTheWorkReturned) {
  int here = 1;
  const ChildOutcome outcome = run_in_child(
      [&] {
        here = 2;
        return std::string(200'000, 'x') + std::string("\0!", 2);
      },
      {});
  EXPECT_EQ(outcome.end, End::finished);
  EXPECT_EQ(outcome.output, std::string(200'000, 'x') + std::string("\0!", 2));
  EXPECT_EQ(here, 1);  // the child has memory of its own
}

TEST(Child, IsStoppedAtItsLimits) {
  const auto endless = [] {
    const volatile bool on = true;
    while (on) continue;
    return std::string();
  };
  EXPECT_EQ(run_in_child(endless, {.seconds = 1}).end, End::out_of_time);
  EXPECT_EQ(run_in_child([] { return std::string(1001, 'x'); }, {.output = 1000}).end, End::output_too_large);
  const ChildOutcome crashed = run_in_child(
      [] {
        ::raise(SIGKILL);
        return std::string("not reached");
      },
      {});
  EXPECT_EQ(crashed.end, End::crashed);
  EXPECT_EQ(crashed.output, "");
}

TEST(Child, IsStoppedWhenItTakesAllMemory) {
  if (!limits_memory()) GTEST_SKIP() << "sanitizers need their address space";
  const auto hungry = [] {
    std::vector<std::vector<char>> all;
    while (true) all.emplace_back(1 << 20);
    return std::string();
  };
  EXPECT_EQ(run_in_child(hungry, {.memory = 64 << 20}).end, End::out_of_memory);
}

}  // namespace
}  // namespace fp
