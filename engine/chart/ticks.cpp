#include "engine/chart/ticks.hpp"

#include <algorithm>
#include <cmath>

#include "engine/chart/decimal_step.hpp"
#include "engine/chart/log_ticks.hpp"
#include "engine/data/decimal.hpp"

namespace fp {
namespace {

constexpr int kMostAsked = 100;

std::vector<double> linear_ticks(double low, double high, int about) {
  std::vector<double> all;
  const DecimalStep step = step_between(low, high, about);
  const int64_t last = step.at_or_below(high);
  for (int64_t n = step.at_or_above(low); n <= last && all.size() < kMostTicks; ++n) {
    const double tick = step.multiple(n);
    if (std::isfinite(tick)) all.push_back(tick);
  }
  return all;
}

std::vector<double> log_scale_ticks(double low, double high, int about) {
  std::vector<double> all = log_ticks(low, high, log_stride(low, high, about));
  if (all.size() >= 3) return all;
  std::vector<double> even = linear_ticks(low, high, about);  // within one decade
  const bool finer = even.size() > all.size() && std::ranges::includes(even, all);
  return finer ? even : all;
}

bool in_calendar(double low, double high, int about) {
  return low >= -kFarthestTime && high <= kFarthestTime && (high - low) / about >= 1;
}

std::vector<double> time_ticks(double low, double high, int about) {
  if (!in_calendar(low, high, about)) return linear_ticks(low, high, about);
  const TimeStep step = time_step_near((high - low) / about);
  std::vector<double> all;
  int64_t at = time_at_or_below(step, static_cast<int64_t>(std::floor(low)));
  for (; static_cast<double>(at) <= high && all.size() < kMostTicks; at = time_after(step, at)) {
    if (static_cast<double>(at) >= low) all.push_back(static_cast<double>(at));
  }
  return all;
}

}  // namespace

std::vector<double> ticks(const Scale& scale, int about) {
  if (about < 1 || !scale_fault(scale).empty()) return {};
  if (scale.d0 == scale.d1) return {scale.d0 + 0.0};
  about = std::min(about, kMostAsked);
  const auto [low, high] = std::minmax(scale.d0, scale.d1);
  std::vector<double> all;
  bool backwards = scale.d0 > scale.d1;
  if (scale.kind == ScaleKind::log && high < 0) {
    all = log_scale_ticks(-high, -low, about);
    for (double& tick : all) tick = -tick;
    backwards = !backwards;
  } else if (scale.kind == ScaleKind::log) {
    all = log_scale_ticks(low, high, about);
  } else if (scale.kind == ScaleKind::time) {
    all = time_ticks(low, high, about);
  } else {
    all = linear_ticks(low, high, about);
  }
  if (backwards) std::ranges::reverse(all);
  return all;
}

double tick_step(const Scale& scale, int about) {
  if (about < 1 || !scale_fault(scale).empty() || scale.d0 == scale.d1) return 0;
  const auto [low, high] = std::minmax(scale.d0, scale.d1);
  return step_between(low, high, std::min(about, kMostAsked)).size();
}

int tick_decimals(double step) {
  return decimal_places(step);
}

TimeStep time_step(const Scale& scale, int about) {
  if (about < 1 || !scale_fault(scale).empty() || scale.d0 == scale.d1) return {};
  about = std::min(about, kMostAsked);
  const auto [low, high] = std::minmax(scale.d0, scale.d1);
  const double piece = high / about - low / about;
  if (in_calendar(low, high, about)) return time_step_near(piece);
  return piece < 1 ? TimeStep{TimeUnit::millisecond, 1} : TimeStep{};
}

}  // namespace fp
