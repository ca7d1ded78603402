#include "engine/template/wishes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace fp {
namespace {

// The template's names stand for every row; those of copies belong to single expressions.
std::vector<std::string> local_names(const Scope& scope) {
  std::vector<std::string> names;
  for (const Scope* at = &scope; at->outer; at = at->outer.get()) {
    for (const Param& param : *at->params) {
      if (std::ranges::find(names, param.name) == names.end()) names.push_back(param.name);
    }
  }
  return names;
}

const Scope& outermost(const Scope& scope) {
  const Scope* at = &scope;
  while (at->outer) at = at->outer.get();
  return *at;
}

class Batch {
 public:
  explicit Batch(std::span<const Wish> wishes) : wishes_(wishes), expression_of_(wishes.size(), -1) {
    for (size_t i = 0; i < wishes.size(); ++i) rows_[row_of(wishes[i])].wanted.push_back(expression_of(i));
    for (ExpressionRow& row : rows_) {
      std::ranges::sort(row.wanted);
      row.wanted.erase(std::ranges::unique(row.wanted).begin(), row.wanted.end());
    }
  }

  std::vector<ExpressionResult> run(Jsonnet& vm, const std::string& format) {
    ExpressionScope scope{format, {}};
    for (const Param& param : *outermost(*wishes_.front().scope).params) scope.names.push_back(param.name);
    const auto results = evaluate_expressions(vm, scope, expressions_, rows_);
    std::vector<ExpressionResult> all;
    for (size_t i = 0; i < wishes_.size(); ++i) {
      const size_t row = row_of(wishes_[i]);
      const auto& wanted = rows_[row].wanted;
      const auto place = std::ranges::lower_bound(wanted, expression_of(i)) - wanted.begin();
      all.push_back(results[row][static_cast<size_t>(place)]);
    }
    return all;
  }

 private:
  size_t row_of(const Wish& wish) {
    const auto [at, fresh] = row_indexes_.emplace(wish.scope, rows_.size());
    if (!fresh) return at->second;
    ExpressionRow& row = rows_.emplace_back();
    row.values = outermost(*wish.scope).values.get();
    row.canvas = *wish.canvas;
    for (const Scope* scope = wish.scope; scope->outer; scope = scope->outer.get()) {
      row.own.insert(row.own.begin(), scope->values.get());
    }
    return at->second;
  }

  uint32_t expression_of(size_t index) {
    int& known = expression_of_[index];
    if (known >= 0) return static_cast<uint32_t>(known);
    const Wish& wish = wishes_[index];
    const int guard = wish.guard < 0 ? -1 : static_cast<int>(expression_of(static_cast<size_t>(wish.guard)));
    const std::vector<std::string> locals = local_names(*wish.scope);
    const std::string key = fmt::format("{} {} {}", guard, fmt::join(locals, ","), wish.text);
    const auto [at, fresh] = expression_indexes_.emplace(key, static_cast<int>(expressions_.size()));
    if (fresh) expressions_.push_back({wish.text, guard, locals});
    known = at->second;
    return static_cast<uint32_t>(known);
  }

  std::span<const Wish> wishes_;
  std::vector<int> expression_of_;  // by wish; -1: not known yet
  std::vector<Expression> expressions_;
  std::map<std::string, int> expression_indexes_;
  std::vector<ExpressionRow> rows_;  // a row for each scope
  std::map<const Scope*, size_t> row_indexes_;
};

}  // namespace

std::vector<ExpressionResult> evaluate_wishes(Jsonnet& vm, const std::string& format, std::span<const Wish> wishes) {
  if (wishes.empty()) return {};
  return Batch(wishes).run(vm, format);
}

}  // namespace fp
