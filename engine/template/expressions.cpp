// All expressions of all rows as one Jsonnet snippet:
//   local __row = function(p, canvas, __wanted) local price = p.price, ...;
//     local
//     __x0 = (
//   <expression 0, on lines of its own, so that positions in errors lead back to it>
//     ), ...,
//     __all = [__x0, ...]; [__all[i] for i in __wanted];
//   local __v = [{...}, ...];      <- values that several rows share: those of copies
//   [
//   __row({...}, {...}, [0,1]),    <- one line a row, so that traces lead back to it
//   __row(__v[0] + {...}, {...}, [2]),
//   ]
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/template/jsonnet.hpp"

namespace fp {
namespace {

constexpr size_t kRowsPerSnippet = 2000;
// Each fault costs an evaluation more; past this many, the rest of the rows fail unseen.
constexpr int kMaxFaults = 100;
constexpr const char* kSnippetName = "expressions";

// Names that a local can have.
bool is_bindable(const std::string& name) {
  constexpr std::string_view kOurs[] = {"p", "canvas", "format", "random", "std"};
  return is_jsonnet_identifier(name) && !name.starts_with("__") && std::ranges::find(kOurs, name) == std::end(kOurs);
}

class Batch {
 public:
  Batch(Jsonnet& vm, const ExpressionScope& scope, std::span<const Expression> expressions,
        std::span<const ExpressionRow> rows, std::span<std::vector<ExpressionResult>> results)
      : vm_(vm), scope_(scope), expressions_(expressions), rows_(rows), results_(results) {
    for (const ExpressionRow& row : rows_) wanted_.push_back(row.wanted);
  }
  void run();

 private:
  void write_line(std::string_view line);
  void write_snippet();
  static std::string locals_of(const Expression& expression);
  std::vector<std::string> write_values();
  bool attribute(const JsonnetError& error);
  std::expected<Json, JsonnetError> evaluate_alone(size_t row, uint32_t expression);
  void isolate(size_t row, const JsonnetError& error);
  void fail_one(size_t row, uint32_t expression, ExpressionFault fault);
  void fail_everywhere(uint32_t expression, const ExpressionFault& fault);
  void fail_rest(const std::string& message);
  void fail_stopped(const JsonnetError& error);
  void accept(Json value);
  ExpressionFault fault_of(const JsonnetError& error, uint32_t expression, const JsonnetFrame* frame) const;

  Jsonnet& vm_;
  const ExpressionScope& scope_;
  std::span<const Expression> expressions_;
  std::span<const ExpressionRow> rows_;
  std::span<std::vector<ExpressionResult>> results_;
  std::vector<std::vector<uint32_t>> wanted_;  // what has not failed yet
  std::string snippet_;
  int lines_ = 0;
  std::vector<int> expression_lines_;  // first line of each; one more for the end
  int first_row_line_ = 0;
};

void Batch::write_line(std::string_view line) {
  snippet_ += line;
  snippet_ += '\n';
  lines_ += 1 + static_cast<int>(std::count(line.begin(), line.end(), '\n'));
}

std::string Batch::locals_of(const Expression& expression) {
  std::string locals;
  for (const std::string& name : expression.locals) {
    if (is_bindable(name)) locals += fmt::format("local {0} = p.{0}; ", name);
  }
  return locals;
}

// The values of every row, as the snippet writes them: in place, or what several rows share once.
std::vector<std::string> Batch::write_values() {
  std::map<const Json*, size_t> shared;
  std::string values;
  for (const ExpressionRow& row : rows_) {
    if (row.own.empty() || !shared.emplace(row.values, shared.size()).second) continue;
    values += write_json(*row.values, 0) + ", ";
  }
  if (!shared.empty()) write_line(fmt::format("local __v = [{}];", values));
  std::vector<std::string> written;
  for (const ExpressionRow& row : rows_) {
    if (row.own.empty()) {
      written.push_back(write_json(*row.values, 0));
      continue;
    }
    std::string& text = written.emplace_back(fmt::format("__v[{}]", shared.at(row.values)));
    for (const Json* own : row.own) text += " + " + write_json(*own, 0);
  }
  return written;
}

void Batch::write_snippet() {
  snippet_.clear();
  expression_lines_.clear();
  lines_ = 0;
  write_line(fmt::format("local format = {}, random = std.native('random');", write_json(Json::of(scope_.format), 0)));
  std::string names;
  for (const std::string& name : scope_.names) {
    if (is_bindable(name)) names += fmt::format("local {0} = p.{0}; ", name);
  }
  write_line("local __row = function(p, canvas, __wanted) " + names);
  write_line("local");  // one local for all: a guard may stand after what it guards
  std::string all;
  for (size_t i = 0; i < expressions_.size(); ++i) {
    const int guard = expressions_[i].guard;
    const std::string locals = locals_of(expressions_[i]);
    write_line(
        guard < 0 ? fmt::format("__x{} = ({}", i, locals)
                  : fmt::format("__x{0} = if __x{1} == false || __x{1} == null then null else ({2}", i, guard, locals));
    expression_lines_.push_back(lines_ + 1);
    write_line(expressions_[i].text);
    write_line("),");
    all += fmt::format("__x{}, ", i);
  }
  expression_lines_.push_back(lines_ + 1);
  write_line(fmt::format("__all = [{}]; [__all[__i] for __i in __wanted];", all));
  const std::vector<std::string> values = write_values();
  write_line("[");
  first_row_line_ = lines_ + 1;
  for (size_t i = 0; i < rows_.size(); ++i) {
    write_line(
        fmt::format("__row({}, {}, [{}]),", values[i], write_json(rows_[i].canvas, 0), fmt::join(wanted_[i], ",")));
  }
  write_line("]");
}

ExpressionFault Batch::fault_of(const JsonnetError& error, uint32_t expression, const JsonnetFrame* frame) const {
  ExpressionFault fault{0, 0, error.message, {}};
  if (frame != nullptr) {
    fault.line = frame->line - expression_lines_[expression] + 1;
    fault.column = frame->column;
  }
  if (const JsonnetFrame* top = error.frames.empty() ? nullptr : &error.frames[0];
      top != nullptr && top->file != kSnippetName && !top->file.empty()) {
    fault.hint = fmt::format("it happens in {}:{}:{}", top->file, top->line, top->column);
  }
  constexpr std::string_view kUnknown = "Unknown variable: ";
  if (error.message.starts_with(kUnknown)) {
    std::vector<std::string> names = expressions_[expression].locals;
    names.insert(names.end(), scope_.names.begin(), scope_.names.end());
    names.insert(names.end(), {"p", "canvas", "format", "random", "std"});
    const std::string near = closest(error.message.substr(kUnknown.size()), names);
    fault.hint =
        near.empty() ? fmt::format("in scope: {}", fmt::join(names, ", ")) : fmt::format("did you mean \"{}\"?", near);
  }
  return fault;
}

void Batch::fail_one(size_t row, uint32_t expression, ExpressionFault fault) {
  const auto& wanted = rows_[row].wanted;
  const auto place = std::ranges::find(wanted, expression);
  if (place == wanted.end()) return;
  results_[row][static_cast<size_t>(place - wanted.begin())] = std::unexpected(std::move(fault));
  std::erase(wanted_[row], expression);
  // What this one guards cannot be judged: skipped, without a message of its own.
  for (uint32_t other = 0; other < expressions_.size(); ++other) {
    if (expressions_[other].guard == static_cast<int>(expression)) fail_one(row, other, {});
  }
}

void Batch::fail_everywhere(uint32_t expression, const ExpressionFault& fault) {
  for (size_t row = 0; row < rows_.size(); ++row) fail_one(row, expression, fault);
}

void Batch::fail_rest(const std::string& message) {
  for (size_t row = 0; row < rows_.size(); ++row) {
    const std::vector<uint32_t> rest = wanted_[row];
    for (uint32_t expression : rest) fail_one(row, expression, {0, 0, message, {}});
  }
}

// Which row and expression an error belongs to, and what follows. False when neither can be told.
bool Batch::attribute(const JsonnetError& error) {
  const JsonnetFrame* frame = nullptr;
  uint32_t expression = 0;
  size_t row = rows_.size();
  for (const JsonnetFrame& f : error.frames) {
    if (f.file != kSnippetName) continue;
    if (frame == nullptr && f.line >= expression_lines_.front() && f.line < expression_lines_.back()) {
      frame = &f;
      const auto after = std::upper_bound(expression_lines_.begin(), expression_lines_.end(), f.line);
      expression = static_cast<uint32_t>(after - expression_lines_.begin()) - 1;
    }
    if (f.line >= first_row_line_) row = std::min(row, static_cast<size_t>(f.line - first_row_line_));
  }
  if (row < rows_.size() && frame != nullptr && std::ranges::find(wanted_[row], expression) != wanted_[row].end()) {
    fail_one(row, expression, fault_of(error, expression, frame));
  } else if (row < rows_.size()) {
    isolate(row, error);
  } else if (frame != nullptr) {
    fail_everywhere(expression, fault_of(error, expression, frame));
  } else {
    return false;
  }
  return true;
}

std::expected<Json, JsonnetError> Batch::evaluate_alone(size_t row, uint32_t expression) {
  const ExpressionRow alone{rows_[row].values, rows_[row].canvas, {expression}, rows_[row].own};
  std::vector<ExpressionResult> ignored(1);
  Batch batch(vm_, scope_, expressions_, {&alone, 1}, {&ignored, 1});
  batch.write_snippet();
  return vm_.evaluate(kSnippetName, batch.snippet_);
}

// The row is known, the expression is not (a result that is a function, say): tries the row's expressions one by one.
void Batch::isolate(size_t row, const JsonnetError& error) {
  const std::vector<uint32_t> candidates = wanted_[row];
  bool found = false;
  for (uint32_t expression : candidates) {
    if (auto value = evaluate_alone(row, expression); !value) {
      fail_one(row, expression, fault_of(value.error(), expression, nullptr));
      found = true;
    }
  }
  if (found) return;
  for (uint32_t expression : candidates) fail_one(row, expression, fault_of(error, expression, nullptr));
}

// Something took too long or too much: the first row tells which expression it was. If none does by itself, it was all
// of them together.
void Batch::fail_stopped(const JsonnetError& error) {
  const auto first = std::ranges::find_if(wanted_, [](const auto& wanted) { return !wanted.empty(); });
  const auto row = static_cast<size_t>(first - wanted_.begin());
  for (uint32_t expression : std::vector(*first)) {
    const auto alone = evaluate_alone(row, expression);
    if (alone || !alone.error().stopped) continue;
    return fail_everywhere(expression, {1, 1, alone.error().message, {}});
  }
  fail_rest(error.message);
}

void Batch::accept(Json value) {
  for (size_t row = 0; row < rows_.size(); ++row) {
    size_t place = 0;
    for (size_t k = 0; k < wanted_[row].size(); ++k) {
      while (rows_[row].wanted[place] != wanted_[row][k]) ++place;
      results_[row][place] = std::move(value.items[row].items[k]);
    }
  }
}

void Batch::run() {
  for (int faults = 0;; ++faults) {
    if (std::ranges::all_of(wanted_, [](const auto& w) { return w.empty(); })) return;
    write_snippet();
    auto value = vm_.evaluate(kSnippetName, snippet_, rows_.size());
    if (value) {
      accept(std::move(*value));
      return;
    }
    if (value.error().stopped) {
      fail_stopped(value.error());
      continue;
    }
    if (!attribute(value.error())) {
      fail_rest(value.error().message);
      return;
    }
    if (faults == kMaxFaults) {
      fail_rest(fmt::format("not evaluated, because more than {} expressions before it failed", kMaxFaults));
      return;
    }
  }
}

}  // namespace

std::vector<std::vector<ExpressionResult>> evaluate_expressions(Jsonnet& vm, const ExpressionScope& scope,
                                                                std::span<const Expression> expressions,
                                                                std::span<const ExpressionRow> rows) {
  std::vector<std::vector<ExpressionResult>> results(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) results[i].resize(rows[i].wanted.size());
  for (size_t first = 0; first < rows.size(); first += kRowsPerSnippet) {
    const size_t count = std::min(kRowsPerSnippet, rows.size() - first);
    Batch(vm, scope, expressions, rows.subspan(first, count), std::span(results).subspan(first, count)).run();
  }
  return results;
}

}  // namespace fp
