#include <algorithm>

#include "engine/template/build.hpp"
#include "engine/template/references.hpp"

namespace fp {
namespace {

ImageContent read_image(const LayerScope& scope, const Json& layer) {
  using Fit = ImageContent::Fit;
  constexpr std::pair<std::string_view, Fit> kFits[] = {
      {"cover", Fit::cover}, {"contain", Fit::contain}, {"fill", Fit::fill}};
  ImageContent image;
  image.asset = layer.find("image")->text;  // null: no text, nothing to draw
  image.fit = choose(layer.find("fit"), kFits);
  if (const Json* focus = layer.find("focus")) image.focus = {focus->items[0].number, focus->items[1].number};
  image.corner_radius = read_scalar(scope, layer, "radius", 0);
  return image;
}

void read_fonts(const LayerScope& scope, const Json& layer, TextContent& text) {
  const Json& font = *layer.find("font");
  if (font.is_string()) text.fonts.push_back(font.text);
  for (const Json& name : font.items) text.fonts.push_back(name.text);
  // A font named by its file (a param of type font, say) becomes one of the composition's fonts.
  std::vector<FontSource>& known = scope.build.composition.fonts;
  for (const std::string& name : text.fonts) {
    const bool listed = std::ranges::any_of(known, [&](const FontSource& source) { return source.name == name; });
    if (!listed && names_font_file(name)) known.push_back({name, name});
  }
}

Paint read_text_paint(const LayerScope& scope, const Json& layer) {
  const Json* color = layer.find("color");
  const Json* fill = layer.find("fill");
  if (color && fill) report(scope, *color, "color", "\"color\" has no meaning beside \"fill\"", "remove one of them");
  if (fill) return read_paint(scope, *fill, "fill");
  if (color) return read_tint(scope, *color, "color");
  return constant_track(Color{1, 1, 1, 1});
}

std::string language_of(std::string locale) {
  std::ranges::replace(locale, '_', '-');
  return locale;
}

void read_features(const Json& layer, TextContent& text) {
  const Json* features = layer.find("features");
  if (!features) return;
  for (const Json::Member& member : features->members) {
    TextContent::Feature feature;
    for (size_t i = 0; i < 4; ++i) feature.tag[i] = member.key[i];
    feature.value = member.value.is_bool() ? member.value.boolean : static_cast<uint32_t>(member.value.number);
    text.features.push_back(feature);
  }
}

TextContent read_text(const LayerScope& scope, const Json& layer) {
  using Align = TextContent::Align;
  using Vertical = TextContent::VerticalAlign;
  using Overflow = TextContent::Overflow;
  constexpr std::pair<std::string_view, Align> kAligns[] = {
      {"left", Align::left}, {"center", Align::center}, {"right", Align::right}};
  constexpr std::pair<std::string_view, Vertical> kVerticals[] = {
      {"top", Vertical::top}, {"middle", Vertical::middle}, {"bottom", Vertical::bottom}};
  constexpr std::pair<std::string_view, Overflow> kOverflows[] = {
      {"visible", Overflow::visible}, {"ellipsis", Overflow::ellipsis}, {"error", Overflow::error}};
  constexpr std::pair<std::string_view, TextContent::Fit> kFits[] = {{"none", TextContent::Fit::none},
                                                                     {"shrink", TextContent::Fit::shrink}};
  TextContent text;
  text.text = layer.find("text")->text;  // of a number: as written; of null: nothing
  read_fonts(scope, layer, text);
  text.size = read_scalar(scope, layer, "fontSize", 0);
  const Json* least = layer.find("minFontSize");
  text.min_size = least ? least->number : 1;
  if (least && text.size.keys.empty() && text.min_size > text.size.constant) {
    report(scope, *least, "minFontSize", "\"minFontSize\" is larger than \"fontSize\"");
  }
  text.paint = read_text_paint(scope, layer);
  text.letter_spacing = read_scalar(scope, layer, "letterSpacing", 0);
  if (const Json* height = layer.find("lineHeight")) text.line_height = height->number;
  text.align = choose(layer.find("align"), kAligns);
  text.vertical_align = choose(layer.find("valign"), kVerticals);
  text.fit = choose(layer.find("fit"), kFits);
  text.overflow = choose(layer.find("overflow"), kOverflows);
  if (const Json* lines = layer.find("maxLines")) text.max_lines = static_cast<int>(lines->number);
  text.wrap = read_bool(layer, "wrap", true);
  const Json* language = layer.find("language");
  text.language = language ? language->text : language_of(scope.build.composition.locale);
  read_features(layer, text);
  return text;
}

}  // namespace

decltype(Layer::content) read_content(const LayerScope& scope, const Json& layer, const std::string& type) {
  if (type == "solid") return SolidContent{read_tint(scope, *layer.find("color"), "color")};
  if (type == "gradient") return GradientContent{read_gradient(scope, *layer.find("gradient"), "gradient")};
  if (type == "image") return read_image(scope, layer);
  if (type == "shape") return read_shape(scope, layer);
  FP_ASSERT(type == "text");
  return read_text(scope, layer);
}

}  // namespace fp
