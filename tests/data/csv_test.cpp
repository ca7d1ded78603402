#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/data/table.hpp"

namespace fp {
namespace {

Table table_of(std::string_view bytes, const std::string& name = "t.csv") {
  Result<Table> table = parse_table(bytes, name);
  EXPECT_TRUE(table.has_value()) << (table ? "" : to_string(table.error()[0]));
  return table ? *table : Table{};
}

std::vector<std::string> faults_of(std::string_view bytes, const std::string& name = "t.csv") {
  const Result<Table> table = parse_table(bytes, name);
  std::vector<std::string> texts;
  if (table) return texts;
  for (const Diagnostic& d : table.error()) {
    EXPECT_EQ(d.fault, Fault::invalid);
    texts.push_back(to_string(d));
  }
  return texts;
}

std::string cell(const Table& table, size_t row, const char* column) {
  const Field* field = table.rows.at(row).find(column);
  return field != nullptr ? field->value.text : "<none>";
}

using testing::ElementsAre;
using testing::StartsWith;

TEST(Csv, ReadsQuotesSeparatorsAndLineBreaksInsideCells) {
  const Table t = table_of("sku,name,note\r\n1,\"Lamp, \"\"big\"\"\",\"two\r\nlines\"\r\n2,Rug,\r\n");
  EXPECT_THAT(t.columns, ElementsAre("sku", "name", "note"));
  ASSERT_EQ(t.rows.size(), 2u);
  EXPECT_EQ(cell(t, 0, "name"), "Lamp, \"big\"");
  EXPECT_EQ(cell(t, 0, "note"), "two\r\nlines");
  EXPECT_EQ(cell(t, 1, "note"), "");
  EXPECT_EQ(t.rows[1].line, 4);
  EXPECT_EQ(t.rows[1].number, 2);
  EXPECT_FALSE(t.typed);
}

TEST(Csv, KnowsWhereEveryCellStands) {
  const Table t = table_of("a,b\nÜber,x\n");
  const SourceSpan& span = t.rows[0].fields[1].value.span;
  EXPECT_EQ(span.line, 2);
  EXPECT_EQ(span.column, 6);  // code points, not bytes
}

TEST(Csv, SniffsTheSeparator) {
  EXPECT_THAT(table_of("a;b;c,d\n1;2;3\n").columns, ElementsAre("a", "b", "c,d"));
  EXPECT_THAT(table_of("a\tb, c\td\n1\t2\t3\n").columns, ElementsAre("a", "b, c", "d"));
  EXPECT_THAT(table_of("\"a;b\",c\n1,2\n").columns, ElementsAre("a;b", "c"));
  EXPECT_THAT(table_of("a,b,c\tx\n1,2,3\n").columns, ElementsAre("a", "b", "c\tx"));
  EXPECT_THAT(table_of("a,b\tc\n1,2\t3\n", "t.tsv").columns, ElementsAre("a,b", "c"));
  EXPECT_THAT(table_of("only\n1\n2\n").columns, ElementsAre("only"));
}

TEST(Csv, AcceptsBomLoneCarriageReturnsBlankLinesAndNoLastNewline) {
  const Table t = table_of("\xef\xbb\xbfsku, name \r1,a\r\r2,b");
  EXPECT_THAT(t.columns, ElementsAre("sku", "name"));
  ASSERT_EQ(t.rows.size(), 2u);
  EXPECT_EQ(cell(t, 1, "name"), "b");
  EXPECT_EQ(t.rows[1].line, 4);
}

TEST(Csv, ReportsEveryFaultAtOnce) {
  EXPECT_THAT(
      faults_of("a,b,b,\n"
                "1,2,3\n"
                "1,5\" disk,3,4\n"
                "1,\"x\"y,3,4\n"
                "1,2,3,4,5\n"
                "1,\xff,3,4\n"
                "1,\"open,3,4\n"),
      ElementsAre(StartsWith("t.csv:1:5: column 3 has the name \"b\", which column 2 already has"),
                  StartsWith("t.csv:1:7: column 4 has no name"),
                  StartsWith("t.csv:2:5: this row has 3 cells, but the first line names 4 columns"),
                  StartsWith("t.csv:3:4: a quote inside a cell"),
                  StartsWith("t.csv:4:6: text after a cell's closing quote"),
                  StartsWith("t.csv:5:9: this row has 5 cells"), StartsWith("t.csv:6:3: byte 0xff is not UTF-8"),
                  StartsWith("t.csv:7:3: this quote is never closed"), StartsWith("t.csv:7:3: this row has 2 cells")));
}

TEST(Csv, ReportsEmptyBinaryAndUtf16Files) {
  EXPECT_THAT(faults_of(""), ElementsAre(StartsWith("t.csv:1:1: the table is empty")));
  EXPECT_THAT(faults_of("\n\n"), ElementsAre(StartsWith("t.csv:1:1: the table is empty")));
  EXPECT_THAT(faults_of(std::string_view("a,b\n1,\0\n", 8)), ElementsAre(StartsWith("t.csv:2:3: a NUL byte")));
  EXPECT_THAT(faults_of(std::string_view("\xff\xfe"
                                         "a\0,\0",
                                         6)),
              ElementsAre(StartsWith("t.csv:1:1: the file is UTF-16")));
}

TEST(Csv, GivesUpOnAFileThatIsAllOpenQuotes) {
  std::string bytes = "a\n";
  for (int i = 0; i < 1000; ++i) bytes += "\"\"\"\n\n";  // each opens, none closes
  EXPECT_LT(faults_of(bytes).size(), 1000u);
}

TEST(Csv, KeepsToItsLimits) {
  EXPECT_THAT(parse_table("a\n1\n2\n3\n", "t.csv", TableFormat::csv, {.max_rows = 2}).error()[0].message,
              StartsWith("more than 2 rows"));
  EXPECT_THAT(parse_table("a,b,c\n", "t.csv", TableFormat::csv, {.max_columns = 2}).error()[0].message,
              StartsWith("3 columns; at most 2"));
  const auto cell = parse_table("a,b\n1,123\n2,\"12345\"\n", "t.csv", TableFormat::csv, {.max_cell = 4});
  ASSERT_FALSE(cell.has_value());
  EXPECT_EQ(to_string(cell.error()[0]), "t.csv:3:3: b is a text of 5 bytes; at most 4 are read");
  EXPECT_FALSE(parse_table("a\n" + std::string(10 << 20, 'x') + "\n", "t.csv", TableFormat::csv).has_value());
  EXPECT_FALSE(parse_table("a\n12345678\n", "t.csv", TableFormat::csv, {.max_bytes = 4}).has_value());
}

TEST(Csv, ReadsARealTable) {
  const Result<Table> t = read_table(FP_SOURCE_DIR "/tests/data/files/stocks_cut.csv");
  ASSERT_TRUE(t.has_value());
  EXPECT_THAT(t->columns, ElementsAre("symbol", "date", "price"));
  ASSERT_EQ(t->rows.size(), 40u);
  EXPECT_EQ(cell(*t, 0, "date"), "Jan 1 2000");
  EXPECT_EQ(cell(*t, 0, "price"), "39.81");
}

}  // namespace
}  // namespace fp
