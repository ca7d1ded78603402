#include "engine/template/source_values.hpp"

#include <fmt/format.h>

#include "engine/core/fault_at.hpp"
#include "engine/data/calls.hpp"

namespace fp {
namespace {

constexpr size_t kMostRows = 20'000;

std::string pointer_of(const DataSource& source, std::string_view key) {
  return "/data" + child_pointer(source.name) + child_pointer(key);
}

const Json* said(const Template& tpl, const DataSource& source, std::string_view key) {
  return tpl.document.find("data")->find(source.name)->find(key);
}

Json cell_value(const Column& column, size_t row) {
  const double cell = column.cells[row];
  if (is_missing(cell)) return {};
  switch (column.type) {
    case ColumnType::text:
      return Json::of(word_of(column, row));
    case ColumnType::boolean:
      return Json::of(cell != 0);
    case ColumnType::date:
      return Json::of(iso_text({static_cast<int64_t>(cell), column.has_time}));
    case ColumnType::number:
      break;
  }
  return Json::of(cell);
}

Json record_of(const DataTable& table, size_t row) {
  Json record = Json::object();
  record.members.reserve(table.columns.size());
  for (const Column& column : table.columns) record.members.push_back({column.name, {}, cell_value(column, row)});
  return record;
}

std::optional<Constant> constant_of(const Param& param, const Json* value) {
  Constant constant;
  switch (param.type) {
    case Param::Type::list:
    case Param::Type::record:
      return std::nullopt;
    case Param::Type::number:
    case Param::Type::integer:
    case Param::Type::money:
      constant.type = ColumnType::number;
      break;
    case Param::Type::boolean:
      constant.type = ColumnType::boolean;
      break;
    case Param::Type::date:
      constant.type = ColumnType::date;
      break;
    default:
      break;
  }
  if (value == nullptr || value->is_null()) return constant;
  if (constant.type == ColumnType::text) {
    constant.number = 0;
    constant.text = value->text;
  } else if (constant.type == ColumnType::date) {
    if (const auto date = parse_iso_date(value->text)) constant.number = static_cast<double>(date->milliseconds);
  } else {
    constant.number = value->is_bool() ? static_cast<double>(value->boolean) : value->number;
  }
  return constant;
}

}  // namespace

DataTable columns_of(const DataSource& source) {
  DataTable table{.source = source.name};
  for (const ColumnSpec& spec : source.columns) table.columns.push_back({.name = spec.name, .type = spec.type});
  return table;
}

Constants constants_of(const Template& tpl, const Json* row) {
  Constants constants;
  for (const Param& param : tpl.params) {
    if (auto constant = constant_of(param, row != nullptr ? row->find(param.name) : nullptr))
      constants.emplace(param.name, *std::move(constant));
  }
  return constants;
}

Result<DataTable> transform_source(const Template& tpl, const DataSource& source, DataTable table, const Json* row,
                                   const Tables& before) {
  TransformContext context{
      .file = tpl.file, .pointer = pointer_of(source, "transform"), .constants = constants_of(tpl, row)};
  for (const auto& [name, other] : before) context.tables.emplace(name, &other);
  return transformed(std::move(table), source.steps, context);
}

Result<std::string> as_of_date(const Template& tpl, const DataSource& source, const DataTable& table) {
  if (source.as_of.empty()) return std::string();
  if (const auto date = parse_iso_date(source.as_of)) return iso_text(*date);
  const Json& at = *said(tpl, source, "as_of");
  const auto reject = [&](std::string message, std::string hint) {
    return fail(fault_at(tpl.file, at.span, pointer_of(source, "as_of"), std::move(message), std::move(hint)));
  };
  const auto call = parse_aggregate(source.as_of, table, {});
  if (!call) return reject(call.error().message, call.error().hint);
  if (call->type != ColumnType::date)
    return reject(fmt::format("\"as_of\" is a date, and this is a {}", name_of(call->type)), "such as max(date)");
  const auto made = aggregate(*call, table, {all_rows(table)});
  if (!made) return reject(made.error().message, made.error().hint);
  if (is_missing(made->cells[0])) return std::string();
  return iso_text({static_cast<int64_t>(made->cells[0]), made->has_time});
}

Result<Json> list_of(const Template& tpl, const DataSource& source, const DataTable& table) {
  if (table.rows > kMostRows)
    return fail(fault_at(tpl.file, source.span, pointer_of(source, "transform"),
                         fmt::format("the source comes to {} rows; at most {} can be drawn", table.rows, kMostRows),
                         "bring them together with \"group\", \"filter\" or \"top\", or in the query"));
  Json list = Json::array();
  list.items.reserve(table.rows);
  for (size_t row = 0; row < table.rows; ++row) list.items.push_back(record_of(table, row));
  return list;
}

std::string snapshot_of(const DataTable& table) {
  std::string text;
  for (size_t row = 0; row < table.rows; ++row) text.append(write_json(record_of(table, row), 0)).append("\n");
  return text;
}

}  // namespace fp
