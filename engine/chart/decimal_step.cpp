#include "engine/chart/decimal_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/core/math.hpp"

namespace fp {
namespace {

constexpr int kExactPowers = 22;  // 10^22 is the last power of ten that is a double
constexpr auto kPowers = [] {
  std::array<double, kExactPowers + 1> powers{1};
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;  // each product is exact
  return powers;
}();
constexpr double kExactInteger = 0x1p53;
constexpr double kMostSteps = 0x1p50;

DecimalStep coarser(const DecimalStep& step) {
  if (step.mantissa == 1) return {2, step.exponent};
  if (step.mantissa == 2) return {5, step.exponent};
  return {1, step.exponent + 1};
}

}  // namespace

double decimal(int64_t digits, int exponent) {
  const double whole = static_cast<double>(digits);
  if (digits == 0) return 0;
  if (std::fabs(whole) < kExactInteger && std::abs(exponent) <= kExactPowers) {
    const double power = kPowers[static_cast<size_t>(std::abs(exponent))];
    return exponent < 0 ? whole / power : whole * power;  // both operands exact: rounded once
  }
  const std::string text = fmt::format("{}e{}", digits, exponent);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    return exponent < 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), whole);
  }
  return value;
}

int decade_of(double x) {
  constexpr double kLn10 = 2.30258509299404568402;
  int e = static_cast<int>(std::floor(exact_log(x) / kLn10));
  while (decimal(1, e + 1) <= x) ++e;
  while (decimal(1, e) > x) --e;
  return e;
}

int64_t DecimalStep::at_or_below(double x) const {
  auto n = static_cast<int64_t>(std::floor(x / size()));
  while (multiple(n) > x) --n;  // the quotient may have been rounded up to an integer
  while (multiple(n + 1) <= x) ++n;
  return n;
}

int64_t DecimalStep::at_or_above(double x) const {
  const int64_t n = at_or_below(x);
  return multiple(n) == x ? n : n + 1;
}

DecimalStep step_near(double target) {
  const int e = decade_of(target);
  const double ratio = target / decimal(1, e);
  if (ratio * ratio >= 50) return {1, e + 1};  // between 5 and 10 the geometric middle is the square root of 50
  if (ratio * ratio >= 10) return {5, e};
  if (ratio * ratio >= 2) return {2, e};
  return {1, e};
}

DecimalStep step_between(double low, double high, int about) {
  constexpr double kLeast = std::numeric_limits<double>::min();  // smaller ones have too few digits to be divided
  constexpr double kMost = std::numeric_limits<double>::max();
  DecimalStep step = step_near(std::clamp(high / about - low / about, kLeast, kMost));
  while (std::max(std::fabs(low), std::fabs(high)) / step.size() >= kMostSteps) step = coarser(step);
  return step;
}

}  // namespace fp
