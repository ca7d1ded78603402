// Inside engine/media: the style of SVG elements, resolved down the tree.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/color.hpp"
#include "engine/core/math.hpp"
#include "engine/core/result.hpp"
#include "engine/scene/scene.hpp"

namespace fp {

// Properties of one element by name, from presentation attributes and style="" (which wins).
using SvgProperties = std::map<std::string, std::string, std::less<>>;

struct SvgPaintRef {
  enum class Kind : uint8_t { none, color, server };
  Kind kind = Kind::none;
  Color color{0, 0, 0, 1};
  std::string id;                 // of the paint server
  std::optional<Color> fallback;  // where the id is unknown
};

// What is inherited.
struct SvgStyle {
  SvgPaintRef fill{.kind = SvgPaintRef::Kind::color, .id = {}, .fallback = {}}, stroke;
  double fill_opacity = 1, stroke_opacity = 1;
  bool even_odd = false, visible = true;
  double width = 1, miter_limit = 4, dash_offset = 0;
  Stroke::Cap cap = Stroke::Cap::butt;
  Stroke::Join join = Stroke::Join::miter;
  std::vector<double> dash;
  Color current{0, 0, 0, 1};
};

// Splits "a: b; c: d".
void read_style_attribute(std::string_view text, SvgProperties& properties);

// Applies an element's properties to the inherited style. Returns what is wrong or not carried, as messages.
// `diagonal` is what percentages of stroke widths refer to.
std::vector<std::string> apply_style(const SvgProperties& properties, double diagonal, SvgStyle& style);

// "#rgb", "rgb(1, 2, 3)", "rebeccapurple"; nullopt: not a colour.
std::optional<Color> parse_svg_color(std::string_view text);
std::optional<Color> named_color(std::string_view lower_case_name);

// A number with an optional unit (px, pt, pc, mm, cm, in, or % of `whole`); nullopt otherwise.
std::optional<double> parse_svg_length(std::string_view text, double whole);
// Numbers separated by spaces or commas; nullopt when anything else is there.
std::optional<std::vector<double>> parse_svg_numbers(std::string_view text);
std::optional<Affine> parse_svg_transform(std::string_view text);
std::optional<double> parse_svg_opacity(std::string_view text);  // "0.5", "50%", cut off to 0..1

}  // namespace fp
