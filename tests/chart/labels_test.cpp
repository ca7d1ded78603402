#include "engine/chart/labels.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "engine/core/random.hpp"

namespace fp {
namespace {

using testing::ElementsAre;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kNear = 1e-9;

using Numbers = std::vector<double>;

Numbers random_numbers(uint64_t seed, size_t n, double low, double high) {
  Numbers numbers;
  for (size_t i = 0; i < n; ++i) numbers.push_back(low + (high - low) * random_at(seed, i));
  return numbers;
}

double cost(const Numbers& placed, const Numbers& wanted) {
  double sum = 0;
  for (size_t i = 0; i < placed.size(); ++i) sum += (placed[i] - wanted[i]) * (placed[i] - wanted[i]);
  return sum;
}

TEST(Spread, LeavesWhatIsFreeAlone) {
  EXPECT_THAT(spread(Numbers{80, 20, 50}, Numbers{10, 10, 10}, 2, 0, 100), ElementsAre(80, 20, 50));
  EXPECT_TRUE(spread({}, {}, 2, 0, 100).empty());
}

TEST(Spread, MovesNeighboursApartByHalfEach) {
  EXPECT_THAT(spread(Numbers{50, 52}, Numbers{10, 10}, 2, 0, 100), ElementsAre(45, 57));
  EXPECT_THAT(spread(Numbers{50, 50, 50}, Numbers{10, 10, 10}, 0, 0, 100), ElementsAre(40, 50, 60));  // ties by index
  EXPECT_THAT(spread(Numbers{1, 2}, Numbers{10, 10}, 0, 0, 100), ElementsAre(5, 15));
  EXPECT_THAT(spread(Numbers{99, 98}, Numbers{10, 10}, 0, 0, 100), ElementsAre(95, 85));
}

TEST(Spread, ShrinksWhatDoesNotFit) {
  EXPECT_THAT(spread(Numbers{0, 0, 0}, Numbers{10, 10, 10}, 5, 0, 30), ElementsAre(5, 15, 25));
  EXPECT_THAT(spread(Numbers{9, 1, 5}, Numbers{10, 10, 10}, 5, 0, 20), ElementsAre(15, 5, 10));
  EXPECT_THAT(spread(Numbers{9}, Numbers{10}, 5, 0, 4), ElementsAre(2));
  EXPECT_THAT(spread(Numbers{kNaN, 10}, Numbers{4, 4}, 0, 0, 100), ElementsAre(50, 10));
}

TEST(Spread, IsFeasibleOrderedAndLeast) {
  for (uint64_t i = 0; i < 2'000; ++i) {
    const size_t n = 1 + static_cast<size_t>(12 * random_at(1, i));
    const Numbers heights = random_numbers(100 + i, n, 2, 20), wanted = random_numbers(5'000 + i, n, -20, 320);
    const double gap = 5 * random_at(2, i);
    const Numbers placed = spread(wanted, heights, gap, 0, 300);
    for (size_t a = 0; a < n; ++a) {
      ASSERT_GE(placed[a] - heights[a] / 2, -kNear);
      ASSERT_LE(placed[a] + heights[a] / 2, 300 + kNear);
      for (size_t b = 0; b < n; ++b) {
        if (a == b) continue;
        ASSERT_GE(std::fabs(placed[a] - placed[b]), (heights[a] + heights[b]) / 2 + gap - kNear);
        if (wanted[a] < wanted[b]) {
          ASSERT_LT(placed[a], placed[b]);
        }
      }
    }
    // The problem is convex: were there a cheaper arrangement in this order, every way towards one would be downhill.
    for (uint64_t k = 0; k < 20; ++k) {
      Numbers nudged = wanted;
      for (size_t a = 0; a < n; ++a) nudged[a] = placed[a] + 8 * random_at(9'000 + i * 20 + k, a) - 4;
      const Numbers other = spread(nudged, heights, gap, 0, 300);
      bool same_order = true;
      for (size_t a = 0; a < n; ++a) {
        for (size_t b = 0; b < n; ++b) same_order &= (placed[a] < placed[b]) == (other[a] < other[b]);
      }
      if (same_order) {
        ASSERT_GE(cost(other, wanted), cost(placed, wanted) - kNear);
      }
    }
  }
}

// A label that moves a little moves the others a little: nothing jumps from frame to frame while the order holds.
TEST(Spread, IsContinuous) {
  const Numbers heights(6, 20.0);
  Numbers last;
  for (int i = 0; i <= 1000; ++i) {
    const double t = i / 1000.0;
    const Numbers placed = spread(Numbers{10, 40, 45, 50 + 30 * t, 90, 95 + 5 * t}, heights, 2, 0, 140);
    for (size_t k = 0; !last.empty() && k < placed.size(); ++k) EXPECT_LE(std::fabs(placed[k] - last[k]), 0.031);
    last = placed;
  }
}

std::string kept(const Numbers& positions, const Numbers& widths, double gap = 0) {
  std::string marks;
  for (const bool keep : thinned(positions, widths, gap)) marks += keep ? 'x' : '.';
  return marks;
}
Numbers evenly(size_t n, double distance) {
  Numbers positions;
  for (size_t i = 0; i < n; ++i) positions.push_back(static_cast<double>(i) * distance);
  return positions;
}

TEST(Thinned, KeepsAnEvenRhythm) {
  EXPECT_EQ(kept(evenly(5, 30), Numbers(5, 30)), "xxxxx");
  EXPECT_EQ(kept(evenly(5, 30), Numbers(5, 31)), "x.x.x");
  EXPECT_EQ(kept(evenly(5, 30), Numbers(5, 30), 1), "x.x.x");
  EXPECT_EQ(kept(evenly(7, -30), Numbers(7, 50)), "x.x.x.x");
  EXPECT_EQ(kept(evenly(10, 30), Numbers(10, 50)), "x..x..x..x");  // every third has the last one too
  EXPECT_EQ(kept(evenly(8, 30), Numbers(8, 50)), "x.x.x.x.");      // nothing near does
  EXPECT_EQ(kept(evenly(3, 30), Numbers(3, 100)), "x..");
  EXPECT_EQ(kept(evenly(1, 30), Numbers(1, 100)), "x");
  EXPECT_EQ(kept({}, {}), "");
}

TEST(Thinned, NeverCollides) {
  for (uint64_t i = 0; i < 5'000; ++i) {
    const size_t n = 1 + static_cast<size_t>(40 * random_at(1, i));
    const Numbers positions = evenly(n, 5 + 30 * random_at(2, i)), widths = random_numbers(100 + i, n, 1, 60);
    const std::vector<bool> marks = thinned(positions, widths, 3);
    ASSERT_TRUE(marks[0]);
    for (size_t a = 0; a < n; ++a) {
      for (size_t b = 0; b < a; ++b) {
        if (!marks[a] || !marks[b]) continue;
        ASSERT_GE(positions[a] - positions[b], (widths[a] + widths[b]) / 2 + 3 - kNear);
      }
    }
  }
}

}  // namespace
}  // namespace fp
