// Parameters: their defaults, and properties that become one.
#include <fmt/format.h>

#include <algorithm>

#include "editor/state/apply.hpp"
#include "editor/state/formats.hpp"
#include "editor/state/pointer.hpp"
#include "engine/core/color.hpp"
#include "engine/template/references.hpp"

namespace fp::editor {
namespace {

// The type of a parameter that takes the value's place; empty: none does.
std::string type_for(const Json& value, const std::string& key) {
  if (value.is_bool()) return "bool";
  if (value.is_number()) return "number";
  if (!value.is_string()) return {};
  if (parse_color(value.text)) return "color";
  for (const char* file : {"image", "video", "audio", "font", "captions"}) {
    if (key == file) return key;
  }
  return "text";
}

bool is_name(const std::string& name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return letter(c) || digit(c); });
}

}  // namespace

Result<State> do_command(const State& state, const SetDefault& command) {
  const Json* param = find_at(state.document.root(), command.param);
  if (!param || !param->is_object() || last_step(parent_pointer(command.param)) != "params")
    return refuse(command.param, "there is no parameter here");
  return with_document(state, set_value(state.document, command.param + "/default", command.value));
}

Result<State> do_command(const State& state, const Promote& command) {
  const Json* value = find_at(state.document.root(), command.property);
  const std::string owner = layer_of(state.document.root(), command.property);
  if (!value || owner.empty() || owner == command.property)
    return refuse(command.property, "there is no property of a layer here");
  if (value->is_string() && is_expression(value->text))
    return refuse(command.property, "this follows parameters already");
  if (value->is_string() && value->text.starts_with('@'))
    return refuse(command.property, "this is a name of the template's style", "write the value itself first");
  const std::string type = type_for(*value, last_step(command.property));
  if (type.empty()) {
    return refuse(command.property, "only a number, text, colour, file or yes-no can become a parameter",
                  "promote the parts of a point one by one; remove keyframes first");
  }
  constexpr std::string_view kTaken[] = {"p", "canvas", "format", "random", "std", "row"};
  if (!is_name(command.param) || std::ranges::find(kTaken, command.param) != std::end(kTaken)) {
    return refuse(command.property, fmt::format("\"{}\" cannot name a parameter", command.param),
                  "use letters, digits and '_', with a letter first");
  }
  const std::string params = scope_of(command.property) + "/params";
  const std::string pointer = params + child_pointer(command.param);
  if (find_at(state.document.root(), pointer))
    return refuse(pointer, fmt::format("there is a parameter \"{}\" already", command.param), "choose another name");
  Json declared = Json::object();
  declared.set("type", Json::of(type));
  declared.set("default", *value);
  Result<Document> next = set_value(state.document, command.property, Json::of("{{" + command.param + "}}"));
  if (next) next = set_value(*next, pointer, declared);
  return with_document(state, std::move(next));
}

}  // namespace fp::editor
