// Inside engine/chart: steps of 1, 2 or 5 times a power of ten, and multiples of them that carry no rounding of a sum.
#pragma once

#include <cstdint>

namespace fp {

// digits * 10^exponent, rounded once: the double nearest to that decimal; infinite beyond the largest one.
double decimal(int64_t digits, int exponent);
// The largest e with 10^e <= x, for a finite x > 0.
int decade_of(double x);

struct DecimalStep {
  int mantissa = 1;  // 1, 2 or 5
  int exponent = 0;
  double size() const { return decimal(mantissa, exponent); }
  double multiple(int64_t n) const { return decimal(n * mantissa, exponent); }  // |n| < 2^50
  // The last multiple at or below x (above: the first at or above it). |x| must be below 2^50 steps.
  int64_t at_or_below(double x) const;
  int64_t at_or_above(double x) const;
  bool operator==(const DecimalStep&) const = default;
};

// The round step nearest to `target` (> 0, finite) by ratio.
DecimalStep step_near(double target);
// The step that cuts [low, high] into about that many pieces; coarser where multiples near its ends would not be exact.
// low < high, finite; about >= 1.
DecimalStep step_between(double low, double high, int about);

}  // namespace fp
