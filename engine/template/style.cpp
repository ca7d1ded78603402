#include "engine/template/style.hpp"

#include <fmt/format.h>

#include "engine/core/fault_at.hpp"
#include "engine/template/template.hpp"

namespace fp {
namespace embedded {
extern const std::vector<std::pair<std::string_view, std::string_view>> kStyles;
}

namespace {

const std::map<std::string, Json, std::less<>>& library() {
  static const auto styles = [] {
    std::map<std::string, Json, std::less<>> parsed;
    for (const auto& [name, text] : embedded::kStyles) {
      Result<Json> style = parse_json(text, name);
      FP_ASSERT(style.has_value());
      parsed.emplace(name, *std::move(style));
    }
    return parsed;
  }();
  return styles;
}

bool names_file(std::string_view name) {
  return name.ends_with(".json");
}

// One style over what `style` has.
void lay_over(const Json& json, Style& style) {
  const auto merge = [&](const char* key, Json& into) {
    if (const Json* more = json.find(key)) merge_patch(into, *more);
  };
  merge("palette", style.palette);
  merge("type", style.text_styles);
  merge("eases", style.eases);
  merge("motions", style.motions);
  if (const Json* pace = json.find("pace")) style.pace = pace->number;
  if (const Json* ease = json.find("ease")) style.ease = *ease;
}

Result<void> add_named(const Json& said, const std::string& file, Style& style) {
  const Json* built_in = built_in_style(said.text);
  if (built_in) {
    lay_over(*built_in, style);
    return {};
  }
  Json known = Json::object();
  for (const std::string& name : built_in_styles()) known.set(name, Json{});
  return fail(fault_at(file, said.span, "/style", fmt::format("no style is named \"{}\"", said.text),
                       name_hint(said.text, known, "styles")));
}

Result<void> add_object(const Json& object, const std::string& file, Style& style) {
  if (const Json* base = object.find("base")) {
    Result<void> added = add_named(*base, file, style);
    if (!added) return added;
  }
  lay_over(object, style);
  return {};
}

Result<void> add_file(const Json& said, const std::map<std::string, std::string>& files, const std::string& file,
                      Style& style) {
  const auto found = files.find(said.text);
  if (found == files.end()) {
    return fail(fault_at(file, said.span, "/style",
                         fmt::format("the style file \"{}\" is not named in the template itself", said.text),
                         "write its name without {{...}} or an expression"));
  }
  Result<Json> parsed = parse_json(found->second, said.text);
  if (!parsed) return fail(std::move(parsed.error()));
  Errors errors = validate_style(*parsed, said.text);
  if (!errors.empty()) return fail(std::move(errors));
  return add_object(*parsed, said.text, style);
}

}  // namespace

std::vector<std::string> built_in_styles() {
  std::vector<std::string> names;
  for (const auto& [name, unused] : library()) names.push_back(name);
  return names;
}

const Json* built_in_style(std::string_view name) {
  const auto found = library().find(name);
  return found == library().end() ? nullptr : &found->second;
}

Result<Style> read_style(const Json& said, const std::map<std::string, std::string>& files, const std::string& file) {
  Style style;
  style.name = said.is_string() ? said.text : "the template's own";
  const Result<void> read = said.is_object()        ? add_object(said, file, style)
                            : names_file(said.text) ? add_file(said, files, file, style)
                                                    : add_named(said, file, style);
  if (!read) return fail(read.error());
  return style;
}

std::vector<const Json*> style_files(const Json& document) {
  std::vector<const Json*> files;
  const auto add = [&](const Json& object) {
    const Json* style = object.find("style");
    if (style && style->is_string() && names_file(style->text) && !style->text.starts_with('=')) files.push_back(style);
  };
  add(document);
  if (const Json* formats = document.find("formats")) {
    for (const Json::Member& format : formats->members) add(format.value);
  }
  return files;
}

std::string name_hint(std::string_view name, const Json& named, std::string_view what) {
  std::vector<std::string> known;
  for (const Json::Member& member : named.members) known.push_back(member.key);
  const std::string near = closest(name, known);
  if (!near.empty()) return fmt::format("did you mean \"{}\"?", near);
  return known.empty() ? fmt::format("it has no {}", what) : fmt::format("its {}: {}", what, fmt::join(known, ", "));
}

}  // namespace fp
