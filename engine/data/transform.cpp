#include "engine/data/transform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/core/fault_at.hpp"
#include "engine/data/calls.hpp"
#include "engine/data/join.hpp"
#include "engine/data/rows_of.hpp"

namespace fp {
namespace {

class Stepper {
 public:
  Stepper(DataTable table, const TransformContext& context) : table_(std::move(table)), context_(context) {}

  bool step(const Json& step, const std::string& pointer) {
    pointer_ = pointer;
    const auto has = [&](std::string_view key) { return step.find(key) != nullptr; };
    if (has("filter")) return filter(*step.find("filter"));
    if (has("derive")) return derive(*step.find("derive"));
    if (has("sort")) return sort(*step.find("sort"));
    if (has("rank")) return rank(step);
    if (has("group")) return group(step);
    if (has("window")) return window_columns(step);
    if (has("top")) return top(step);
    if (has("join")) return join(step);
    if (has("select")) return select(*step.find("select"));
    return fault(step, pointer_,
                 "a step has one of the keys filter, derive, sort, rank, group, window, top, join, select");
  }

  DataTable take() { return std::move(table_); }
  Errors& errors() { return errors_; }

 private:
  bool fault(const Json& at, std::string pointer, std::string message, std::string hint = {}) {
    errors_.push_back(fault_at(context_.file, at.span, std::move(pointer), std::move(message), std::move(hint)));
    return false;
  }
  bool fault(const Json& at, const std::string& pointer, const FormulaFault& f) {
    SourceSpan span = at.span;
    if (span.column > 0) span.column += 1 + static_cast<int>(f.offset);  // after the quote
    errors_.push_back(fault_at(context_.file, span, pointer,
                               f.line > 0 ? fmt::format("{} row {}: {}", table_.source, f.line, f.message) : f.message,
                               f.hint));
    return false;
  }

  std::optional<size_t> column(const Json& at, std::string_view name, const std::string& pointer) {
    const Column* found = table_.find(name);
    if (found != nullptr) return static_cast<size_t>(found - table_.columns.data());
    std::vector<std::string> known;
    for (const Column& c : table_.columns) known.push_back(c.name);
    const std::string near = closest(name, known);
    fault(at, pointer, fmt::format("there is no column \"{}\" here", name),
          near.empty() ? fmt::format("there are: {}", fmt::join(known, ", "))
                       : fmt::format("did you mean \"{}\"?", near));
    return std::nullopt;
  }

  // A name or a list of names; a missing key is none.
  std::optional<std::vector<size_t>> columns(const Json& step, std::string_view key) {
    std::vector<size_t> found;
    const Json* names = step.find(key);
    if (names == nullptr) return found;
    const std::string pointer = pointer_ + child_pointer(key);
    const auto add = [&](const Json& name, const std::string& at) {
      const auto one = column(name, name.text, at);
      if (one) found.push_back(*one);
      return one.has_value();
    };
    bool good = true;
    if (names->is_string()) good = add(*names, pointer);
    for (size_t i = 0; i < names->items.size(); ++i) good = add(names->items[i], pointer + child_pointer(i)) && good;
    return good ? std::optional(found) : std::nullopt;
  }

  std::optional<std::vector<SortKey>> sort_keys(const Json& names, const std::string& pointer) {
    std::vector<SortKey> keys;
    const auto add = [&](const Json& name, const std::string& at) {
      const bool descending = name.text.starts_with('-') && table_.find(name.text) == nullptr;
      const auto one = column(name, std::string_view(name.text).substr(descending ? 1 : 0), at);
      if (one) keys.push_back({*one, descending});
      return one.has_value();
    };
    bool good = true;
    if (names.is_string()) good = add(names, pointer);
    for (size_t i = 0; i < names.items.size(); ++i) good = add(names.items[i], pointer + child_pointer(i)) && good;
    return good ? std::optional(keys) : std::nullopt;
  }

  void put(std::string name, Column made) {
    made.name = std::move(name);
    const auto it = std::ranges::find(table_.columns, made.name, &Column::name);
    if (it != table_.columns.end()) {
      *it = std::move(made);
    } else {
      table_.columns.push_back(std::move(made));
    }
  }

  bool filter(const Json& text) {
    const std::string pointer = pointer_ + "/filter";
    auto formula = Formula::parse(text.text, table_, context_.constants);
    if (!formula) return fault(text, pointer, formula.error());
    if (formula->type() != ColumnType::boolean)
      return fault(text, pointer, fmt::format("a filter is true or false, and this is a {}", name_of(formula->type())));
    const auto keep = formula->evaluate(table_);
    if (!keep) return fault(text, pointer, keep.error());
    Rows rows;
    for (uint32_t i = 0; i < table_.rows; ++i)
      if (keep->cells[i] == 1) rows.push_back(i);
    table_ = gathered(table_, rows);
    return true;
  }

  bool derive(const Json& formulas) {
    for (const Json::Member& m : formulas.members) {
      const std::string pointer = pointer_ + "/derive" + child_pointer(m.key);
      auto formula = Formula::parse(m.value.text, table_, context_.constants);
      if (!formula) return fault(m.value, pointer, formula.error());
      auto made = formula->evaluate(table_);
      if (!made) return fault(m.value, pointer, made.error());
      put(m.key, std::move(*made));
    }
    return true;
  }

  bool sort(const Json& names) {
    const auto keys = sort_keys(names, pointer_ + "/sort");
    if (!keys) return false;
    table_ = gathered(table_, sorted_rows(table_, *keys, all_rows(table_)));
    return true;
  }

  bool rank(const Json& step) {
    const auto keys = sort_keys(*step.find("rank"), pointer_ + "/rank");
    const auto within = columns(step, "within");
    if (!keys || !within) return false;
    const Json* ties = step.find("ties");
    const bool same = ties != nullptr && ties->text == "same";
    const Json* as = step.find("as");
    Column ranks{.type = ColumnType::number, .cells = std::vector<double>(table_.rows, kMissing)};
    for (const Rows& rows : groups_of(table_, *within)) {
      const Rows sorted = sorted_rows(table_, *keys, rows);
      for (size_t i = 0; i < sorted.size(); ++i) {
        const bool tied = same && i > 0 && compare_rows(table_, *keys, sorted[i - 1], sorted[i]) == 0;
        ranks.cells[sorted[i]] = tied ? ranks.cells[sorted[i - 1]] : static_cast<double>(i + 1);
      }
    }
    put(as != nullptr ? as->text : "rank", std::move(ranks));
    return true;
  }

  bool group(const Json& step) {
    const auto by = columns(step, "group");
    if (!by) return false;
    const std::vector<Rows> groups = groups_of(table_, *by);
    DataTable out{.source = table_.source, .rows = groups.size()};
    Rows firsts;
    for (const Rows& rows : groups)
      if (!rows.empty()) firsts.push_back(rows.front());
    for (const size_t at : *by) {
      const Column& from = table_.columns[at];
      Column& key = out.columns.emplace_back(
          Column{.name = from.name, .type = from.type, .words = from.words, .has_time = from.has_time});
      for (const uint32_t row : firsts) key.cells.push_back(from.cells[row]);
    }
    if (const Json* made = step.find("columns")) {
      for (const Json::Member& m : made->members) {
        const std::string pointer = pointer_ + "/columns" + child_pointer(m.key);
        if (out.find(m.key) != nullptr) return fault(m.value, pointer, fmt::format("\"{}\" is there twice", m.key));
        auto column = aggregated(m.value, pointer, groups);
        if (!column) return false;
        column->name = m.key;
        out.columns.push_back(std::move(*column));
      }
    }
    table_ = std::move(out);
    return true;
  }

  std::optional<Column> aggregated(const Json& text, const std::string& pointer, const std::vector<Rows>& groups) {
    const auto call = parse_aggregate(text.text, table_, context_.constants);
    if (!call) {
      fault(text, pointer, call.error());
      return std::nullopt;
    }
    auto column = aggregate(*call, table_, groups);
    if (column) return std::move(*column);
    fault(text, pointer, column.error());
    return std::nullopt;
  }

  bool window_columns(const Json& step) {
    const auto within = columns(step, "within");
    if (!within) return false;
    const std::vector<Rows> groups = groups_of(table_, *within);
    for (const Json::Member& m : step.find("window")->members) {
      const std::string pointer = pointer_ + "/window" + child_pointer(m.key);
      const auto call = parse_window(m.value.text, table_, context_.constants);
      if (!call) return fault(m.value, pointer, call.error());
      auto made = window(*call, table_, groups);
      if (!made) return fault(m.value, pointer, made.error());
      put(m.key, std::move(*made));
    }
    return true;
  }

  bool top(const Json& step) {
    const auto count = static_cast<size_t>(step.find("top")->number);
    const Json* others = step.find("others");
    Rows rows = all_rows(table_), rest;
    if (rows.size() > count) {
      rest.assign(rows.begin() + static_cast<ptrdiff_t>(count), rows.end());
      rows.resize(count);
    }
    DataTable out = gathered(table_, rows);
    if (others != nullptr && !add_others(*others, rest, &out)) return false;
    table_ = std::move(out);
    return true;
  }

  bool add_others(const Json& others, const Rows& rest, DataTable* out) {
    static const DataTable kNone;
    for (const Json::Member& m : others.members) {
      const std::string pointer = pointer_ + "/others" + child_pointer(m.key);
      if (!column(m.value, m.key, pointer)) return false;
    }
    for (Column& to : out->columns) {
      const Json* text = others.find(to.name);
      const std::string pointer = pointer_ + "/others" + child_pointer(to.name);
      std::optional<Column> made = Column{.type = to.type, .cells = {kMissing}};
      if (text != nullptr) {
        if (const auto fixed = Formula::parse(text->text, kNone, context_.constants)) {
          auto value = fixed->evaluate({.rows = 1});
          if (!value) return fault(*text, pointer, value.error());
          made = std::move(*value);
        } else {
          made = aggregated(*text, pointer, {rest});
          if (!made) return false;
        }
        if (made->type != to.type)
          return fault(*text, pointer,
                       fmt::format("{} is a {}, and this is a {}", to.name, name_of(to.type), name_of(made->type)));
      }
      if (rest.empty()) continue;
      const bool text_there = to.type == ColumnType::text && !is_missing(made->cells[0]);
      to.cells.push_back(text_there ? add_word(to, word_of(*made, 0)) : made->cells[0]);
    }
    if (rest.empty()) return true;
    ++out->rows;
    out->lines.clear();
    return true;
  }

  static double add_word(Column& column, const std::string& word) {
    const auto it = std::ranges::find(column.words, word);
    if (it != column.words.end()) return static_cast<double>(it - column.words.begin());
    column.words.push_back(word);
    return static_cast<double>(column.words.size() - 1);
  }

  bool join(const Json& step) {
    const Json& name = *step.find("join");
    const auto it = context_.tables.find(name.text);
    if (it == context_.tables.end()) {
      std::vector<std::string> known;
      for (const auto& [key, unused] : context_.tables) known.push_back(key);
      return fault(name, pointer_ + "/join", fmt::format("no source before this one is named \"{}\"", name.text),
                   known.empty() ? "declare it above this one" : fmt::format("there are: {}", fmt::join(known, ", ")));
    }
    auto joined = join_tables(table_, *it->second, step);
    if (!joined) return fault(*joined.error().at, pointer_, joined.error().message, joined.error().hint);
    table_ = std::move(*joined);
    return true;
  }

  bool select(const Json& names) {
    std::vector<Column> kept;
    for (size_t i = 0; i < names.items.size(); ++i) {
      const std::string pointer = pointer_ + "/select" + child_pointer(i);
      const auto at = column(names.items[i], names.items[i].text, pointer);
      if (!at) return false;
      if (std::ranges::find(kept, names.items[i].text, &Column::name) != kept.end())
        return fault(names.items[i], pointer, fmt::format("\"{}\" is there twice", names.items[i].text));
      kept.push_back(table_.columns[*at]);
    }
    table_.columns = std::move(kept);
    return true;
  }

  DataTable table_;
  const TransformContext& context_;
  std::string pointer_;
  Errors errors_;
};

}  // namespace

Result<DataTable> transformed(DataTable table, const Json& steps, const TransformContext& context) {
  Stepper stepper(std::move(table), context);
  for (size_t i = 0; i < steps.items.size(); ++i) {
    if (!stepper.step(steps.items[i], context.pointer + child_pointer(i))) return fail(std::move(stepper.errors()));
  }
  return stepper.take();
}

}  // namespace fp
