#include "engine/chart/ticks.hpp"

#include <gmock/gmock.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "engine/core/random.hpp"
#include "engine/data/dates.hpp"
#include "engine/data/decimal.hpp"

namespace fp {
namespace {

using testing::ElementsAre;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kMax = std::numeric_limits<double>::max();
constexpr double kTiny = 5e-324;
constexpr double kDay = 86'400'000;
constexpr ScaleKind kKinds[] = {ScaleKind::linear, ScaleKind::log, ScaleKind::sqrt, ScaleKind::time};

Scale linear(double d0, double d1) {
  return {ScaleKind::linear, d0, d1};
}
Scale logarithmic(double d0, double d1) {
  return {ScaleKind::log, d0, d1};
}
Scale time_of(const char* from, const char* to) {
  return {ScaleKind::time, static_cast<double>(parse_iso_date(from)->milliseconds),
          static_cast<double>(parse_iso_date(to)->milliseconds)};
}
std::vector<std::string> dates(const Scale& scale, int about) {
  std::vector<std::string> texts;
  for (const double tick : ticks(scale, about)) {
    const auto at = static_cast<int64_t>(tick);
    texts.push_back(iso_text({at, at % 86'400'000 != 0}));
  }
  return texts;
}

TEST(Ticks, Linear) {
  EXPECT_THAT(ticks(linear(0, 1), 5), ElementsAre(0, 0.2, 0.4, 0.6, 0.8, 1));
  EXPECT_THAT(ticks(linear(0, 1), 10), ElementsAre(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1));
  EXPECT_THAT(ticks(linear(1, 0), 2), ElementsAre(1, 0.5, 0));
  EXPECT_THAT(ticks(linear(-12, 37), 5), ElementsAre(-10, 0, 10, 20, 30));
  EXPECT_THAT(ticks(linear(1e22, 5e22), 4), ElementsAre(1e22, 2e22, 3e22, 4e22, 5e22));
  EXPECT_THAT(ticks(linear(0, 3e-25), 3), ElementsAre(0, 1e-25, 2e-25, 3e-25));
  EXPECT_THAT(ticks(linear(7, 7), 5), ElementsAre(7));
  EXPECT_THAT(ticks(linear(0, 1), 0), ElementsAre());
  EXPECT_EQ(tick_step(linear(0, 1), 5), 0.2);
  EXPECT_EQ(tick_decimals(0.2), 1);
  EXPECT_EQ(tick_decimals(0.05), 2);
  EXPECT_EQ(tick_decimals(200), 0);
}

// Every tick is the double nearest to a decimal of the step's places: printed with those and read back it is the same.
TEST(Ticks, AreTheNearestDoublesToTheirDecimals) {
  for (uint64_t i = 0; i < 20'000; ++i) {
    const double at = std::pow(10.0, -18 + 36 * random_at(1, i)) * (random_at(2, i) < 0.5 ? -1 : 1);
    const double span = std::pow(10.0, -18 + 36 * random_at(3, i));
    const Scale scale = linear(at, at + span);
    if (scale.d0 == scale.d1) continue;
    const int about = 1 + static_cast<int>(20 * random_at(4, i));
    const double step = tick_step(scale, about);
    const int places = tick_decimals(step);
    for (const double tick : ticks(scale, about)) {
      ASSERT_GE(tick, scale.d0);
      ASSERT_LE(tick, scale.d1);
      ASSERT_LE(decimal_places(tick), places) << tick << " of " << step;
    }
  }
}

TEST(Ticks, AreAboutAsManyAsAskedFor) {
  for (uint64_t i = 0; i < 20'000; ++i) {
    const double at = 1000 * random_at(1, i) - 500, span = std::pow(10.0, -3 + 9 * random_at(2, i));
    const int about = 2 + static_cast<int>(18 * random_at(3, i));
    const auto count = static_cast<double>(ticks(linear(at, at + span), about).size());
    ASSERT_LE(count, about * 1.582 + 1);
    ASSERT_GE(count, about / 1.59 - 1);
  }
}

TEST(Ticks, Logarithmic) {
  EXPECT_THAT(ticks(logarithmic(1, 100), 5), ElementsAre(1, 2, 5, 10, 20, 50, 100));
  EXPECT_THAT(ticks(logarithmic(1, 1e6), 5), ElementsAre(1, 10, 100, 1e3, 1e4, 1e5, 1e6));
  EXPECT_THAT(ticks(logarithmic(1e-12, 1e12), 5), ElementsAre(1e-12, 1e-8, 1e-4, 1, 1e4, 1e8, 1e12));
  EXPECT_THAT(ticks(logarithmic(0.02, 0.7), 5), ElementsAre(0.02, 0.05, 0.1, 0.2, 0.5));
  EXPECT_THAT(ticks(logarithmic(20, 60), 5), ElementsAre(20, 30, 40, 50, 60));
  EXPECT_THAT(ticks(logarithmic(-1, -10), 5), ElementsAre(-1, -2, -5, -10));
  EXPECT_THAT(ticks(logarithmic(10, 1), 5), ElementsAre(10, 5, 2, 1));
  EXPECT_THAT(ticks(logarithmic(0, 10), 5), ElementsAre());
}

TEST(Ticks, CalendarSteps) {
  EXPECT_THAT(dates(time_of("2024-01-15", "2024-06-20"), 5),
              ElementsAre("2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01", "2024-06-01"));
  EXPECT_THAT(dates(time_of("2022-11-01", "2024-02-01"), 5),
              ElementsAre("2023-01-01", "2023-04-01", "2023-07-01", "2023-10-01", "2024-01-01"));
  EXPECT_THAT(dates(time_of("2024-05-01", "2024-06-01"), 5),
              ElementsAre("2024-05-06", "2024-05-13", "2024-05-20", "2024-05-27"));  // Mondays
  EXPECT_THAT(dates(time_of("2024-02-27", "2024-03-02"), 4),
              ElementsAre("2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"));
  EXPECT_THAT(dates(time_of("2024-05-31T10:07", "2024-05-31T12:20"), 4),
              ElementsAre("2024-05-31T10:30:00", "2024-05-31T11:00:00", "2024-05-31T11:30:00", "2024-05-31T12:00:00"));
  EXPECT_THAT(dates(time_of("1903-01-01", "1998-01-01"), 5),
              ElementsAre("1920-01-01", "1940-01-01", "1960-01-01", "1980-01-01"));
  EXPECT_THAT(
      dates(time_of("2024-05-31T23:00", "2024-06-02T01:00"), 4),
      ElementsAre("2024-06-01", "2024-06-01T06:00:00", "2024-06-01T12:00:00", "2024-06-01T18:00:00", "2024-06-02"));
  EXPECT_THAT(ticks({ScaleKind::time, 0, 10}, 5), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(ticks({ScaleKind::time, 0, 1}, 2), ElementsAre(0, 0.5, 1));  // below a millisecond
}

TEST(Ticks, CalendarPatterns) {
  const auto pattern = [](const char* from, const char* to) { return date_pattern(time_step(time_of(from, to), 5)); };
  EXPECT_EQ(pattern("1900-01-01", "2000-01-01"), "y");
  EXPECT_EQ(pattern("2022-11-01", "2024-02-01"), "QQQ");
  EXPECT_EQ(pattern("2024-01-15", "2024-06-20"), "MMM");
  EXPECT_EQ(pattern("2024-05-01", "2024-06-01"), "d MMM");
  EXPECT_EQ(pattern("2024-05-31T10:00", "2024-05-31T12:20"), "HH:mm");
  EXPECT_EQ(pattern("2024-05-31T10:00:00", "2024-05-31T10:00:30"), "HH:mm:ss");
  const double january = 366 * kDay + 365 * kDay * 3, february = january + 31 * kDay;
  ASSERT_EQ(iso_text({static_cast<int64_t>(january), false}), "1974-01-01");
  EXPECT_EQ(date_pattern_at({TimeUnit::month, 1}, january), "y");
  EXPECT_EQ(date_pattern_at({TimeUnit::month, 1}, february), "MMM");
  EXPECT_EQ(date_pattern_at({TimeUnit::month, 3}, january), "QQQ y");
  EXPECT_EQ(date_pattern_at({TimeUnit::hour, 6}, january), "d MMM");
  EXPECT_EQ(date_pattern_at({TimeUnit::hour, 6}, january + 0.25 * kDay), "HH:mm");
}

// Any step from any time: each step's start is its own, the next one lies ahead, and times between go back to it.
TEST(Ticks, CalendarStepsAreConsistent) {
  for (uint64_t i = 0; i < 50'000; ++i) {
    const TimeStep step = time_step_near(std::pow(10.0, 13.5 * random_at(1, i)));
    const auto time = static_cast<int64_t>((2 * random_at(2, i) - 1) * kFarthestTime);
    const int64_t start = time_at_or_below(step, time), next = time_after(step, time);
    ASSERT_LE(start, time);
    ASSERT_GT(next, time);
    ASSERT_EQ(time_at_or_below(step, start), start);
    ASSERT_EQ(time_at_or_below(step, next - 1), start);
    ASSERT_EQ(time_at_or_below(step, next), next);
    ASSERT_EQ(time_after(step, start), next);
  }
}

TEST(Ticks, AreBoundedWhateverTheDomain) {
  const double values[] = {0,      -0.0,   kTiny,       3 * kTiny, -kTiny,    2.2e-308,
                           1e-300, 1,      1 + 2.3e-16, 1e15,      1e16,      -1e16,
                           1e300,  -1e300, kMax,        -kMax,     kInfinity, -kInfinity,
                           kNaN,   3.1e14, -3.1e14,     3e14,      9e15,      std::nextafter(1e300, kInfinity)};
  for (const ScaleKind kind : kKinds) {
    for (const double d0 : values) {
      for (const double d1 : values) {
        for (const int about : {-1, 0, 1, 2, 5, 100, 1'000'000}) {
          const Scale scale{kind, d0, d1};
          const std::vector<double> all = ticks(scale, about);
          ASSERT_LE(all.size(), static_cast<size_t>(kMostTicks));
          for (size_t i = 0; i < all.size(); ++i) {
            ASSERT_TRUE(std::isfinite(all[i]));
            ASSERT_TRUE(all[i] >= std::min(d0, d1) && all[i] <= std::max(d0, d1)) << all[i];
            if (i > 0) {
              ASSERT_TRUE(d0 < d1 ? all[i - 1] < all[i] : all[i - 1] > all[i]) << all[i];
            }
          }
          const Scale wider = niced(scale, about);
          if (scale_fault(scale).empty()) {
            ASSERT_TRUE(scale_fault(wider).empty());
            ASSERT_LE(std::min(wider.d0, wider.d1), std::min(d0, d1));
            ASSERT_GE(std::max(wider.d0, wider.d1), std::max(d0, d1));
          }
        }
      }
    }
  }
}

TEST(Nice, EndsAreTicks) {
  for (const ScaleKind kind : kKinds) {
    for (uint64_t i = 0; i < 10'000; ++i) {
      const bool time = kind == ScaleKind::time;
      const double at = time ? 2e12 * random_at(1, i) : std::pow(10.0, -6 + 12 * random_at(1, i));
      const double width = std::pow(10.0, (time ? 2 : -6) + 10 * random_at(2, i));
      Scale scale{kind, at, at + width};
      if (i % 2) std::swap(scale.d0, scale.d1);
      const int about = 2 + static_cast<int>(12 * random_at(3, i));
      const Scale wide = niced(scale, about);
      const std::vector<double> all = ticks(wide, about);
      ASSERT_GE(all.size(), 2u);
      ASSERT_EQ(niced(wide, about), wide);
      if (kind == ScaleKind::log && std::fabs(std::log10(wide.d0 / wide.d1)) > 2.1) continue;  // ends at powers of ten
      ASSERT_EQ(all.front(), wide.d0) << at << " " << width << " " << about << " " << int(kind);
      ASSERT_EQ(all.back(), wide.d1) << at << " " << width << " " << about << " " << int(kind);
    }
  }
}

TEST(Nice, KnownValues) {
  EXPECT_EQ(niced(linear(0.13, 9.7), 5), linear(0, 10));
  EXPECT_EQ(niced(linear(97, 3), 5), linear(100, 0));
  EXPECT_EQ(niced(logarithmic(3, 40'000), 5), logarithmic(1, 100'000));
  EXPECT_EQ(niced(logarithmic(3, 40), 5), logarithmic(2, 50));
  EXPECT_EQ(niced(logarithmic(-40, -3), 5), logarithmic(-50, -2));
  EXPECT_EQ(niced(time_of("2024-01-15", "2024-06-20"), 5), time_of("2024-01-01", "2024-07-01"));
  EXPECT_EQ(niced(linear(4, 4), 5), linear(4, 4));
}

}  // namespace
}  // namespace fp
