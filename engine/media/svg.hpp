// SVG pictures as plain shapes: a stated static subset, drawn by our own vector layer at any scale.
//
// Carried: svg, g, a, switch-free nesting, path, rect, circle, ellipse, line, polyline, polygon, use of a local id,
// defs, linearGradient and radialGradient (units, transform, inheritance by href; spread "pad"; focus in the centre);
// transform, viewBox, preserveAspectRatio; fill, stroke and their opacities, rules, caps, joins, dashes; opacity;
// display, visibility; colours by name, #hex, rgb(), currentColor; presentation attributes and style="".
// Everything else that would draw is refused by name and place: text, images, filters, masks, clip paths, markers,
// patterns, style sheets, scripts, animation. Elements of other namespaces, metadata, title and desc draw nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/hash.hpp"
#include "engine/core/result.hpp"
#include "engine/timeline/scene.hpp"
#include "engine/vector/path.hpp"

namespace fp {

// `space` maps a gradient's own coordinates to the shape's; unused for a colour.
struct SvgPaint {
  ScenePaint paint;
  Affine space;
};

struct SvgStroke {
  SvgPaint paint;
  StrokeStyle style;
};

struct SvgShape {
  Path path;
  bool even_odd = false;
  Affine place;  // shape -> picture
  std::optional<SvgPaint> fill;
  std::optional<SvgStroke> stroke;
};

// What lies between a begin and its end is composited as one, with this opacity.
struct SvgGroupBegin {
  double opacity = 1;
};
struct SvgGroupEnd {
  double opacity = 1;
};

struct SvgPicture {
  Vec2 size{};                                                            // in CSS pixels
  std::vector<std::variant<SvgShape, SvgGroupBegin, SvgGroupEnd>> items;  // painted in order; groups balance
  Hash128 hash;                                                           // of the file
};

bool looks_like_svg(std::string_view bytes);

// Errors are Fault::missing with the line and column in the file; all that is refused is listed. At most 50,000 shapes.
Result<std::shared_ptr<const SvgPicture>> parse_svg(std::string_view bytes, const std::string& name);

}  // namespace fp
