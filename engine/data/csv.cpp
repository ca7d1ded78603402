// CSV as people's spreadsheets write it. The grammar is RFC 4180; what breaks it is reported, never guessed at.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/data/readers.hpp"

namespace fp {
namespace {

// An unterminated quote is retried as a one-line cell; more than a few and the file is something else.
constexpr int kMaxQuoteRetries = 8;

struct Cell {
  std::string text;
  SourceSpan span;
};

struct Record {
  int line = 0;
  std::vector<Cell> cells;
};

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& file, char separator)
      : bytes_(bytes), file_(file), separator_(separator) {}

  bool at_end() const { return pos_ >= bytes_.size(); }
  Record record();
  void error(int line, int column, std::string message, std::string hint = {}) {
    errors_.push_back({Fault::invalid, file_, line, column, {}, std::move(message), std::move(hint)});
  }
  Errors& errors() { return errors_; }
  bool gave_up() const { return retries_ > kMaxQuoteRetries; }

 private:
  bool at_line_end() const { return at_end() || bytes_[pos_] == '\n' || bytes_[pos_] == '\r'; }
  bool at_cell_end() const { return at_line_end() || bytes_[pos_] == separator_; }
  void skip_line_end();
  void advance();
  Cell cell();
  void plain(Cell& cell);
  void quoted(Cell& cell);
  void retry_unterminated(Cell& cell, size_t start, int line, int column);

  std::string_view bytes_;
  const std::string& file_;
  char separator_;
  size_t pos_ = 0;
  int line_ = 1;
  int column_ = 1;
  int retries_ = 0;
  Errors errors_;
};

void Reader::skip_line_end() {
  if (at_end()) return;
  if (bytes_[pos_] == '\r' && pos_ + 1 < bytes_.size() && bytes_[pos_ + 1] == '\n') ++pos_;
  ++pos_;
  ++line_;
  column_ = 1;
}

void Reader::advance() {
  if (at_line_end()) {
    skip_line_end();
    return;
  }
  ++pos_;
  while (!at_end() && (static_cast<unsigned char>(bytes_[pos_]) & 0xc0) == 0x80) ++pos_;
  ++column_;
}

void Reader::plain(Cell& cell) {
  const size_t start = pos_;
  bool reported = false;
  while (!at_cell_end()) {
    if (bytes_[pos_] == '"' && !reported) {
      error(line_, column_, "a quote inside a cell that does not start with one",
            "put the whole cell in quotes and double each quote inside it: \"5\"\" disk\"");
      reported = true;
    }
    advance();
  }
  cell.text = bytes_.substr(start, pos_ - start);
}

void Reader::retry_unterminated(Cell& cell, size_t start, int line, int column) {
  error(line, column, "this quote is never closed",
        "close the cell with a quote before the next separator or line end");
  ++retries_;
  pos_ = start + 1;
  line_ = line;
  column_ = column + 1;
  while (!at_line_end()) advance();
  cell.text = bytes_.substr(start + 1, pos_ - start - 1);
}

void Reader::quoted(Cell& cell) {
  const size_t start = pos_;
  const int line = line_, column = column_;
  advance();
  while (true) {
    if (at_end()) {
      retry_unterminated(cell, start, line, column);
      return;
    }
    const size_t from = pos_;
    const bool is_quote = bytes_[pos_] == '"';
    advance();
    if (!is_quote) {
      cell.text += bytes_.substr(from, pos_ - from);
    } else if (!at_end() && bytes_[pos_] == '"') {
      cell.text += '"';
      advance();
    } else {
      break;
    }
  }
  if (at_cell_end()) return;
  error(line_, column_, "text after a cell's closing quote; expected the separator or the line's end",
        "a quote inside a quoted cell is written twice: \"\"");
  while (!at_cell_end()) advance();
}

Cell Reader::cell() {
  Cell cell;
  cell.span = {line_, column_, static_cast<uint32_t>(pos_), 0};
  if (!at_end() && bytes_[pos_] == '"') {
    quoted(cell);
  } else {
    plain(cell);
  }
  cell.span.end = static_cast<uint32_t>(pos_);
  return cell;
}

Record Reader::record() {
  Record record{line_, {}};
  record.cells.push_back(cell());
  while (!at_line_end()) {
    advance();  // the separator
    record.cells.push_back(cell());
  }
  skip_line_end();
  return record;
}

// The candidate that stands most often, outside quotes, in the first line that is not empty.
char sniff_separator(std::string_view bytes) {
  size_t counts[3] = {};
  constexpr std::string_view kCandidates = ",;\t";
  bool in_quotes = false, seen = false;
  for (char c : bytes) {
    if (c == '"') in_quotes = !in_quotes;
    if (!in_quotes && (c == '\n' || c == '\r')) {
      if (seen) break;
      continue;
    }
    seen = true;
    const size_t which = kCandidates.find(c);
    if (!in_quotes && which != std::string_view::npos) ++counts[which];
  }
  return kCandidates[static_cast<size_t>(std::max_element(counts, counts + 3) - counts)];
}

std::string trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

void read_header(Reader& reader, const Record& header, Table& table) {
  std::map<std::string, size_t> seen;
  for (size_t i = 0; i < header.cells.size(); ++i) {
    const Cell& cell = header.cells[i];
    std::string name = trimmed(cell.text);
    if (name.empty()) {
      reader.error(cell.span.line, cell.span.column, fmt::format("column {} has no name in the first line", i + 1),
                   "the first line names the columns; give this one a name or remove its separator");
    } else if (auto [it, fresh] = seen.emplace(name, i + 1); !fresh) {
      reader.error(cell.span.line, cell.span.column,
                   fmt::format("column {} has the name \"{}\", which column {} already has", i + 1, name, it->second),
                   "rename one of the two");
    }
    table.columns.push_back(std::move(name));
  }
}

void add_record(Reader& reader, Record record, Table& table) {
  const size_t expected = table.columns.size(), found = record.cells.size();
  if (found != expected) {
    const SourceSpan& at = record.cells[std::min(found - 1, expected)].span;
    reader.error(at.line, at.column,
                 fmt::format("this row has {} cell{}, but the first line names {} column{}", found,
                             found == 1 ? "" : "s", expected, expected == 1 ? "" : "s"),
                 found > expected ? "a cell that holds the separator must be in quotes"
                                  : "an empty cell still needs its separator");
    return;
  }
  Row row{static_cast<int>(table.rows.size()) + 1, record.line, {}};
  row.fields.reserve(expected);
  for (size_t i = 0; i < expected; ++i) {
    Json value = Json::of(std::move(record.cells[i].text));
    value.span = record.cells[i].span;
    row.fields.push_back({table.columns[i], std::move(value)});
  }
  table.rows.push_back(std::move(row));
}

bool is_blank(const Record& record) {
  return record.cells.size() == 1 && record.cells[0].span.begin == record.cells[0].span.end;
}

}  // namespace

Result<Table> parse_csv(std::string_view bytes, const std::string& file, char separator, const TableLimits& limits) {
  Reader reader(bytes, file, separator != 0 ? separator : sniff_separator(bytes));
  Table table;
  table.file = file;
  bool have_header = false;
  while (!reader.at_end() && !reader.gave_up()) {
    Record record = reader.record();
    if (is_blank(record)) continue;
    if (record.cells.size() > limits.max_columns) {
      reader.error(record.line, 0,
                   fmt::format("{} columns; at most {} are read", record.cells.size(), limits.max_columns));
      break;
    }
    if (!have_header) {
      read_header(reader, record, table);
      have_header = true;
    } else if (table.rows.size() >= limits.max_rows) {
      reader.error(record.line, 0, fmt::format("more than {} rows", limits.max_rows), "split the table");
      break;
    } else {
      add_record(reader, std::move(record), table);
    }
  }
  if (!have_header) {
    reader.error(1, 1, "the table is empty; expected a first line that names the columns");
  }
  if (!reader.errors().empty()) return fail(std::move(reader.errors()));
  return table;
}

}  // namespace fp
