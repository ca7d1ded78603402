// Numbers as text: kept digit for digit, and explained when they are written for people rather than for programs.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/core/result.hpp"
#include "engine/data/decimal.hpp"

namespace fp {
namespace {

constexpr size_t kMaxDigits = 60;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// "1,234" in groups of three, the first of one to three digits.
bool is_grouped(std::string_view text, char separator) {
  size_t pos = 0;
  for (bool first = true;; first = false) {
    const size_t end = std::min(text.find(separator, pos), text.size());
    const std::string_view group = text.substr(pos, end - pos);
    if (!all_digits(group) || (first ? group.size() > 3 : group.size() != 3)) return false;
    if (end == text.size()) return !first;
    pos = end + 1;
  }
}

std::string without(std::string_view text, char c) {
  std::string kept(text);
  std::erase(kept, c);
  return kept;
}

// The number in `text` as we would write it, when commas and points only need other places.
std::string respelled(std::string_view text) {
  const size_t comma = text.rfind(','), point = text.rfind('.');
  if (comma != std::string_view::npos && point == std::string_view::npos) {
    if (is_grouped(text, ',')) return without(text, ',');
    if (all_digits(text.substr(0, comma)) && all_digits(text.substr(comma + 1))) {
      return fmt::format("{}.{}", text.substr(0, comma), text.substr(comma + 1));
    }
  }
  if (comma != std::string_view::npos && point != std::string_view::npos) {
    const size_t last = std::max(comma, point);
    const char separator = comma < point ? ',' : '.';
    if (is_grouped(text.substr(0, last), separator) && all_digits(text.substr(last + 1))) {
      return without(text.substr(0, last), separator) + "." + std::string(text.substr(last + 1));
    }
  }
  if (point != std::string_view::npos && is_grouped(text, '.')) return without(text, '.');
  return {};
}

}  // namespace

std::optional<std::string> plain_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
  if (!all_digits(whole) || (point < text.size() && !all_digits(fraction))) return std::nullopt;
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size() - 1));
  if (whole.size() + fraction.size() > kMaxDigits) return std::nullopt;
  std::string plain = negative ? "-" : "";
  plain += whole;
  if (point < text.size()) plain.append(".").append(fraction);
  return plain;
}

std::optional<double> read_number(std::string_view text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

int decimal_places(double number) {
  if (!std::isfinite(number)) return 0;
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, number, std::chars_format::scientific);
  FP_ASSERT(error == std::errc{});
  const std::string_view shortest(text, static_cast<size_t>(end - text));  // "-4.25e+00"
  const size_t point = shortest.find('.'), e = shortest.find('e');
  const int digits = point == std::string_view::npos ? 0 : static_cast<int>(e - point) - 1;
  int exponent = 0;
  const char* from = shortest.data() + e + (shortest[e + 1] == '+' ? 2 : 1);
  std::from_chars(from, end, exponent);
  return std::max(0, digits - exponent);
}

std::string number_hint(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.ends_with('%')) return "write the share itself: 0.25 for 25%";
  if (const std::string plain = respelled(text); !plain.empty()) {
    const size_t comma = text.find(',');
    const bool either = is_grouped(text, ',') && text.rfind(',') == comma && text.find('.') == std::string_view::npos;
    if (either) {
      return fmt::format("is the comma a thousands separator or a decimal comma? write {} or {}.{}", plain,
                         text.substr(0, comma), text.substr(comma + 1));
    }
    return fmt::format("write it with a decimal point and without thousands separators: {}", plain);
  }
  for (const std::string_view sign : {"$", "€", "£", "¥", "USD", "EUR", "GBP", "CHF", "kr"}) {
    if (text.starts_with(sign) || text.ends_with(sign)) {
      return "write the number alone; the money filter adds the currency";
    }
  }
  if (text.find(' ') != std::string_view::npos || text.find("\u00a0") != std::string_view::npos ||
      text.find('\'') != std::string_view::npos) {
    return "write it without spaces or thousands separators";
  }
  return {};
}

}  // namespace fp
