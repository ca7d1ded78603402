// What `framepress check` may find in a layer, by the names people read and templates leave out.
#pragma once

#include <cstdint>
#include <iterator>
#include <string_view>

namespace fp {

enum class FindingKind : uint8_t {
  shrunk,
  truncated,
  overflows,
  safe_area,
  clipped,
  contrast,
  overlap,
  hidden,
  reading_time,
  unfinished,
  cut_off,
  frozen,
  interlaced
};
inline constexpr std::string_view kFindingNames[] = {"shrunk",   "truncated", "overflows", "safe-area",    "clipped",
                                                     "contrast", "overlap",   "hidden",    "reading-time", "unfinished",
                                                     "cut-off",  "frozen",    "interlaced"};

inline std::string_view name_of(FindingKind kind) {
  return kFindingNames[static_cast<size_t>(kind)];
}

// Kinds that are not wanted, one bit each.
using FindingSet = uint32_t;
inline constexpr FindingSet kAllFindings = (1u << std::size(kFindingNames)) - 1;
inline FindingSet bit(FindingKind kind) {
  return 1u << static_cast<uint32_t>(kind);
}
inline bool contains(FindingSet set, FindingKind kind) {
  return (set & bit(kind)) != 0;
}

}  // namespace fp
