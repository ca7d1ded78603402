#include "engine/media/svg_style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace fp {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\f";
  const size_t begin = text.find_first_not_of(kBlank);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// A number at the front of the text, which is moved past it.
std::optional<double> take_number(std::string_view& text) {
  std::string_view rest = text;
  if (!rest.empty() && rest[0] == '+') rest.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  if (error != std::errc() || !std::isfinite(value) || std::fabs(value) > 1e9) return std::nullopt;
  text = rest.substr(static_cast<size_t>(end - rest.data()));
  return value;
}

void skip_separators(std::string_view& text) {
  while (!text.empty() && std::string_view(" \t\r\n\f,").find(text[0]) != std::string_view::npos) text.remove_prefix(1);
}

// rgb(255, 0, 0), rgb(100% 0% 0% / 50%), rgba(...): three channels and perhaps alpha.
std::optional<Color> color_function(std::string_view text) {
  const size_t open = text.find('(');
  if (open == text.npos || text.back() != ')') return std::nullopt;
  const std::string_view name = trimmed(text.substr(0, open));
  if (name != "rgb" && name != "rgba") return std::nullopt;
  std::string_view rest = text.substr(open + 1, text.size() - open - 2);
  std::array<double, 4> v{0, 0, 0, 1};
  size_t count = 0;
  for (skip_separators(rest); !rest.empty() && count < 4; ++count) {
    if (rest[0] == '/') rest.remove_prefix(1);
    skip_separators(rest);
    const auto number = take_number(rest);
    if (!number) return std::nullopt;
    const bool percent = !rest.empty() && rest[0] == '%';
    if (percent) rest.remove_prefix(1);
    v[count] = std::clamp(percent ? *number / 100 : (count < 3 ? *number / 255 : *number), 0.0, 1.0);
    skip_separators(rest);
  }
  if (count < 3 || !rest.empty()) return std::nullopt;
  return Color{v[0], v[1], v[2], v[3]};
}

std::optional<SvgPaintRef> parse_paint(std::string_view text, const Color& current) {
  using Kind = SvgPaintRef::Kind;
  text = trimmed(text);
  if (text == "none") return SvgPaintRef{};
  if (lower(text) == "currentcolor")
    return SvgPaintRef{.kind = Kind::color, .color = current, .id = {}, .fallback = {}};
  if (text.starts_with("url(")) {
    const size_t close = text.find(')');
    if (close == text.npos) return std::nullopt;
    std::string_view id = trimmed(text.substr(4, close - 4));
    if (id.size() > 1 && (id[0] == '"' || id[0] == '\'')) id = id.substr(1, id.size() - 2);
    if (id.empty() || id[0] != '#') return std::nullopt;
    SvgPaintRef ref{.kind = Kind::server, .id = std::string(id.substr(1)), .fallback = {}};
    const std::string_view after = trimmed(text.substr(close + 1));
    if (!after.empty() && after != "none") {
      ref.fallback = parse_svg_color(after);
      if (!ref.fallback) return std::nullopt;
    }
    return ref;
  }
  const auto color = parse_svg_color(text);
  if (!color) return std::nullopt;
  return SvgPaintRef{.kind = Kind::color, .color = *color, .id = {}, .fallback = {}};
}

template <class T, size_t N>
bool choose(std::string_view text, const std::pair<std::string_view, T> (&table)[N], T& value) {
  for (const auto& [name, choice] : table) {
    if (text != name) continue;
    value = choice;
    return true;
  }
  return false;
}

bool set_number(std::optional<double> parsed, double& value) {
  if (parsed) value = *parsed;
  return parsed.has_value();
}

bool set_paint(std::string_view text, const Color& current, SvgPaintRef& paint) {
  auto parsed = parse_paint(text, current);
  if (parsed) paint = std::move(*parsed);
  return parsed.has_value();
}

bool set_dash(std::string_view text, double diagonal, std::vector<double>& dash) {
  dash.clear();
  if (text == "none") return true;
  for (skip_separators(text); !text.empty(); skip_separators(text)) {
    const size_t end = std::min(text.find_first_of(" \t\r\n\f,"), text.size());
    const auto length = parse_svg_length(text.substr(0, end), diagonal);
    if (!length || *length < 0) return false;
    dash.push_back(*length);
    text.remove_prefix(end);
  }
  return true;
}

// False: the value is not one of the property's. Properties that do not draw are accepted as they are.
bool apply_property(std::string_view name, std::string_view value, double diagonal, SvgStyle& style) {
  constexpr std::pair<std::string_view, Stroke::Cap> kCaps[] = {
      {"butt", Stroke::Cap::butt}, {"round", Stroke::Cap::round}, {"square", Stroke::Cap::square}};
  constexpr std::pair<std::string_view, Stroke::Join> kJoins[] = {
      {"miter", Stroke::Join::miter}, {"round", Stroke::Join::round}, {"bevel", Stroke::Join::bevel}};
  constexpr std::pair<std::string_view, bool> kRules[] = {{"nonzero", false}, {"evenodd", true}};
  constexpr std::pair<std::string_view, bool> kVisible[] = {{"visible", true}, {"hidden", false}, {"collapse", false}};
  if (value == "inherit") return true;
  if (name == "fill") return set_paint(value, style.current, style.fill);
  if (name == "stroke") return set_paint(value, style.current, style.stroke);
  if (name == "fill-opacity") return set_number(parse_svg_opacity(value), style.fill_opacity);
  if (name == "stroke-opacity") return set_number(parse_svg_opacity(value), style.stroke_opacity);
  if (name == "fill-rule") return choose(value, kRules, style.even_odd);
  if (name == "visibility") return choose(value, kVisible, style.visible);
  if (name == "stroke-width") return set_number(parse_svg_length(value, diagonal), style.width);
  if (name == "stroke-miterlimit") return set_number(parse_svg_length(value, 0), style.miter_limit);
  if (name == "stroke-linecap") return choose(value, kCaps, style.cap);
  if (name == "stroke-linejoin") return choose(value, kJoins, style.join);
  if (name == "stroke-dasharray") return set_dash(value, diagonal, style.dash);
  if (name == "stroke-dashoffset") return set_number(parse_svg_length(value, diagonal), style.dash_offset);
  return true;
}

// Properties that would change the picture and are not carried, unless they have this value.
constexpr std::pair<std::string_view, std::string_view> kNotCarried[] = {
    {"clip-path", "none"},        {"mask", "none"},          {"filter", "none"},          {"marker", "none"},
    {"marker-start", "none"},     {"marker-mid", "none"},    {"marker-end", "none"},      {"mix-blend-mode", "normal"},
    {"paint-order", "normal"},    {"vector-effect", "none"}, {"backdrop-filter", "none"}, {"transform-origin", ""},
    {"transform-box", "view-box"}};

}  // namespace

void read_style_attribute(std::string_view text, SvgProperties& properties) {
  while (!text.empty()) {
    const size_t end = std::min(text.find(';'), text.size());
    const std::string_view item = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const size_t colon = item.find(':');
    if (colon == item.npos) continue;
    std::string_view value = trimmed(item.substr(colon + 1));
    if (value.ends_with("!important")) value = trimmed(value.substr(0, value.size() - 10));
    properties[lower(trimmed(item.substr(0, colon)))] = std::string(value);
  }
}

std::vector<std::string> apply_style(const SvgProperties& properties, double diagonal, SvgStyle& style) {
  std::vector<std::string> faults;
  if (const auto color = properties.find("color"); color != properties.end() && color->second != "inherit") {
    if (const auto parsed = parse_svg_color(color->second)) style.current = *parsed;  // before what refers to it
  }
  for (const auto& [name, value] : properties) {
    for (const auto& [refused, harmless] : kNotCarried) {
      if (name == refused && trimmed(value) != harmless) faults.push_back(fmt::format("\"{}\" is not carried", name));
    }
    if (!apply_property(name, trimmed(value), diagonal, style))
      faults.push_back(fmt::format("\"{}\" cannot be \"{}\"", name, value));
  }
  return faults;
}

std::optional<Color> parse_svg_color(std::string_view text) {
  const std::string name = lower(trimmed(text));
  if (name.empty()) return std::nullopt;
  if (name[0] == '#') return parse_color(name);
  if (name == "transparent") return Color{0, 0, 0, 0};
  if (name.find('(') != name.npos) return color_function(name);
  return named_color(name);
}

std::optional<double> parse_svg_length(std::string_view text, double whole) {
  text = trimmed(text);
  const auto number = take_number(text);
  if (!number) return std::nullopt;
  constexpr std::pair<std::string_view, double> kUnits[] = {
      {"", 1}, {"px", 1}, {"pt", 4.0 / 3}, {"pc", 16}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}};
  for (const auto& [unit, pixels] : kUnits) {
    if (text == unit) return *number * pixels;
  }
  if (text == "%") return *number / 100 * whole;
  return std::nullopt;
}

std::optional<std::vector<double>> parse_svg_numbers(std::string_view text) {
  std::vector<double> numbers;
  for (skip_separators(text); !text.empty(); skip_separators(text)) {
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<double> parse_svg_opacity(std::string_view text) {
  const auto value = parse_svg_length(text, 1);
  if (!value) return std::nullopt;
  return std::clamp(*value, 0.0, 1.0);
}

std::optional<Affine> parse_svg_transform(std::string_view text) {
  Affine m;
  for (skip_separators(text); !text.empty(); skip_separators(text)) {
    const size_t open = text.find('('), close = text.find(')');
    if (open == text.npos || close == text.npos || close < open) return std::nullopt;
    const std::string_view name = trimmed(text.substr(0, open));
    const auto v = parse_svg_numbers(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
    if (!v) return std::nullopt;
    const size_t n = v->size();
    const auto at = [&](size_t i) { return (*v)[i]; };
    const auto tangent = [](double degrees) {
      const double radians = degrees * kPi / 180;
      return exact_sin(radians) / exact_cos(radians);
    };
    if (name == "matrix" && n == 6) {
      m = m * Affine{at(0), at(1), at(2), at(3), at(4), at(5)};
    } else if (name == "translate" && (n == 1 || n == 2)) {
      m = m * translation({at(0), n > 1 ? at(1) : 0});
    } else if (name == "scale" && (n == 1 || n == 2)) {
      m = m * scaling({at(0), at(n - 1)});
    } else if (name == "rotate" && n == 1) {
      m = m * rotation_degrees(at(0));
    } else if (name == "rotate" && n == 3) {
      m = m * translation({at(1), at(2)}) * rotation_degrees(at(0)) * translation({-at(1), -at(2)});
    } else if (name == "skewX" && n == 1) {
      m = m * Affine{1, 0, tangent(at(0)), 1, 0, 0};
    } else if (name == "skewY" && n == 1) {
      m = m * Affine{1, tangent(at(0)), 0, 1, 0, 0};
    } else {
      return std::nullopt;
    }
  }
  return m;
}

}  // namespace fp
