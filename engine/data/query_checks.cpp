#include "engine/data/query_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "engine/core/utf8.hpp"

namespace fp {
namespace {

constexpr int64_t kExact = int64_t{1} << 53;  // a double holds every integer up to here

std::unexpected<Errors> invalid(const std::string& source, std::string message, std::string hint = {}) {
  return fail({.fault = Fault::invalid, .file = source, .message = std::move(message), .hint = std::move(hint)});
}

// What is wrong with a value, or nothing.
std::string fault_of(const Json& value) {
  if (value.is_array() || value.is_object())
    return "is a list or an object; expected null, a boolean, a number or text";
  if (value.is_number() && !std::isfinite(value.number)) return "is not a finite number";
  if (value.is_string() && first_bad_utf8(value.text)) return "is not UTF-8";
  if (value.is_string() && value.text.find('\0') != std::string::npos) return "holds a NUL character";
  return {};
}

std::vector<std::string> bound_names(const Query& query) {
  std::vector<std::string> names;
  for (const auto& [name, value] : query.binds) names.push_back(name);
  return names;
}

std::string suggestion(const std::string& name, const std::vector<std::string>& others) {
  const std::string near = closest(name, others);
  return near.empty() ? std::string() : fmt::format("did you mean \"{}\"?", near);
}

}  // namespace

std::string place_in(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const size_t line = static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
  const size_t start = line == 0 ? 0 : before.rfind('\n') + 1;
  return fmt::format("line {}, column {} of the query", line + 1, count_code_points(before.substr(start)) + 1);
}

Result<void> check_query(const Query& query, const std::string& source) {
  if (const auto bad = first_bad_utf8(query.text)) return invalid(source, "the query's text is not UTF-8");
  if (const size_t nul = query.text.find('\0'); nul != std::string::npos) {
    return invalid(source, fmt::format("the query's text holds a NUL character ({})", place_in(query.text, nul)));
  }
  if (query.text.find_first_not_of(" \t\r\n") == std::string::npos) return invalid(source, "the query is empty");
  for (const auto& [name, value] : query.binds) {
    if (const std::string fault = fault_of(value); !fault.empty()) {
      return invalid(source, fmt::format("the value bound to \"{}\" {}", name, fault));
    }
  }
  return {};
}

Result<void> check_binds(const Query& query, const std::vector<std::string>& used, const std::string& source) {
  const std::vector<std::string> bound = bound_names(query);
  Errors errors;
  const auto fault = [&](std::string message, std::string hint) {
    errors.push_back({.fault = Fault::invalid, .file = source, .message = std::move(message), .hint = std::move(hint)});
  };
  for (const std::string& name : used) {
    if (find_bind(query, name) == nullptr) {
      fault(fmt::format("the query uses :{}, and no value is bound to it", name), suggestion(name, bound));
    }
  }
  for (size_t i = 0; i < bound.size(); ++i) {
    if (std::find(used.begin(), used.end(), bound[i]) == used.end()) {
      fault(fmt::format("a value is bound to \"{}\", and the query does not use :{}", bound[i], bound[i]),
            suggestion(bound[i], used));
    } else if (std::find(bound.begin(), bound.begin() + static_cast<ptrdiff_t>(i), bound[i]) !=
               bound.begin() + static_cast<ptrdiff_t>(i)) {
      fault(fmt::format("two values are bound to \"{}\"", bound[i]), {});
    }
  }
  if (!errors.empty()) return fail(std::move(errors));
  return {};
}

const Json* find_bind(const Query& query, std::string_view name) {
  for (const auto& [bound, value] : query.binds) {
    if (bound == name) return &value;
  }
  return nullptr;
}

Result<void> check_columns(std::span<const std::string> names, const std::string& source) {
  std::map<std::string, size_t> seen;
  for (size_t i = 0; i < names.size(); ++i) {
    if (first_bad_utf8(names[i])) return invalid(source, fmt::format("the name of column {} is not UTF-8", i + 1));
    if (names[i].empty()) {
      return invalid(source, fmt::format("column {} of the answer has no name", i + 1), "give it one with AS");
    }
    if (const auto [first, fresh] = seen.emplace(names[i], i + 1); !fresh) {
      return invalid(source,
                     fmt::format("column {} of the answer has the name \"{}\", which column {} already has", i + 1,
                                 names[i], first->second),
                     "rename one of the two with AS");
    }
  }
  return {};
}

std::optional<int64_t> whole_number(const Json& number) {
  if (number.text.empty()) {
    if (number.number != std::floor(number.number) || std::abs(number.number) > double(kExact)) return std::nullopt;
    return static_cast<int64_t>(number.number);
  }
  const char* end = number.text.data() + number.text.size();
  int64_t value = 0;
  const auto [stopped, error] = std::from_chars(number.text.data(), end, value);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return value;
}

std::unexpected<Errors> fail_cell(const CellPlace& place, std::string_view what, std::string hint) {
  return fail({.fault = Fault::invalid,
               .file = place.source,
               .pointer = place.column,
               .message = fmt::format("row {}: {}", place.row, what),
               .hint = std::move(hint)});
}

Result<Cell> text_cell(std::string_view text, size_t max_bytes, const CellPlace& place) {
  if (text.size() > max_bytes) {
    return fail_cell(place, fmt::format("a text of {} bytes; at most {} are read", text.size(), max_bytes));
  }
  if (first_bad_utf8(text)) return fail_cell(place, "the text is not UTF-8");
  if (text.find('\0') != std::string_view::npos) return fail_cell(place, "the text holds a NUL character");
  return Cell{.kind = Cell::Kind::text, .text = text};
}

Result<Cell> integer_cell(int64_t value, std::string_view written, const CellPlace& place) {
  if (value > kExact || value < -kExact) {
    return fail_cell(place, fmt::format("the integer {} is beyond 2^53, where numbers are no longer exact", value),
                     "read it as text: CAST(... AS TEXT)");
  }
  return Cell{.kind = Cell::Kind::number, .number = static_cast<double>(value), .text = written};
}

Result<Cell> number_cell(double value, std::string_view written, const CellPlace& place) {
  if (!std::isfinite(value)) {
    return fail_cell(place, written.empty() ? fmt::format("{} is not a finite number", value)
                                            : fmt::format("{} is not a finite number", written));
  }
  return Cell{.kind = Cell::Kind::number, .number = value, .text = written};
}

std::unexpected<Errors> fail_rows(const Query& query, const std::string& source) {
  return invalid(source, fmt::format("the query's answer has more than {} rows", query.max_rows),
                 "let the query select fewer, with WHERE or LIMIT");
}

}  // namespace fp
