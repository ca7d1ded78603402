// Gradients. Our ramps reach from 0 to 1 and hold their ends; a colour line that starts elsewhere, repeats or is
// mirrored is written out over the part of it that shows.
#include "engine/text/colr_paint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace fp {
namespace {

using Extend = ColrLine::Extend;

constexpr double kMaxPeriods = 64;  // of a colour line within what it fills

double length_of(Vec2 v) {
  return std::sqrt(v.x * v.x + v.y * v.y);
}

double first_of(const ColrLine& line) {
  return line.stops.front().offset;
}
double last_of(const ColrLine& line) {
  return line.stops.back().offset;
}
// Repeating nothing paints nothing.
bool paints(const ColrLine& line) {
  return !line.stops.empty() && (line.extend == Extend::pad || first_of(line) < last_of(line));
}

// The colour line from `begin` to `end` (which may lie before it) as a ramp's 0 to 1.
ColrResult<std::vector<SceneStop>> ramp_of(const ColrPalette& palette, const ColrLine& line, double begin, double end) {
  std::vector<SceneStop> once;
  for (const ColrStop& stop : line.stops) {
    const ColrResult<Color> color = color_of(palette, stop.color);
    if (!color) return std::unexpected(color.error());
    once.push_back({stop.offset, *color});
  }
  const double period = last_of(line) - first_of(line);
  double from = 0, to = 0;  // periods
  if (line.extend != Extend::pad) {
    from = std::floor((std::min(begin, end) - first_of(line)) / period);
    to = std::floor((std::max(begin, end) - first_of(line)) / period);
  }
  if (!(to - from < kMaxPeriods)) {
    return std::unexpected(fmt::format("repeat a gradient more than {:g} times, which is not carried", kMaxPeriods));
  }
  std::vector<SceneStop> stops;
  for (double k = from; k <= to; ++k) {
    const bool mirrored = line.extend == Extend::reflect && std::fabs(std::fmod(k, 2)) == 1;
    const double start = first_of(line) + k * period;
    for (size_t i = 0; i < once.size(); ++i) {
      const SceneStop& stop = mirrored ? once[once.size() - 1 - i] : once[i];
      const double into = mirrored ? last_of(line) - stop.offset : stop.offset - first_of(line);
      stops.push_back({(start + into - begin) / (end - begin), stop.color});
    }
  }
  if (end < begin) std::ranges::reverse(stops);
  return stops;
}

ColrResult<std::optional<SceneGradient>> made(SceneGradient gradient, ColrResult<std::vector<SceneStop>> stops) {
  if (!stops) return std::unexpected(std::move(stops.error()));
  gradient.stops = std::move(*stops);
  return gradient;
}

// What of a padded line must be in the ramp: its ends hold outside. A jump at its start needs room before it.
std::pair<double, double> padded_range(const ColrLine& line) {
  const double length = std::max(last_of(line) - first_of(line), 1.0 / 64);
  const bool jumps = line.stops.size() > 1 && line.stops[1].offset == first_of(line);
  return {first_of(line) - (jumps ? length / 512 : 0), first_of(line) + length};
}

std::array<Vec2, 4> corners(const Bounds& box) {
  return {box.min, {box.max.x, box.min.y}, box.max, {box.min.x, box.max.y}};
}

struct Gradients {
  const ColrPalette& palette;
  const Bounds& area;  // in the gradient's own coordinates

  ColrResult<std::optional<SceneGradient>> operator()(const PaintLinear& paint) const {
    // The colour changes across the line p0 p2; what p1 is away from it counts.
    const Vec2 along = paint.p1 - paint.p0, still = paint.p2 - paint.p0;
    const double across = along.x * still.y - along.y * still.x;
    if (!paints(paint.line) || !(std::fabs(across) > 1e-6 * length_of(along) * length_of(still))) return std::nullopt;
    const Vec2 direction = Vec2{still.y, -still.x} * (across / (still.x * still.x + still.y * still.y));
    auto [begin, end] = padded_range(paint.line);
    if (paint.line.extend != Extend::pad) {
      const double length2 = direction.x * direction.x + direction.y * direction.y;
      begin = 1e300, end = -1e300;
      for (const Vec2& corner : corners(area)) {
        const Vec2 away = corner - paint.p0;
        const double t = (away.x * direction.x + away.y * direction.y) / length2;
        begin = std::min(begin, t), end = std::max(end, t);
      }
      if (!(end > begin)) end = begin + 1;
    }
    SceneGradient gradient{.kind = Gradient::Kind::linear, .stops = {}};
    gradient.start = paint.p0 + direction * begin;
    gradient.end = paint.p0 + direction * end;
    return made(std::move(gradient), ramp_of(palette, paint.line, begin, end));
  }

  ColrResult<std::optional<SceneGradient>> operator()(const PaintRadial& paint) const {
    const double grows = paint.radius1 - paint.radius0;
    if (!paints(paint.line)) return std::nullopt;
    if (paint.center0 != paint.center1)
      return std::unexpected("need a radial gradient between circles of two centres, which is not carried");
    if (grows == 0) return std::nullopt;
    double radius = 1;
    if (paint.line.extend == Extend::pad) {
      const auto [begin, end] = padded_range(paint.line);
      radius = std::max({radius, paint.radius0 + begin * grows, paint.radius0 + end * grows});
    } else {
      for (const Vec2& corner : corners(area)) radius = std::max(radius, length_of(corner - paint.center0));
    }
    SceneGradient gradient{.kind = Gradient::Kind::radial, .stops = {}, .start = paint.center0};
    gradient.radius = Vec2(radius);
    return made(std::move(gradient),
                ramp_of(palette, paint.line, -paint.radius0 / grows, (radius - paint.radius0) / grows));
  }

  ColrResult<std::optional<SceneGradient>> operator()(const PaintSweep& paint) const {
    if (!paints(paint.line)) return std::nullopt;
    double turns = paint.end - paint.start;
    if (turns == 0 && paint.line.extend != Extend::pad) return std::nullopt;
    if (turns == 0) turns = 1e-6;  // a step
    SceneGradient gradient{.kind = Gradient::Kind::conic, .stops = {}, .start = paint.center};
    return made(std::move(gradient), ramp_of(palette, paint.line, -paint.start / turns, (360 - paint.start) / turns));
  }

  template <class Other>
  ColrResult<std::optional<SceneGradient>> operator()(const Other&) const {
    return std::nullopt;
  }
};

}  // namespace

ColrResult<Color> color_of(const ColrPalette& palette, const ColrColor& color) {
  Color found;
  if (color.entry == kTextColor) {
    if (!palette.text_color)
      return std::unexpected("take the text's colour into a gradient; the text's own paint must be a plain colour");
    found = *palette.text_color;
  } else if (color.entry < palette.colors.size()) {
    found = palette.colors[color.entry];
  } else {
    return std::unexpected(
        fmt::format("are damaged: colour {} of a palette of {}", color.entry, palette.colors.size()));
  }
  found.a *= std::clamp(color.alpha, 0.0, 1.0);
  return found;
}

ColrResult<std::optional<DrawingPaint>> fill_of(const ColrPalette& palette, const ColrPaint& paint, const Affine& space,
                                                const Bounds& area) {
  if (const auto* solid = std::get_if<PaintSolid>(&paint)) {
    if (solid->color.entry == kTextColor) return DrawingPaint{Color{}, {}, std::clamp(solid->color.alpha, 0.0, 1.0)};
    const ColrResult<Color> color = color_of(palette, solid->color);
    if (!color) return std::unexpected(color.error());
    return DrawingPaint{*color, {}, {}};
  }
  if (!(std::fabs(determinant(space)) > 1e-9)) return std::nullopt;  // squeezed to nothing
  const Bounds within = mapped(inverse(space), area);
  ColrResult<std::optional<SceneGradient>> gradient = std::visit(Gradients{palette, within}, paint);
  if (!gradient) return std::unexpected(std::move(gradient.error()));
  if (!*gradient) return std::nullopt;
  return DrawingPaint{std::move(**gradient), space, {}};
}

}  // namespace fp
