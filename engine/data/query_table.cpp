// Rows of a batch out of a database, and where databases are.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "engine/data/query.hpp"

namespace fp {
namespace {

Json value_of(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::text:
      return Json::of(std::string(cell.text));
    case Cell::Kind::boolean:
      return Json::of(cell.number != 0);
    case Cell::Kind::number: {
      Json number = Json::of(cell.number);
      if (!cell.text.empty()) number.text = cell.text;  // digit for digit
      return number;
    }
    default:
      return {};
  }
}

}  // namespace

bool is_database(std::string_view place) {
  return place.starts_with('$') ||
         std::ranges::any_of(std::to_array<std::string_view>({".db", ".sqlite", ".sqlite3"}),
                             [&](std::string_view ending) { return place.ends_with(ending); });
}

Result<std::string> database_uri(const std::string& variable) {
  const char* uri = std::getenv(variable.c_str());
  if (uri != nullptr && *uri != '\0') return std::string(uri);
  return fail(Fault::missing, fmt::format("the environment variable {} is not set", variable),
              "it holds the URI of the database, such as postgresql://user:password@host/name");
}

Result<Table> query_table(const std::string& place, const std::string& query) {
  Table table{.file = place, .typed = true};
  const QueryTaker taker{[&](std::span<const std::string> names) {
                           table.columns.assign(names.begin(), names.end());
                           return true;
                         },
                         [&](std::span<const Cell> cells, uint32_t number) {
                           Row row{.number = static_cast<int>(number), .line = static_cast<int>(number)};
                           for (size_t i = 0; i < cells.size(); ++i)
                             row.fields.push_back({table.columns[i], value_of(cells[i])});
                           table.rows.push_back(std::move(row));
                         }};
  Result<void> done;
  if (place.starts_with('$')) {
    auto uri = database_uri(place.substr(1));
    if (!uri) return fail(std::move(uri.error()));
    done = query_postgres(*uri, {.text = query}, taker);
  } else {
    done = query_sqlite(place, {.text = query}, taker);
  }
  if (!done) return fail(std::move(done.error()));
  return table;
}

}  // namespace fp
