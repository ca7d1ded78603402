// Transforms of tables: small declarative steps, in order. Pure: the same table and steps give the same table, rows in
// the same order. Each step is an object with one of these keys:
//
//   filter   "formula"                          rows for which it is true; a missing answer is not true
//   derive   { name: "formula" }                columns added or replaced, one after the other
//   sort     "name", "-name" or a list          stable: ties keep their order; - is descending; texts by code point;
//                                               what is missing comes last either way
//   rank     "-name" ("as", "within", "ties")   a column of ranks from 1; ties: "order" (default) or "same"
//   group    [names] ("columns")                a row for each combination, in order of first appearance; "columns" are
//                                               aggregates: count() count(x) sum mean median min max first last
//                                               distinct
//   window   { name: "call" } ("within")        columns from a row's neighbours in the order of the rows: previous
//                                               change relative_change cumulative first last total share (of a
//                                               formula), moving_mean(x, n), row()
//   top      n ("others")                       the first n rows; "others": { name: aggregate or constant } is one more
//                                               row made of the rest, where there is a rest
//   join     "source" ("on", "columns", "unmatched")   columns of another source by key; its keys must be unique;
//                                               unmatched rows: "fail" (default), "keep" or "drop"
//   select   [names]                            only these columns, in this order
//
// Aggregates leave out what is missing; sums are compensated (Neumaier), in the order of the rows.
#pragma once

#include <map>
#include <string>

#include "engine/core/json.hpp"
#include "engine/data/columns.hpp"
#include "engine/data/formula.hpp"

namespace fp {

struct TransformContext {
  std::string file;     // the template, for messages
  std::string pointer;  // of the list of steps in it
  Constants constants;
  std::map<std::string, const DataTable*, std::less<>> tables;  // that can be joined, by name
};

// `steps`: an array that has passed the template's schema. Faults have the place of the step they happen in. A table
// without rows tells which columns come out, and every fault that does not depend on rows.
Result<DataTable> transformed(DataTable table, const Json& steps, const TransformContext& context);

}  // namespace fp
