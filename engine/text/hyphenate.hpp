// Hyphenation by patterns: F. M. Liang, "Word Hy-phen-a-tion by Com-put-er" (1983), over the dictionaries of
// LibreOffice and TeX (hyph_*.dic). They are files of the template, like fonts: what a machine has installed never
// shows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/result.hpp"

namespace fp {

struct HyphenPatterns {
  // A first level, where a file has several, cuts compounds; their parts go through the next one.
  struct Level {
    size_t left_min = 2, right_min = 2;                                // characters kept before and after a hyphen
    size_t longest = 0;                                                // characters of the longest pattern
    std::unordered_map<std::u16string, std::vector<uint8_t>> weights;  // letters and '.', and a digit between each
  };
  std::vector<Level> levels;
};

inline constexpr size_t kMaxPatterns = 500'000;

// `bytes` in the charset its first line names. Alternative spellings (patterns with "/") are left out. Errors
// (Fault::invalid) name `name` and the line.
Result<HyphenPatterns> parse_hyphen_patterns(std::string_view bytes, const std::string& name);

// Where a word of letters may be cut and given a hyphen: offsets in UTF-16, ascending, none at its ends.
std::vector<size_t> hyphen_points(const HyphenPatterns& patterns, std::u16string_view word);

// The same for every word of a text.
std::vector<size_t> hyphen_points_of_text(const HyphenPatterns& patterns, std::u16string_view text);

}  // namespace fp
