// Text layers: what is said, and the style of each stretch of it.
#include <fmt/format.h>

#include <algorithm>

#include "engine/template/build.hpp"
#include "engine/template/references.hpp"

namespace fp {
namespace {

void read_fonts(const LayerScope& scope, const Json& font, TextSpan& span) {
  span.fonts.clear();
  if (font.is_string()) span.fonts.push_back(font.text);
  for (const Json& name : font.items) span.fonts.push_back(name.text);
  // A font named by its file (a param of type font, say) becomes one of the composition's fonts.
  std::vector<FontSource>& known = scope.build.composition.fonts;
  for (const std::string& name : span.fonts) {
    const bool listed = std::ranges::any_of(known, [&](const FontSource& source) { return source.name == name; });
    if (!listed && names_font_file(name)) known.push_back({name, name});
  }
}

void read_fill(const LayerScope& scope, const Json& style, TextSpan& span) {
  const Json* color = style.find("color");
  const Json* fill = style.find("fill");
  if (color && fill) report(scope, *color, "color", "\"color\" has no meaning beside \"fill\"", "remove one of them");
  if (fill && fill->is_null()) {
    span.fill.reset();
  } else if (fill) {
    span.fill = read_paint(scope, *fill, "fill");
  } else if (color) {
    span.fill = read_tint(scope, *color, "color");
  }
}

bool same_tag(const char (&a)[4], const char (&b)[4]) {
  return std::equal(a, a + 4, b);
}

// What a run says of a tag replaces what the layer says of it.
template <class T>
void set_tagged(std::vector<T>& list, const std::string& tag, T item) {
  std::copy_n(tag.begin(), 4, item.tag);
  const auto same = std::ranges::find_if(list, [&](const T& other) { return same_tag(other.tag, item.tag); });
  same == list.end() ? list.push_back(std::move(item)) : void(*same = std::move(item));
}

void read_features(const Json& style, TextSpan& span) {
  const Json* features = style.find("features");
  if (!features) return;
  for (const Json::Member& member : features->members) {
    const Json& value = member.value;
    const uint32_t number = value.is_bool() ? value.boolean : static_cast<uint32_t>(value.number);
    set_tagged(span.features, member.key, TextSpan::Feature{{}, number});
  }
}

void read_axes(const LayerScope& scope, const Json& style, TextSpan& span) {
  const Json* axes = style.find("axes");
  if (!axes) return;
  for (const Json::Member& member : axes->members) {
    set_tagged(span.axes, member.key,
               TextSpan::Axis{{}, read_scalar_value(scope, member.value, "axes" + child_pointer(member.key))});
  }
}

// A colour, or an object with one; lengths in pixels at this font size.
std::optional<TextPlate> read_plate(const LayerScope& scope, const Json& style, double font_size) {
  const Json* json = style.find("background");
  if (!json || json->is_null() || font_size <= 0) return std::nullopt;
  TextPlate plate;
  const bool whole = json->is_object() && json->find("keys") == nullptr && json->find("value") == nullptr;
  const Json* color = whole ? json->find("color") : json;
  const Json* padding = whole ? json->find("padding") : nullptr;
  LayerScope inside = scope;
  if (whole) inside.pointer += "/background";
  plate.color = read_tint(inside, *color, whole ? "color" : "background");
  const Vec2 usual{font_size * 0.18, font_size * 0.02};
  const Vec2 pixels = !padding              ? usual
                      : padding->is_array() ? Vec2{padding->items[0].number, padding->items[1].number}
                                            : Vec2(padding->number);
  plate.padding = pixels / font_size;
  plate.radius = (whole ? number_or(json, "radius", font_size * 0.12) : font_size * 0.12) / font_size;
  plate.each_line = whole && read_bool(*json, "eachLine", false);
  return plate;
}

void read_sweep(const LayerScope& scope, const Json& style, TextSpan& span) {
  const Json* json = style.find("sweep");
  if (!json || json->is_null()) return;
  LayerScope inside = scope;
  inside.pointer += "/sweep";
  span.sweep = TextSpan::Sweep{read_tint(inside, *json->find("color"), "color"),
                               read_scalar_value(inside, *json->find("progress"), "progress")};
  if (span.fill && std::holds_alternative<Gradient>(*span.fill))
    report(scope, *json, "sweep", "only a fill of one colour can be swept", "give the words a \"color\"");
}

// What `style` (a text layer or one of its runs) says, over what `span` has.
void read_style(const LayerScope& scope, const Json& style, TextSpan& span) {
  if (const Json* font = style.find("font")) read_fonts(scope, *font, span);
  read_fill(scope, style, span);
  if (const Json* stroke = style.find("stroke")) {
    span.stroke.reset();
    if (!stroke->is_null()) span.stroke = read_stroke(scope, *stroke, "stroke");
  }
  if (style.find("letterSpacing")) span.letter_spacing = read_scalar(scope, style, "letterSpacing", 0);
  if (style.find("baselineShift")) span.baseline_shift = read_scalar(scope, style, "baselineShift", 0);
  read_axes(scope, style, span);
  read_features(style, span);
  span.underline = read_bool(style, "underline", span.underline);
  span.strike = read_bool(style, "strike", span.strike);
  read_sweep(scope, style, span);
}

double first_value(const Scalar& track) {
  return track.keys.empty() ? track.constant : track.keys.front().value;
}

// The font size that a layer's or run's lengths are meant at.
double constant_size(const Json& style, double otherwise) {
  const Json* size = style.find("fontSize");
  return size && size->is_number() ? size->number : otherwise;
}

// A run's font size: pixels, or a percentage of the text's.
void read_run_size(const LayerScope& scope, const Json& run, TextSpan& span) {
  const Json* size = run.find("fontSize");
  if (!size) return;
  if (size->is_string()) {
    span.relative_size = read_percentage(scope, *size, "fontSize");
  } else {
    span.size = read_scalar_value(scope, *size, "fontSize");
  }
}

void read_runs(const LayerScope& scope, const Json& runs, const TextSpan& base, TextContent& text) {
  for (size_t i = 0; i < runs.items.size(); ++i) {
    const LayerScope inner{scope.build, scope.enclosure, scope.pointer + "/text" + child_pointer(i), scope.frames,
                           scope.box};
    const Json run = with_text_style(inner, runs.items[i]);
    TextSpan& span = text.spans.emplace_back(base);
    const std::string& words = run.is_object() ? run.find("text")->text : run.text;
    span.bytes = words.size();
    text.text += words;
    if (!run.is_object()) continue;
    read_style(inner, run, span);
    span.plate = read_plate(inner, run, constant_size(run, first_value(text.size)));
    read_run_size(inner, run, span);
  }
}

void read_words(const LayerScope& scope, const Json& layer, TextContent& text) {
  TextSpan base;
  base.fill = constant_track(Color{1, 1, 1, 1});
  read_style(scope, layer, base);
  const Json& words = *layer.find("text");
  if (words.is_array()) read_runs(scope, words, base, text);
  if (!text.spans.empty()) return;
  text.text = words.text;  // of a number: as written; of null: nothing
  base.bytes = text.text.size();
  text.spans.push_back(std::move(base));
}

void read_path(const LayerScope& scope, const Json& layer, TextContent& text) {
  const Json* path = layer.find("path");
  if (!path) return;
  text.path = path->find("d")->text;
  if (const Json* plate = layer.find("background"); plate && !plate->is_null())
    report(scope, *plate, "background", "a text on a path has no background");
  text.path_offset = read_scalar(scope, *path, "offset", 0);
}

std::string language_of(std::string locale) {
  std::ranges::replace(locale, '_', '-');
  return locale;
}

void read_setting(const Json& layer, TextContent& text) {
  using Align = TextContent::Align;
  using Vertical = TextContent::VerticalAlign;
  using Overflow = TextContent::Overflow;
  using Direction = TextContent::Direction;
  using Hyphens = TextContent::Hyphens;
  constexpr std::pair<std::string_view, Align> kAligns[] = {{"left", Align::left},
                                                            {"center", Align::center},
                                                            {"right", Align::right},
                                                            {"start", Align::start},
                                                            {"end", Align::end}};
  constexpr std::pair<std::string_view, Vertical> kVerticals[] = {{"top", Vertical::top},
                                                                  {"middle", Vertical::middle},
                                                                  {"bottom", Vertical::bottom},
                                                                  {"cap", Vertical::cap},
                                                                  {"baseline", Vertical::baseline}};
  constexpr std::pair<std::string_view, Overflow> kOverflows[] = {
      {"visible", Overflow::visible}, {"ellipsis", Overflow::ellipsis}, {"error", Overflow::error}};
  constexpr std::pair<std::string_view, TextContent::Fit> kFits[] = {{"none", TextContent::Fit::none},
                                                                     {"shrink", TextContent::Fit::shrink}};
  constexpr std::pair<std::string_view, Direction> kDirections[] = {
      {"auto", Direction::automatic}, {"ltr", Direction::ltr}, {"rtl", Direction::rtl}};
  constexpr std::pair<std::string_view, Hyphens> kHyphens[] = {
      {"manual", Hyphens::manual}, {"none", Hyphens::none}, {"auto", Hyphens::automatic}};
  text.align = choose(layer.find("align"), kAligns);
  text.vertical_align = choose(layer.find("valign"), kVerticals);
  text.fit = choose(layer.find("fit"), kFits);
  text.overflow = choose(layer.find("overflow"), kOverflows);
  text.direction = choose(layer.find("direction"), kDirections);
  text.hyphens = choose(layer.find("hyphens"), kHyphens);
  if (const Json* height = layer.find("lineHeight")) text.line_height = height->number;
  if (const Json* lines = layer.find("maxLines")) text.max_lines = static_cast<int>(lines->number);
  if (const Json* wrap = layer.find("wrap")) {
    text.wrap = wrap->is_string() ? TextContent::Wrap::balance
                : wrap->boolean   ? TextContent::Wrap::greedy
                                  : TextContent::Wrap::none;
  }
}

}  // namespace

TextContent read_text(const LayerScope& scope, const Json& said) {
  const Json layer = with_text_style(scope, said);
  TextContent text;
  if (!layer.find("font") || !layer.find("fontSize")) return text;  // its "textStyle" is at fault, and said so
  text.size = read_scalar(scope, layer, "fontSize", 0);
  read_words(scope, layer, text);
  text.plate = read_plate(scope, layer, first_value(text.size));
  const Json* least = layer.find("minFontSize");
  text.min_size = least ? least->number : 1;
  if (least && text.size.keys.empty() && text.min_size > text.size.constant) {
    report(scope, *least, "minFontSize", "\"minFontSize\" is larger than \"fontSize\"");
  }
  read_setting(layer, text);
  const Json* language = layer.find("language");
  text.language = language ? language->text : language_of(scope.build.composition.locale);
  read_path(scope, layer, text);
  return text;
}

}  // namespace fp
