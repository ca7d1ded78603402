// UTF-8, strictly: no overlong forms, no surrogates, nothing past U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fp {

// Offset of the first byte that does not belong to well-formed UTF-8; nullopt when all of it does.
std::optional<size_t> first_bad_utf8(std::string_view text);

void append_utf8(std::string& out, uint32_t code_point);  // a valid scalar value

size_t count_code_points(std::string_view text);  // of well-formed UTF-8

}  // namespace fp
