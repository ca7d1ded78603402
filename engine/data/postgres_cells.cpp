#include "engine/data/postgres_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "engine/data/dates.hpp"

namespace fp {
namespace {

// Types' numbers never change; the server's headers, which name them, are not part of libpq.
constexpr Oid kBool = 16, kInt8 = 20, kInt4 = 23, kNumeric = 1700;
constexpr std::pair<Oid, PostgresKind> kKinds[] = {
    {kBool, PostgresKind::boolean},    {18, PostgresKind::text},     // "char"
    {19, PostgresKind::text},                                        // name
    {kInt8, PostgresKind::integer},    {21, PostgresKind::integer},  // int2
    {kInt4, PostgresKind::integer},    {25, PostgresKind::text},     // text
    {114, PostgresKind::text},                                       // json
    {700, PostgresKind::real},         {701, PostgresKind::real},    // float4, float8
    {1042, PostgresKind::text},        {1043, PostgresKind::text},   // char, varchar
    {1082, PostgresKind::date},        {1114, PostgresKind::timestamp}, {1184, PostgresKind::timestamptz},
    {kNumeric, PostgresKind::numeric}, {2950, PostgresKind::text},      {3802, PostgresKind::text},  // uuid, jsonb
};

template <class Number>
std::optional<Number> parsed(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Result<Cell> date_cell(PostgresKind kind, std::string_view written, std::string& scratch, const CellPlace& place) {
  scratch = written;
  if (const size_t space = scratch.find(' '); space != std::string::npos) scratch[space] = 'T';
  if (kind == PostgresKind::timestamptz && scratch.ends_with("+00")) scratch.replace(scratch.size() - 3, 3, "Z");
  if (!parse_iso_date(scratch)) {
    return fail_cell(place, fmt::format("\"{}\" is not a date of the years 1 to 9999", written));
  }
  return Cell{.kind = Cell::Kind::text, .text = scratch};
}

}  // namespace

std::optional<PostgresKind> postgres_kind(Oid type) {
  for (const auto& [known, kind] : kKinds) {
    if (known == type) return kind;
  }
  return std::nullopt;
}

Result<Cell> postgres_cell(PostgresKind kind, std::string_view written, size_t max_bytes, std::string& scratch,
                           const CellPlace& place) {
  auto text = text_cell(written, max_bytes, place);
  if (!text || kind == PostgresKind::text) return text;
  switch (kind) {
    case PostgresKind::boolean:
      return Cell{.kind = Cell::Kind::boolean, .number = written == "t" ? 1.0 : 0.0};
    case PostgresKind::integer:
      if (const auto value = parsed<int64_t>(written)) return integer_cell(*value, written, place);
      break;
    case PostgresKind::real:
    case PostgresKind::numeric:
      if (const auto value = parsed<double>(written)) return number_cell(*value, written, place);
      return fail_cell(place, fmt::format("the number {} is beyond what a double holds", written),
                       "read it as text: CAST(... AS text)");
    default:
      return date_cell(kind, written, scratch, place);
  }
  return fail_cell(place, fmt::format("the server's \"{}\" is not an integer", written));
}

PostgresValue postgres_value(const Json& value) {
  switch (value.type) {
    case Json::Type::boolean:
      return {kBool, value.boolean ? "t" : "f"};
    case Json::Type::number: {
      const auto whole = whole_number(value);
      const bool small =
          whole && *whole >= std::numeric_limits<int32_t>::min() && *whole <= std::numeric_limits<int32_t>::max();
      return {small   ? kInt4
              : whole ? kInt8
                      : kNumeric,
              whole                ? fmt::format("{}", *whole)
              : value.text.empty() ? fmt::format("{}", value.number)
                                   : value.text};
    }
    case Json::Type::string:
      return {0, value.text};
    default:
      return {};
  }
}

}  // namespace fp
