// Round values along a scale's domain, for axes, grids and legends.
#pragma once

#include <vector>

#include "engine/chart/calendar.hpp"
#include "engine/chart/scale.hpp"

namespace fp {

inline constexpr int kMostTicks = 200;

// About that many round values within the domain, its ends included where they are round, in order from d0 to d1:
//   linear, sqrt  multiples of 1, 2 or 5 times a power of ten; each is the double nearest to its decimal
//   log           1, 2, 5 times powers of ten; over many decades powers only, every n-th; within one decade, where
//   those
//                 are too few, as linear
//   time          calendar steps (calendar.hpp); below a millisecond and beyond kFarthestTime as linear
// Never more than kMostTicks, each once, all finite. `about` counts from 1 to 100 (more is taken as 100). None for
// about < 1 and for a scale with a fault; a domain without width has its value as its tick.
std::vector<double> ticks(const Scale& scale, int about);

// The distance between the ticks of a linear or sqrt scale, 0 where there are none; and the decimals that labels of
// such a step need: 1 for 0.5, 0 for 20.
double tick_step(const Scale& scale, int about);
int tick_decimals(double step);

// The calendar step of a time scale's ticks, for date_pattern(). A scale without width or with a fault: years.
TimeStep time_step(const Scale& scale, int about);

}  // namespace fp
