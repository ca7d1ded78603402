#include "engine/data/calls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "engine/core/json.hpp"
#include "engine/data/decimal.hpp"

namespace fp {
namespace {

// `takes`: n a number, * any type; - nothing; ? nothing or any. `gives`: n, or * for what it takes.
struct Entry {
  std::string_view name;
  Many what;
  char takes, gives;
};
constexpr auto kAggregates = std::to_array<Entry>({{"count", Many::count, '?', 'n'},
                                                   {"sum", Many::sum, 'n', 'n'},
                                                   {"mean", Many::mean, 'n', 'n'},
                                                   {"median", Many::median, 'n', 'n'},
                                                   {"min", Many::min, 'o', '*'},
                                                   {"max", Many::max, 'o', '*'},
                                                   {"first", Many::first, '*', '*'},
                                                   {"last", Many::last, '*', '*'},
                                                   {"distinct", Many::distinct, '*', 'n'}});
constexpr auto kWindows = std::to_array<Entry>({{"previous", Many::previous, '*', '*'},
                                                {"change", Many::change, 'n', 'n'},
                                                {"relative_change", Many::relative_change, 'n', 'n'},
                                                {"cumulative", Many::cumulative, 'n', 'n'},
                                                {"first", Many::first, '*', '*'},
                                                {"last", Many::last, '*', '*'},
                                                {"total", Many::total, 'n', 'n'},
                                                {"share", Many::share, 'n', 'n'},
                                                {"moving_mean", Many::moving_mean, 'n', 'n'},
                                                {"row", Many::row, '-', 'n'}});

std::unexpected<FormulaFault> fault(size_t offset, std::string message, std::string hint = {}) {
  return std::unexpected(FormulaFault{offset, std::move(message), std::move(hint)});
}

std::expected<Call, FormulaFault> parse(std::string_view text, const DataTable& table, const Constants& constants,
                                        std::span<const Entry> entries, std::string_view kind) {
  std::vector<std::string> known;
  for (const Entry& entry : entries) known.emplace_back(entry.name);
  const size_t open = text.find('('), close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open ||
      text.find_first_not_of(" \t\n", close + 1) != std::string_view::npos)
    return fault(0, fmt::format("expected a call such as {}(...)", known[1]),
                 fmt::format("there are: {}", fmt::join(known, ", ")));
  const std::string_view name = text.substr(0, open);
  const auto entry = std::ranges::find(entries, name, &Entry::name);
  if (entry == entries.end()) {
    const std::string near = closest(name, known);
    return fault(0, fmt::format("there is no {} \"{}\"", kind, name),
                 near.empty() ? fmt::format("there are: {}", fmt::join(known, ", "))
                              : fmt::format("did you mean \"{}\"?", near));
  }
  Call call{.what = entry->what};
  std::string_view inside = text.substr(open + 1, close - open - 1);
  if (call.what == Many::moving_mean) {
    const size_t comma = inside.rfind(',');
    const size_t digit = comma == std::string_view::npos ? comma : inside.find_first_not_of(' ', comma + 1);
    const auto span = digit == std::string_view::npos ? std::nullopt : read_number(inside.substr(digit));
    if (!span || !(*span >= 1) || *span > 1e6 || std::trunc(*span) != *span)
      return fault(open + 1, "moving_mean takes a formula and how many rows: moving_mean(price, 12)");
    call.span = static_cast<int64_t>(*span);
    inside = inside.substr(0, comma);
  }
  const bool nothing = inside.find_first_not_of(" \t\n") == std::string_view::npos;
  if (nothing && (entry->takes == '-' || entry->takes == '?')) return call;
  if (entry->takes == '-') return fault(open + 1, fmt::format("{}() takes nothing", name));
  if (nothing) return fault(open + 1, fmt::format("{} takes a formula", name));
  auto formula = Formula::parse(inside, table, constants);
  if (!formula) {
    formula.error().offset += open + 1;
    return std::unexpected(std::move(formula.error()));
  }
  const ColumnType type = formula->type();
  if ((entry->takes == 'n' && type != ColumnType::number) || (entry->takes == 'o' && type == ColumnType::text))
    return fault(open + 1, fmt::format("{} takes numbers{}, and this is a {}", name,
                                       entry->takes == 'o' ? " or dates" : "", name_of(type)));
  if (entry->gives == '*') call.type = type;
  call.of = std::move(*formula);
  return call;
}

// Compensated: the error does not grow with the number of terms (Neumaier 1974).
class Sum {
 public:
  void add(double value) {
    const double next = sum_ + value;
    rest_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
    sum_ = next;
  }
  double value() const { return sum_ + rest_; }

 private:
  double sum_ = 0, rest_ = 0;
};

// The cells that are there.
std::vector<double> present(const Column& column, const Rows& rows) {
  std::vector<double> cells;
  for (const uint32_t row : rows)
    if (!is_missing(column.cells[row])) cells.push_back(column.cells[row]);
  return cells;
}

double sum_of(const std::vector<double>& cells) {
  Sum sum;
  for (const double cell : cells) sum.add(cell);
  return sum.value();
}

double median_of(std::vector<double> cells) {
  std::ranges::sort(cells);
  const size_t half = cells.size() / 2;
  return cells.size() % 2 != 0 ? cells[half] : cells[half - 1] + (cells[half] - cells[half - 1]) / 2;
}

double one_of(Many what, const Column& column, const Rows& rows) {
  if (what == Many::first || what == Many::last)
    return rows.empty() ? kMissing : column.cells[what == Many::first ? rows.front() : rows.back()];
  std::vector<double> cells = present(column, rows);
  if (what == Many::count) return static_cast<double>(cells.size());
  if (what == Many::sum || what == Many::total) return sum_of(cells);
  if (what == Many::distinct) return static_cast<double>(std::set<double>(cells.begin(), cells.end()).size());
  if (cells.empty()) return kMissing;
  switch (what) {
    case Many::mean:
      return sum_of(cells) / static_cast<double>(cells.size());
    case Many::median:
      return median_of(std::move(cells));
    case Many::min:
      return *std::ranges::min_element(cells);
    default:
      return *std::ranges::max_element(cells);
  }
}

// Overflow is a fault, not a value.
std::expected<Column, FormulaFault> finite(Column column) {
  if (std::ranges::any_of(column.cells, [](double cell) { return std::isinf(cell); }))
    return fault(0, "the result is not a finite number");
  return column;
}

std::expected<Column, FormulaFault> values_of(const Call& call, const DataTable& table) {
  if (call.of) return call.of->evaluate(table);
  return Column{.cells = std::vector<double>(table.rows, 0)};
}

void moving_mean(const Column& in, const Rows& rows, size_t span, std::vector<double>& out) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i + 1 < span) continue;
    const std::vector<double> cells = present(
        in, Rows(rows.begin() + static_cast<ptrdiff_t>(i + 1 - span), rows.begin() + static_cast<ptrdiff_t>(i + 1)));
    if (!cells.empty()) out[rows[i]] = sum_of(cells) / static_cast<double>(cells.size());
  }
}

// What each row of a group comes to; missing where nothing is said.
void fill_window(const Call& call, const Column& in, const Rows& rows, std::vector<double>& out) {
  if (call.what == Many::moving_mean) return moving_mean(in, rows, static_cast<size_t>(call.span), out);
  Sum sum;
  const bool whole =
      call.what == Many::first || call.what == Many::last || call.what == Many::total || call.what == Many::share;
  const double all = whole ? one_of(call.what == Many::share ? Many::total : call.what, in, rows) : 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    const double here = in.cells[rows[i]], before = i > 0 ? in.cells[rows[i - 1]] : kMissing;
    double& cell = out[rows[i]];
    switch (call.what) {
      case Many::previous:
        cell = before;
        break;
      case Many::change:
        cell = here - before;
        break;
      case Many::relative_change:
        cell = before == 0 ? kMissing : here / before - 1;
        break;
      case Many::cumulative:
        if (is_missing(here)) break;
        sum.add(here);
        cell = sum.value();
        break;
      case Many::share:
        cell = all == 0 ? kMissing : here / all;
        break;
      case Many::row:
        cell = static_cast<double>(i + 1);
        break;
      default:
        cell = all;
        break;
    }
  }
}

}  // namespace

std::expected<Call, FormulaFault> parse_aggregate(std::string_view text, const DataTable& table,
                                                  const Constants& constants) {
  return parse(text, table, constants, kAggregates, "aggregate");
}

std::expected<Call, FormulaFault> parse_window(std::string_view text, const DataTable& table,
                                               const Constants& constants) {
  return parse(text, table, constants, kWindows, "window function");
}

std::expected<Column, FormulaFault> aggregate(const Call& call, const DataTable& table,
                                              const std::vector<Rows>& groups) {
  auto in = values_of(call, table);
  if (!in) return in;
  Column out{.type = call.type, .words = in->words, .has_time = in->has_time};
  for (const Rows& rows : groups) out.cells.push_back(one_of(call.what, *in, rows));
  return finite(std::move(out));
}

std::expected<Column, FormulaFault> window(const Call& call, const DataTable& table, const std::vector<Rows>& groups) {
  auto in = values_of(call, table);
  if (!in) return in;
  Column out{.type = call.type,
             .cells = std::vector<double>(table.rows, kMissing),
             .words = in->words,
             .has_time = in->has_time};
  for (const Rows& rows : groups) fill_window(call, *in, rows, out.cells);
  return finite(std::move(out));
}

}  // namespace fp
