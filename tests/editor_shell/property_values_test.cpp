#include "editor/panels/property_values.hpp"

#include <gtest/gtest.h>

#include "engine/core/json.hpp"

namespace fp::panels {
namespace {

constexpr Rational kFps{25, 1};

std::string at(const char* text, int64_t frame) {
  const auto property = parse_json(text, "test");
  const auto value = keyed_value(*property, frame, kFps, 100, {});
  return value ? write_json(*value, 0) : "none";
}

TEST(PropertyValues, BetweenKeysByTheirEase) {
  const char* number = R"({"keys": [{"t": 0, "v": 0}, {"t": "1s", "v": 50, "ease": "hold"}, {"t": "2s", "v": 7}]})";
  EXPECT_EQ(at(number, -3), "0");
  EXPECT_EQ(at(number, 5), "10");
  EXPECT_EQ(at(number, 25), "50");
  EXPECT_EQ(at(number, 49), "50");
  EXPECT_EQ(at(number, 60), "7");
  EXPECT_EQ(at(R"({"keys": [{"t": "0f", "v": ["0%", 10]}, {"t": "10f", "v": ["50%", 20]}]})", 5), "[\"25%\",15]");
  EXPECT_EQ(at(R"({"keys": [{"t": "0f", "v": "#000"}, {"t": "10f", "v": "#fff"}]})", 5), "\"#808080\"");
  EXPECT_EQ(at(R"({"keys": [{"t": "0f", "v": "center"}, {"t": "end", "v": "left"}]})", 5), "\"center\"");
}

TEST(PropertyValues, OfWhatIsNoTrack) {
  for (const char* text : {"{}", "3", R"({"keys": []})", R"({"keys": 1})", R"({"keys": [{"t": "=x", "v": 1}]})",
                           R"({"keys": [4, {"t": 0}]})"}) {
    EXPECT_EQ(at(text, 5), "none") << text;
  }
}

TEST(PropertyValues, EasesAsWritten) {
  const auto ease = [](const char* text) { return ease_of(*parse_json(text, "test"), {}); };
  EXPECT_EQ(ease("\"hold\"").kind, Ease::Kind::hold);
  EXPECT_EQ(ease("[0.1, 0.2, 0.3, 0.4]").p[3], 0.4);
  EXPECT_EQ(ease(R"({"spring": {}})").kind, Ease::Kind::spring);
  for (const char* odd : {"null", "[1]", "{}", "\"@none\"", "true"}) EXPECT_EQ(ease(odd).kind, Ease::Kind::linear);
}

}  // namespace
}  // namespace fp::panels
