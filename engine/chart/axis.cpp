#include "engine/chart/axis.hpp"

#include <algorithm>
#include <cmath>

#include "engine/chart/decimal_step.hpp"

namespace fp {
namespace {

// The largest step that is not above `size`, and the one after a step.
DecimalStep step_below(double size) {
  const int decade = decade_of(size);
  for (const int mantissa : {5, 2}) {
    if (decimal(mantissa, decade) <= size) return {mantissa, decade};
  }
  return {1, decade};
}
DecimalStep step_after(const DecimalStep& step) {
  if (step.mantissa == 5) return {1, step.exponent + 1};
  return {step.mantissa == 1 ? 2 : 5, step.exponent};
}

bool is_multiple(int64_t n, const DecimalStep& fine, const DecimalStep& coarse) {
  const int64_t scaled = coarse.exponent > fine.exponent ? coarse.mantissa * 10 : coarse.mantissa;
  return (n * fine.mantissa) % scaled == 0;
}

}  // namespace

Span span_of(double low, double high) {
  if (!(high > low)) high = low + std::max(std::fabs(low), 1.0);
  return {low, high};
}

std::vector<Tick> fading_ticks(const Span& span, int about) {
  const double wanted = (span.high - span.low) / std::max(about, 1);
  if (!(wanted > 1e-12) || !(wanted < 1e18)) return {};
  const DecimalStep fine = step_below(wanted), coarse = step_after(fine);
  // How far the span has grown towards the coarser step.
  const double grown = (wanted - fine.size()) / (coarse.size() - fine.size());
  const double fading = std::clamp(grown * 2 - 0.5, 0.0, 1.0);
  constexpr double kSlack = 1e-9;  // of a step: ends that are ticks but for rounding
  const auto first = static_cast<int64_t>(std::ceil(span.low / fine.size() - kSlack));
  const auto last = static_cast<int64_t>(std::floor(span.high / fine.size() + kSlack));
  std::vector<Tick> ticks;
  for (int64_t n = first; n <= last && ticks.size() < 200; ++n) {
    const double opacity = is_multiple(n, fine, coarse) ? 1 : 1 - fading;
    if (opacity > 0) ticks.push_back({fine.multiple(n), opacity});
  }
  return ticks;
}

}  // namespace fp
