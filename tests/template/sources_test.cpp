// A template's data: declared, read, transformed, given to rows.
#include <gmock/gmock.h>

#include "engine/template/source_reader.hpp"
#include "tests/template/workshop.hpp"

namespace fp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string document(const std::string& data, const std::string& layers = "[]") {
  return "{\"framepress\":1,\"canvas\":{\"size\":[200,100],\"fps\":\"10\",\"duration\":\"1s\"},\n\"params\":{\"least\":"
         "{\"type\":"
         "\"number\",\"default\":2},\"tags\":{\"type\":\"list\",\"items\":{\"type\":\"text\"}}},\n\"data\":{" +
         data + "},\n\"layers\":" + layers + "}";
}

std::vector<std::string> load_faults(const Workshop& shop, const std::string& data, const std::string& layers = "[]") {
  const auto tpl = load_template(shop.write("t.json", document(data, layers)));
  return tpl ? std::vector<std::string>{} : texts(tpl.error());
}

// The value of source "s", or the first fault.
std::string value(const Workshop& shop, const std::string& data, const std::vector<Assignment>& sets = {}) {
  const Template tpl = shop.load(document(data));
  auto rows = type_rows(tpl, nullptr, sets);
  if (!rows) return to_string(rows.error()[0]);
  if (auto read = read_sources(tpl, *rows, {}, nullptr); !read) return texts(read.error())[0];
  return write_json(*(*rows)[0].object.find("s"), 0);
}

constexpr const char* kRows = "name,n,on,ok\nb,3,2024-05-31,true\na,1,2024-06-01T10:30Z,false\nc,NA,,true\n";
constexpr const char* kColumns =
    R"("columns":{"name":"text","n":"number","on":"date","ok":"boolean"},"missing":["","NA"])";

TEST(Sources, BecomeListsOfRecords) {
  const Workshop shop;
  shop.write("rows.csv", kRows);
  EXPECT_EQ(value(shop, std::string(R"("s":{"file":"rows.csv",)") + kColumns + "}"),
            R"([{"name":"b","n":3,"on":"2024-05-31T00:00:00","ok":true},)"
            R"({"name":"a","n":1,"on":"2024-06-01T10:30:00","ok":false},{"name":"c","n":null,"on":null,"ok":true}])");
}

TEST(Sources, FormulasSeeTheRowsParameters) {
  const Workshop shop;
  shop.write("rows.csv", kRows);
  const std::string data = std::string(R"j("s":{"file":"rows.csv",)j") + kColumns +
                           R"j(,"transform":[{"filter":"n >= :least"},{"select":["name"]}]})j";
  EXPECT_EQ(value(shop, data), R"([{"name":"b"}])");
  EXPECT_EQ(value(shop, data, {{"least", "0"}}), R"([{"name":"b"},{"name":"a"}])");
}

TEST(Sources, JsonAtAPointerAndJsonl) {
  const Workshop shop;
  shop.write("d.json", R"({"meta": 1, "all": {"rows": [{"n": 1.50}, {"n": 2}]}})");
  shop.write("d.jsonl", "{\"n\": 7}\n{\"n\": null}\n");
  EXPECT_EQ(value(shop, R"("s":{"file":"d.json","path":"/all/rows","columns":{"n":"number"}})"),
            R"([{"n":1.5},{"n":2}])");
  EXPECT_EQ(value(shop, R"("s":{"file":"d.jsonl","columns":{"n":"number"},"missing":[null]})"),
            R"([{"n":7},{"n":null}])");
  EXPECT_THAT(value(shop, R"("s":{"file":"d.json","path":"/all/row","columns":{"n":"number"}})"),
              HasSubstr("d.json:1:20: there is no \"row\" in an object (/all)\n  hint: did you mean \"rows\"?"));
  EXPECT_THAT(value(shop, R"("s":{"file":"d.json","path":"/meta","columns":{"n":"number"}})"),
              HasSubstr("d.json:1:10: this place holds"));
}

TEST(Sources, JoinSourcesBefore) {
  const Workshop shop;
  shop.write("a.csv", "id,n\nx,1\ny,2\n");
  shop.write("b.csv", "id,title\nx,Xavier\ny,Yves\n");
  const std::string b = R"("b":{"file":"b.csv","columns":{"id":"text","title":"text"}},)";
  const std::string s = R"("s":{"file":"a.csv","columns":{"id":"text","n":"number"},"transform":[{"join":"b"}]})";
  EXPECT_EQ(value(shop, b + s), R"([{"id":"x","n":1,"title":"Xavier"},{"id":"y","n":2,"title":"Yves"}])");
  EXPECT_THAT(load_faults(shop, s + "," + b.substr(0, b.size() - 1)),
              ElementsAre(HasSubstr("no source before this one is named \"b\"")));
}

TEST(Sources, AreNamesForLayers) {
  const Workshop shop;
  shop.write("rows.csv", kRows);
  const std::string data = std::string(R"("s":{"file":"rows.csv",)") + kColumns + "}";
  const Template tpl = shop.load(document(
      data, R"j([{"type":"shape","shape":"rect","size":["=item.n * 10",5],"repeat":{"over":"=s[:2]","as":"item"}}])j"));
  auto rows = type_rows(tpl, nullptr, {});
  ASSERT_TRUE(read_sources(tpl, *rows, {}, nullptr));
  const auto bound = bind_rows(tpl, *rows, "");
  ASSERT_TRUE(bound[0]) << to_string(bound[0].error()[0]);
  EXPECT_EQ(bound[0]->layers.size(), 2u);
  EXPECT_THAT(load_faults(shop, data, R"([{"type":"text","text":"{{s.0.nme}}","font":"f"}])"),
              testing::Not(testing::IsEmpty()));
}

TEST(Sources, FaultsThatNoRowIsNeededFor) {
  const Workshop shop;
  const auto faults = [&](const std::string& rest) { return load_faults(shop, "\"s\":{" + rest + "}"); };
  EXPECT_THAT(faults(R"("file":"x.csv","columns":{})"), ElementsAre(HasSubstr("a source has at least one column")));
  EXPECT_THAT(faults(R"("columns":{"n":"number"})"), testing::Not(testing::IsEmpty()));
  EXPECT_THAT(faults(R"("file":"x.csv","columns":{"n":"nmber"})"), ElementsAre(HasSubstr("nmber")));
  EXPECT_THAT(faults(R"("file":"x.csv","columns":{"n":{"type":"number","pattern":"yyyy"}})"),
              ElementsAre(HasSubstr("only dates have a \"pattern\"")));
  EXPECT_THAT(faults(R"("file":"x.csv","columns":{"n":{"type":"text","min":1}})"),
              ElementsAre(HasSubstr("only numbers have")));
  EXPECT_THAT(faults(R"("file":"x.csv","columns":{"n":{"type":"number","min":2,"max":1}})"),
              ElementsAre(HasSubstr("\"min\" is above \"max\"")));
  EXPECT_THAT(faults(R"("file":"x.csv","columns":{"n":"number"},"max_age":"7d")"), ElementsAre(HasSubstr("as_of")));
  EXPECT_THAT(faults(R"j("file":"x.csv","columns":{"n":"number"},"as_of":"max(n)")j"),
              ElementsAre(HasSubstr("\"as_of\" is a date, and this is a number")));
  EXPECT_THAT(faults(R"("sqlite":"x.db","query":"select :lest","columns":{"n":"number"})"),
              ElementsAre(HasSubstr("did you mean :least?")));
  EXPECT_THAT(faults(R"("sqlite":"x.db","query":"select :tags","columns":{"n":"number"})"),
              ElementsAre(HasSubstr("no parameter of one value")));
  EXPECT_THAT(faults(R"("postgres":"postgresql://user:secret@host/db","query":"select 1","columns":{"n":"number"})"),
              ElementsAre(HasSubstr("environment variable")));
  EXPECT_THAT(faults(R"("file":"x.csv","columns":{"n":"number"},"transform":[{"filter":"n > 'a'"}])"),
              ElementsAre(HasSubstr("> cannot stand between number and text")));
  EXPECT_THAT(faults(R"("file":"x.csv","columns":{"n":"number"},"transform":[{"filtr":"n > 1"}])"),
              testing::Not(testing::IsEmpty()));
  EXPECT_THAT(load_faults(shop, R"("least":{"file":"x.csv","columns":{"n":"number"}})"),
              ElementsAre(HasSubstr("there is a parameter \"least\" already")));
}

TEST(Sources, TooManyRowsForJson) {
  const Workshop shop;
  std::string rows = "n\n";
  for (int i = 0; i < 20'001; ++i) rows += "1\n";
  shop.write("rows.csv", rows);
  EXPECT_THAT(value(shop, R"("s":{"file":"rows.csv","columns":{"n":"number"}})"),
              HasSubstr("20001 rows; at most 20000"));
}

// A snapshot is read as it was kept, whatever the template says of how the source writes.
TEST(Sources, SnapshotsHoldWhatWasRead) {
  const Workshop shop;
  shop.write("rows.csv", "Name,day\nö,May 31 2024\n,NA\n");
  const Template tpl = shop.load(document(
      R"("s":{"file":"rows.csv","columns":{"name":{"type":"text","from":"Name"},"on":{"type":"date","from":"day","pattern":"MMM d yyyy"}},"missing":["","NA"]})"));
  auto rows = type_rows(tpl, nullptr, {});
  SourceOptions keep{.snapshot = shop.folder() / "kept"};
  ASSERT_TRUE(read_sources(tpl, *rows, keep, nullptr));
  const std::string kept =
      (keep.snapshot / snapshot_name(tpl.sources[0], (*rows)[0].object, (*rows)[0].data[0].hash)).string();
  const auto bytes = read_file(kept, Fault::failed);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(*bytes, "{\"name\":\"ö\",\"on\":\"2024-05-31\"}\n{\"name\":null,\"on\":null}\n");
  EXPECT_EQ(sha256(*bytes), (*rows)[0].data[0].hash);
  auto again = type_rows(tpl, nullptr, {});
  SourceOptions from{.locations = {{"s", kept}}};
  ASSERT_TRUE(read_sources(tpl, *again, from, nullptr));
  EXPECT_TRUE(equal((*again)[0].object, (*rows)[0].object));
  EXPECT_EQ((*again)[0].data[0].hash, (*rows)[0].data[0].hash);
  SourceOptions folder{.locations = {{"s", keep.snapshot.string()}}};
  EXPECT_TRUE(read_sources(tpl, *again, folder, nullptr));
  // Changed bytes are not believed; a second edition in the folder is not chosen by chance.
  std::filesystem::copy_file(kept, shop.folder() / "other");
  std::ofstream(kept, std::ios::app) << "{\"name\":\"x\",\"on\":null}\n";
  const auto changed = read_sources(tpl, *again, from, nullptr);
  ASSERT_FALSE(changed);
  EXPECT_THAT(changed.error()[0].message, HasSubstr("not those the snapshot's name says"));
  shop.write("kept/s-" + std::string(64, '0') + ".snapshot.jsonl", "");
  const auto two = read_sources(tpl, *again, folder, nullptr);
  ASSERT_FALSE(two);
  EXPECT_THAT(two.error()[0].message, HasSubstr("2 snapshots of s answer this row"));
}

}  // namespace
}  // namespace fp
