#include "engine/template/schema_words.hpp"

#include <fmt/format.h>

namespace fp {
namespace {

std::string type_name(std::string_view name) {
  if (name == "boolean") return "true or false";
  if (name == "integer") return "a whole number";
  if (name == "string") return "a text";
  if (name == "array") return "a list";
  if (name == "null") return "null";
  return fmt::format("{} {}", name == "object" ? "an" : "a", name);
}

}  // namespace

std::string in_quotes(std::string_view text) {
  constexpr size_t kShown = 40;
  if (text.size() <= kShown) return write_json(Json::of(std::string(text)));
  size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return write_json(Json::of(std::string(text.substr(0, end)) + "..."));
}

std::string found(const Json& value) {
  switch (value.type) {
    case Json::Type::null:
      return "null";
    case Json::Type::boolean:
      return value.boolean ? "true" : "false";
    case Json::Type::number:
      return "the number " + value.text.substr(0, 40);
    case Json::Type::string:
      return "the text " + in_quotes(value.text);
    case Json::Type::array:
      return fmt::format("a list of {}", value.items.size());
    case Json::Type::object:
      return "an object";
  }
  return {};
}

std::string joined(const std::vector<std::string>& parts, std::string_view last) {
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? fmt::format(" {} ", last) : ", ";
    text += parts[i];
  }
  return text;
}

std::string title(const Json& rule, std::string_view otherwise) {
  const Json* text = rule.find("title");
  return text ? text->text : std::string(otherwise);
}

std::string expectation(const Schema& schema, const Json& node) {
  const Json& rule = schema.resolve(node);
  if (const Json* text = rule.find("title")) return text->text;
  std::vector<std::string> parts;
  if (const Json* any = rule.find("anyOf")) {
    for (const Json& part : any->items) {
      if (&schema.resolve(part) != schema.expression) parts.push_back(expectation(schema, part));
    }
  } else if (const Json* constant = rule.find("const")) {
    parts.push_back(write_json(*constant, 0));
  } else if (const Json* all = rule.find("allOf"); all && all->items.size() == 1) {
    return expectation(schema, all->items[0]);
  } else if (const Json* type = rule.find("type")) {
    if (type->is_string()) return type_name(type->text);
    for (const Json& name : type->items) parts.push_back(type_name(name.text));
  }
  return parts.empty() ? "another value" : joined(parts, "or");
}

std::string choices_hint(const Json& rule, const Json& value) {
  std::vector<std::string> names, shown;
  for (const Json& choice : rule.find("enum")->items) {
    if (choice.is_string()) names.push_back(choice.text);
    shown.push_back(write_json(choice, 0));
  }
  if (value.is_string()) {
    if (const std::string near = closest(value.text, names); !near.empty())
      return fmt::format("did you mean \"{}\"?", near);
  }
  return shown.size() == 1 ? "the only value allowed is " + shown[0] : "one of " + joined(shown, "or");
}

}  // namespace fp
