#include <gmock/gmock.h>

#include "engine/template/params.hpp"
#include "tests/template/workshop.hpp"

namespace fp {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kParams =
    R"("sku":{"type":"text","required":true}, "price":{"type":"money","currency":"USD","min":0}, "n":{"type":"number","max":100},
       "count":{"type":"integer"}, "sale":{"type":"bool","default":false}, "accent":{"type":"color"},
       "tier":{"type":"enum","values":["basic","pro"],"default":"basic"}, "when":{"type":"date"},
       "name":{"type":"text","maxLength":5}, "points":{"type":"list","items":{"type":"number"}},
       "spec":{"type":"record","fields":{"w":{"type":"number","required":true},"h":{"type":"number","default":2}}})";

Table csv(const std::string& bytes) {
  return *parse_table(bytes, "rows.csv");
}
Table json(const std::string& bytes) {
  return *parse_table(bytes, "rows.json");
}

std::string value_of(const Template& tpl, const Table& table, const char* name, size_t row = 0) {
  const auto rows = type_rows(tpl, &table, {});
  if (!rows) return to_string(rows.error()[0]);
  return write_json(*(*rows)[row].object.find(name), 0);
}
std::vector<std::string> faults(const Template& tpl, const Table& table) {
  const auto rows = type_rows(tpl, &table, {});
  return rows ? std::vector<std::string>{} : texts(rows.error());
}

TEST(TypeRows, TypesCsvTextByParam) {
  const Workshop shop;
  const Template tpl = shop.with(kParams);
  const Table t =
      csv("sku,price,n,count,sale,accent,tier,when,name,points,spec\n"
          "007,0.10, 12.50 ,3,YES,#f00,pro,2024-05-31 14:30+02:00,Größe,1; 2.5,\"{\"\"w\"\": 3}\"\n"
          "a,,,,,,,,,,\n");
  EXPECT_EQ(value_of(tpl, t, "sku"), "\"007\"");  // text stays as written
  EXPECT_EQ(value_of(tpl, t, "price"), "0.10");   // money keeps its digits
  EXPECT_EQ(value_of(tpl, t, "n"), "12.50");
  EXPECT_EQ(value_of(tpl, t, "count"), "3");
  EXPECT_EQ(value_of(tpl, t, "sale"), "true");
  EXPECT_EQ(value_of(tpl, t, "accent"), "\"#f00\"");
  EXPECT_EQ(value_of(tpl, t, "tier"), "\"pro\"");
  EXPECT_EQ(value_of(tpl, t, "when"), "\"2024-05-31T12:30:00\"");
  EXPECT_EQ(value_of(tpl, t, "name"), "\"Größe\"");  // five code points
  EXPECT_EQ(value_of(tpl, t, "points"), "[1,2.5]");
  EXPECT_EQ(value_of(tpl, t, "spec"), "{\"w\":3,\"h\":2}");
  EXPECT_EQ(value_of(tpl, t, "sale", 1), "false");  // an empty cell is not given: the default, else null
  EXPECT_EQ(value_of(tpl, t, "tier", 1), "\"basic\"");
  EXPECT_EQ(value_of(tpl, t, "n", 1), "null");
  const auto rows = type_rows(tpl, &t, {});
  EXPECT_EQ((*rows)[1].label, "rows.csv:3");
  EXPECT_EQ((*rows)[0].object.members[0].key, "sku");
}

TEST(TypeRows, ReportsEveryFaultOfEveryRowAtOnce) {
  const Workshop shop;
  const Template tpl = shop.with(kParams);
  const Table t =
      csv("sku,price,n,count,sale,accent,tier,when,name,points,spec\n"
          "a,\"12,5\",101,1.5,maybe,ff0000,prp,31.5.2024,toolong,1;x,\"{\"\"h\"\": 1, \"\"q\"\": 1}\"\n"
          ",-1,inf,,,,,,,,\n");
  EXPECT_THAT(
      faults(tpl, t),
      ElementsAre(
          AllOf(StartsWith("rows.csv:2:3: row 1: price is \"12,5\"; expected an amount of money"), HasSubstr("12.5")),
          StartsWith("rows.csv:2:10: row 1: n is \"101\"; expected at most 100 (n)"),
          StartsWith("rows.csv:2:14: row 1: count is \"1.5\"; expected a whole number"),
          StartsWith("rows.csv:2:18: row 1: sale is \"maybe\"; expected true or false"),
          AllOf(StartsWith("rows.csv:2:24: row 1: accent"), HasSubstr("did you mean \"#ff0000\"?")),
          AllOf(StartsWith("rows.csv:2:31: row 1: tier is \"prp\"; expected one of \"basic\", \"pro\""),
                HasSubstr("did you mean \"pro\"?")),
          StartsWith("rows.csv:2:35: row 1: when is \"31.5.2024\"; expected a date as yyyy-MM-dd"),
          StartsWith("rows.csv:2:45: row 1: name is \"toolong\"; expected at most 5 characters, it has 7"),
          StartsWith("rows.csv:2:53: row 1: points.1 is \"x\"; expected a number"),
          StartsWith("rows.csv:2:57: row 1: spec has no field \"q\""),
          StartsWith("rows.csv:2:57: row 1: spec.w is null; expected a number"),
          StartsWith("rows.csv:3:1: row 2: sku has no value; expected text"),
          StartsWith("rows.csv:3:2: row 2: price is \"-1\"; expected at least 0"),
          StartsWith("rows.csv:3:5: row 2: n is \"inf\"; expected a number")));
}

TEST(TypeRows, ExplainsNumbersWrittenForPeople) {
  EXPECT_EQ(number_hint("12,5"), "write it with a decimal point and without thousands separators: 12.5");
  EXPECT_THAT(number_hint("1,234"), HasSubstr("write 1234 or 1.234"));
  EXPECT_THAT(number_hint("1,234,567.89"), HasSubstr(": 1234567.89"));
  EXPECT_THAT(number_hint("1.234.567,89"), HasSubstr(": 1234567.89"));
  EXPECT_THAT(number_hint("€ 12"), HasSubstr("the number alone"));
  EXPECT_THAT(number_hint("25%"), HasSubstr("0.25"));
  EXPECT_EQ(number_hint("abc"), "");
  EXPECT_EQ(plain_decimal("-007.50"), "-7.50");
  for (const char* bad : {"", "-", ".5", "5.", "1e5", "+1", "0x1", "1 2"}) EXPECT_FALSE(plain_decimal(bad)) << bad;
  EXPECT_FALSE(plain_decimal(std::string(61, '9')));
}

TEST(TypeRows, HoldsJsonToItsTypes) {
  const Workshop shop;
  const Template tpl = shop.with(kParams);
  EXPECT_THAT(
      faults(tpl, json(R"([{"sku": 2012, "n": "3", "sale": "yes", "points": 3, "count": 3.0, "price": 1.50}])")),
      ElementsAre(AllOf(StartsWith("rows.json:1:10: row 1: sku is the number 2012; expected text"),
                        HasSubstr("put it in quotes: \"2012\"")),
                  AllOf(StartsWith("rows.json:1:21: row 1: n is \"3\""), HasSubstr("without quotes")),
                  StartsWith("rows.json:1:34: row 1: sale is \"yes\"; expected true or false"),
                  StartsWith("rows.json:1:51: row 1: points is the number 3; expected a list")));
  const Table good = json(R"([{"sku": "", "price": 1.50, "count": 3.0, "points": null, "when": "2024-02-29"}])");
  EXPECT_EQ(value_of(tpl, good, "sku"), "\"\"");
  EXPECT_EQ(value_of(tpl, good, "price"), "1.50");
  EXPECT_EQ(value_of(tpl, good, "count"), "3");
  EXPECT_EQ(value_of(tpl, good, "points"), "null");
  EXPECT_THAT(faults(tpl, json(R"([{"sku": null}, {}])")),
              ElementsAre(StartsWith("rows.json:1:10: row 1: sku has no value"),
                          StartsWith("rows.json:1: row 2: sku has no value")));
}

TEST(TypeRows, ReportsAMissingColumnOnce) {
  const Workshop shop;
  const Template tpl = shop.with(
      R"("sku":{"type":"text","required":true}, "price":{"type":"number"}, "when":{"type":"date","from":"Releese"})");
  EXPECT_THAT(
      faults(tpl, csv("sko,Price,Release\na,1,2024-01-01\nb,2,2024-01-01\n")),
      ElementsAre(AllOf(StartsWith("rows.csv: the table has no column \"sku\", which param \"sku\" requires"),
                        HasSubstr("did you mean \"sko\"?")),
                  AllOf(StartsWith("rows.csv: the table has no column \"price\""), HasSubstr("\"from\": \"Price\"")),
                  AllOf(StartsWith("rows.csv: the table has no column \"Releese\""), HasSubstr("\"Release\""))));
}

TEST(TypeRows, ChecksAssetsBeneathTheFolder) {
  const Workshop shop;
  shop.write("photos/lamp.png", "x");
  const Template tpl = shop.with(R"("photo":{"type":"image"})");
  EXPECT_EQ(value_of(tpl, csv("photo\nphotos/lamp.png\n"), "photo"), "\"photos/lamp.png\"");
  const Table t = csv("photo\nphotos/lamp.pgn\n../t.json\n/etc/hostname\n");
  const auto rows = type_rows(tpl, &t, {});
  ASSERT_FALSE(rows.has_value());
  ASSERT_EQ(rows.error().size(), 3u);
  EXPECT_EQ(rows.error()[0].fault, Fault::missing);
  EXPECT_EQ(rows.error()[0].line, 2);
  EXPECT_EQ(rows.error()[0].hint, "did you mean \"photos/lamp.png\"?");
  EXPECT_EQ(rows.error()[1].fault, Fault::missing);
  EXPECT_EQ(rows.error()[2].fault, Fault::missing);
}

TEST(TypeRows, OverridesAreTypedAndMustBeKnown) {
  const Workshop shop;
  const Template tpl = shop.with(kParams);
  const std::vector<Assignment> set = {{"sku", "x"}, {"price", "9.90"}, {"points", "[1, 2]"}, {"price", "8.90"}};
  const auto rows = type_rows(tpl, nullptr, set);
  ASSERT_TRUE(rows.has_value());
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(write_json(*(*rows)[0].object.find("price"), 0), "8.90");
  EXPECT_EQ(write_json(*(*rows)[0].object.find("points"), 0), "[1,2]");
  EXPECT_EQ((*rows)[0].label, "");
  const std::vector<Assignment> wrong = {{"prise", "1"}, {"n", "ten"}};
  const auto refused = type_rows(tpl, nullptr, wrong);
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(texts(refused.error()), ElementsAre(AllOf(StartsWith("--set prise: the template has no param"),
                                                        HasSubstr("did you mean \"price\"?")),
                                                  StartsWith("--set: n is \"ten\"; expected a number"),
                                                  StartsWith("param \"sku\" is required and has no value")));
  for (const Diagnostic& d : refused.error()) EXPECT_EQ(d.fault, Fault::usage);
}

TEST(TypeRows, AWrongOverrideIsOneFault) {
  const Workshop shop;
  const Template tpl = shop.with(R"("photo":{"type":"image","required":true},"name":{"type":"text"})");
  const std::vector<Assignment> wrong = {{"photo", "lamp.png"}};
  const Table table = csv("name\na\nb\n");
  for (const Table* rows : {static_cast<const Table*>(nullptr), &table}) {
    const auto refused = type_rows(tpl, rows, wrong);
    ASSERT_FALSE(refused.has_value());
    EXPECT_THAT(texts(refused.error()), ElementsAre(StartsWith("--set: photo: asset \"lamp.png\" does not exist")));
  }
}

TEST(TypeRows, DatesHaveLimits) {
  const Workshop shop;
  const Template tpl = shop.with(
      R"("both":{"type":"date","min":"2026-01-31","max":"2026-12-31"}, "late":{"type":"date","max":"2026-06-01T12:00"},
         "early":{"type":"date","min":"2026-06-01T12:00+02:00","pattern":"d.M.y"})");
  EXPECT_EQ(value_of(tpl, csv("both,late,early\n2026-12-31T23:59,2026-06-01T12:00,2.6.2026\n"), "both"),
            "\"2026-12-31T23:59:00\"");  // the whole of the last day
  EXPECT_EQ(value_of(tpl, csv("both\n2026-01-31\n"), "both"), "\"2026-01-31\"");
  EXPECT_THAT(faults(tpl, csv("both,late,early\n2026-01-30,2026-06-01T12:01,1.6.2026\n2027-01-01,,\n")),
              ElementsAre(HasSubstr("both is \"2026-01-30\"; expected a date from 2026-01-31 to 2026-12-31"),
                          HasSubstr("late is \"2026-06-01T12:01\"; expected a date not after 2026-06-01T12:00:00"),
                          HasSubstr("early is \"1.6.2026\"; expected a date not before 2026-06-01T10:00:00"),
                          HasSubstr("row 2: both is \"2027-01-01\"; expected a date from")));
}

TEST(Assignments, SplitAtTheFirstEqualsSign) {
  EXPECT_EQ(parse_assignment("a=b=c")->value, "b=c");
  EXPECT_EQ(parse_assignment("a=")->value, "");
  EXPECT_FALSE(parse_assignment("a").has_value());
  EXPECT_FALSE(parse_assignment("=a").has_value());
}

TEST(TypeRows, ReadsRealTables) {
  const Workshop shop;
  const Template stocks = shop.with(
      R"("symbol":{"type":"text"},"price":{"type":"money","currency":"USD"},"date":{"type":"date","pattern":"MMM d yyyy"})");
  const Table s = *read_table(FP_SOURCE_DIR "/tests/data/files/stocks_cut.csv");
  EXPECT_EQ(value_of(stocks, s, "date", 1), "\"2000-02-01\"");
  const Template movies = shop.with(
      R"("title":{"type":"text","from":"Title","required":true},"gross":{"type":"money","from":"US Gross","currency":"USD"},
         "rating":{"type":"enum","from":"MPAA Rating","values":["G","PG","PG-13","R","NC-17"]},
         "released":{"type":"date","from":"Release Date","pattern":"MMM d yyyy"})");
  const Table m = *read_table(FP_SOURCE_DIR "/tests/data/files/movies_cut.json");
  const std::vector<std::string> found = faults(movies, m);
  EXPECT_THAT(found, testing::Contains(
                         StartsWith("movies_cut.json:23:15: row 22: title is the number 1776; expected text (title)")));
  EXPECT_THAT(found, testing::Contains(StartsWith("movies_cut.json:38:15: row 37: title has no value; expected text")));
  EXPECT_EQ(std::ranges::count_if(found, [](const std::string& f) { return f.find("title is the number") != f.npos; }),
            7);
  EXPECT_THAT(found, testing::Not(testing::Contains(HasSubstr("released"))));
}

TEST(Dates, ReadStrictly) {
  EXPECT_EQ(iso_text(*parse_iso_date("2024-02-29")), "2024-02-29");
  EXPECT_EQ(iso_text(*parse_iso_date("2024-01-01T00:30:00.25+01:00")), "2023-12-31T23:30:00.250");
  for (const char* bad :
       {"2023-02-29", "2024-13-01", "2024-1-1", "2024-01-01T25:00", "2024-01-01T10:00x", "0000-01-01", ""}) {
    EXPECT_FALSE(parse_iso_date(bad)) << bad;
  }
  const DateReader reader = *DateReader::create("d. MMMM yy", "de-DE");
  EXPECT_EQ(iso_text(*reader.read("3. März 49")), "2049-03-03");  // a fixed century, whatever year it is now
  EXPECT_EQ(iso_text(*reader.read("3. März 50")), "1950-03-03");
  EXPECT_EQ(iso_text(*reader.read("3. March 24")), "2024-03-03");  // English names too
  EXPECT_FALSE(DateReader::create("MMM d yyyy", "en")->read("May 1 99"));
  EXPECT_FALSE(reader.read("31. Februar 24"));
  EXPECT_FALSE(reader.read("3. März 24 "));
  EXPECT_FALSE(DateReader::create("foo bar", "en").has_value());
}

}  // namespace
}  // namespace fp
