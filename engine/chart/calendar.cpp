#include "engine/chart/calendar.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>

#include "engine/chart/decimal_step.hpp"

namespace fp {
namespace {

constexpr int64_t kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr int64_t kWeek = 7 * kDay;
constexpr int64_t kFirstMonday = 4 * kDay;  // 1970-01-05
constexpr double kYear = 365.2425 * kDay, kMonth = kYear / 12;

struct Entry {
  TimeStep step;
  double length;
};
constexpr Entry kEntries[] = {{{TimeUnit::second, 1}, kSecond},
                              {{TimeUnit::second, 2}, 2 * kSecond},
                              {{TimeUnit::second, 5}, 5 * kSecond},
                              {{TimeUnit::second, 10}, 10 * kSecond},
                              {{TimeUnit::second, 15}, 15 * kSecond},
                              {{TimeUnit::second, 30}, 30 * kSecond},
                              {{TimeUnit::minute, 1}, kMinute},
                              {{TimeUnit::minute, 2}, 2 * kMinute},
                              {{TimeUnit::minute, 5}, 5 * kMinute},
                              {{TimeUnit::minute, 10}, 10 * kMinute},
                              {{TimeUnit::minute, 15}, 15 * kMinute},
                              {{TimeUnit::minute, 30}, 30 * kMinute},
                              {{TimeUnit::hour, 1}, kHour},
                              {{TimeUnit::hour, 2}, 2 * kHour},
                              {{TimeUnit::hour, 3}, 3 * kHour},
                              {{TimeUnit::hour, 6}, 6 * kHour},
                              {{TimeUnit::hour, 12}, 12 * kHour},
                              {{TimeUnit::day, 1}, kDay},
                              {{TimeUnit::day, 2}, 2 * kDay},
                              {{TimeUnit::week, 1}, kWeek},
                              {{TimeUnit::week, 2}, 2 * kWeek},
                              {{TimeUnit::month, 1}, kMonth},
                              {{TimeUnit::month, 3}, 3 * kMonth},
                              {{TimeUnit::month, 6}, 6 * kMonth},
                              {{TimeUnit::year, 1}, kYear}};

int64_t floor_to(int64_t x, int64_t step) {
  const int64_t rest = x % step;
  return x - (rest < 0 ? rest + step : rest);
}

// Months since January of the year 0.
int64_t month_of(int64_t time) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{floor_to(time, kDay) / kDay}}};
  return int64_t{static_cast<int>(date.year())} * 12 + static_cast<unsigned>(date.month()) - 1;
}

int64_t start_of_month(int64_t month) {
  using namespace std::chrono;
  const int64_t first = floor_to(month, 12);
  const year y{static_cast<int>(first / 12)};
  return int64_t{sys_days{y / static_cast<int>(month - first + 1) / 1}.time_since_epoch().count()} * kDay;
}

// Months in a step of months or years, 0 for steps of one length; and the length of those.
int64_t months_in(const TimeStep& step) {
  if (step.unit == TimeUnit::month) return step.count;
  return step.unit == TimeUnit::year ? 12 * step.count : 0;
}
int64_t length_of(const TimeStep& step) {
  constexpr int64_t kLengths[] = {1, kSecond, kMinute, kHour, kDay, kWeek};
  return kLengths[static_cast<size_t>(step.unit)] * step.count;
}

int64_t round_count(double target) {
  return static_cast<int64_t>(step_near(std::max(target, 1.0)).size());
}

}  // namespace

TimeStep time_step_near(double milliseconds) {
  const Entry* above = std::ranges::upper_bound(kEntries, milliseconds, {}, &Entry::length);
  if (above == std::begin(kEntries)) {
    const int64_t count = round_count(milliseconds);
    return count < kSecond ? TimeStep{TimeUnit::millisecond, count} : TimeStep{TimeUnit::second, 1};
  }
  if (above == std::end(kEntries)) return {TimeUnit::year, round_count(milliseconds / kYear)};
  const Entry* below = above - 1;
  return milliseconds / below->length < above->length / milliseconds ? below->step : above->step;
}

int64_t time_at_or_below(const TimeStep& step, int64_t time) {
  if (const int64_t months = months_in(step)) return start_of_month(floor_to(month_of(time), months));
  const int64_t from = step.unit == TimeUnit::week ? kFirstMonday : 0;
  return floor_to(time - from, length_of(step)) + from;
}

int64_t time_after(const TimeStep& step, int64_t time) {
  if (const int64_t months = months_in(step)) return start_of_month(floor_to(month_of(time), months) + months);
  return time_at_or_below(step, time) + length_of(step);
}

std::string_view date_pattern(const TimeStep& step) {
  switch (step.unit) {
    case TimeUnit::millisecond:
      return "HH:mm:ss.SSS";
    case TimeUnit::second:
      return "HH:mm:ss";
    case TimeUnit::minute:
    case TimeUnit::hour:
      return "HH:mm";
    case TimeUnit::day:
    case TimeUnit::week:
      return "d MMM";
    case TimeUnit::month:
      return step.count == 3 ? "QQQ" : "MMM";
    case TimeUnit::year:
      break;
  }
  return "y";
}

std::string_view date_pattern_at(const TimeStep& step, double time) {
  if (!(std::fabs(time) <= kFarthestTime)) return date_pattern(step);
  const auto at = static_cast<int64_t>(std::floor(time));
  if (step.unit == TimeUnit::month && floor_to(month_of(at), 12) == month_of(at)) {
    return step.count == 3 ? "QQQ y" : "y";
  }
  if (step.unit < TimeUnit::day && floor_to(at, kDay) == at) return "d MMM";
  return date_pattern(step);
}

}  // namespace fp
