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

// Fills interpolations from rows of given params, in one locale. Keeps ICU's formatters between calls; not for
// concurrent use.
class Interpolator {
 public:
  Interpolator(std::vector<Param> params, std::string locale);
  ~Interpolator();
  Interpolator(const Interpolator&) = delete;
  Interpolator& operator=(const Interpolator&) = delete;

  // What is wrong whatever the row says: unknown fields and filters, wrong arguments.
  std::vector<TextFault> check(const Interpolation& text) const;
  // `text` must have passed check(). Null fields without default() are faults, except where is_value(): then null is
  // the result.
  std::expected<Json, TextFault> fill(const Interpolation& text, const Json& row);
  std::expected<Json, TextFault> value_of(const Placeholder& placeholder, const Json& row);

 private:
  const Param* param_of(const Placeholder& placeholder) const;
  struct State;
  std::unique_ptr<State> state_;
};

// A value as a text shows it without a filter; nullopt for null, lists and records.
std::optional<std::string> plain_text(const Json& value);

}  // namespace fp
