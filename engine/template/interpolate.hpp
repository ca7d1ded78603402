// "Only {{price | money}}": fields of a row put into texts. A field is a path of names and indexes (spec.w, points.0);
// filters follow it after bars, with arguments in parentheses. "{{{{" is a literal "{{".
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/template/template.hpp"

namespace fp {

// A fault inside one string, at a byte offset of its value.
struct TextFault {
  size_t offset = 0;
  std::string message, hint;
};

struct FilterCall {
  std::string name;
  std::vector<Json> arguments;  // strings and numbers
  size_t offset = 0;
};

struct Placeholder {
  std::vector<std::string> path;
  std::vector<FilterCall> filters;
  size_t offset = 0;
  std::string name() const;  // "spec.w"
};

struct Interpolation {
  std::vector<std::variant<std::string, Placeholder>> parts;
  // One placeholder and nothing else, at most with default(): it yields the field's value itself, not a text.
  bool is_value() const;
};

bool has_placeholders(std::string_view text);  // contains "{{"
std::expected<Interpolation, TextFault> parse_interpolation(std::string_view text);
// One placeholder's inside: `price | money('EUR')`. Offsets count from the start of `text`.
std::expected<Placeholder, TextFault> parse_placeholder(std::string_view text);

// The names a string of the document can use: the template's parameters, and inside a copy those of its own, which hide
// equal names further out.
struct Scope {
  std::shared_ptr<const Scope> outer;
  std::shared_ptr<const std::vector<Param>> params;
  std::shared_ptr<const Json> values;  // an object with a member for every param
};
using ScopePtr = std::shared_ptr<const Scope>;
std::vector<std::string> names_in(const Scope& scope);  // innermost first, each once

// Fills interpolations in one locale. Keeps ICU's formatters between calls; not for concurrent use.
class Interpolator {
 public:
  explicit Interpolator(std::string locale);
  ~Interpolator();
  Interpolator(const Interpolator&) = delete;
  Interpolator& operator=(const Interpolator&) = delete;

  // What is wrong whatever the row says: unknown fields and filters, wrong arguments.
  std::vector<TextFault> check(const Interpolation& text, const Scope& scope) const;
  // `text` must have passed check(). Null fields without default() are faults, except where is_value(): then null is
  // the result.
  std::expected<Json, TextFault> fill(const Interpolation& text, const Scope& scope);
  std::expected<Json, TextFault> value_of(const Placeholder& placeholder, const Scope& scope);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// What the placeholder's path names, or null.
const Param* declared(const Placeholder& placeholder, const Scope& scope);

// A value as a text shows it without a filter; nullopt for null, lists and records.
std::optional<std::string> plain_text(const Json& value);

}  // namespace fp
