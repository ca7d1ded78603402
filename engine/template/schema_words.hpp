// How messages speak of a schema and of what was found instead: in the words of the schema's titles.
// Internal to engine/template.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/template/schema.hpp"

namespace fp {

std::string in_quotes(std::string_view text);  // as JSON, cut after 40 bytes
std::string found(const Json& value);          // "the text \"x\"", "a list of 3": the object of "found"
std::string joined(const std::vector<std::string>& parts, std::string_view last);  // "a, b or c"

// A rule's title, if it has one.
std::string title(const Json& rule, std::string_view otherwise);
// What a rule asks for: the object of "expected".
std::string expectation(const Schema& schema, const Json& node);
// The nearest of a rule's "enum", or all of them.
std::string choices_hint(const Json& rule, const Json& value);

}  // namespace fp
