// Arbitrary bytes as hyphenation patterns; what parses cuts words.
#include "engine/core/result.hpp"
#include "engine/text/hyphenate.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto patterns =
      fp::parse_hyphen_patterns(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.dic");
  if (!patterns) return 0;
  for (const std::u16string_view word : {u"hyphenation", u"a", u"", u"Zugver\u00e4nderung", u"abababababababababab"}) {
    size_t last = 0;
    for (const size_t point : fp::hyphen_points(*patterns, word)) {
      FP_ASSERT(point > last && point < word.size());
      last = point;
    }
  }
  static_cast<void>(fp::hyphen_points_of_text(*patterns, u"one two, three-four \u2014 f\u00fcnf"));
  return 0;
}
