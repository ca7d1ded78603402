// A table and assignments become typed rows. Every fault of every row is found before anything is rendered.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/template/params.hpp"

namespace fp {
namespace {

std::vector<std::string> param_names(const Template& tpl) {
  std::vector<std::string> names;
  for (const Param& param : tpl.params) {
    if (!param.of_data) names.push_back(param.name);
  }
  return names;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& names) {
  const std::string near = closest(word, names);
  return near.empty() ? "" : fmt::format("did you mean \"{}\"?", near);
}

const std::string& column_of(const Param& param) {
  return param.from.empty() ? param.name : param.from;
}

bool same_but_for_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// One value for all rows: assigned by the user, or the default (null without one).
struct Plan {
  const Param* param = nullptr;
  bool assigned = false;  // also where the user's value is a fault: that is enough about this param, and value is null
  Json value;
};

class RowTyper {
 public:
  RowTyper(const Template& tpl, const Table* table) : tpl_(tpl), table_(table), typer_(tpl) {}

  Result<std::vector<Values>> run(std::span<const Assignment> overrides);

 private:
  void plan(std::span<const Assignment> overrides);
  void assign(const Assignment& assignment);
  void check_column(const Plan& plan);
  Values type_row(const Row* row);
  Json type_field(const Plan& plan, const Row* row);

  const Template& tpl_;
  const Table* table_;
  ValueTyper typer_;
  std::vector<Plan> plans_;
};

void RowTyper::assign(const Assignment& assignment) {
  const auto it = std::ranges::find_if(plans_, [&](const Plan& p) { return p.param->name == assignment.name; });
  if (it == plans_.end()) {
    const std::vector<std::string> names = param_names(tpl_);
    std::string hint = did_you_mean(assignment.name, names);
    if (hint.empty()) hint = fmt::format("its params: {}", fmt::join(names, ", "));
    typer_.errors().push_back({Fault::usage,
                               {},
                               0,
                               0,
                               {},
                               fmt::format("--set {}: the template has no param of that name", assignment.name),
                               std::move(hint)});
    return;
  }
  const Origin origin{Fault::usage, {}, "--set: ", true};
  std::optional<Json> value = typer_.type(*it->param, Json::of(assignment.value), origin, assignment.name);
  it->assigned = !value || !value->is_null();
  if (it->assigned) it->value = std::move(value).value_or(Json{});
}

void RowTyper::plan(std::span<const Assignment> overrides) {
  for (const Param& param : tpl_.params) {
    if (param.of_data) continue;
    plans_.push_back({&param, false, typer_.fallback(param, param.name).value_or(Json{})});
  }
  for (const Assignment& assignment : overrides) assign(assignment);
  if (table_ == nullptr) return;
  for (const Plan& plan : plans_) check_column(plan);
}

// A column that is not there at all is one fault of the table, not one of every row.
void RowTyper::check_column(const Plan& plan) {
  const Param& param = *plan.param;
  const std::string& column = column_of(param);
  if (plan.assigned || table_->rows.empty() || std::ranges::find(table_->columns, column) != table_->columns.end())
    return;
  const auto twin = std::ranges::find_if(table_->columns, [&](const std::string& c) {
    return same_but_for_case(c, column) &&
           std::ranges::none_of(tpl_.params, [&](const Param& other) { return column_of(other) == c; });
  });
  const bool has_twin = twin != table_->columns.end();
  const bool needed = param.required && !param.fallback;
  if (!needed && param.from.empty() && !has_twin) return;
  std::string hint =
      has_twin ? fmt::format("give the param \"from\": \"{}\"", *twin) : did_you_mean(column, table_->columns);
  if (hint.empty()) hint = fmt::format("its columns: {}", fmt::join(table_->columns, ", "));
  typer_.errors().push_back({Fault::invalid, table_->file, 0, 0, param.name,
                             fmt::format("the table has no column \"{}\", which param \"{}\" {}", column, param.name,
                                         needed ? "requires" : "reads"),
                             std::move(hint)});
}

Json RowTyper::type_field(const Plan& plan, const Row* row) {
  const Param& param = *plan.param;
  if (plan.assigned) return plan.value;
  const Field* field = row != nullptr ? row->find(column_of(param)) : nullptr;
  if (field != nullptr) {
    const Origin origin{Fault::invalid, table_->file, fmt::format("row {}: ", row->number), !table_->typed};
    std::optional<Json> value = typer_.type(param, field->value, origin, param.name);
    if (!value) return {};
    if (!value->is_null()) return std::move(*value);
  }
  if (!param.required || param.fallback) return plan.value;
  if (row == nullptr) {
    typer_.errors().push_back({Fault::usage,
                               {},
                               0,
                               0,
                               param.name,
                               fmt::format("param \"{}\" is required and has no value", param.name),
                               fmt::format("give it with --set {}=..., or give a row of data", param.name)});
  } else if (field != nullptr || table_->typed) {
    const bool known = std::ranges::find(table_->columns, column_of(param)) != table_->columns.end();
    if (!known) return {};  // said once, by check_column
    const SourceSpan at = field != nullptr ? field->value.span : SourceSpan{row->line, 0};
    typer_.errors().push_back(
        {Fault::invalid, table_->file, at.line, at.column, param.name,
         fmt::format("row {}: {} has no value; expected {}", row->number, param.name, type_name(param)),
         "the param is required; give it a \"default\" if it need not be there"});
  }
  return {};
}

Values RowTyper::type_row(const Row* row) {
  Values values;
  values.object = Json::object();
  values.object.members.reserve(plans_.size());
  for (const Plan& plan : plans_) {
    values.object.members.push_back({plan.param->name, {}, type_field(plan, row)});
  }
  if (row != nullptr) {
    // Only the file's own name: labels end in manifests, which do not tell where on a machine a table lay.
    values.label = fmt::format("{}:{}", std::filesystem::path(table_->file).filename().string(), row->line);
  }
  return values;
}

Result<std::vector<Values>> RowTyper::run(std::span<const Assignment> overrides) {
  plan(overrides);
  std::vector<Values> rows;
  if (table_ == nullptr) {
    rows.push_back(type_row(nullptr));
  } else {
    rows.reserve(table_->rows.size());
    for (const Row& row : table_->rows) rows.push_back(type_row(&row));
  }
  if (!typer_.errors().empty()) return fail(std::move(typer_.errors()));
  return rows;
}

}  // namespace

Result<Assignment> parse_assignment(std::string_view text) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return fail(Fault::usage, fmt::format("--set \"{}\" is malformed; expected name=value", text));
  }
  return Assignment{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

Result<std::vector<Values>> type_rows(const Template& tpl, const Table* table, std::span<const Assignment> overrides) {
  return RowTyper(tpl, table).run(overrides);
}

}  // namespace fp
