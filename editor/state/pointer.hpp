// JSON pointers (RFC 6901) as the editor uses them: "" is the document, "/layers/0/opacity" a property of a layer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace fp::editor {

std::string_view parent_pointer(std::string_view pointer);  // "/a/b" -> "/a"; "" and "/a" -> ""
std::string last_step(std::string_view pointer);            // "/a/b~1c" -> "b/c"; "" -> ""

// `pointer` is `ancestor` or beneath it.
bool is_within(std::string_view pointer, std::string_view ancestor);

// Where `pointer` is after an item came into `array` at `index`, or left it. Leaving takes what is beneath the item:
// nullopt.
std::string after_insertion(std::string_view pointer, std::string_view array, size_t index);
std::optional<std::string> after_removal(std::string_view pointer, std::string_view array, size_t index);

}  // namespace fp::editor
