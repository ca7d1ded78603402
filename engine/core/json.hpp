// JSON as people write it: comments and trailing commas accepted, every value knows where it stands.
// Reading keeps object order and numbers as written. Values are plain data; copying is deep.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/result.hpp"

namespace fp {

// Where a value stands in its source text. Lines and columns count from 1; a column is a Unicode code point.
struct SourceSpan {
  int line = 0;
  int column = 0;
  uint32_t begin = 0;  // byte offsets into the text, [begin, end)
  uint32_t end = 0;
};

struct Json {
  enum class Type : uint8_t { null, boolean, number, string, array, object };
  struct Member;

  Type type = Type::null;
  bool boolean = false;
  double number = 0.0;
  std::string text;             // a string's value (UTF-8), or a number exactly as written
  std::vector<Json> items;      // array
  std::vector<Member> members;  // object, in source order; keys are unique
  SourceSpan span;

  bool is_null() const { return type == Type::null; }
  bool is_bool() const { return type == Type::boolean; }
  bool is_number() const { return type == Type::number; }
  bool is_string() const { return type == Type::string; }
  bool is_array() const { return type == Type::array; }
  bool is_object() const { return type == Type::object; }

  const Json* find(std::string_view key) const;  // member of an object, or nullptr
  Json* find(std::string_view key);
  Json& set(std::string_view key, Json value);  // replaces or appends; returns the stored value

  static Json of(bool value);
  static Json of(double value);  // text is the shortest round-trip form
  static Json of(int64_t value);
  static Json of(std::string value);
  static Json of(const char* value);
  static Json array();
  static Json object();
};

struct Json::Member {
  std::string key;
  SourceSpan key_span;
  Json value;
};

// Limits applied while reading untrusted text; exceeding one is an error with a position.
struct JsonLimits {
  size_t max_bytes = 256u << 20;
  int max_depth = 128;
};

// Strict UTF-8. Duplicate keys, bad escapes, lone surrogates, NaN, leading zeros and the like are errors with
// `file:line:col`. `file` only names the source in messages.
Result<Json> parse_json(std::string_view text, std::string_view file, JsonLimits limits = {});

// Canonical text: order kept, numbers as written, `indent` spaces a level (0: one line, no spaces). Ends without
// newline.
std::string write_json(const Json& value, int indent = 2);

// Deep equality of values; object order and spans do not matter, numbers compare by value.
bool equal(const Json& a, const Json& b);

// RFC 7396 merge patch: objects merge member by member, null removes, everything else replaces.
void merge_patch(Json& target, const Json& patch);

// One step of a JSON pointer (RFC 6901), escaped: pointer + child_pointer("a/b") = ".../a~1b".
std::string child_pointer(std::string_view key);
std::string child_pointer(size_t index);
// The steps of a pointer, unescaped. nullopt where it is none (it does not begin with "/", or "~" stands alone).
std::optional<std::vector<std::string>> split_pointer(std::string_view pointer);
// A step that is an index: decimal digits without a leading zero.
std::optional<size_t> parse_index(std::string_view step);
const Json* find_at(const Json& root, std::string_view pointer);  // nullptr where nothing is

// The closest of `candidates` to `word` by edit distance, or empty when nothing is close enough to suggest.
std::string closest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace fp
