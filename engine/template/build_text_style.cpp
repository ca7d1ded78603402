// "textStyle": what the style's text style of that name says, under what a layer or run says itself.
#include <fmt/format.h>

#include <algorithm>

#include "engine/template/build_motions.hpp"

namespace fp {
namespace {

void set_spans(Json& value, const SourceSpan& span) {
  value.span = span;
  for (Json& item : value.items) set_spans(item, span);
  for (Json::Member& member : value.members) set_spans(member.value, span);
}

// Fonts of a style are roles that the template has to fill.
void check_roles(const LayerScope& scope, const Json& at, const Json& font) {
  const auto check = [&](const std::string& role) {
    const std::vector<FontSource>& fonts = scope.build.composition.fonts;
    if (std::ranges::any_of(fonts, [&](const FontSource& known) { return known.name == role; })) return;
    report(scope, at, "textStyle",
           fmt::format("the text style \"{}\" is set in the font \"{}\", which \"fonts\" does not have", at.text, role),
           fmt::format("add it: \"fonts\": {{ \"{}\": \"fonts/file.otf\" }}, or say \"font\" here", role));
  };
  if (font.is_string()) check(font.text);
  for (const Json& role : font.items) check(role.text);
}

double size_of(const Json& merged) {
  const Json* size = merged.find("fontSize");
  if (!size) return 0;
  if (size->is_number()) return size->number;
  const Json *keys = size->find("keys"), *value = size->find("value");
  return value ? value->number : keys ? keys->items[0].find("v")->number : 0;
}

}  // namespace

Json with_text_style(const LayerScope& scope, const Json& said) {
  const Json* named = said.find("textStyle");
  if (!named) return said;
  const Json* style = scope.build.style.text_styles.find(named->text);
  if (!style) {
    report(scope, *named, "textStyle", fmt::format("the style has no text style named \"{}\"", named->text),
           scope.build.style.name.empty() ? "the template has no \"style\""
                                          : name_hint(named->text, scope.build.style.text_styles, "text styles"));
    return said;
  }
  Json merged = said;
  if (const Json* size = style->find("fontSize"); size && !said.find("fontSize")) {
    merged.set("fontSize", Json::of(read_way(scope.build, *size).pixels)).span = named->span;
  }
  for (const Json::Member& member : style->members) {
    if (merged.find(member.key) || (member.key == "color" && said.find("fill"))) continue;
    if (member.key == "font") check_roles(scope, *named, member.value);
    Json value = member.value;
    if (member.key == "letterSpacing") value = Json::of(read_way(scope.build, value).em * size_of(merged));
    set_spans(value, named->span);
    merged.set(member.key, std::move(value));
  }
  return merged;
}

}  // namespace fp
