// Tables written as JSON (one array of objects) or as JSON lines (one object a line).
#include <fmt/format.h>

#include <set>

#include "engine/core/fault_at.hpp"
#include "engine/data/readers.hpp"

namespace fp {
namespace {

const char* kind_of(const Json& value) {
  switch (value.type) {
    case Json::Type::null:
      return "null";
    case Json::Type::boolean:
      return "a boolean";
    case Json::Type::number:
      return "a number";
    case Json::Type::string:
      return "a text";
    case Json::Type::array:
      return "an array";
    case Json::Type::object:
      return "an object";
  }
  return "unknown";
}

// Moves what was read from a line of its own to where the line stands in the file.
void shift(Json& value, int lines, uint32_t offset) {
  const auto move = [&](SourceSpan& span) {
    span.line += lines;
    span.begin += offset;
    span.end += offset;
  };
  move(value.span);
  for (Json& item : value.items) shift(item, lines, offset);
  for (Json::Member& member : value.members) {
    move(member.key_span);
    shift(member.value, lines, offset);
  }
}

std::string hint_for_wrapped(const Json& root) {
  for (const Json::Member& member : root.members) {
    if (member.value.is_array()) {
      return fmt::format("save the array under \"{}\" as a file of its own", member.key);
    }
  }
  return "for one row, write [ {...} ]";
}

// Where the way along a pointer ends, and what goes on from there.
Diagnostic nothing_at(const Json& document, const std::string& file, std::string_view pointer) {
  std::string_view known = pointer;
  while (find_at(document, known) == nullptr) known = known.substr(0, known.rfind('/'));
  const Json& at = *find_at(document, known);
  std::vector<std::string> names;
  for (const Json::Member& m : at.members) names.push_back(m.key);
  const auto steps = split_pointer(pointer.substr(0, pointer.find('/', known.size() + 1)));
  const std::string step = steps && !steps->empty() ? steps->back() : std::string(pointer);
  const std::string near = closest(step, names);
  return fault_at(file, at.span, std::string(known), fmt::format("there is no \"{}\" in {}", step, kind_of(at)),
                  near.empty() ? names.empty() ? "" : fmt::format("there are: {}", fmt::join(names, ", "))
                               : fmt::format("did you mean \"{}\"?", near));
}

}  // namespace

void add_object_row(Table& table, const Json& value, Errors& errors) {
  const int number = static_cast<int>(table.rows.size()) + 1;
  if (!value.is_object()) {
    errors.push_back(
        fault_at(table.file, value.span, {},
                 fmt::format("row {} is {}; every row must be an object of fields", number, kind_of(value))));
  }
  Row row{number, value.span.line, {}};
  row.fields.reserve(value.members.size());
  for (const Json::Member& member : value.members) {
    if (member.key.empty()) {
      errors.push_back(
          fault_at(table.file, member.key_span, {}, fmt::format("row {} has a field without a name", number)));
    }
    row.fields.push_back({member.key, member.value});
  }
  table.rows.push_back(std::move(row));
}

void collect_columns(Table& table) {
  std::set<std::string_view> seen;
  for (const Row& row : table.rows) {
    for (const Field& field : row.fields) {
      if (seen.insert(field.name).second) table.columns.push_back(field.name);
    }
  }
}

Result<Table> parse_json_rows(std::string_view bytes, const std::string& file, const TableLimits& limits,
                              std::string_view pointer) {
  Result<Json> document = parse_json(bytes, file, {.max_bytes = limits.max_bytes});
  if (!document) return fail(std::move(document.error()));
  const Json* rows = find_at(*document, pointer);
  if (rows == nullptr) return fail(nothing_at(*document, file, pointer));
  if (!rows->is_array()) {
    return fail(fault_at(file, rows->span, std::string(pointer),
                         fmt::format("{} holds {}; a table is an array of objects: [ {{\"name\": ...}}, ... ]",
                                     pointer.empty() ? "the file" : "this place", kind_of(*rows)),
                         rows->is_object() ? hint_for_wrapped(*rows) : ""));
  }
  if (rows->items.size() > limits.max_rows) {
    return fail(fault_at(file, rows->items[limits.max_rows].span, {}, fmt::format("more than {} rows", limits.max_rows),
                         "split the table"));
  }
  Table table;
  table.file = file;
  table.typed = true;
  Errors errors;
  for (const Json& item : rows->items) add_object_row(table, item, errors);
  if (!errors.empty()) return fail(std::move(errors));
  collect_columns(table);
  return table;
}

Result<Table> parse_jsonl(std::string_view bytes, const std::string& file, const TableLimits& limits) {
  Table table;
  table.file = file;
  table.typed = true;
  Errors errors;
  int line = 0;
  for (size_t pos = 0; pos < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', pos), bytes.size());
    const std::string_view text = bytes.substr(pos, end - pos);
    if (text.find_first_not_of(" \t\r") != std::string_view::npos) {
      if (table.rows.size() >= limits.max_rows) {
        errors.push_back(fault_at(file, {line + 1, 1}, {}, fmt::format("more than {} rows", limits.max_rows)));
        break;
      }
      Result<Json> value = parse_json(text, file, {.max_bytes = limits.max_bytes});
      if (value) {
        shift(*value, line, static_cast<uint32_t>(pos));
        add_object_row(table, *value, errors);
      } else {
        for (Diagnostic& d : value.error()) {
          d.line += line;
          errors.push_back(std::move(d));
        }
      }
    }
    pos = end + 1;
    ++line;
  }
  if (!errors.empty()) return fail(std::move(errors));
  collect_columns(table);
  return table;
}

}  // namespace fp
