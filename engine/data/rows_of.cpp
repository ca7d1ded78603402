#include "engine/data/rows_of.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <unordered_map>

namespace fp {

DataTable gathered(const DataTable& table, const Rows& rows) {
  DataTable out{.source = table.source, .rows = rows.size()};
  for (const Column& column : table.columns) {
    Column& copy = out.columns.emplace_back(
        Column{.name = column.name, .type = column.type, .words = column.words, .has_time = column.has_time});
    copy.cells.reserve(rows.size());
    for (const uint32_t row : rows) copy.cells.push_back(column.cells[row]);
  }
  if (!table.lines.empty()) {
    out.lines.reserve(rows.size());
    for (const uint32_t row : rows) out.lines.push_back(table.lines[row]);
  }
  return out;
}

int compare_cells(const Column& column, uint32_t a, uint32_t b, bool descending) {
  const double x = column.cells[a], y = column.cells[b];
  if (is_missing(x) || is_missing(y)) return static_cast<int>(is_missing(x)) - static_cast<int>(is_missing(y));
  int order = 0;
  if (column.type == ColumnType::text) {
    order = x == y ? 0 : word_of(column, a).compare(word_of(column, b));
  } else {
    order = x < y ? -1 : x > y ? 1 : 0;
  }
  return descending ? -order : order;
}

int compare_rows(const DataTable& table, std::span<const SortKey> keys, uint32_t a, uint32_t b) {
  for (const SortKey& key : keys) {
    if (const int order = compare_cells(table.columns[key.column], a, b, key.descending); order != 0) return order;
  }
  return 0;
}

Rows sorted_rows(const DataTable& table, std::span<const SortKey> keys, Rows rows) {
  std::ranges::stable_sort(rows, [&](uint32_t a, uint32_t b) { return compare_rows(table, keys, a, b) < 0; });
  return rows;
}

Rows all_rows(const DataTable& table) {
  Rows rows(table.rows);
  std::iota(rows.begin(), rows.end(), 0u);
  return rows;
}

std::string key_of(const DataTable& table, std::span<const size_t> columns, uint32_t row) {
  std::string key;
  for (const size_t at : columns) {
    const Column& column = table.columns[at];
    const double cell = column.cells[row];
    if (is_missing(cell)) {
      key += '?';
    } else if (column.type == ColumnType::text) {
      const std::string& word = word_of(column, row);
      key.append("t").append(std::to_string(word.size())).append(":").append(word);
    } else {
      key.append("n").append(std::to_string(std::bit_cast<uint64_t>(cell))).append(";");
    }
  }
  return key;
}

std::vector<Rows> groups_of(const DataTable& table, std::span<const size_t> columns) {
  if (columns.empty()) return {all_rows(table)};
  std::vector<Rows> groups;
  std::unordered_map<std::string, size_t> index;
  for (uint32_t row = 0; row < table.rows; ++row) {
    const auto [it, fresh] = index.try_emplace(key_of(table, columns, row), groups.size());
    if (fresh) groups.emplace_back();
    groups[it->second].push_back(row);
  }
  return groups;
}

}  // namespace fp
