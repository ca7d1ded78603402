#include "engine/media/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/media/svg_document.hpp"

namespace fp {
namespace {

constexpr int kMaxDepth = 100;
constexpr int kMaxVisited = 200'000;
constexpr size_t kMaxItems = 50'000;
constexpr size_t kMaxErrors = 50;

// What an element inherits.
struct Context {
  SvgStyle style;
  Affine place;  // element -> picture
  int depth = 0;
};

constexpr std::string_view kDrawNothing[] = {"defs",           "title", "desc",   "metadata", "linearGradient",
                                             "radialGradient", "stop",  "symbol", "view"};

void read_children(SvgDocument& document, const pugi::xml_node& node, const Context& context);

DrawingStroke stroke_of(const SvgStyle& style, DrawingPaint paint) {
  return {.paint = std::move(paint),
          .style = {.width = style.width,
                    .cap = style.cap,
                    .join = style.join,
                    .miter_limit = std::max(style.miter_limit, 1.0),
                    .dash = style.dash,
                    .dash_offset = style.dash_offset}};
}

void add_shape(SvgDocument& document, const pugi::xml_node& node, const Context& context, double opacity) {
  const SvgStyle& style = context.style;
  if (!style.visible || opacity <= 0) return;
  const auto path = std::make_shared<const Path>(read_svg_outline(document, node));
  DrawingShape shape{.path = path, .even_odd = style.even_odd, .place = context.place};
  if (path->empty()) return;
  const bool line = local_name(node) == "line";  // has no inside
  if (!line) shape.fill = resolve_paint(document, node, style.fill, style.fill_opacity, *path);
  if (style.width > 0) {
    if (auto paint = resolve_paint(document, node, style.stroke, style.stroke_opacity, *path))
      shape.stroke = stroke_of(style, std::move(*paint));
  }
  if (!shape.fill && !shape.stroke) return;
  auto& items = document.picture.items;
  if (items.size() >= kMaxItems) return report(document, node, fmt::format("more than {} shapes", kMaxItems));
  if (opacity < 1) items.emplace_back(DrawingGroupBegin{});
  items.emplace_back(std::move(shape));
  if (opacity < 1) items.emplace_back(DrawingGroupEnd{opacity});
}

void add_group(SvgDocument& document, const pugi::xml_node& node, const Context& context, double opacity) {
  if (opacity <= 0) return;
  auto& items = document.picture.items;
  if (opacity >= 1) return read_children(document, node, context);
  const size_t mark = items.size();
  items.emplace_back(DrawingGroupBegin{});
  read_children(document, node, context);
  if (items.size() == mark + 1) {
    items.pop_back();  // nothing inside
  } else {
    items.emplace_back(DrawingGroupEnd{opacity});
  }
}

// Style, transform and opacity of one element on top of what it inherits; nullopt: not displayed.
struct Entered {
  Context context;
  double opacity = 1;
};
std::optional<Entered> enter(SvgDocument& document, const pugi::xml_node& node, const Context& context) {
  const SvgProperties properties = properties_of(node);
  if (const auto display = properties.find("display"); display != properties.end() && display->second == "none")
    return std::nullopt;
  Entered entered{context, 1};
  ++entered.context.depth;
  for (std::string& fault : apply_style(properties, document.diagonal, entered.context.style))
    report(document, node, std::move(fault));
  entered.context.place = context.place * transform_attribute(document, node, "transform");
  if (const auto opacity = properties.find("opacity"); opacity != properties.end()) {
    const auto value = parse_svg_opacity(opacity->second);
    if (!value) report(document, node, fmt::format("\"opacity\" cannot be \"{}\"", opacity->second));
    entered.opacity = value.value_or(1);
  }
  return entered;
}

void read_element(SvgDocument& document, const pugi::xml_node& node, const Context& context);

void read_use(SvgDocument& document, const pugi::xml_node& node, const Entered& entered) {
  const std::string id = local_href(document, node);
  const auto found = document.ids.find(id);
  if (found == document.ids.end())
    return report(document, node, fmt::format("<use> refers to \"#{}\", which is not there", id));
  const std::string_view element = local_name(found->second);
  if (element == "symbol" || element == "svg")
    return report(document, node, fmt::format("<use> of a <{}> is not carried", element));
  Context context = entered.context;
  context.place = context.place * translation({length_attribute(document, node, "x", document.view.x, 0),
                                               length_attribute(document, node, "y", document.view.y, 0)});
  auto& items = document.picture.items;
  if (entered.opacity <= 0) return;
  if (entered.opacity < 1) items.emplace_back(DrawingGroupBegin{});
  read_element(document, found->second, context);
  if (entered.opacity < 1) items.emplace_back(DrawingGroupEnd{entered.opacity});
}

void read_element(SvgDocument& document, const pugi::xml_node& node, const Context& context) {
  const std::string_view element = local_name(node);
  if (element.empty() || std::ranges::find(kDrawNothing, element) != std::end(kDrawNothing)) return;
  if (element == "style" && std::string_view(node.text().get()).find_first_not_of(" \t\r\n") == std::string_view::npos)
    return;
  if (context.depth >= kMaxDepth) return report(document, node, fmt::format("nested more than {} deep", kMaxDepth));
  if (++document.visited > kMaxVisited) {
    if (document.visited == kMaxVisited + 1) report(document, node, fmt::format("more than {} elements", kMaxVisited));
    return;
  }
  const std::optional<Entered> entered = enter(document, node, context);
  if (!entered) return;
  if (is_outline(element)) {
    add_shape(document, node, entered->context, entered->opacity);
  } else if (element == "g" || element == "a") {
    add_group(document, node, entered->context, entered->opacity);
  } else if (element == "use") {
    read_use(document, node, *entered);
  } else {
    report(document, node, fmt::format("<{}> is not carried", element));
  }
}

void read_children(SvgDocument& document, const pugi::xml_node& node, const Context& context) {
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_element) read_element(document, child, context);
  }
}

void collect_ids(SvgDocument& document, const pugi::xml_node& node, int depth) {
  if (depth > 2 * kMaxDepth) return;
  for (const pugi::xml_node& child : node.children()) {
    if (const auto id = child.attribute("id")) document.ids.emplace(id.value(), child);
    collect_ids(document, child, depth + 1);
  }
}

// Sets the picture's size and returns the map from the viewBox to it.
Affine read_view(SvgDocument& document, const pugi::xml_node& root) {
  const auto side = [&](const char* name) {
    const std::string_view text = root.attribute(name).value();
    if (text.empty() || text == "auto" || text.ends_with('%') || text.ends_with("em")) return 0.0;
    return length_attribute(document, root, name, 0, 0);
  };
  Vec2 size{side("width"), side("height")}, origin{};
  Vec2 view = size;
  if (const auto box = root.attribute("viewBox")) {
    const auto numbers = parse_svg_numbers(box.value());
    if (numbers && numbers->size() == 4 && (*numbers)[2] > 0 && (*numbers)[3] > 0) {
      origin = {(*numbers)[0], (*numbers)[1]};
      view = {(*numbers)[2], (*numbers)[3]};
    } else {
      report(document, root, "\"viewBox\" must be four numbers, the last two above 0");
    }
  }
  if (size.x <= 0 && size.y <= 0) size = view;
  if (size.x <= 0) size.x = view.y > 0 ? size.y * view.x / view.y : 0;
  if (size.y <= 0) size.y = view.x > 0 ? size.x * view.y / view.x : 0;
  if (!(size.x > 0) || !(size.y > 0) || size.x > 1e5 || size.y > 1e5) {
    report(document, root, "the picture's size is not known: \"viewBox\", or \"width\" and \"height\", expected");
    return {};
  }
  document.picture.box = {{}, size};
  document.view = view;
  document.diagonal = std::sqrt((view.x * view.x + view.y * view.y) / 2);
  Vec2 scale = size / view;
  const std::string_view aspect = root.attribute("preserveAspectRatio").value();
  Vec2 rest{};
  if (aspect.empty() || aspect == "xMidYMid" || aspect == "xMidYMid meet") {
    scale = Vec2(std::min(scale.x, scale.y));
    rest = (size - view * scale) * 0.5;
  } else if (aspect != "none") {
    report(document, root, fmt::format("\"preserveAspectRatio\" \"{}\" is not carried", aspect));
  }
  return translation(rest) * scaling(scale) * translation(-origin);
}

}  // namespace

void report(SvgDocument& document, const pugi::xml_node& at, std::string message) {
  if (document.errors.size() >= kMaxErrors) return;
  const auto offset = std::min(static_cast<size_t>(std::max<ptrdiff_t>(at.offset_debug(), 0)), document.bytes.size());
  const std::string_view before = document.bytes.substr(0, offset);
  const int line = static_cast<int>(std::ranges::count(before, '\n')) + 1;
  const size_t line_start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  for (const Diagnostic& known : document.errors) {
    if (known.line == line && known.message == message) return;
  }
  document.errors.push_back({.fault = Fault::missing,
                             .file = document.name,
                             .line = line,
                             .column = static_cast<int>(offset - line_start) + 1,
                             .message = "SVG: " + std::move(message),
                             .hint = "export it as plain shapes (text to outlines, effects flattened)"});
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const size_t colon = name.find(':');
  if (colon == name.npos) return name;
  return name.substr(0, colon) == "svg" ? name.substr(colon + 1) : std::string_view();
}

SvgProperties properties_of(const pugi::xml_node& node) {
  SvgProperties properties;
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (std::string_view(attribute.name()) != "style") properties[attribute.name()] = attribute.value();
  }
  read_style_attribute(node.attribute("style").value(), properties);
  return properties;
}

double length_attribute(SvgDocument& document, const pugi::xml_node& node, const char* name, double whole,
                        double otherwise) {
  const std::string_view text = node.attribute(name).value();
  if (text.empty()) return otherwise;
  const auto length = parse_svg_length(text, whole);
  if (!length) report(document, node, fmt::format("\"{}\" cannot be \"{}\"", name, text));
  return length.value_or(otherwise);
}

Affine transform_attribute(SvgDocument& document, const pugi::xml_node& node, const char* name) {
  const std::string_view text = node.attribute(name).value();
  const auto m = parse_svg_transform(text);
  if (!m) report(document, node, fmt::format("\"{}\" cannot be \"{}\"", name, text));
  return m.value_or(Affine{});
}

std::string local_href(SvgDocument& document, const pugi::xml_node& node) {
  pugi::xml_attribute href = node.attribute("href");
  if (!href) href = node.attribute("xlink:href");
  const std::string_view text = href.value();
  if (text.empty()) return {};
  if (text[0] != '#') {
    report(document, node, fmt::format("a reference to \"{}\" outside the file is not carried", text.substr(0, 60)));
    return {};
  }
  return std::string(text.substr(1));
}

bool looks_like_svg(std::string_view bytes) {
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  const size_t text = bytes.find_first_not_of(" \t\r\n");
  if (text == bytes.npos || bytes[text] != '<') return false;
  const std::string_view head = bytes.substr(0, 8192);
  return head.find("<svg") != head.npos || head.find("<svg:svg") != head.npos;
}

Result<std::shared_ptr<const Drawing>> parse_svg(std::string_view bytes, const std::string& name) {
  SvgDocument document;
  document.bytes = bytes;
  document.name = name;
  const pugi::xml_parse_result parsed = document.xml.load_buffer(bytes.data(), bytes.size());
  if (!parsed) {
    const std::string_view before = bytes.substr(0, static_cast<size_t>(std::max<ptrdiff_t>(parsed.offset, 0)));
    return fail(Diagnostic{.fault = Fault::missing,
                           .file = name,
                           .line = static_cast<int>(std::ranges::count(before, '\n')) + 1,
                           .message = fmt::format("this SVG is not well-formed XML: {}", parsed.description()),
                           .hint = "export the picture again"});
  }
  const pugi::xml_node root = document.xml.document_element();
  if (local_name(root) != "svg") return fail(Fault::missing, fmt::format("'{}' has no <svg> element at its top", name));
  collect_ids(document, root, 0);
  Context context;
  context.place = read_view(document, root);
  if (document.errors.empty()) {
    if (const std::optional<Entered> entered = enter(document, root, context))
      add_group(document, root, entered->context, entered->opacity);
  }
  if (!document.errors.empty()) return fail(std::move(document.errors));
  document.picture.hash = hash128(std::as_bytes(std::span(bytes)));
  return std::make_shared<const Drawing>(std::move(document.picture));
}

}  // namespace fp
