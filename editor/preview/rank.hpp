// Rows by how bad they are, and what is wrong with them in a list for people. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "editor/preview/checks.hpp"
#include "engine/template/template.hpp"

namespace fp::preview {

// table: as they stand. All others: the worst first, those alike as they stand.
enum class RowOrder : uint8_t { worst, table, longest_text, fit, missing_picture, contrast };
bool needs_checks(RowOrder order);

// How bad a row is by that measure, 0: not at all. worst: a sum of 1000 where the row cannot be drawn, 100 for each
// text that is lost, cut off or hidden, 30 for each picture it does without, 20 times needed by had (at most 5) for
// each contrast that is too low, 10 for anything else that was found, and less than 1 for the length of its longest
// text. longest_text: code points of its longest text. missing_picture: pictures it does without. fit: what does not
// fit, goes before what was made smaller. contrast: needed by had. `report` may be null: nothing is known.
double badness(RowOrder order, const Template& tpl, const Values& values, const RowReport* report);

// Why a row is bad, the worst first: "clipped: price; no photo; contrast 2.1: cta". Empty where nothing is known to be.
std::string reasons_of(const Template& tpl, const Values& values, const RowReport* report);

// Indices of rows. `checked` may be null.
std::vector<size_t> ordered_rows(RowOrder order, const Template& tpl, const std::vector<Values>& rows,
                                 const Checked* checked, size_t format);

// What stands in one line of the problems panel.
struct Problem {
  bool error = false;  // else a finding: hard to read, but it can be drawn
  std::string text, hint;
  std::string layer, format;
  SourceLocation location;
  size_t row = 0;      // index of the worst one
  size_t rows = 1;     // how many have it
  bool here = false;   // the current row in the current format has it too
  int64_t frame = -1;  // of the worst; -1: all
};
// One a layer, kind and format; those of the current row first.
std::vector<Problem> problems_of(const Checked& checked, size_t format, size_t row);

}  // namespace fp::preview
