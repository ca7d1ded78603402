#include "engine/template/number_text.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <thread>
#include <vector>

#include "engine/data/decimal.hpp"

namespace fp {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kDay = 86'400'000;

std::string shown(const NumberFormat& format, double value, const std::string& locale = "en-US") {
  const auto made = NumberText::make(format, locale);
  return made ? made->text(value) : made.error().message + " | " + made.error().hint;
}
std::string shown(const char* pipeline, double value, const std::string& locale = "en-US") {
  return shown(NumberFormat{.pipeline = pipeline}, value, locale);
}

TEST(NumberText, SpeaksTheFiltersOfInterpolation) {
  EXPECT_EQ(shown("number(1)", 1234.56), "1,234.6");
  EXPECT_EQ(shown("number(1)", 1234.56, "de-DE"), "1.234,6");
  EXPECT_EQ(shown("compact", 1'250'000), "1.3M");  // ICU's own choice of digits
  EXPECT_EQ(shown("compact(2)", 1'250'000), "1.25M");
  EXPECT_EQ(shown("percent(1)", 0.1234), "12.3%");
  EXPECT_EQ(shown("money('USD')", 5), "$5.00");
  EXPECT_EQ(shown("money('EUR', 'de-DE')", 1234.5), "1.234,50\u00a0€");
  EXPECT_EQ(shown("number(0) | default('-')", 3), "3");
  EXPECT_EQ(shown("plural('item', 'items')", 1), "item");
}

TEST(NumberText, WithoutFiltersShowsTheDecimalsThereAre) {
  EXPECT_EQ(shown("", 3), "3");
  EXPECT_EQ(shown("", 0.1 + 0.2), "0.3");
  EXPECT_EQ(shown("", 1234.5), "1,234.5");
  EXPECT_EQ(shown(NumberFormat{.most = 2}, 0.125), "0.13");
  EXPECT_EQ(shown("", 1e21), "1,000,000,000,000,000,000,000");
}

TEST(NumberText, DatesAreMillisecondsOfUtc) {
  EXPECT_EQ(shown("date('MMM y')", 0), "Jan 1970");
  EXPECT_EQ(shown("date('d MMM y HH:mm')", 19874 * kDay + 3'600'000.0), "31 May 2024 01:00");
  EXPECT_EQ(shown("date('MMM')", 31 * kDay, "fr-FR"), "févr.");
  EXPECT_EQ(shown("date('y') | default('?')", 1e18), "?");
  EXPECT_EQ(shown("date('y')", kNaN), "");
  EXPECT_EQ(shown({.pipeline = "date('y')", .prefix = "FY ", .is_signed = true}, 0), "FY 1970");
}

TEST(NumberText, ZeroHasNoSign) {
  EXPECT_EQ(shown("number(0)", -0.4), "0");
  EXPECT_EQ(shown("number(0)", -0.5), "-1");
  EXPECT_EQ(shown("number(1)", -0.0), "0.0");
  EXPECT_EQ(shown("percent", -0.004), "0%");
  EXPECT_EQ(shown("percent", -0.006), "-1%");
}

TEST(NumberText, SignsStandBeforeThePrefix) {
  EXPECT_EQ(shown({.pipeline = "number(1)", .prefix = "€", .suffix = " m"}, -5), "-€5.0 m");
  const NumberFormat change{.pipeline = "percent(1)", .suffix = " YoY", .is_signed = true};
  EXPECT_EQ(shown(change, 0.05), "+5.0% YoY");
  EXPECT_EQ(shown(change, -0.05), "\u22125.0% YoY");
  EXPECT_EQ(shown(change, 0), "0.0% YoY");
  EXPECT_EQ(shown(change, -0.0001), "0.0% YoY");
}

TEST(NumberText, WhatIsNotFiniteIsMissing) {
  EXPECT_EQ(shown({.pipeline = "number(1)", .prefix = "€"}, kNaN), "");
  EXPECT_EQ(shown("number(1) | default('n/a')", kInfinity), "n/a");
}

TEST(NumberText, FaultsTeach) {
  const auto unknown = NumberText::make({.pipeline = "number(1) | mony"}, "en-US");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "unknown filter \"mony\"");
  EXPECT_EQ(unknown.error().hint, "did you mean \"money\"?");
  EXPECT_EQ(unknown.error().offset, 12u);
  EXPECT_FALSE(NumberText::make({.pipeline = "number(1"}, "en-US"));
  EXPECT_FALSE(NumberText::make({.pipeline = "number(1, 2, 3)"}, "en-US"));
  EXPECT_FALSE(NumberText::make({.pipeline = "number(-1)"}, "en-US"));
  EXPECT_FALSE(NumberText::make({.pipeline = "money('XXL')"}, "en-US"));
  EXPECT_FALSE(NumberText::make({.pipeline = "date('bbbbbb jjj')"}, "en-US"));
  EXPECT_FALSE(NumberText::make({.pipeline = "number(1) | percent"}, "en-US"));  // a text by then
}

TEST(NumberText, ACounterKeepsItsDecimals) {
  const double run[] = {0, 4.25};
  EXPECT_EQ(fixed_decimals(run), 2);
  EXPECT_EQ(fixed_decimals(run, 1), 1);
  const auto text = NumberText::make(counting({}, run), "en-US");
  ASSERT_TRUE(text);
  for (int i = 0; i <= 1000; ++i) EXPECT_EQ(text->text(4.25 * i / 1000).size(), 4u) << i;
  EXPECT_EQ(text->text(0), "0.00");
  EXPECT_EQ(text->text(4.25), "4.25");
  const double whole[] = {0, 4'200'000};
  EXPECT_EQ(counting({.pipeline = "number"}, whole).pipeline, "number(0)");
  EXPECT_EQ(counting({.pipeline = "compact"}, whole).pipeline, "compact(1)");
  EXPECT_EQ(counting({.pipeline = "percent(1)"}, whole).pipeline, "percent(1)");
  const double thirds[] = {1.0 / 3};
  EXPECT_EQ(fixed_decimals(thirds), 6);
  EXPECT_EQ(fixed_decimals({}), 0);
}

TEST(NumberText, DecimalPlaces) {
  for (const auto& [number, places] : {std::pair(0.0, 0),
                                       {-0.0, 0},
                                       {5.0, 0},
                                       {1200.0, 0},
                                       {0.1, 1},
                                       {-4.25, 2},
                                       {1e300, 0},
                                       {2e-7, 7},
                                       {5e-324, 324},
                                       {123456.789, 3},
                                       {kNaN, 0},
                                       {-kInfinity, 0}}) {
    EXPECT_EQ(decimal_places(number), places) << number;
  }
}

TEST(NumberText, IsSafeToShare) {
  const auto text = NumberText::make({.pipeline = "money('USD')"}, "en-US");
  ASSERT_TRUE(text);
  std::vector<std::string> alone;
  for (int i = 0; i < 300; ++i) alone.push_back(text->text(i * 1.5));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 300; ++i) EXPECT_EQ(text->text(i * 1.5), alone[static_cast<size_t>(i)]);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace fp
