// Three-dimensional colour look-up tables in the .cube format (Adobe, "Cube LUT Specification 1.0").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/hash.hpp"
#include "engine/core/result.hpp"

namespace fp {

// `entries` a side; an entry is two words as a pixel (R | G<<16, B | 65535<<16), red fastest. Values are clamped to
// 0..1.
struct Cube {
  int entries = 0;
  std::vector<uint32_t> words;
  Hash128 hash;
};

// Errors name the file and line: no or another LUT_3D_SIZE than 2..65, a one-dimensional table, a domain other than
// 0..1, a line that is not three numbers, too few or too many of them.
Result<Cube> parse_cube(std::string_view text, const std::string& name);

}  // namespace fp
