#include "engine/data/join.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "engine/data/rows_of.hpp"

namespace fp {
namespace {

constexpr size_t kNamed = 5;  // keys in a message

struct Keys {
  std::vector<size_t> here, there;
};

std::unexpected<JoinFault> fault(const Json& at, std::string message, std::string hint = {}) {
  return std::unexpected(JoinFault{&at, std::move(message), std::move(hint)});
}

std::optional<size_t> place(const DataTable& table, std::string_view name) {
  const Column* found = table.find(name);
  return found == nullptr ? std::nullopt : std::optional(static_cast<size_t>(found - table.columns.data()));
}

std::expected<Keys, JoinFault> keys_of(const DataTable& table, const DataTable& other, const Json& step) {
  const Json* on = step.find("on");
  std::vector<std::pair<std::string, std::string>> pairs;
  if (on == nullptr) {
    for (const Column& c : table.columns)
      if (other.find(c.name) != nullptr) pairs.emplace_back(c.name, c.name);
    if (pairs.empty()) return fault(step, "the two have no column in common", "say which: \"on\": {\"id\": \"code\"}");
  } else if (on->is_object()) {
    for (const Json::Member& m : on->members) pairs.emplace_back(m.key, m.value.text);
  } else if (on->is_string()) {
    pairs.emplace_back(on->text, on->text);
  } else {
    for (const Json& name : on->items) pairs.emplace_back(name.text, name.text);
  }
  const Json& at = on != nullptr ? *on : step;
  Keys keys;
  for (const auto& [a, b] : pairs) {
    const auto here = place(table, a), there = place(other, b);
    if (!here) return fault(at, fmt::format("there is no column \"{}\" here", a));
    if (!there) return fault(at, fmt::format("{} has no column \"{}\"", other.source, b));
    const ColumnType x = table.columns[*here].type, y = other.columns[*there].type;
    if (x != y)
      return fault(at, fmt::format("\"{}\" is a {} here and a {} in {}", a, name_of(x), name_of(y), other.source),
                   "declare both columns with one type");
    keys.here.push_back(*here);
    keys.there.push_back(*there);
  }
  return keys;
}

std::expected<std::vector<size_t>, JoinFault> wanted_columns(const DataTable& table, const DataTable& other,
                                                             const Keys& keys, const Json& step) {
  std::vector<size_t> wanted;
  const Json* names = step.find("columns");
  if (names == nullptr) {
    for (size_t i = 0; i < other.columns.size(); ++i)
      if (std::ranges::find(keys.there, i) == keys.there.end()) wanted.push_back(i);
  } else {
    for (const Json& name : names->items) {
      const auto at = place(other, name.text);
      if (!at) return fault(name, fmt::format("{} has no column \"{}\"", other.source, name.text));
      wanted.push_back(*at);
    }
  }
  for (const size_t at : wanted) {
    if (table.find(other.columns[at].name) != nullptr)
      return fault(names != nullptr ? *names : step, fmt::format("both have a column \"{}\"", other.columns[at].name),
                   "choose others with \"columns\"");
  }
  return wanted;
}

// A key as a person reads it.
std::string shown(const DataTable& table, const std::vector<size_t>& columns, uint32_t row) {
  std::string text;
  for (const size_t at : columns) {
    const Column& column = table.columns[at];
    if (!text.empty()) text += ", ";
    if (is_missing(column.cells[row])) {
      text += "(missing)";
    } else if (column.type == ColumnType::text) {
      text += word_of(column, row);
    } else if (column.type == ColumnType::date) {
      text += iso_text({static_cast<int64_t>(column.cells[row]), column.has_time});
    } else {
      text += fmt::format("{}", column.cells[row]);
    }
  }
  return text;
}

}  // namespace

std::expected<DataTable, JoinFault> join_tables(const DataTable& table, const DataTable& other, const Json& step) {
  const auto keys = keys_of(table, other, step);
  if (!keys) return std::unexpected(keys.error());
  const auto wanted = wanted_columns(table, other, *keys, step);
  if (!wanted) return std::unexpected(wanted.error());
  std::unordered_map<std::string, uint32_t> index;
  for (uint32_t row = 0; row < other.rows; ++row) {
    if (!index.try_emplace(key_of(other, keys->there, row), row).second)
      return fault(step, fmt::format("{} has the key {} twice", other.source, shown(other, keys->there, row)),
                   "the keys of the source that is joined must be unique: group it first");
  }
  const Json* said = step.find("unmatched");
  const std::string unmatched = said != nullptr ? said->text : "fail";
  Rows rows;
  std::vector<std::optional<uint32_t>> mates;
  std::vector<std::string> lost;
  for (uint32_t row = 0; row < table.rows; ++row) {
    const auto it = index.find(key_of(table, keys->here, row));
    if (it == index.end()) {
      lost.push_back(shown(table, keys->here, row));
      if (unmatched == "drop") continue;
    }
    rows.push_back(row);
    mates.push_back(it == index.end() ? std::nullopt : std::optional(it->second));
  }
  if (unmatched == "fail" && !lost.empty()) {
    const size_t more = lost.size() > kNamed ? lost.size() - kNamed : 0;
    const size_t count = lost.size();
    lost.resize(count - more);
    return fault(step,
                 fmt::format("{} row{} of {} {} no match in {}: {}{}", count, count == 1 ? "" : "s", table.source,
                             count == 1 ? "has" : "have", other.source, fmt::join(lost, "; "),
                             more > 0 ? fmt::format("; and {} more", more) : ""),
                 "add \"unmatched\": \"keep\" or \"drop\" if that is right");
  }
  DataTable out = gathered(table, rows);
  for (const size_t at : *wanted) {
    const Column& from = other.columns[at];
    Column& to = out.columns.emplace_back(
        Column{.name = from.name, .type = from.type, .words = from.words, .has_time = from.has_time});
    for (const auto& mate : mates) to.cells.push_back(mate ? from.cells[*mate] : kMissing);
  }
  return out;
}

}  // namespace fp
