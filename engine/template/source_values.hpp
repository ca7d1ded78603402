// Inside engine/template: between a source's table and the values that expressions and layers see.
#pragma once

#include <map>
#include <string>

#include "engine/data/transform.hpp"
#include "engine/template/template.hpp"

namespace fp {

using Tables = std::map<std::string, DataTable, std::less<>>;

// A table with the source's columns and no rows.
DataTable columns_of(const DataSource& source);

// The parameters a query or formula can name: those of one value. `row` null: types only.
Constants constants_of(const Template& tpl, const Json* row);

// The source's steps, done to `table`; `before`: what the sources before it came to.
Result<DataTable> transform_source(const Template& tpl, const DataSource& source, DataTable table, const Json* row,
                                   const Tables& before);

// "as_of" of a table as read, ISO 8601; "" where there is none, or there are no rows.
Result<std::string> as_of_date(const Template& tpl, const DataSource& source, const DataTable& table);

// A list of records.
Result<Json> list_of(const Template& tpl, const DataSource& source, const DataTable& table);
// One JSON object a line: the bytes of a snapshot.
std::string snapshot_of(const DataTable& table);

}  // namespace fp
