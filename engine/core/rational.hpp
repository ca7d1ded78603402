// Exact frame rates and times.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fp {

struct Rational {
  int64_t num = 0;
  int64_t den = 1;  // > 0
  bool operator==(const Rational&) const = default;
};

// Exact where the result in lowest terms fits 64 bits; beyond that the nearest that does, the same everywhere.
Rational operator+(Rational a, Rational b);
Rational operator-(Rational a, Rational b);
Rational operator*(Rational a, Rational b);
Rational operator/(Rational a, Rational b);  // b is not 0
bool operator<(Rational a, Rational b);
int64_t floor_of(Rational value);
double to_double(Rational value);

// "2.5", "-0.125" -> 5/2, -1/8. nullopt if malformed, or with more than nine digits after the point.
std::optional<Rational> parse_decimal(std::string_view text);

// "30", "30000/1001", "29.97" is refused (nullopt): say 30000/1001. Lowest terms; num > 0.
std::optional<Rational> parse_rate(std::string_view text);

// "2.5s", "1200ms", "75f" or a bare number of seconds -> the nearest frame (ties up). nullopt if malformed or out of
// range.
std::optional<int64_t> parse_time(std::string_view text, Rational fps);

}  // namespace fp
