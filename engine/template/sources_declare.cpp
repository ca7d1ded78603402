// What a template's "data" says, as the schema has accepted it.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/core/fault_at.hpp"
#include "engine/data/bind_names.hpp"
#include "engine/template/source_values.hpp"
#include "engine/template/sources.hpp"

namespace fp {
namespace {

// "36h", "500ms": a whole number and a unit, in milliseconds.
int64_t duration_ms(std::string_view text) {
  int64_t count = 0;
  const auto [unit, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view name(unit, text.data() + text.size());
  if (error != std::errc{}) return 0;
  return count * (name == "ms"    ? 1
                  : name == "s"   ? 1000
                  : name == "min" ? 60'000
                  : name == "h"   ? 3'600'000
                                  : 86'400'000);
}

ColumnType column_type(const std::string& name) {
  for (const ColumnType type : {ColumnType::number, ColumnType::boolean, ColumnType::date})
    if (name == name_of(type)) return type;
  return ColumnType::text;
}

ColumnSpec read_column(const std::string& name, const Json& json) {
  ColumnSpec spec{.name = name};
  if (json.is_string()) {
    spec.type = column_type(json.text);
    return spec;
  }
  spec.type = column_type(json.find("type")->text);
  if (const Json* value = json.find("from")) spec.from = value->text;
  if (const Json* value = json.find("pattern")) spec.pattern = value->text;
  if (const Json* value = json.find("min")) spec.min = value->number;
  if (const Json* value = json.find("max")) spec.max = value->number;
  return spec;
}

DataSource read_source(const std::string& name, const Json& json) {
  DataSource source{.name = name, .span = json.span};
  for (const auto& [key, kind] : {std::pair{"file", DataSource::Kind::file},
                                  {"sqlite", DataSource::Kind::sqlite},
                                  {"postgres", DataSource::Kind::postgres}}) {
    if (const Json* value = json.find(key)) {
      source.kind = kind;
      source.location = kind == DataSource::Kind::postgres ? value->text.substr(1) : value->text;
    }
  }
  if (const Json* value = json.find("path")) source.path = value->text;
  if (const Json* value = json.find("query")) source.query.text = value->text;
  if (const Json* value = json.find("timeout")) source.query.timeout_ms = duration_ms(value->text);
  if (const Json* value = json.find("max_steps"))
    source.query.max_steps = static_cast<int64_t>(std::min(value->number, 1e15));
  for (const Json::Member& m : json.find("columns")->members) source.columns.push_back(read_column(m.key, m.value));
  if (const Json* missing = json.find("missing")) {
    for (const Json& value : missing->items) {
      if (value.is_null()) source.missing.null = true;
      if (value.is_string()) source.missing.texts.push_back(value.text);
    }
  }
  if (const Json* value = json.find("transform")) source.steps = *value;
  if (const Json* value = json.find("as_of")) source.as_of = value->text;
  if (const Json* value = json.find("max_age")) source.max_age_ms = duration_ms(value->text);
  if (const Json* value = json.find("stale")) source.stale_warns = value->text == "warn";
  return source;
}

Param::Type param_type(ColumnType type) {
  switch (type) {
    case ColumnType::number:
      return Param::Type::number;
    case ColumnType::boolean:
      return Param::Type::boolean;
    case ColumnType::date:
      return Param::Type::date;
    case ColumnType::text:
      break;
  }
  return Param::Type::text;
}

Param param_of(const DataSource& source, const DataTable& columns) {
  Param record{.name = source.name, .type = Param::Type::record};
  for (const Column& column : columns.columns)
    record.fields.push_back({.name = column.name, .type = param_type(column.type)});
  return {.name = source.name,
          .type = Param::Type::list,
          .fields = {std::move(record)},
          .of_data = true,
          .span = source.span};
}

// What is wrong whatever the source says.
Errors check_source(const Template& tpl, const DataSource& source, const Json& json, const std::string& pointer) {
  Errors errors;
  const auto report = [&](const Json& at, const std::string& where, std::string message, std::string hint = {}) {
    errors.push_back(fault_at(tpl.file, at.span, where, std::move(message), std::move(hint)));
  };
  if (source.columns.empty()) report(*json.find("columns"), pointer + "/columns", "a source has at least one column");
  for (size_t i = 0; i < source.columns.size(); ++i) {
    const ColumnSpec& spec = source.columns[i];
    const Json& at = json.find("columns")->members[i].value;
    const std::string where = pointer + "/columns" + child_pointer(spec.name);
    if (!spec.pattern.empty() && spec.type != ColumnType::date) report(at, where, "only dates have a \"pattern\"");
    if ((spec.min || spec.max) && spec.type != ColumnType::number)
      report(at, where, "only numbers have \"min\" and \"max\"");
    if (spec.min && spec.max && *spec.min > *spec.max) report(at, where, "\"min\" is above \"max\"");
    if (spec.pattern.empty()) continue;
    if (const auto reader = DateReader::create(spec.pattern, tpl.locale); !reader)
      report(at, where, reader.error().front().message, reader.error().front().hint);
  }
  const Constants constants = constants_of(tpl, nullptr);
  for (const std::string& name : number_binds(source.query.text).names) {
    if (constants.contains(name)) continue;
    std::vector<std::string> known;
    for (const auto& [key, unused] : constants) known.push_back(key);
    const std::string near = closest(name, known);
    report(*json.find("query"), pointer + "/query",
           fmt::format("the query asks for :{}, and no parameter of one value has that name", name),
           near.empty() ? "" : fmt::format("did you mean :{}?", near));
  }
  const bool twice = std::ranges::count_if(tpl.params, [&](const Param& p) { return p.name == source.name; }) > 0;
  if (twice)
    report(json, pointer, fmt::format("there is a parameter \"{}\" already", source.name), "choose another name");
  return errors;
}

}  // namespace

Errors declare_sources(Template& tpl) {
  Errors errors;
  const Json* data = tpl.document.find("data");
  if (data == nullptr) return errors;
  std::map<std::string, DataTable, std::less<>> empty;
  for (const Json::Member& m : data->members) {
    const std::string pointer = "/data" + child_pointer(m.key);
    DataSource source = read_source(m.key, m.value);
    Errors found = check_source(tpl, source, m.value, pointer);
    DataTable columns = columns_of(source);
    if (found.empty()) {
      if (auto as_of = as_of_date(tpl, source, columns); !as_of) found = std::move(as_of.error());
    }
    if (found.empty()) {
      auto made = transform_source(tpl, source, columns, nullptr, empty);
      if (made) {
        columns = *std::move(made);
      } else {
        found = std::move(made.error());
      }
    }
    errors.insert(errors.end(), found.begin(), found.end());
    tpl.params.push_back(param_of(source, columns));
    empty.emplace(source.name, std::move(columns));
    tpl.sources.push_back(std::move(source));
  }
  return errors;
}

}  // namespace fp
