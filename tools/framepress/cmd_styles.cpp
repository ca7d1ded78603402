// framepress styles: what templates can name
#include <fmt/format.h>

#include <memory>

#include "engine/template/presets.hpp"
#include "engine/template/style.hpp"
#include "tools/framepress/command.hpp"

namespace fp::cli {
namespace {

std::string text_of(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  return value ? value->text : "";
}

std::string names_of(const Json& style, const char* key) {
  std::string names;
  if (const Json* named = style.find(key)) {
    for (const Json::Member& member : named->members) names += (names.empty() ? "" : " ") + member.key;
  }
  return names;
}

Json everything() {
  Json document = Json::object(), styles = Json::object();
  for (const std::string& name : built_in_styles()) styles.set(name, *built_in_style(name));
  document.set("styles", std::move(styles));
  document.set("motions", motion_presets());
  return document;
}

Result<void> print_lists() {
  std::string text = "styles (\"style\": NAME)\n";
  for (const std::string& name : built_in_styles()) {
    const Json& style = *built_in_style(name);
    text += fmt::format("  {:<14} {}\n", name, text_of(style, "description"));
    text += fmt::format("  {:<14}   colours  {}\n", "", names_of(style, "palette"));
    text += fmt::format("  {:<14}   text     {}\n", "", names_of(style, "type"));
    text +=
        fmt::format("  {:<14}   eases    {}   motions  {}\n", "", names_of(style, "eases"), names_of(style, "motions"));
  }
  text += "\nmotions (\"enter\": NAME, \"exit\": NAME)\n";
  for (const Json::Member& motion : motion_presets().members) {
    const Json* only_text = motion.value.find("text");
    text += fmt::format("  {:<14} {}{}\n", motion.key, text_of(motion.value, "description"),
                        only_text && only_text->boolean ? " (text)" : "");
  }
  return print(text);
}

Result<void> print_one(const std::string& name) {
  const Json* style = built_in_style(name);
  if (style) return print(write_json(*style) + "\n");
  Json known = Json::object();
  for (const std::string& other : built_in_styles()) known.set(other, Json{});
  return fail(Diagnostic{.fault = Fault::usage,
                         .message = fmt::format("no style is named \"{}\"", name),
                         .hint = name_hint(name, known, "styles")});
}

}  // namespace

void add_styles(CLI::App& app, Context& context) {
  const auto name = std::make_shared<std::string>();
  CLI::App* command =
      add_command(app, context, "styles", "List the built-in styles and motions, or print one style to start from",
                  "  framepress styles\n  framepress styles editorial > styles/mine.json", {}, [&context, name] {
                    if (context.common.json) return print_json(context, everything(), kOk);
                    const auto printed = name->empty() ? print_lists() : print_one(*name);
                    return printed ? kOk : report(context, printed.error());
                  });
  add_options(*command, {{.names = "STYLE", .into = name.get(), .help = "the style to print"}});
}

}  // namespace fp::cli
