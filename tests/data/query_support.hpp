// Runs a query and keeps its answer as text.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/data/query.hpp"

namespace fp {

struct Answer {
  std::vector<std::string> names;
  std::vector<std::string> rows;  // "#1.5|text|true|-"; a number with its text where it has one: "#1.5=1.50"
  std::vector<Diagnostic> errors;
  std::string error() const { return errors.empty() ? "<no error>" : to_string(errors[0]); }
  Fault fault() const { return errors.empty() ? Fault::usage : errors[0].fault; }
};

inline std::string as_text(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::number:
      return fmt::format("#{}", cell.number) + (cell.text.empty() ? "" : fmt::format("={}", cell.text));
    case Cell::Kind::boolean:
      return cell.number != 0 ? "true" : "false";
    case Cell::Kind::text:
      return std::string(cell.text);
    default:
      return "-";
  }
}

// `run`: of a QueryTaker, the query's Result.
template <class Run>
Answer answer_of(const Run& run) {
  Answer answer;
  QueryTaker taker;
  taker.begin = [&](std::span<const std::string> names) {
    EXPECT_TRUE(answer.names.empty());
    answer.names.assign(names.begin(), names.end());
    return true;
  };
  taker.row = [&](std::span<const Cell> cells, uint32_t number) {
    EXPECT_EQ(cells.size(), answer.names.size());
    std::string row;
    for (const Cell& cell : cells) row += (row.empty() ? "" : "|") + as_text(cell);
    answer.rows.push_back(row);
    EXPECT_EQ(number, answer.rows.size());
  };
  const Result<void> result = run(taker);
  if (!result) answer.errors = result.error();
  return answer;
}

}  // namespace fp
