#include "engine/text/hyphenate.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace fp {
namespace {

using testing::HasSubstr;

// What Debian's packages hyphen-* install.
HyphenPatterns installed(const std::string& name) {
  std::ifstream in("/usr/share/hyphen/" + name, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  EXPECT_TRUE(in) << name << " is missing: tools/setup --test installs it";
  Result<HyphenPatterns> patterns = parse_hyphen_patterns(bytes.str(), name);
  EXPECT_TRUE(patterns.has_value()) << (patterns ? "" : to_string(patterns.error()[0]));
  return patterns ? std::move(*patterns) : HyphenPatterns{};
}

std::string hyphenated(const HyphenPatterns& patterns, std::u16string word) {
  const std::vector<size_t> points = hyphen_points(patterns, word);
  std::string out;
  for (size_t i = 0; i < word.size(); ++i) {
    if (std::ranges::binary_search(points, i)) out += '-';
    if (word[i] < 0x80) {
      out += static_cast<char>(word[i]);
    } else {
      out += static_cast<char>(0xc0 | word[i] >> 6);
      out += static_cast<char>(0x80 | (word[i] & 63));
    }
  }
  return out;
}

TEST(Hyphenate, English) {
  const HyphenPatterns english = installed("hyph_en_US.dic");
  EXPECT_EQ(hyphenated(english, u"hyphenation"), "hy-phen-ation");  // Liang's own example
  EXPECT_EQ(hyphenated(english, u"Representative"), "Rep-re-sen-ta-tive");
  EXPECT_EQ(hyphenated(english, u"the"), "the");
}

TEST(Hyphenate, GermanCompoundsAndSpanish) {
  const HyphenPatterns german = installed("hyph_de_DE.dic");
  EXPECT_EQ(hyphenated(german, u"Silbentrennung"), "Sil-ben-tren-nung");
  EXPECT_EQ(hyphenated(german, u"Geschwindigkeitsbegrenzung"), "Ge-schwin-dig-keits-be-gren-zung");
  const HyphenPatterns spanish = installed("hyph_es_ES.dic");
  EXPECT_EQ(hyphenated(spanish, u"ordenadores"), "or-de-na-do-res");
}

TEST(Hyphenate, EveryWordOfAText) {
  const Result<HyphenPatterns> p = parse_hyphen_patterns("UTF-8\na1b\n", "t");
  ASSERT_TRUE(p.has_value());
  EXPECT_EQ(hyphen_points_of_text(*p, u"aabb, 12ab AABB"), (std::vector<size_t>{2, 13}));
  EXPECT_TRUE(hyphen_points_of_text(*p, u"aabb\u00adcc").empty());  // soft hyphens have the say
  EXPECT_TRUE(hyphen_points_of_text(*p, u"ab").empty());
}

TEST(Hyphenate, RefusesWhatIsNoPatternFile) {
  const auto refused = [](const std::string& bytes) {
    const Result<HyphenPatterns> patterns = parse_hyphen_patterns(bytes, "x.dic");
    return patterns ? std::string("accepted") : patterns.error()[0].message;
  };
  EXPECT_THAT(refused(""), HasSubstr("expected the name of a charset"));
  EXPECT_THAT(refused("no such charset\na1b\n"), HasSubstr("is no charset"));
  EXPECT_THAT(refused("UTF-8\n"), HasSubstr("no patterns"));
  EXPECT_THAT(refused("UTF-8\n% only a comment\n"), HasSubstr("no patterns"));
  EXPECT_THAT(refused("UTF-8\n" + std::string(500, 'a')), HasSubstr("line 2"));
  EXPECT_THAT(refused("UTF-8\nNEXTLEVEL\nNEXTLEVEL\nNEXTLEVEL\nNEXTLEVEL\n"), HasSubstr("four levels"));
  EXPECT_EQ(refused("ISO8859-1\na1b/x=,1,1\nc1d\r\n"), "accepted");
}

}  // namespace
}  // namespace fp
