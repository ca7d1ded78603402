#include <gtest/gtest.h>

#include "tests/template/built.hpp"

namespace fp {
namespace {

using namespace testing_documents;

std::string of(const std::string& more) {
  return layer_faults(R"({"type": "meter", "size": [400, 40], )" + more + "}");
}

TEST(BuildMeter, ValuesAreInsideTheRange) {
  EXPECT_EQ(of(R"("value": 1.2)"), "the value 1.2 is outside what the meter shows, 0 to 1 | /layers/0/value\n");
  EXPECT_EQ(of(R"("value": -3, "min": -2)"),
            "the value -3 is outside what the meter shows, -2 to 1 | /layers/0/value\n");
  EXPECT_EQ(of(R"("value": 5.5, "shape": "stars")"),
            "the value 5.5 is outside what the meter shows, 0 to 5 | /layers/0/value\n");
  EXPECT_EQ(of(R"("value": 0.5, "from": 2)"), "the value 2 is outside what the meter shows, 0 to 1 | /layers/0/from\n");
  EXPECT_EQ(of(R"("value": [{"at": 0, "value": 0}, {"at": 1, "value": 8}])"),
            "the value 8 is outside what the meter shows, 0 to 1 | /layers/0/value/1/value\n");
  EXPECT_EQ(of(R"("value": 7, "clamp": true)"), "");
}

TEST(BuildMeter, RangesStepsAndBandsAscend) {
  EXPECT_EQ(of(R"("value": 1, "min": 3, "max": 3)"), "\"max\", 3, is not above \"min\", 3 | /layers/0/max\n");
  EXPECT_EQ(of(R"("value": [{"at": "1s", "value": 0}, {"at": "1s", "value": 1}])"),
            "this step is at frame 30, not after the step before it at frame 30 | /layers/0/value/1/at\n");
  EXPECT_EQ(of(R"("value": 0, "bands": [{"upto": 1, "color": "#fff"}, {"upto": 0.5, "color": "#000"}])"),
            "this band ends at 0.5, not above the one before it, 1 | /layers/0/bands/1\n");
}

TEST(BuildMeter, DataDoesNotOvershoot) {
  const std::string said = "this ease overshoots, and data may not: it would show values that are not there";
  EXPECT_EQ(of(R"("value": 0, "reveal": {"ease": "outBack"})"), said + " | /layers/0/reveal\n");
  EXPECT_EQ(of(R"("value": [{"at": 0, "value": 0}, {"at": 1, "value": 1, "ease": "outElastic"}])"),
            said + " | /layers/0/value\n");
}

TEST(BuildMeter, TextsNeedAFont) {
  EXPECT_EQ(of(R"("value": 0, "label": {})"), "this text has no font and size | /layers/0/label\n");
}

}  // namespace
}  // namespace fp
