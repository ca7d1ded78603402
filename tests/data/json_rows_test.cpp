#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/data/table.hpp"

namespace fp {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> faults_of(std::string_view bytes, const std::string& name) {
  const Result<Table> table = parse_table(bytes, name);
  std::vector<std::string> texts;
  if (table) return texts;
  for (const Diagnostic& d : table.error()) texts.push_back(to_string(d));
  return texts;
}

TEST(JsonRows, ReadsAnArrayOfObjectsWithColumnsInOrderOfAppearance) {
  const Result<Table> t = parse_table("[{\"b\": 1.50, \"a\": null},\n {\"c\": [1], \"a\": \"x\"}]", "t.json");
  ASSERT_TRUE(t.has_value());
  EXPECT_TRUE(t->typed);
  EXPECT_THAT(t->columns, ElementsAre("b", "a", "c"));
  EXPECT_EQ(t->rows[0].find("b")->value.text, "1.50");
  EXPECT_EQ(t->rows[1].find("b"), nullptr);
  EXPECT_EQ(t->rows[1].line, 2);
  EXPECT_EQ(t->rows[1].find("a")->value.span.line, 2);
}

TEST(JsonRows, RefusesAnythingButAnArrayOfObjects) {
  EXPECT_THAT(faults_of("{\"rows\": [{\"a\": 1}]}", "t.json"),
              ElementsAre(AllOf(StartsWith("t.json:1:1: the file holds an object; a table is an array of objects"),
                                HasSubstr("save the array under \"rows\""))));
  EXPECT_THAT(faults_of("[{}, 3,\n null, {\"\": 1}]", "t.json"),
              ElementsAre(StartsWith("t.json:1:6: row 2 is a number"), StartsWith("t.json:2:2: row 3 is null"),
                          StartsWith("t.json:2:9: row 4 has a field without a name")));
  EXPECT_THAT(faults_of("[{\"a\": 1, \"a\": 2}]", "t.json"), ElementsAre(StartsWith("t.json:1:11:")));
  EXPECT_THAT(faults_of("[{\"a\": 1}", "t.json"), ElementsAre(StartsWith("t.json:1:")));
}

TEST(JsonLines, ReadsOneObjectALineAndReportsEveryBadLine) {
  const Result<Table> t = parse_table("{\"a\": 1}\r\n\r\n{\"a\": \"x\"}", "t.jsonl");
  ASSERT_TRUE(t.has_value());
  ASSERT_EQ(t->rows.size(), 2u);
  EXPECT_EQ(t->rows[1].line, 3);
  EXPECT_EQ(t->rows[1].find("a")->value.span.line, 3);
  EXPECT_EQ(t->rows[1].find("a")->value.span.begin, 18u);
  EXPECT_THAT(
      faults_of("{\"a\": 1}\n{\"a\": }\n[1]\n{\"b\"", "t.jsonl"),
      ElementsAre(StartsWith("t.jsonl:2:7:"), StartsWith("t.jsonl:3:1: row 2 is an array"), StartsWith("t.jsonl:4:")));
}

TEST(JsonRows, RefusesTextsThatAreTooLong) {
  const std::string longer(2 << 20, 'x');
  EXPECT_THAT(faults_of("[{\"a\": 1}, {\"a\": \"" + longer + "\"}]", "t.json"),
              ElementsAre(StartsWith("t.json:1:18: a is a text of 2097152 bytes")));
  EXPECT_THAT(faults_of("{\"a\": 1}\n{\"a\": \"" + longer + "\"}\n", "t.jsonl"),
              ElementsAre(StartsWith("t.jsonl:2:7: a is a text of 2097152 bytes")));
  EXPECT_FALSE(rows_at("{\"r\": [{\"a\": \"" + longer + "\"}]}", "t.json", "/r").has_value());
}

TEST(JsonRows, SniffsWhatHasNoName) {
  EXPECT_TRUE(parse_table(" [{\"a\": 1}]", "<stdin>")->typed);
  EXPECT_TRUE(parse_table("{\"a\": 1}\n{\"a\": 2}\n", "<stdin>")->typed);
  EXPECT_FALSE(parse_table("a,b\n1,2\n", "<stdin>")->typed);
}

TEST(JsonRows, ReadsARealTable) {
  const Result<Table> t = read_table(FP_SOURCE_DIR "/tests/data/files/movies_cut.json");
  ASSERT_TRUE(t.has_value());
  EXPECT_EQ(t->rows.size(), 38u);
  EXPECT_EQ(t->columns.size(), 16u);
  EXPECT_TRUE(t->rows[21].find("Title")->value.is_number());  // the film "1776"
}

TEST(Table, MissingFileIsAFaultOfItsOwn) {
  EXPECT_EQ(read_table("/nonexistent/table.csv").error()[0].fault, Fault::missing);
}

TEST(RowSelection, ReadsNumbersAndRanges) {
  EXPECT_THAT(*parse_row_selection("3,7-9,12-", 14), ElementsAre(3, 7, 8, 9, 12, 13, 14));
  EXPECT_THAT(*parse_row_selection("2,1,2", 2), ElementsAre(1, 2));
}

TEST(RowSelection, RefusesWhatIsMalformedOrOutOfRange) {
  for (const char* text : {"", "a", "0", "15", "3-15", "9-7", "1,,2", "-3", "1-2-3", "1 ", "99999999999", "1,"}) {
    const auto rows = parse_row_selection(text, 14);
    ASSERT_FALSE(rows.has_value()) << text;
    EXPECT_EQ(rows.error()[0].fault, Fault::usage);
  }
}

}  // namespace
}  // namespace fp
