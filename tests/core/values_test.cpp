// Colours, rates, times, and UTF-8.
#include <gtest/gtest.h>

#include "engine/core/color.hpp"
#include "engine/core/rational.hpp"
#include "engine/core/utf8.hpp"

namespace fp {
namespace {

TEST(Color, ReadsTheFourSpellings) {
  EXPECT_EQ(parse_color("#fff"), (Color{1, 1, 1, 1}));
  EXPECT_EQ(parse_color("#0f08"), (Color{0, 1, 0, 136 / 255.0}));
  EXPECT_EQ(parse_color("#FF5a1f"), (Color{1, 90 / 255.0, 31 / 255.0, 1}));
  EXPECT_EQ(parse_color("#00000080"), (Color{0, 0, 0, 128 / 255.0}));
}

TEST(Color, RefusesEverythingElse) {
  for (const char* text :
       {"", "#", "fff", "#ff", "#fffff", "#fffffff", "#fffffffff", "#ggg", "red", "#ff5a1g", " #fff", "#fff "}) {
    EXPECT_FALSE(parse_color(text).has_value()) << text;
  }
}

TEST(Color, WritesWhatItReads) {
  for (const char* text : {"#ff5a1f", "#000000", "#0102037f"}) EXPECT_EQ(to_string(*parse_color(text)), text);
  EXPECT_EQ(to_string(Color{2, -1, 0.5, 1}), "#ff0080");
}

TEST(Rate, WholeNumbersAndFractions) {
  EXPECT_EQ(parse_rate("30"), (Rational{30, 1}));
  EXPECT_EQ(parse_rate("30000/1001"), (Rational{30000, 1001}));
  EXPECT_EQ(parse_rate("50/2"), (Rational{25, 1}));
  for (const char* text :
       {"", "29.97", "0", "30/0", "-30", "30/", "/1", "+30", "1e9", "30 ", "99999999999999999999", "30/1/1"}) {
    EXPECT_FALSE(parse_rate(text).has_value()) << text;
  }
}

TEST(Time, AllSpellings) {
  const Rational fps{30, 1};
  EXPECT_EQ(parse_time("2.5s", fps), 75);
  EXPECT_EQ(parse_time("1200ms", fps), 36);
  EXPECT_EQ(parse_time("75f", fps), 75);
  EXPECT_EQ(parse_time("2.5", fps), 75);
  EXPECT_EQ(parse_time("-0.5s", fps), -15);
  EXPECT_EQ(parse_time("25e-1", fps), 75);
  EXPECT_EQ(parse_time("1.5E+1", fps), 450);
  EXPECT_EQ(parse_time("0.29999999999999999", fps), 9);
  EXPECT_EQ(parse_time("0", fps), 0);
}

TEST(Time, RoundsToTheNearestFrameTiesUp) {
  const Rational fps{30, 1};
  EXPECT_EQ(parse_time("0.05", fps), 2);    // 1.5 frames
  EXPECT_EQ(parse_time("-0.05", fps), -1);  // -1.5 frames
  EXPECT_EQ(parse_time("0.049999999", fps), 1);
  EXPECT_EQ(parse_time("10s", {30000, 1001}), 300);  // 299.7
  EXPECT_EQ(parse_time("3600s", {30000, 1001}), 107892);
}

TEST(Time, MalformedOrAbsurdIsRefused) {
  for (const char* text : {"",
                           "s",
                           "ms",
                           "f",
                           "1.5f",
                           "1 s",
                           "abc",
                           "1h",
                           ".5s",
                           "1.s",
                           "--1",
                           "+1",
                           "1e",
                           "1e999s",
                           "1e17s",
                           "99999999999999999999s",
                           "nan",
                           "inf",
                           "0x10",
                           "1.2.3s",
                           "9999999999999999999f"}) {
    EXPECT_FALSE(parse_time(text, {30, 1}).has_value()) << text;
  }
  EXPECT_EQ(parse_time("1e-400", {30, 1}), 0);
  EXPECT_EQ(parse_time("0.000000000000000000000000000001s", {30, 1}), 0);
}

TEST(Utf8, CountsAndFindsTheFirstBadByte) {
  EXPECT_EQ(count_code_points("aé€😀"), 4u);
  EXPECT_EQ(first_bad_utf8("aé€😀"), std::nullopt);
  EXPECT_EQ(first_bad_utf8("ab\xC3"), 2u);
  EXPECT_EQ(first_bad_utf8("é\xED\xA0\x80"), 2u);
}

}  // namespace
}  // namespace fp
