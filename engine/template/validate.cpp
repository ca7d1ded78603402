// A small interpreter of the JSON Schema keywords that the template schema uses. Its purpose over a ready-made
// validator is the messages: every fault at once, where it stands, in the words of the schema's titles, about the
// variant meant.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/core/fault_at.hpp"
#include "engine/core/utf8.hpp"
#include "engine/template/schema_words.hpp"
#include "engine/template/template.hpp"

namespace fp {
namespace {

constexpr size_t kLongestMatched = 256;  // std::regex recurses by length; no valid value of ours comes near
constexpr size_t kMostErrors = 1000;

// The way from the root to a value; turned into a JSON pointer only when there is something to say.
struct Path {
  const Path* up = nullptr;
  std::string_view key = {};
  std::optional<size_t> index = {};
};

std::string pointer_of(const Path& path) {
  if (!path.up) return {};
  return pointer_of(*path.up) + (path.index ? child_pointer(*path.index) : child_pointer(path.key));
}

bool is_integer(const Json& value) {
  return value.is_number() && std::floor(value.number) == value.number;
}

bool type_matches(const Json& value, std::string_view name) {
  if (name == "null") return value.is_null();
  if (name == "boolean") return value.is_bool();
  if (name == "number") return value.is_number();
  if (name == "integer") return is_integer(value);
  if (name == "string") return value.is_string();
  if (name == "array") return value.is_array();
  return name == "object" && value.is_object();
}

class Checker {
 public:
  Checker(const Schema& schema, const std::string& file, bool resolved)
      : schema_(schema), file_(file), resolved_(resolved) {}

  void check(const Json& node, const Json& value, const Path& path, Errors& errors) const {
    if (errors.size() >= kMostErrors) return;
    const Json& rule = schema_.resolve(node);
    if (&rule == schema_.expression && resolved_) {
      return report(errors, value, path, "expected a value, found " + found(value));
    }
    if (!check_type(rule, value, path, errors)) return;
    if (!check_choice(rule, value, path, errors)) return;
    if (value.is_string()) check_string(rule, value, path, errors);
    if (value.is_number()) check_number(rule, value, path, errors);
    if (value.is_array()) check_array(rule, value, path, errors);
    if (value.is_object()) check_object(rule, value, path, errors);
    if (const Json* all = rule.find("allOf")) {
      for (const Json& part : all->items) check(part, value, path, errors);
    }
    if (const Json* condition = rule.find("if")) {
      Errors ignored;
      check(*condition, value, path, ignored);
      if (const Json* then = rule.find("then"); then && ignored.empty()) check(*then, value, path, errors);
    }
    if (rule.find("anyOf")) check_alternatives(rule, value, path, errors);
  }

 private:
  void report(Errors& errors, SourceSpan span, const Path& path, std::string message, std::string hint = {}) const {
    errors.push_back(fault_at(file_, span, pointer_of(path), std::move(message), std::move(hint)));
  }
  void report(Errors& errors, const Json& value, const Path& path, std::string message, std::string hint = {}) const {
    report(errors, value.span, path, std::move(message), std::move(hint));
  }

  bool accepts_type(const Json& rule, const Json& value) const {
    if (const Json* type = rule.find("type")) {
      if (type->is_string()) return type_matches(value, type->text);
      return std::ranges::any_of(type->items, [&](const Json& name) { return type_matches(value, name.text); });
    }
    if (const Json* choices = rule.find("enum")) {
      return std::ranges::any_of(choices->items, [&](const Json& choice) { return choice.type == value.type; });
    }
    if (const Json* constant = rule.find("const")) return constant->type == value.type;
    return true;
  }

  bool check_type(const Json& rule, const Json& value, const Path& path, Errors& errors) const {
    if (accepts_type(rule, value)) return true;
    report(errors, value, path, fmt::format("expected {}, found {}", expectation(schema_, rule), found(value)),
           rule.find("enum") ? choices_hint(rule, value) : "");
    return false;
  }

  bool check_choice(const Json& rule, const Json& value, const Path& path, Errors& errors) const {
    if (const Json* constant = rule.find("const"); constant && !equal(*constant, value)) {
      report(errors, value, path, fmt::format("expected {}, found {}", write_json(*constant, 0), found(value)));
      return false;
    }
    const Json* choices = rule.find("enum");
    if (!choices || std::ranges::any_of(choices->items, [&](const Json& choice) { return equal(choice, value); }))
      return true;
    report(errors, value, path, fmt::format("expected {}, found {}", expectation(schema_, rule), found(value)),
           choices_hint(rule, value));
    return false;
  }

  void check_string(const Json& rule, const Json& value, const Path& path, Errors& errors) const {
    const size_t length = count_code_points(value.text);
    if (const Json* least = rule.find("minLength"); least && static_cast<double>(length) < least->number) {
      return report(errors, value, path, fmt::format("expected {}, found an empty text", expectation(schema_, rule)));
    }
    if (const Json* most = rule.find("maxLength"); most && static_cast<double>(length) > most->number) {
      return report(errors, value, path,
                    fmt::format("expected {} of at most {} characters, found {}", expectation(schema_, rule),
                                most->text, length));
    }
    const auto pattern = schema_.patterns.find(&rule);
    if (pattern == schema_.patterns.end() || matches(rule, pattern->second, value.text)) return;
    report(errors, value, path, fmt::format("expected {}, found {}", expectation(schema_, rule), found(value)));
  }

  bool matches(const Json& rule, const std::regex& pattern, const std::string& text) const {
    if (&rule == schema_.expression) return text.starts_with('=') || text.find("{{") != std::string::npos;
    return text.size() <= kLongestMatched && std::regex_search(text, pattern);
  }

  void check_number(const Json& rule, const Json& value, const Path& path, Errors& errors) const {
    const auto refuse = [&](std::string_view relation, const Json& limit) {
      std::string wanted = expectation(schema_, rule);
      if (wanted.find(limit.text) == std::string::npos) wanted += fmt::format(", {} {}", relation, limit.text);
      report(errors, value, path, fmt::format("expected {}; found {}", wanted, value.text.substr(0, 40)));
    };
    if (const Json* limit = rule.find("minimum"); limit && value.number < limit->number)
      return refuse("at least", *limit);
    if (const Json* limit = rule.find("maximum"); limit && value.number > limit->number)
      return refuse("at most", *limit);
    if (const Json* limit = rule.find("exclusiveMinimum"); limit && value.number <= limit->number) {
      return refuse("more than", *limit);
    }
  }

  void check_array(const Json& rule, const Json& value, const Path& path, Errors& errors) const {
    const auto count = static_cast<double>(value.items.size());
    const Json* least = rule.find("minItems");
    const Json* most = rule.find("maxItems");
    if ((least && count < least->number) || (most && count > most->number)) {
      const std::string range = least && most && least->number == most->number ? least->text
                                : least && count < least->number               ? "at least " + least->text
                                                                               : "at most " + most->text;
      return report(
          errors, value, path,
          fmt::format("expected {} with {} entries, found {}", expectation(schema_, rule), range, value.items.size()));
    }
    const Json* items = rule.find("items");
    if (!items) return;
    for (size_t i = 0; i < value.items.size(); ++i) {
      if (items->is_array() && i >= items->items.size()) break;
      const Path here{&path, {}, i};
      check(items->is_array() ? items->items[i] : *items, value.items[i], here, errors);
    }
  }

  void check_object(const Json& rule, const Json& value, const Path& path, Errors& errors) const {
    if (const Json* required = rule.find("required")) {
      for (const Json& key : required->items) {
        if (value.find(key.text)) continue;
        report(errors, value, path,
               fmt::format("the key \"{}\" is missing: {} needs it", key.text, title(rule, "this object")));
      }
    }
    const Json* properties = rule.find("properties");
    const Json* others = rule.find("additionalProperties");
    const Json* names = rule.find("propertyNames");
    for (const Json::Member& member : value.members) {
      const Path here{&path, member.key, {}};
      const Json* property = properties ? properties->find(member.key) : nullptr;
      if (property && property->is_bool()) {
        if (!property->boolean) {
          report(errors, member.key_span, here,
                 fmt::format("the key \"{}\" does not apply to {}", member.key, title(rule, "this object")));
        }
      } else if (property) {
        check(*property, member.value, here, errors);
      } else if (others && others->is_bool() && !others->boolean) {
        report_unknown_key(rule, *properties, member, here, errors);
      } else if (others) {
        check(*others, member.value, here, errors);
      }
      if (names) check_name(*names, member, here, errors);
    }
    check_dependencies(rule, value, path, errors);
  }

  void report_unknown_key(const Json& rule, const Json& properties, const Json::Member& member, const Path& path,
                          Errors& errors) const {
    std::vector<std::string> known;
    for (const Json::Member& property : properties.members) known.push_back(property.key);
    const std::string near = closest(member.key, known);
    const std::string hint =
        near.empty() ? "known keys: " + joined(known, "and") : fmt::format("did you mean \"{}\"?", near);
    report(errors, member.key_span, path,
           fmt::format("unknown key {} in {}", in_quotes(member.key), title(rule, "this object")), hint);
  }

  void check_name(const Json& rule, const Json::Member& member, const Path& path, Errors& errors) const {
    Json name = Json::of(member.key);
    name.span = member.key_span;
    check(rule, name, path, errors);
  }

  void check_dependencies(const Json& rule, const Json& value, const Path& path, Errors& errors) const {
    const Json* dependencies = rule.find("dependencies");
    if (!dependencies) return;
    for (const Json::Member& dependency : dependencies->members) {
      if (!value.find(dependency.key)) continue;
      for (const Json& key : dependency.value.items) {
        if (value.find(key.text)) continue;
        report(errors, value, path,
               fmt::format("the key \"{}\" is missing: \"{}\" needs it", key.text, dependency.key));
      }
    }
  }

  // ---- anyOf --------------------------------------------------------------------------------------------------------

  // Alternatives of alternatives, through references, as one list.
  void collect(const Json& node, std::vector<const Json*>& leaves) const {
    const Json& rule = schema_.resolve(node);
    const Json* any = rule.find("anyOf");
    if (any && !rule.find("type")) {
      for (const Json& part : any->items) collect(part, leaves);
    } else if (std::ranges::find(leaves, &rule) == leaves.end()) {
      leaves.push_back(&rule);
    }
  }

  void check_alternatives(const Json& rule, const Json& value, const Path& path, Errors& errors) const {
    std::vector<const Json*> leaves;
    for (const Json& part : rule.find("anyOf")->items) collect(part, leaves);
    struct Attempt {
      const Json* rule;
      Errors errors;
    };
    std::vector<Attempt> attempts;
    std::vector<std::string> wanted;
    std::vector<std::string> keys;
    for (const Json* leaf : leaves) {
      if (leaf == schema_.expression && (resolved_ || !value.is_string())) continue;
      if (const Json* required = leaf->find("required"); required && !leaf->find("type")) {
        for (const Json& key : required->items) keys.push_back(fmt::format("\"{}\"", key.text));
      }
      if (leaf != schema_.expression) {
        const std::string words = expectation(schema_, *leaf);
        if (std::ranges::find(wanted, words) == wanted.end()) wanted.push_back(words);
      }
      if (!accepts_type(*leaf, value)) continue;
      Attempt attempt{leaf, {}};
      check(*leaf, value, path, attempt.errors);
      if (attempt.errors.empty()) return;
      if (leaf != schema_.expression) attempts.push_back(std::move(attempt));
    }
    if (!keys.empty()) {
      return report(errors, value, path, fmt::format("{} needs {}", title(rule, "this object"), joined(keys, "or")));
    }
    if (attempts.size() == 1 || (attempts.size() > 1 && (value.is_object() || value.is_array()))) {
      const auto& best = *std::ranges::min_element(attempts, {}, [&](const Attempt& attempt) {
        return std::pair(-known_keys(*attempt.rule, value), attempt.errors.size());
      });
      errors.insert(errors.end(), best.errors.begin(), best.errors.end());
      return;
    }
    report(errors, value, path, fmt::format("expected {}, found {}", joined(wanted, "or"), found(value)),
           nearest_choice(leaves, value));
  }

  static int known_keys(const Json& rule, const Json& value) {
    const Json* properties = rule.find("properties");
    if (!properties) return 0;
    return static_cast<int>(std::ranges::count_if(
        value.members, [&](const Json::Member& member) { return properties->find(member.key) != nullptr; }));
  }

  static std::string nearest_choice(const std::vector<const Json*>& leaves, const Json& value) {
    if (!value.is_string()) return {};
    for (const Json* leaf : leaves) {
      if (leaf->find("enum")) return choices_hint(*leaf, value);
    }
    return {};
  }

  const Schema& schema_;
  const std::string& file_;
  bool resolved_;
};

}  // namespace

namespace {

Errors validate(const Json& node, const Json& value, const std::string& file, bool resolved) {
  Errors errors;
  Checker(prepared_schema(), file, resolved).check(node, value, Path{}, errors);
  std::ranges::stable_sort(errors, {}, [](const Diagnostic& d) { return std::pair(d.line, d.column); });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return a.pointer == b.pointer && a.message == b.message && a.line == b.line && a.column == b.column;
  };
  const auto rest = std::ranges::unique(errors, same);
  errors.erase(rest.begin(), rest.end());
  return errors;
}

}  // namespace

Errors validate_document(const Json& document, const std::string& file, bool resolved) {
  return validate(prepared_schema().root, document, file, resolved);
}

Errors validate_style(const Json& style, const std::string& file) {
  return validate(*prepared_schema().root.find("definitions")->find("style"), style, file, true);
}

}  // namespace fp
