#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>

#include "engine/data/formula.hpp"
#include "engine/data/formula_ops.hpp"

namespace fp {
namespace {

using Node = Formula::Node;
using Value = Formula::Value;

constexpr double kDay = 86'400'000;  // milliseconds

std::chrono::sys_days days_of(double milliseconds) {
  return std::chrono::sys_days(std::chrono::days(static_cast<int64_t>(std::floor(milliseconds / kDay))));
}

double round_to(double value, double digits) {
  double scale = 1;
  for (int i = 0; i < std::min(15.0, std::abs(std::trunc(digits))); ++i) scale *= 10;  // exact
  if (digits < 0) return std::round(value / scale) * scale;
  const double scaled = value * scale;
  return std::isfinite(scaled) ? std::round(scaled) / scale : value;
}

double code_points(std::string_view text) {
  return static_cast<double>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class Evaluator {
 public:
  Evaluator(const std::vector<Node>& nodes, const DataTable& table) : nodes_(nodes), table_(table) {}

  Value row(size_t row) {
    row_ = row;
    joined_.clear();
    return value(nodes_.back());
  }
  std::optional<FormulaFault>& fault() { return fault_; }

 private:
  const Node& arg(const Node& node, size_t i) const { return nodes_[node.args[i]]; }
  bool is_gone(const Value& v) const { return is_missing(v.number); }

  Value value(const Node& node) {
    switch (static_cast<Op>(node.op)) {
      case Op::constant:
        return {node.number, node.text};
      case Op::column: {
        const Column& column = table_.columns[node.column];
        const double cell = column.cells[row_];
        if (column.type != ColumnType::text || is_missing(cell)) return {cell};
        return {0, column.words[static_cast<size_t>(cell)]};
      }
      case Op::both:
      case Op::either:
        return logic(node, static_cast<Op>(node.op) == Op::either);
      case Op::choose: {
        const Value test = value(arg(node, 0));
        return is_gone(test) ? Value{} : value(arg(node, test.number != 0 ? 1 : 2));
      }
      case Op::coalesce:
        for (size_t i = 0; i < node.args.size(); ++i)
          if (const Value v = value(arg(node, i)); !is_gone(v)) return v;
        return {};
      case Op::missing:
        return {is_gone(value(arg(node, 0))) ? 1.0 : 0.0};
      default:
        return computed(node);
    }
  }

  // True or false as soon as one side decides it.
  Value logic(const Node& node, bool either) {
    const Value a = value(arg(node, 0));
    if (!is_gone(a) && (a.number != 0) == either) return a;
    const Value b = value(arg(node, 1));
    if (!is_gone(b) && (b.number != 0) == either) return b;
    return is_gone(a) ? a : b;
  }

  Value computed(const Node& node) {
    Value a = value(arg(node, 0));
    if (is_gone(a)) return {};
    if (static_cast<Op>(node.op) == Op::min || static_cast<Op>(node.op) == Op::max) return extreme(node, a.number);
    Value b;
    if (node.args.size() > 1) {
      b = value(arg(node, 1));
      if (is_gone(b)) return {};
    }
    if (arg(node, 0).type == ColumnType::text) return of_texts(node, a.text, b.text);
    const double result = of_numbers(static_cast<Op>(node.op), a.number, b.number, node.args.size() > 1);
    if (!std::isfinite(result) && !fault_) {
      const bool zero = static_cast<Op>(node.op) == Op::divide || static_cast<Op>(node.op) == Op::remainder;
      fault_ = {.offset = node.offset,
                .message = zero && b.number == 0 ? "a division by zero" : "the result is not a finite number",
                .hint = "keep such rows out with \"filter\", or write if(...)",
                .line = table_.lines.empty() ? static_cast<uint32_t>(row_ + 1) : table_.lines[row_]};
    }
    return {result == 0 ? 0 : result};
  }

  Value extreme(const Node& node, double best) {
    for (size_t i = 1; i < node.args.size(); ++i) {
      const Value v = value(arg(node, i));
      if (is_gone(v)) return {};
      best = static_cast<Op>(node.op) == Op::min ? std::min(best, v.number) : std::max(best, v.number);
    }
    return {best};
  }

  static double of_numbers(Op op, double a, double b, bool two) {
    switch (op) {
      case Op::negate:
        return -a;
      case Op::invert:
        return a == 0 ? 1 : 0;
      case Op::add:
        return a + b;
      case Op::subtract:
        return a - b;
      case Op::multiply:
        return a * b;
      case Op::divide:
        return a / b;
      case Op::remainder:
        return std::fmod(a, b);
      case Op::days_between:
        return (a - b) / kDay;
      case Op::equal:
        return a == b ? 1 : 0;
      case Op::unequal:
        return a != b ? 1 : 0;
      case Op::less:
        return a < b ? 1 : 0;
      case Op::at_most:
        return a <= b ? 1 : 0;
      case Op::greater:
        return a > b ? 1 : 0;
      case Op::at_least:
        return a >= b ? 1 : 0;
      case Op::abs:
        return std::abs(a);
      case Op::floor:
        return std::floor(a);
      case Op::ceil:
        return std::ceil(a);
      case Op::sqrt:
        return std::sqrt(a);
      case Op::round:
        return two ? round_to(a, b) : std::round(a);
      default:
        return of_date(op, a);
    }
  }

  static double of_date(Op op, double milliseconds) {
    const std::chrono::sys_days days = days_of(milliseconds);
    const std::chrono::year_month_day date(days);
    switch (op) {
      case Op::year:
        return static_cast<int>(date.year());
      case Op::month:
        return static_cast<unsigned>(date.month());
      case Op::day:
        return static_cast<unsigned>(date.day());
      case Op::weekday:
        return std::chrono::weekday(days).iso_encoding();
      default:
        FP_ASSERT(false);
        return kMissing;
    }
  }

  Value of_texts(const Node& node, std::string_view a, std::string_view b) {
    const auto truth = [](bool yes) { return Value{yes ? 1.0 : 0.0}; };
    switch (static_cast<Op>(node.op)) {
      case Op::equal:
        return truth(a == b);
      case Op::unequal:
        return truth(a != b);
      case Op::less:
        return truth(a < b);
      case Op::at_most:
        return truth(a <= b);
      case Op::greater:
        return truth(a > b);
      case Op::at_least:
        return truth(a >= b);
      case Op::contains:
        return truth(a.find(b) != std::string_view::npos);
      case Op::starts_with:
        return truth(a.starts_with(b));
      case Op::ends_with:
        return truth(a.ends_with(b));
      case Op::length:
        return {code_points(a)};
      case Op::join:
        joined_.push_back(std::string(a).append(b));
        return {0, joined_.back()};
      case Op::date: {
        if (const auto date = parse_iso_date(a)) return {static_cast<double>(date->milliseconds)};
        if (!fault_)
          fault_ = {.offset = node.offset,
                    .message = "\"" + std::string(a.substr(0, 40)) + "\" is not a date such as 2024-05-31",
                    .line = table_.lines.empty() ? static_cast<uint32_t>(row_ + 1) : table_.lines[row_]};
        return {};
      }
      default:
        FP_ASSERT(false);
        return {};
    }
  }

  const std::vector<Node>& nodes_;
  const DataTable& table_;
  size_t row_ = 0;
  std::deque<std::string> joined_;  // texts of this row that stand in no table
  std::optional<FormulaFault> fault_;
};

}  // namespace

std::expected<Column, FormulaFault> Formula::evaluate(const DataTable& table) const {
  Evaluator evaluator(nodes_, table);
  Column column{.type = type()};
  column.cells.reserve(table.rows);
  WordIndex words;
  for (size_t i = 0; i < table.rows; ++i) {
    const Value v = evaluator.row(i);
    if (evaluator.fault()) return std::unexpected(std::move(*evaluator.fault()));
    column.cells.push_back(column.type == ColumnType::text && !is_missing(v.number) ? words.add(column, v.text)
                                                                                    : v.number);
  }
  return column;
}

}  // namespace fp
