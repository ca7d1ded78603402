#include "engine/chart/scale.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/math.hpp"

namespace fp {
namespace {

constexpr double kFarthest = 10'000;  // in ranges
constexpr double kMiddle = 0.5;

// The value on the axis where equal distances are equal pixels. Log scales are of one side, so the sign is left out.
double unrolled(ScaleKind kind, double value) {
  switch (kind) {
    case ScaleKind::log:
      return exact_log(std::fabs(value));
    case ScaleKind::sqrt:
      return std::copysign(std::sqrt(std::fabs(value)), value);
    default:
      return value;
  }
}

double bounded(double share, bool clamp) {
  return clamp ? std::clamp(share, 0.0, 1.0) : std::clamp(share, -kFarthest, kFarthest);
}

// (at - from) / (to - from) for from != to, also where the differences overflow.
double share_of(double at, double from, double to) {
  if (std::isfinite(to - from) && std::isfinite(at - from)) return (at - from) / (to - from);
  return (at / 4 - from / 4) / (to / 4 - from / 4);
}

}  // namespace

std::string scale_fault(const Scale& scale) {
  for (const double end : {scale.d0, scale.d1}) {
    if (!std::isfinite(end)) return "a scale's domain needs two finite ends";
  }
  for (const double end : {scale.r0, scale.r1}) {
    if (!std::isfinite(end)) return "a scale's range needs two finite ends";
  }
  if (scale.kind == ScaleKind::log && !((scale.d0 > 0 && scale.d1 > 0) || (scale.d0 < 0 && scale.d1 < 0))) {
    return "a log scale needs a domain on one side of 0";
  }
  return {};
}

double scaled(const Scale& scale, double value) {
  if (std::isnan(value)) return value;
  const double from = unrolled(scale.kind, scale.d0), to = unrolled(scale.kind, scale.d1);
  double share = kMiddle;
  if (scale_fault(scale).empty() && scale.d0 != scale.d1) {
    if (value == scale.d0) return scale.r0;
    if (value == scale.d1) return scale.r1;
    const bool beyond = scale.kind == ScaleKind::log && (value == 0 || (value < 0) != (scale.d0 < 0));
    if (beyond) {
      share = from < to ? -kFarthest : kFarthest;
    } else if (from != to) {  // neighbouring doubles may have one logarithm
      share = share_of(unrolled(scale.kind, value), from, to);
    }
  }
  return std::lerp(scale.r0, scale.r1, bounded(share, scale.clamp));
}

double unscaled(const Scale& scale, double pixel) {
  if (std::isnan(pixel)) return pixel;
  if (scale.d0 == scale.d1 || !scale_fault(scale).empty()) return scale.d0;
  const bool flat = scale.r0 == scale.r1;
  if (!flat && pixel == scale.r0) return scale.d0;
  if (!flat && pixel == scale.r1) return scale.d1;
  const double share = bounded(flat ? kMiddle : share_of(pixel, scale.r0, scale.r1), scale.clamp);
  if (share == 0) return scale.d0;
  if (share == 1) return scale.d1;
  const double at = std::lerp(unrolled(scale.kind, scale.d0), unrolled(scale.kind, scale.d1), share);
  switch (scale.kind) {
    case ScaleKind::log:
      return std::copysign(exact_exp(at), scale.d0);
    case ScaleKind::sqrt:
      return at * std::fabs(at);
    default:
      return at;
  }
}

double band_step(const Band& band) {
  return std::fabs(band.r1 - band.r0) / std::max(1.0, band.count - band.inner + 2 * band.outer);
}

double band_width(const Band& band) {
  return band_step(band) * (1 - band.inner);
}

double band_start(const Band& band, double index) {
  const double step = band_step(band), length = std::fabs(band.r1 - band.r0);
  const double before = (length - step * (band.count - band.inner)) / 2 + index * step;
  return band.r0 <= band.r1 ? band.r0 + before : band.r0 - before - band_width(band);
}

}  // namespace fp
