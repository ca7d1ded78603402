#include "engine/data/table.hpp"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "engine/core/files.hpp"
#include "engine/data/query.hpp"
#include "engine/data/readers.hpp"

namespace fp {
namespace {

constexpr std::string_view kBom = "\xef\xbb\xbf";

TableFormat format_by_name(const std::string& file) {
  std::string extension = std::filesystem::path(file).extension().string();
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (extension == ".csv" || extension == ".tsv") return TableFormat::csv;
  if (extension == ".json") return TableFormat::json;
  if (extension == ".jsonl" || extension == ".ndjson") return TableFormat::jsonl;
  return TableFormat::by_name;
}

TableFormat sniff(std::string_view bytes) {
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return TableFormat::csv;
  if (bytes[first] == '[') return TableFormat::json;
  return bytes[first] == '{' ? TableFormat::jsonl : TableFormat::csv;
}

bool is_tsv(const std::string& file) {
  return file.ends_with(".tsv") || file.ends_with(".TSV");
}

bool is_utf16(std::string_view bytes) {
  return bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff");
}

std::optional<int> number_of(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

struct Range {
  int first = 0, last = 0;
};

Result<Range> parse_range(std::string_view part, int row_count) {
  const size_t dash = part.find('-');
  const auto first = number_of(part.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first
                    : dash + 1 == part.size()      ? std::optional(row_count)
                                                   : number_of(part.substr(dash + 1));
  if (!first || !last) {
    return fail(Fault::usage,
                fmt::format("row selection \"{}\" is malformed; expected numbers and ranges like 3,7-9,12-", part));
  }
  if (*first < 1 || *first > row_count || *last > row_count) {
    return fail(Fault::usage,
                fmt::format("row selection \"{}\" is out of range; the table has rows 1-{}", part, row_count));
  }
  if (*last < *first) {
    return fail(Fault::usage, fmt::format("row selection \"{}\" runs backwards", part));
  }
  return Range{*first, *last};
}

}  // namespace

Result<std::string> read_standard_input(size_t max_bytes) {
  std::string bytes;
  char buffer[65536];
  while (size_t n = std::fread(buffer, 1, sizeof buffer, stdin)) {
    bytes.append(buffer, n);
    if (bytes.size() > max_bytes) {
      return fail(Fault::invalid, fmt::format("standard input is larger than {} MiB", max_bytes >> 20));
    }
  }
  if (std::ferror(stdin)) return fail(Fault::missing, "standard input cannot be read");
  return bytes;
}

const Field* Row::find(std::string_view name) const {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

Errors check_text(std::string_view bytes, const std::string& file) {
  if (is_utf16(bytes)) {
    return {{Fault::invalid, file, 1, 1, {}, "the file is UTF-16; expected UTF-8", "save it as \"CSV UTF-8\""}};
  }
  Errors errors;
  int line = 1, column = 1;
  bool reported = false;
  for (size_t i = 0; i < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    UChar32 c = byte;
    if (byte >= 0x80) {
      U8_NEXT(bytes.data(), i, bytes.size(), c);
    } else {
      ++i;
    }
    if (c <= 0 && !reported) {
      reported = true;
      errors.push_back(
          {Fault::invalid,
           file,
           line,
           column,
           {},
           c == 0 ? std::string("a NUL byte; expected text") : fmt::format("byte 0x{:02x} is not UTF-8", byte),
           c == 0 ? "is this a binary file?" : "save the file as UTF-8 (in Excel: \"CSV UTF-8\")"});
    }
    ++column;
    if (c == '\n') {
      ++line;
      column = 1;
      reported = false;
    }
  }
  return errors;
}

namespace {

// No text of it is too long; every one that is, at once.
Result<Table> with_short_cells(Result<Table> table, size_t max_cell) {
  if (!table) return table;
  Errors errors;
  for (const Row& row : table->rows) {
    for (const Field& field : row.fields) {
      const Json& value = field.value;
      if (!value.is_string() || value.text.size() <= max_cell) continue;
      errors.push_back({.fault = Fault::invalid,
                        .file = table->file,
                        .line = value.span.line,
                        .column = value.span.column,
                        .message = fmt::format("{} is a text of {} bytes; at most {} are read", field.name,
                                               value.text.size(), max_cell)});
    }
  }
  if (!errors.empty()) return fail(std::move(errors));
  return table;
}

}  // namespace

Result<Table> parse_table(std::string_view bytes, std::string file, TableFormat format, TableLimits limits) {
  limits.max_bytes = std::min(limits.max_bytes, size_t{UINT32_MAX});  // spans hold 32-bit offsets
  if (bytes.size() > limits.max_bytes) {
    return fail(
        {Fault::invalid, file, 0, 0, {}, fmt::format("the table is larger than {} MiB", limits.max_bytes >> 20), {}});
  }
  if (bytes.starts_with(kBom)) bytes.remove_prefix(kBom.size());
  Errors errors = check_text(bytes, file);
  if (is_utf16(bytes)) return fail(std::move(errors));
  if (format == TableFormat::by_name) format = format_by_name(file);
  if (format == TableFormat::by_name) format = sniff(bytes);
  if (format != TableFormat::csv && !errors.empty()) return fail(std::move(errors));
  if (format == TableFormat::json) return with_short_cells(parse_json_rows(bytes, file, limits), limits.max_cell);
  if (format == TableFormat::jsonl) return with_short_cells(parse_jsonl(bytes, file, limits), limits.max_cell);
  Result<Table> table =
      with_short_cells(parse_csv(bytes, file, is_tsv(file) ? '\t' : char{0}, limits), limits.max_cell);
  if (!table) errors.insert(errors.end(), table.error().begin(), table.error().end());
  if (errors.empty()) return table;
  std::stable_sort(errors.begin(), errors.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return fail(std::move(errors));
}

Result<Table> rows_at(std::string_view bytes, const std::string& file, std::string_view pointer) {
  if (bytes.starts_with(kBom)) bytes.remove_prefix(kBom.size());
  if (Errors errors = check_text(bytes, file); !errors.empty()) return fail(std::move(errors));
  const TableLimits limits;
  return with_short_cells(parse_json_rows(bytes, file, limits, pointer), limits.max_cell);
}

Result<Table> read_table(const std::string& source, const std::string& query) {
  if (!query.empty()) return query_table(source, query);
  if (is_database(source))
    return fail(Fault::usage, fmt::format("{} is a database", source), "say with --query what is to be read of it");
  const bool standard_input = source == "-";
  const TableLimits limits;
  const size_t hash = source.find(".json#/");
  const std::string file = hash == std::string::npos ? source : source.substr(0, hash + 5);
  Result<std::string> bytes =
      standard_input ? read_standard_input(limits.max_bytes) : read_file(file, Fault::missing, limits.max_bytes);
  if (!bytes) return fail(std::move(bytes.error()));
  if (hash != std::string::npos) return rows_at(*bytes, file, std::string_view(source).substr(hash + 6));
  return parse_table(*bytes, standard_input ? "<stdin>" : source);
}

Result<std::vector<int>> parse_row_selection(std::string_view text, int row_count) {
  std::vector<bool> chosen(static_cast<size_t>(std::max(row_count, 0)) + 1);
  for (size_t pos = 0; pos <= text.size();) {
    const size_t end = std::min(text.find(',', pos), text.size());
    const Result<Range> range = parse_range(text.substr(pos, end - pos), row_count);
    if (!range) return fail(range.error());
    for (int row = range->first; row <= range->last; ++row) chosen[static_cast<size_t>(row)] = true;
    pos = end + 1;
  }
  std::vector<int> rows;
  for (size_t i = 1; i < chosen.size(); ++i) {
    if (chosen[i]) rows.push_back(static_cast<int>(i));
  }
  return rows;
}

}  // namespace fp
