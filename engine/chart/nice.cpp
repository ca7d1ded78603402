#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/chart/decimal_step.hpp"
#include "engine/chart/log_ticks.hpp"
#include "engine/chart/ticks.hpp"

namespace fp {
namespace {

constexpr int kMostRounds = 10;  // a wider domain may ask for a coarser step, which may widen it again

using Ends = std::pair<double, double>;

Ends nice_linear(double low, double high, int about) {
  const DecimalStep step = step_between(low, high, about);
  return {step.multiple(step.at_or_below(low)), step.multiple(step.at_or_above(high))};
}

Ends nice_log(double low, double high, int about) {
  const int stride = std::min(log_stride(low, high, about), 1);  // n-th powers would widen it by up to n decades
  return {log_floor(low, stride), log_ceil(high, stride)};
}

Ends nice_time(double low, double high, int about) {
  if (low < -kFarthestTime || high > kFarthestTime || (high - low) / about < 1) return nice_linear(low, high, about);
  const TimeStep step = time_step_near((high - low) / about);
  const auto last = static_cast<int64_t>(std::ceil(high));
  const int64_t below = time_at_or_below(step, last);
  const int64_t end = below == last ? last : time_after(step, last);
  const int64_t start = time_at_or_below(step, static_cast<int64_t>(std::floor(low)));
  const Ends wider(static_cast<double>(start), static_cast<double>(end));
  return wider.first < -kFarthestTime || wider.second > kFarthestTime ? Ends(low, high) : wider;
}

using Nice = Ends (*)(double low, double high, int about);

Ends widened(Nice nice, Ends ends, int about) {
  for (int round = 0; round < kMostRounds; ++round) {
    const Ends wider = nice(ends.first, ends.second, about);
    if (!std::isfinite(wider.first) || !std::isfinite(wider.second) || wider == ends) break;
    ends = wider;
  }
  return ends;
}

// Within a decade or so a log scale has ticks as a linear one, mostly; nothing where those do not fit.
std::optional<Ends> even_ends(const Scale& scale, Ends ends, int about) {
  if (log_ticks(ends.first, ends.second, log_stride(ends.first, ends.second, about)).size() >= 3) return std::nullopt;
  Scale even = scale;
  std::tie(even.d0, even.d1) = widened(nice_linear, ends, about);
  const std::vector<double> all = ticks(even, about);
  if (all.empty() || all.front() != even.d0 || all.back() != even.d1) return std::nullopt;
  return Ends(even.d0, even.d1);
}

}  // namespace

Scale niced(const Scale& scale, int about) {
  if (about < 1 || scale.d0 == scale.d1 || !scale_fault(scale).empty()) return scale;
  about = std::min(about, 100);
  const bool log = scale.kind == ScaleKind::log;
  const double sign = log && scale.d0 < 0 ? -1 : 1;  // rounded by their magnitudes
  const Ends given = std::minmax(sign * scale.d0, sign * scale.d1);
  Ends ends = given;
  if (log) {
    const auto even = even_ends(scale, given, about);
    ends = even ? *even : widened(nice_log, given, about);
  } else {
    ends = widened(scale.kind == ScaleKind::time ? nice_time : nice_linear, given, about);
  }
  Scale result = scale;
  const bool rising = sign * scale.d0 < sign * scale.d1;
  result.d0 = sign * (rising ? ends.first : ends.second);
  result.d1 = sign * (rising ? ends.second : ends.first);
  return result;
}

}  // namespace fp
