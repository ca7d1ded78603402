#include "engine/template/interpolate.hpp"

#include <gmock/gmock.h>

#include <clocale>
#include <cstdlib>
#include <ctime>

#include "engine/template/filters.hpp"
#include "tests/template/workshop.hpp"

namespace fp {
namespace {

using testing::HasSubstr;

Param param(const char* name, Param::Type type) {
  Param p;
  p.name = name;
  p.type = type;
  return p;
}

std::vector<Param> params() {
  std::vector<Param> all = {param("name", Param::Type::text),   param("price", Param::Type::money),
                            param("n", Param::Type::number),    param("when", Param::Type::date),
                            param("none", Param::Type::text),   param("sale", Param::Type::boolean),
                            param("points", Param::Type::list), param("spec", Param::Type::record)};
  all[1].currency = "USD";
  all[6].fields = {param("", Param::Type::number)};
  all[7].fields = {param("w", Param::Type::number)};
  return all;
}

const Json& row() {
  static const Json value = *parse_json(
      R"({"name": "ÉTÉ 👩‍👩‍👧 noir", "price": 1234.50, "n": 0.125, "when": "2024-05-31", "none": null, "sale": true,
          "points": [1, 2.50], "spec": {"w": 3}})",
      "row");
  return value;
}

Scope scope_of(Json values) {
  return {nullptr, std::make_shared<const std::vector<Param>>(params()),
          std::make_shared<const Json>(std::move(values))};
}

std::string fill(const std::string& text, const std::string& locale = "en-US") {
  Interpolator interpolator(locale);
  const Scope scope = scope_of(row());
  const auto parsed = parse_interpolation(text);
  if (!parsed) return "parse@" + std::to_string(parsed.error().offset) + ": " + parsed.error().message;
  if (const auto faults = interpolator.check(*parsed, scope); !faults.empty()) {
    return "check@" + std::to_string(faults[0].offset) + ": " + faults[0].message + " | " + faults[0].hint;
  }
  const auto value = interpolator.fill(*parsed, scope);
  if (!value) return "fill@" + std::to_string(value.error().offset) + ": " + value.error().message;
  return value->is_string() ? value->text : write_json(*value, 0);
}

TEST(Interpolate, PutsFieldsIntoTexts) {
  EXPECT_EQ(fill("Only {{price}}, {{ spec.w }} wide, {{points.1}}, {{sale}}"), "Only 1234.50, 3 wide, 2.50, true");
  EXPECT_EQ(fill("a {{{{name}} b"), "a {{name}} b");
  EXPECT_EQ(fill("no fields }}"), "no fields }}");
}

TEST(Interpolate, AWholeFieldYieldsItsValue) {
  EXPECT_EQ(fill("{{n}}"), "0.125");
  EXPECT_EQ(fill("{{points}}"), "[1,2.50]");
  EXPECT_EQ(fill("{{none}}"), "null");
  EXPECT_EQ(fill("{{none | default(3)}}"), "3");
}

TEST(Interpolate, FiltersSpeakTheLocale) {
  EXPECT_EQ(fill("{{price | money}}"), "$1,234.50");
  EXPECT_EQ(fill("{{price | money}}", "de-DE"), "1.234,50\u00a0$");
  EXPECT_EQ(fill("{{price | money('EUR')}}"), "€1,234.50");
  EXPECT_EQ(fill("{{price | money('EUR', 'de-DE', 0)}}"), "1.235\u00a0€");
  EXPECT_EQ(fill("{{price | digits}} {{price | digits(0)}}"), "1234.5 1235");
  EXPECT_EQ(fill("{{price | money('JPY', 'ja-JP')}}"), "￥1,235");  // halves round away from zero
  EXPECT_EQ(fill("{{price | number}} {{price | number(2)}} {{n | number(2)}}"), "1,234.5 1,234.50 0.13");
  EXPECT_EQ(fill("{{n | percent}} {{n | percent(1)}}"), "13% 12.5%");
  EXPECT_EQ(fill("{{price | compact}}"), "1.2K");
  EXPECT_EQ(fill("{{price | compact(0)}} {{price | compact(3)}}"), "1K 1.235K");  // halves away from zero
  EXPECT_EQ(fill("{{n | number(0, 2)}} {{spec.w | number(0, 2)}} {{spec.w | number(1, 2)}}"), "0.13 3 3.0");
  EXPECT_THAT(fill("{{n | number(2, 1)}}"), HasSubstr("the smaller one first"));
  EXPECT_EQ(fill("{{when | date('d MMMM y')}}", "fr-FR"), "31 mai 2024");
  EXPECT_EQ(fill("{{when | date('short')}} {{when | date}}"), "5/31/24 May 31, 2024");
  EXPECT_EQ(fill("{{name | lower}}"), "été 👩‍👩‍👧 noir");
  EXPECT_EQ(fill("{{name | title}}"), "Été 👩‍👩‍👧 Noir");
  EXPECT_EQ(fill("{{'x'}}").substr(0, 6), "parse@");
  EXPECT_EQ(fill("{{spec.w | plural('item', 'items')}} {{points.0 | plural('item', 'items')}}"), "items item");
  EXPECT_EQ(fill("{{spec.w | plural('год', 'года', 'лет', 'года')}}", "ru"), "года");
}

TEST(Interpolate, TruncateCountsWhatReadersCount) {
  EXPECT_EQ(fill("{{name | truncate(6)}}"), "ÉTÉ 👩‍👩‍👧…");  // the family is one character
  EXPECT_EQ(fill("{{name | truncate(5)}}"), "ÉTÉ…");                         // no space before the ellipsis
  EXPECT_EQ(fill("{{name | truncate(10)}}"), "ÉTÉ 👩‍👩‍👧 noir");
  EXPECT_EQ(fill("{{name | truncate(1)}}"), "…");
}

TEST(Interpolate, InnerNamesHideOuterOnes) {
  const auto outer = std::make_shared<const Scope>(scope_of(row()));
  const auto own = std::make_shared<const std::vector<Param>>(
      std::vector<Param>{param("name", Param::Type::text), param("index", Param::Type::integer)});
  const Scope scope{outer, own, std::make_shared<const Json>(*parse_json(R"({"name": "inner", "index": 4})", "own"))};
  Interpolator interpolator("en-US");
  const auto filled = [&](const char* text) { return interpolator.fill(*parse_interpolation(text), scope)->text; };
  EXPECT_EQ(filled("{{name}} {{index}} {{n}}."), "inner 4 0.125.");
  EXPECT_EQ(names_in(scope).size(), params().size() + 1);
  const auto faults = interpolator.check(*parse_interpolation("{{indx}}"), scope);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].hint, "did you mean \"index\"?");
}

TEST(Interpolate, MoneyIsExact) {
  Interpolator interpolator("en-US");
  const auto text = *parse_interpolation("{{price | money}}.");
  for (const auto& [amount, shown] : {std::pair("0.10", "$0.10."),
                                      {"1.005", "$1.01."},
                                      {"-0.015", "-$0.02."},
                                      {"123456789012345678.91", "$123,456,789,012,345,678.91."}}) {
    EXPECT_EQ(interpolator.fill(text, scope_of(*parse_json(std::string("{\"price\": ") + amount + "}", "row")))->text,
              shown);
  }
}

TEST(Interpolate, NullIsAFaultUnlessThereIsADefault) {
  EXPECT_EQ(fill("x {{none}}"), "fill@4: \"none\" has no value");
  EXPECT_EQ(fill("x {{none | upper}}"), "fill@4: \"none\" has no value");
  EXPECT_EQ(fill("x {{none | upper | default('-')}}"), "x -");
  EXPECT_EQ(fill("{{points.7 | default('')}}!"), "!");
  EXPECT_THAT(fill("a {{points}}"), HasSubstr("is a list"));
  EXPECT_EQ(fill("{{points | join(' / ')}}"), "1 / 2.50");
}

TEST(Interpolate, TeachesUnknownNames) {
  EXPECT_EQ(fill("é {{pirce}}"), "check@5: unknown field \"pirce\"; expected a param | did you mean \"price\"?");
  EXPECT_THAT(fill("{{price | mony}}"), HasSubstr("check@10: unknown filter \"mony\" | did you mean \"money\"?"));
  EXPECT_THAT(fill("{{spec.q}}"), HasSubstr("\"spec\" has no field \"q\""));
  EXPECT_THAT(fill("{{points.first}}"), HasSubstr("is a list"));
  EXPECT_THAT(fill("{{name.x}}"), HasSubstr("\"name\" has no fields"));
  EXPECT_THAT(fill("{{name | truncate}}"), HasSubstr("expected truncate(n)"));
}

TEST(Interpolate, RefusesMalformedPlaceholders) {
  EXPECT_EQ(fill("{{price"), "parse@7: expected | or }} after the field");
  EXPECT_EQ(fill("{{}}"), "parse@2: expected a field's name");
  EXPECT_EQ(fill("{{price | }}"), "parse@10: expected a filter's name after |");
  EXPECT_EQ(fill("{{price | money('EUR}}"), "parse@16: this quote is never closed");
  EXPECT_EQ(fill("{{price | money(EUR)}}"), "parse@16: expected an argument: a number, or a text in 'single quotes'");
  EXPECT_EQ(fill("{{price | number(2}}"), "parse@18: expected , or ) in a filter's arguments");
  EXPECT_EQ(fill("{{a b}}"), "parse@4: expected | or }} after the field");
}

TEST(Interpolate, RefusesFiltersOnWhatTheyAreNotFor) {
  EXPECT_THAT(fill("{{name | money}}"), HasSubstr("no currency"));
  EXPECT_THAT(fill("{{name | number}}"), HasSubstr("needs a number"));
  EXPECT_THAT(fill("{{name | date}}"), HasSubstr("needs a date"));
  EXPECT_THAT(fill("{{price | money('EURO')}}"), HasSubstr("not a currency"));
  EXPECT_THAT(fill("{{price | money('QQQ')}}"), HasSubstr("not a currency"));
  EXPECT_THAT(fill("{{price | money('EUR', 'qq-QQ')}}"), HasSubstr("not a known locale"));
  EXPECT_THAT(fill("{{when | date('foo')}}"), HasSubstr("not a date pattern"));
  EXPECT_THAT(fill("{{n | number(99)}}"), HasSubstr("from 0 to 20"));
  EXPECT_THAT(fill("{{name | truncate(0)}}"), HasSubstr("at least 1"));
}

TEST(Interpolate, TheMachinesLocaleAndTimeZoneHaveNoSay) {
  const std::string text = "{{price | money}} {{when | date('full')}} {{n | number}} {{name | lower}}";
  const std::string before = fill(text);
  setenv("LC_ALL", "tr_TR.UTF-8", 1);
  setenv("TZ", "Pacific/Kiritimati", 1);
  tzset();
  setlocale(LC_ALL, "");
  UErrorCode status = U_ZERO_ERROR;
  icu::Locale::setDefault(icu::Locale("tr-TR"), status);
  const std::string after = fill(text);
  icu::Locale::setDefault(icu::Locale("en-US"), status);
  setlocale(LC_ALL, "C");
  unsetenv("LC_ALL");
  unsetenv("TZ");
  tzset();
  EXPECT_EQ(before, after);
  EXPECT_THAT(before, HasSubstr("Friday, May 31, 2024"));
}

}  // namespace
}  // namespace fp
