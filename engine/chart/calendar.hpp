// Calendar steps for axes of time: milliseconds since 1970-01-01T00:00:00Z in the proleptic Gregorian calendar, without
// time zones or leap seconds; integers only.
#pragma once

#include <cstdint>
#include <string_view>

namespace fp {

enum class TimeUnit : uint8_t { millisecond, second, minute, hour, day, week, month, year };

// Milliseconds go by 1, 2, 5, 10, ... 500; seconds and minutes by 1, 2, 5, 10, 15, 30; hours by 1, 2, 3, 6, 12; days by
// 1, 2, counted from 1970-01-01; weeks by 1, 2, on Mondays; months by 1, 3 (quarters), 6; years by 1, 2, 5, 10, ...
struct TimeStep {
  TimeUnit unit = TimeUnit::year;
  int64_t count = 1;
  bool operator==(const TimeStep&) const = default;
};

// Times these functions hold for, either side of 1970: the years -7,800 to 11,700.
inline constexpr double kFarthestTime = 3.1e14;

TimeStep time_step_near(double milliseconds);                  // the step of about that length, > 0
int64_t time_at_or_below(const TimeStep& step, int64_t time);  // the last one at or before a time
int64_t time_after(const TimeStep& step, int64_t time);        // the first one after a time

// ICU patterns (dates.hpp) for labels at such a step: "y", "MMM", "QQQ", "d MMM", "HH:mm", "HH:mm:ss", ...
std::string_view date_pattern(const TimeStep& step);
// The same, but where a coarser unit begins its name is shown instead: the year in January ("y"; quarters "QQQ y"), the
// day at midnight ("d MMM").
std::string_view date_pattern_at(const TimeStep& step, double time);

}  // namespace fp
