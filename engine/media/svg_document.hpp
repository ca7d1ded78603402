// Inside engine/media: what the parts of the SVG reader share.
#pragma once

#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>

#include "engine/media/svg.hpp"
#include "engine/media/svg_style.hpp"

namespace fp {

struct SvgDocument {
  std::string_view bytes;
  std::string name;
  pugi::xml_document xml;
  std::map<std::string, pugi::xml_node, std::less<>> ids;
  Vec2 view{};  // size of the viewBox: what percentages refer to
  double diagonal = 0;
  int visited = 0;  // elements, those reached by <use> each time
  Errors errors;
  Drawing picture;
};

// Notes a fault at the element. Each message is listed once.
void report(SvgDocument& document, const pugi::xml_node& at, std::string message);

// The element's name without its prefix; empty for elements of other namespaces, which draw nothing.
std::string_view local_name(const pugi::xml_node& node);

SvgProperties properties_of(const pugi::xml_node& node);
double length_attribute(SvgDocument& document, const pugi::xml_node& node, const char* name, double whole,
                        double otherwise);
Affine transform_attribute(SvgDocument& document, const pugi::xml_node& node, const char* name);
// href or xlink:href as a local id; empty: none.
std::string local_href(SvgDocument& document, const pugi::xml_node& node);

// svg_shapes.cpp: the outline of path, rect, circle, ellipse, line, polyline, polygon.
bool is_outline(std::string_view element);
Path read_svg_outline(SvgDocument& document, const pugi::xml_node& node);

// svg_gradients.cpp: the paint a reference stands for on a shape; nullopt: nothing is painted.
std::optional<DrawingPaint> resolve_paint(SvgDocument& document, const pugi::xml_node& node, const SvgPaintRef& ref,
                                          double opacity, const Path& shape);

}  // namespace fp
