#include "engine/core/rational.hpp"

#include <charconv>
#include <numeric>

namespace fp {
namespace {

constexpr int kMaxDigits = 18;  // of a decimal's mantissa and scale: products then fit 128 bits

__extension__ using Wide = __int128;

// mantissa / 10^scale
struct Decimal {
  int64_t mantissa = 0;
  int scale = 0;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<int64_t> parse_count(std::string_view text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

int64_t power_of_ten(int n) {
  int64_t value = 1;
  for (int i = 0; i < n; ++i) value *= 10;
  return value;
}

// Brings mantissa * 10^exponent into mantissa / 10^scale. Digits below 10^-18 are dropped.
std::optional<Decimal> scaled(int64_t mantissa, int exponent) {
  while (exponent > 0 && mantissa != 0) {
    if (mantissa >= power_of_ten(kMaxDigits - 1)) return std::nullopt;
    mantissa *= 10;
    --exponent;
  }
  while (exponent < -kMaxDigits && mantissa != 0) {
    mantissa /= 10;
    ++exponent;
  }
  if (mantissa == 0) return Decimal{};
  return Decimal{mantissa, -exponent};
}

// "12", "12.5", "1.25e1"; no sign. Fraction digits beyond the 18th significant one are dropped.
std::optional<Decimal> parse_scaled(std::string_view text) {
  int64_t mantissa = 0;
  int exponent = 0, digits = 0, significant = 0;
  bool fraction = false;
  size_t i = 0;
  for (; i < text.size() && (is_digit(text[i]) || (text[i] == '.' && !fraction)); ++i) {
    if (text[i] == '.') {
      if (digits == 0) return std::nullopt;
      fraction = true;
      digits = 0;
      continue;
    }
    ++digits;
    if (mantissa != 0 || text[i] != '0') ++significant;
    if (significant > kMaxDigits) {
      if (!fraction) return std::nullopt;
      continue;
    }
    mantissa = mantissa * 10 + (text[i] - '0');
    if (fraction) --exponent;
  }
  if (digits == 0) return std::nullopt;
  if (i < text.size()) {
    if (text[i] != 'e' && text[i] != 'E') return std::nullopt;
    std::string_view rest = text.substr(i + 1);
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    const std::optional<int64_t> power = parse_count(rest);
    if (!power || *power > 400) return std::nullopt;
    exponent += static_cast<int>(negative ? -*power : *power);
  }
  return scaled(mantissa, exponent);
}

// num / den in lowest terms; what does not fit is rounded towards zero after losing low bits of both.
Rational reduced(Wide num, Wide den) {
  if (den < 0) {
    num = -num;
    den = -den;
  }
  Wide a = num < 0 ? -num : num, b = den;
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  if (a > 1) {
    num /= a;
    den /= a;
  }
  constexpr Wide kMost = INT64_MAX;
  while (num > kMost || num < -kMost || den > kMost) {
    num /= 2;
    den = den > 1 ? den / 2 : 1;
    if (den == 1 && (num > kMost || num < -kMost)) num = num > 0 ? kMost : -kMost;
  }
  return {static_cast<int64_t>(num), static_cast<int64_t>(den)};
}

}  // namespace

std::optional<Rational> parse_rate(std::string_view text) {
  const size_t slash = text.find('/');
  const std::optional<int64_t> num = parse_count(text.substr(0, slash));
  const std::optional<int64_t> den =
      slash == std::string_view::npos ? std::optional<int64_t>(1) : parse_count(text.substr(slash + 1));
  if (!num || !den || *num <= 0 || *den <= 0) return std::nullopt;
  const int64_t divisor = std::gcd(*num, *den);
  return Rational{*num / divisor, *den / divisor};
}

std::optional<int64_t> parse_time(std::string_view text, Rational fps) {
  constexpr Wide kLimit = int64_t{1} << 53;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.ends_with('f')) {
    const std::optional<int64_t> frames = parse_count(text.substr(0, text.size() - 1));
    if (!frames || *frames > kLimit) return std::nullopt;
    return negative ? -*frames : *frames;
  }
  bool milliseconds = false;
  if (text.ends_with("ms")) {
    milliseconds = true;
    text.remove_suffix(2);
  } else if (text.ends_with('s')) {
    text.remove_suffix(1);
  }
  const std::optional<Decimal> value = parse_scaled(text);
  if (!value) return std::nullopt;
  // frames = floor(seconds * fps + 1/2), in whole numbers. 10^18 * 2^63 and 10^21 * 2^53 both fit 128 bits.
  if (fps.num > kLimit || fps.den > kLimit || fps.num <= 0 || fps.den <= 0) return std::nullopt;
  Wide top = static_cast<Wide>(negative ? -value->mantissa : value->mantissa) * fps.num;
  const Wide bottom = static_cast<Wide>(power_of_ten(value->scale)) * (milliseconds ? 1000 : 1) * fps.den;
  top = 2 * top + bottom;
  Wide frames = top / (2 * bottom);
  if (top % (2 * bottom) < 0) --frames;
  if (frames > kLimit || frames < -kLimit) return std::nullopt;
  return static_cast<int64_t>(frames);
}

Rational operator+(Rational a, Rational b) {
  return reduced(Wide{a.num} * b.den + Wide{b.num} * a.den, Wide{a.den} * b.den);
}
Rational operator-(Rational a, Rational b) {
  return a + Rational{-b.num, b.den};
}
Rational operator*(Rational a, Rational b) {
  return reduced(Wide{a.num} * b.num, Wide{a.den} * b.den);
}
Rational operator/(Rational a, Rational b) {
  return reduced(Wide{a.num} * b.den, Wide{a.den} * b.num);
}
bool operator<(Rational a, Rational b) {
  return Wide{a.num} * b.den < Wide{b.num} * a.den;
}

int64_t floor_of(Rational value) {
  const int64_t whole = value.num / value.den;
  return value.num % value.den < 0 ? whole - 1 : whole;
}

double to_double(Rational value) {
  return static_cast<double>(value.num) / static_cast<double>(value.den);
}

std::optional<Rational> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  const std::string_view after = point == text.npos ? std::string_view() : text.substr(point + 1);
  const auto whole = parse_count(text.substr(0, point));
  if (!whole || (point != text.npos && after.empty()) || after.size() > 9) return std::nullopt;
  const auto part = after.empty() ? std::optional<int64_t>(0) : parse_count(after);
  if (!part || *whole > INT64_MAX / power_of_ten(10)) return std::nullopt;
  const int64_t scale = power_of_ten(static_cast<int>(after.size()));
  const int64_t value = *whole * scale + *part;
  return reduced(negative ? -value : value, scale);
}

}  // namespace fp
