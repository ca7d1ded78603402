// Inside engine/data: choosing, ordering and grouping rows.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/data/columns.hpp"

namespace fp {

using Rows = std::vector<uint32_t>;  // indexes

DataTable gathered(const DataTable& table, const Rows& rows);

struct SortKey {
  size_t column = 0;
  bool descending = false;
};
// Negative, 0 or positive; what is missing comes last. Texts by code point.
int compare_cells(const Column& column, uint32_t a, uint32_t b, bool descending);
int compare_rows(const DataTable& table, std::span<const SortKey> keys, uint32_t a, uint32_t b);
Rows sorted_rows(const DataTable& table, std::span<const SortKey> keys, Rows rows);

// Rows that agree in these columns, groups in order of first appearance, rows in order. No columns: one group of all.
std::vector<Rows> groups_of(const DataTable& table, std::span<const size_t> columns);
Rows all_rows(const DataTable& table);

// What a row's cells in these columns say, equal exactly where they are equal: a key for maps.
std::string key_of(const DataTable& table, std::span<const size_t> columns, uint32_t row);

}  // namespace fp
