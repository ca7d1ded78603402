#include "engine/chart/log_ticks.hpp"

#include <algorithm>
#include <cmath>

#include "engine/chart/decimal_step.hpp"

namespace fp {
namespace {

constexpr int kMantissas[] = {1, 2, 5};

int floor_to(int x, int step) {
  const int rest = x % step;
  return x - (rest < 0 ? rest + step : rest);
}

// Calls visit(value) for the candidates from the decade (or stride) below `low` to the one above `high`, in order.
template <class Visit>
void each_candidate(double low, double high, int stride, Visit visit) {
  const int step = std::max(stride, 1);
  const int last = decade_of(high) + step;
  for (int e = floor_to(decade_of(low), step); e <= last; e += step) {
    for (const int mantissa : kMantissas) {
      if (stride == 0 || mantissa == 1) visit(decimal(mantissa, e));
    }
  }
}

}  // namespace

int log_stride(double low, double high, int about) {
  const int most = std::max(3, about + about / 2);
  int fine = 0;
  each_candidate(low, high, 0, [&](double value) { fine += value >= low && value <= high; });
  if (fine <= most) return 0;
  const int decades = decade_of(high) - decade_of(low);
  return decades / most + 1;
}

std::vector<double> log_ticks(double low, double high, int stride) {
  std::vector<double> all;
  each_candidate(low, high, stride, [&](double value) {
    const bool again = !all.empty() && all.back() == value;  // the smallest doubles have less than a digit
    if (value >= low && value <= high && !again) all.push_back(value);
  });
  return all;
}

double log_floor(double x, int stride) {
  double best = 0;
  each_candidate(x, x, stride, [&](double value) {
    if (value <= x) best = value;
  });
  return best > 0 ? best : x;
}

double log_ceil(double x, int stride) {
  double best = 0;
  each_candidate(x, x, stride, [&](double value) {
    if (best == 0 && value >= x && std::isfinite(value)) best = value;
  });
  return best > 0 ? best : x;
}

}  // namespace fp
