#include "engine/chart/color_scale.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/chart/oklab.hpp"
#include "engine/core/result.hpp"

namespace fp {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kMostClasses = 100;

// (value - from) / (to - from) within 0 and 1, for from != to.
double share_between(double value, double from, double to) {
  const bool vast = !std::isfinite(to - from);
  return std::clamp(vast ? (value / 2 - from / 2) / (to / 2 - from / 2) : (value - from) / (to - from), 0.0, 1.0);
}

double share_of(const ColorScale& scale, double value) {
  if (scale.low == scale.high) return 0.5;
  if (scale.kind == ColorScaleKind::sequential) return share_between(value, scale.low, scale.high);
  if (value == scale.middle) return 0.5;
  const bool rising = scale.low < scale.high;
  const bool above = rising ? value > scale.middle : value < scale.middle;
  const double end = above ? scale.high : scale.low;
  const double share = end == scale.middle ? 1 : share_between(value, scale.middle, end);
  return above ? 0.5 + share / 2 : 0.5 - share / 2;
}

double value_at(const ColorScale& scale, double share) {
  if (scale.kind == ColorScaleKind::sequential) return std::lerp(scale.low, scale.high, share);
  return share <= 0.5 ? std::lerp(scale.low, scale.middle, 2 * share)
                      : std::lerp(scale.middle, scale.high, 2 * share - 1);
}

// Quantile p of sorted values: linear between the two around position p * (n - 1).
double quantile(std::span<const double> sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(at);
  if (below + 1 >= sorted.size()) return sorted.back();
  return std::lerp(sorted[below], sorted[below + 1], at - static_cast<double>(below));
}

std::vector<Color> class_colors(std::span<const Color> stops, size_t classes) {
  if (stops.empty() || stops.size() == classes) return {stops.begin(), stops.end()};
  return sampled(stops, static_cast<int>(classes));
}

bool is_of_classes(const ColorScale& scale) {
  return scale.kind == ColorScaleKind::quantile || scale.kind == ColorScaleKind::threshold;
}

std::vector<LegendClass> listed_classes(const ColorScale& scale) {
  const bool open = scale.kind == ColorScaleKind::threshold;
  std::vector<LegendClass> all;
  for (size_t i = 0; i <= scale.breaks.size(); ++i) {
    const bool first = i == 0, last = i == scale.breaks.size();
    const double low = first ? (open ? -kInfinity : scale.low) : scale.breaks[i - 1];
    const double high = last ? (open ? kInfinity : scale.high) : scale.breaks[i];
    if (low < high || last) all.push_back({low, high, {}, scale.colors[i]});  // the greatest value is of the last one
  }
  return all;
}

}  // namespace

ColorScale sequential_scale(std::vector<Color> stops, double low, double high) {
  return {.kind = ColorScaleKind::sequential, .colors = std::move(stops), .low = low, .high = high};
}

ColorScale diverging_scale(std::vector<Color> stops, double low, double middle, double high) {
  return {.kind = ColorScaleKind::diverging, .colors = std::move(stops), .low = low, .middle = middle, .high = high};
}

ColorScale quantile_scale(std::vector<double> values, std::span<const Color> stops, int classes) {
  ColorScale scale{.kind = ColorScaleKind::quantile, .low = 0, .high = 0};
  classes = std::clamp(classes, 1, kMostClasses);
  scale.colors = class_colors(stops, static_cast<size_t>(classes));
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  std::ranges::sort(values);
  if (!values.empty()) scale.low = values.front(), scale.high = values.back();
  for (int i = 1; i < classes; ++i) {
    scale.breaks.push_back(values.empty() ? 0 : quantile(values, static_cast<double>(i) / classes));
  }
  return scale;
}

ColorScale threshold_scale(std::vector<double> breaks, std::span<const Color> stops) {
  ColorScale scale{.kind = ColorScaleKind::threshold};
  scale.colors = class_colors(stops, breaks.size() + 1);
  scale.breaks = std::move(breaks);
  return scale;
}

ColorScale ordinal_scale(std::span<const std::string> values, std::vector<Color> colors) {
  ColorScale scale{.kind = ColorScaleKind::ordinal, .colors = std::move(colors)};
  for (const std::string& value : values) {
    if (std::ranges::find(scale.categories, value) == scale.categories.end()) scale.categories.push_back(value);
  }
  return scale;
}

std::string color_scale_fault(const ColorScale& scale) {
  if (scale.colors.empty()) return "a colour scale needs colours";
  const bool continuous = scale.kind == ColorScaleKind::sequential || scale.kind == ColorScaleKind::diverging;
  if (continuous && !(std::isfinite(scale.low) && std::isfinite(scale.high))) {
    return "a colour scale needs two finite ends";
  }
  const auto [least, most] = std::minmax(scale.low, scale.high);
  if (scale.kind == ColorScaleKind::diverging && !(scale.middle >= least && scale.middle <= most)) {
    return "a diverging colour scale's middle must lie between its ends";
  }
  if (is_of_classes(scale)) {
    if (scale.colors.size() != scale.breaks.size() + 1) return "a colour scale needs a colour more than breaks";
    const auto finite = [](double value) { return std::isfinite(value); };
    if (!std::ranges::all_of(scale.breaks, finite)) return "a colour scale's breaks must be finite";
    if (!std::ranges::is_sorted(scale.breaks)) return "a colour scale's breaks must ascend";
  }
  return {};
}

Color color_at(const ColorScale& scale, double value) {
  if (std::isnan(value) || scale.kind == ColorScaleKind::ordinal || !color_scale_fault(scale).empty()) {
    return scale.missing;
  }
  if (!is_of_classes(scale)) return color_along(scale.colors, share_of(scale, value));
  const auto above = std::ranges::upper_bound(scale.breaks, value);
  return scale.colors[static_cast<size_t>(above - scale.breaks.begin())];
}

Color color_at(const ColorScale& scale, std::string_view category) {
  if (scale.kind != ColorScaleKind::ordinal || scale.colors.empty()) return scale.missing;
  const auto found = std::ranges::find(scale.categories, category);
  if (found == scale.categories.end()) return scale.missing;
  return scale.colors[static_cast<size_t>(found - scale.categories.begin()) % scale.colors.size()];
}

Color color_along(std::span<const Color> stops, double share) {
  FP_ASSERT(!stops.empty());
  const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
  const auto below = static_cast<size_t>(at);
  if (below + 1 >= stops.size()) return stops.back();
  return mixed(stops[below], stops[below + 1], at - static_cast<double>(below));
}

std::vector<Color> sampled(std::span<const Color> stops, int n) {
  std::vector<Color> colors;
  for (int i = 0; i < n; ++i) {
    colors.push_back(color_along(stops, n == 1 ? 0.5 : static_cast<double>(i) / (n - 1)));
  }
  return colors;
}

std::vector<LegendClass> legend_classes(const ColorScale& scale, int parts) {
  std::vector<LegendClass> all;
  if (!color_scale_fault(scale).empty()) return all;
  if (is_of_classes(scale)) return listed_classes(scale);
  if (scale.kind == ColorScaleKind::ordinal) {
    for (const std::string& category : scale.categories) all.push_back({0, 0, category, color_at(scale, category)});
    return all;
  }
  parts = std::clamp(parts, 1, kMostClasses);
  for (int i = 0; i < parts; ++i) {
    const auto edge = [&](double k) { return k / parts; };
    all.push_back(
        {value_at(scale, edge(i)), value_at(scale, edge(i + 1)), {}, color_along(scale.colors, edge(i + 0.5))});
  }
  return all;
}

}  // namespace fp
