#include <fmt/format.h>

#include <algorithm>

#include "engine/media/svg_document.hpp"

namespace fp {
namespace {

constexpr int kMaxInheritance = 16;

// A gradient and those it inherits from by href, nearest first.
std::vector<pugi::xml_node> inheritance(SvgDocument& document, pugi::xml_node node) {
  std::vector<pugi::xml_node> chain;
  while (node && static_cast<int>(chain.size()) < kMaxInheritance) {
    chain.push_back(node);
    const std::string href = local_href(document, node);
    if (href.empty()) break;
    const auto found = document.ids.find(href);
    if (found == document.ids.end()) break;
    node = found->second;
  }
  return chain;
}

// The first of the chain that has the attribute.
pugi::xml_node with_attribute(const std::vector<pugi::xml_node>& chain, const char* name) {
  for (const pugi::xml_node& node : chain) {
    if (node.attribute(name)) return node;
  }
  return {};
}

std::vector<SceneStop> read_stops(SvgDocument& document, const std::vector<pugi::xml_node>& chain, double opacity) {
  std::vector<SceneStop> stops;
  for (const pugi::xml_node& gradient : chain) {
    for (const pugi::xml_node& node : gradient.children()) {
      if (local_name(node) != "stop") continue;
      const SvgProperties properties = properties_of(node);
      const auto property = [&](std::string_view name) {
        const auto found = properties.find(name);
        return found == properties.end() ? std::string_view() : std::string_view(found->second);
      };
      SceneStop stop{.offset = parse_svg_opacity(node.attribute("offset").value()).value_or(0), .color = {0, 0, 0, 1}};
      if (!stops.empty()) stop.offset = std::max(stop.offset, stops.back().offset);
      if (const std::string_view color = property("stop-color"); !color.empty()) {
        if (const auto parsed = parse_svg_color(color)) {
          stop.color = *parsed;
        } else {
          report(document, node, fmt::format("\"stop-color\" cannot be \"{}\"", color));
        }
      }
      const std::string_view alpha = property("stop-opacity");
      stop.color.a *= opacity * (alpha.empty() ? 1 : parse_svg_opacity(alpha).value_or(1));
      stops.push_back(stop);
    }
    if (!stops.empty()) break;
  }
  return stops;
}

struct Geometry {
  SvgDocument& document;
  const std::vector<pugi::xml_node>& chain;
  bool in_box;  // fractions of the shape's box, else the user's units

  double length(const char* name, double whole, double share) const {
    const pugi::xml_node node = with_attribute(chain, name);
    const double extent = in_box ? 1 : whole;
    return node ? length_attribute(document, node, name, extent, share * extent) : share * extent;
  }
};

SceneGradient read_geometry(const Geometry& geometry, bool radial) {
  const Vec2 view = geometry.document.view;
  SceneGradient gradient;
  if (!radial) {
    gradient.kind = Gradient::Kind::linear;
    gradient.start = {geometry.length("x1", view.x, 0), geometry.length("y1", view.y, 0)};
    gradient.end = {geometry.length("x2", view.x, 1), geometry.length("y2", view.y, 0)};
    return gradient;
  }
  gradient.kind = Gradient::Kind::radial;
  gradient.start = {geometry.length("cx", view.x, 0.5), geometry.length("cy", view.y, 0.5)};
  gradient.radius = Vec2(geometry.length("r", geometry.document.diagonal, 0.5));
  const auto focus = [&](const char* name, double whole, double middle) {
    const pugi::xml_node node = with_attribute(geometry.chain, name);
    if (!node) return;
    const double at = length_attribute(geometry.document, node, name, geometry.in_box ? 1 : whole, middle);
    const double off = at - middle;
    if (off * off > 1e-6 * gradient.radius.x * gradient.radius.x)
      report(geometry.document, node,
             fmt::format("a radial gradient's focus (\"{}\") off its centre is not carried", name));
  };
  focus("fx", view.x, gradient.start.x);
  focus("fy", view.y, gradient.start.y);
  return gradient;
}

std::optional<DrawingPaint> read_gradient(SvgDocument& document, const pugi::xml_node& node, double opacity,
                                          const Path& shape) {
  const std::vector<pugi::xml_node> chain = inheritance(document, node);
  std::vector<SceneStop> stops = read_stops(document, chain, opacity);
  if (stops.empty()) return std::nullopt;
  if (const pugi::xml_node spread = with_attribute(chain, "spreadMethod");
      spread && std::string_view(spread.attribute("spreadMethod").value()) != "pad") {
    report(document, spread,
           fmt::format("\"spreadMethod\" \"{}\" is not carried", spread.attribute("spreadMethod").value()));
  }
  const pugi::xml_node units = with_attribute(chain, "gradientUnits");
  const bool in_box = !units || std::string_view(units.attribute("gradientUnits").value()) != "userSpaceOnUse";
  const bool radial = local_name(node) == "radialGradient";
  SceneGradient gradient = read_geometry({document, chain, in_box}, radial);
  const pugi::xml_node turned = with_attribute(chain, "gradientTransform");
  Affine space = turned ? transform_attribute(document, turned, "gradientTransform") : Affine{};
  if (in_box) {
    const Bounds box = control_bounds(flattened(shape, 0.01));
    const Vec2 size = box.max - box.min;
    if (!(size.x > 0) || !(size.y > 0)) return std::nullopt;  // SVG 1.1, 13.2.2: no box, nothing painted
    space = translation(box.min) * scaling(size) * space;
  }
  const bool no_extent = radial ? !(gradient.radius.x > 0) : gradient.start == gradient.end;
  if (stops.size() == 1 || no_extent || !(determinant(space) != 0)) return DrawingPaint{stops.back().color, {}};
  gradient.stops = std::move(stops);
  return DrawingPaint{std::move(gradient), space};
}

}  // namespace

std::optional<DrawingPaint> resolve_paint(SvgDocument& document, const pugi::xml_node& node, const SvgPaintRef& ref,
                                          double opacity, const Path& shape) {
  using Kind = SvgPaintRef::Kind;
  const auto plain = [&](Color color) {
    color.a *= opacity;
    return DrawingPaint{color, {}};
  };
  if (ref.kind == Kind::none) return std::nullopt;
  if (ref.kind == Kind::color) return plain(ref.color);
  const auto found = document.ids.find(ref.id);
  if (found == document.ids.end()) {
    if (ref.fallback) return plain(*ref.fallback);
    report(document, node, fmt::format("there is no paint called \"#{}\"", ref.id));
    return std::nullopt;
  }
  const std::string_view element = local_name(found->second);
  if (element == "linearGradient" || element == "radialGradient")
    return read_gradient(document, found->second, opacity, shape);
  report(document, node, fmt::format("a paint of type <{}> is not carried", element));
  return std::nullopt;
}

}  // namespace fp
