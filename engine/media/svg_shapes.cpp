#include <algorithm>

#include "engine/media/svg_document.hpp"

namespace fp {
namespace {

Path read_rect(SvgDocument& document, const pugi::xml_node& node) {
  const auto length = [&](const char* name, double whole, double otherwise) {
    return length_attribute(document, node, name, whole, otherwise);
  };
  const Vec2 at{length("x", document.view.x, 0), length("y", document.view.y, 0)};
  const Vec2 size{length("width", document.view.x, 0), length("height", document.view.y, 0)};
  if (!(size.x > 0) || !(size.y > 0)) return {};
  const auto radius = [&](const char* name, double whole) {
    const std::string_view text = node.attribute(name).value();
    return text.empty() || text == "auto" ? -1 : length(name, whole, -1);
  };
  double rx = radius("rx", document.view.x), ry = radius("ry", document.view.y);
  if (rx < 0) rx = ry;
  if (ry < 0) ry = rx;
  rx = std::clamp(rx, 0.0, size.x / 2);
  ry = std::clamp(ry, 0.0, size.y / 2);
  const double flat = rx > 0 && ry > 0 ? 1 : 0;
  // A rectangle with round corners of radius 1, stretched to the two radii.
  const Vec2 unit = flat > 0 ? Vec2{rx, ry} : Vec2{1, 1};
  const double radii[4] = {flat, flat, flat, flat};
  return transformed(rectangle_path(size / unit, radii), translation(at) * scaling(unit));
}

Path read_ellipse(SvgDocument& document, const pugi::xml_node& node, bool circle) {
  const Vec2 middle{length_attribute(document, node, "cx", document.view.x, 0),
                    length_attribute(document, node, "cy", document.view.y, 0)};
  Vec2 radius;
  if (circle) {
    radius = Vec2(length_attribute(document, node, "r", document.diagonal, 0));
  } else {
    radius = {length_attribute(document, node, "rx", document.view.x, 0),
              length_attribute(document, node, "ry", document.view.y, 0)};
  }
  if (!(radius.x > 0) || !(radius.y > 0)) return {};
  return transformed(ellipse_path(radius * 2.0), translation(middle - radius));
}

Path read_poly(SvgDocument& document, const pugi::xml_node& node, bool closed) {
  const auto numbers = parse_svg_numbers(node.attribute("points").value());
  if (!numbers || numbers->size() % 2 != 0) {
    report(document, node, "\"points\" must be pairs of numbers");
    return {};
  }
  std::vector<Vec2> points;
  for (size_t i = 0; i < numbers->size(); i += 2) points.push_back({(*numbers)[i], (*numbers)[i + 1]});
  return polyline_path(points, closed);
}

}  // namespace

bool is_outline(std::string_view element) {
  constexpr std::string_view kOutlines[] = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"};
  return std::ranges::find(kOutlines, element) != std::end(kOutlines);
}

Path read_svg_outline(SvgDocument& document, const pugi::xml_node& node) {
  const std::string_view element = local_name(node);
  if (element == "rect") return read_rect(document, node);
  if (element == "circle" || element == "ellipse") return read_ellipse(document, node, element == "circle");
  if (element == "polyline" || element == "polygon") return read_poly(document, node, element == "polygon");
  if (element == "line") {
    const auto length = [&](const char* name, double whole) {
      return length_attribute(document, node, name, whole, 0);
    };
    return polyline_path({{length("x1", document.view.x), length("y1", document.view.y)},
                          {length("x2", document.view.x), length("y2", document.view.y)}},
                         false);
  }
  Result<Path> path = parse_path_data(node.attribute("d").value());
  if (path) return std::move(*path);
  report(document, node, "path data: " + path.error().front().message);
  return {};
}

}  // namespace fp
