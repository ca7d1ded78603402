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
#include <string>
#include <string_view>

#include "engine/core/result.hpp"
#include "engine/vector/drawing.hpp"

namespace fp {

bool looks_like_svg(std::string_view bytes);

// The drawing's box is (0, 0) to its size in CSS pixels; what lies outside is not shown. Its hash is the file's.
// Errors are Fault::missing with the line and column in the file; all that is refused is listed. At most 50,000 shapes.
Result<std::shared_ptr<const Drawing>> parse_svg(std::string_view bytes, const std::string& name);

}  // namespace fp
