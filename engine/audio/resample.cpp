#include "engine/audio/resample.hpp"

#include <cmath>

#include "engine/core/math.hpp"

namespace fp {

double bessel_i0(double x) {
  double sum = 1, term = 1;
  for (int k = 1; k < 64; ++k) {
    term *= (x / 2) / k * ((x / 2) / k);
    sum += term;
  }
  return sum;
}

double kaiser(double x, double beta) {
  const double inside = 1 - x * x;
  return inside < 0 ? 0 : bessel_i0(beta * std::sqrt(inside)) / bessel_i0(beta);
}

const SincTable& sinc_table() {
  constexpr double kCutoff = 0.92, kBeta = 8;
  static const SincTable table = [] {
    SincTable made{};
    for (int i = 0; i <= kSincReach * kSincSteps; ++i) {
      const double t = static_cast<double>(i) / kSincSteps;
      const double x = kPi * kCutoff * t;
      const double sinc = i == 0 ? kCutoff : kCutoff * exact_sin(x) / x;
      made[static_cast<size_t>(i)] =
          static_cast<int32_t>(std::floor(sinc * kaiser(t / kSincReach, kBeta) * (1 << 20) + 0.5));
    }
    return made;
  }();
  return table;
}

const SincPhases& sinc_phases() {
  static const SincPhases phases = [] {
    const SincTable& table = sinc_table();
    SincPhases made{};
    for (int phase = 0; phase <= kSincSteps; ++phase) {
      for (int tap = 0; tap < 2 * kSincReach; ++tap) {
        const int distance = (tap - (kSincReach - 1)) * kSincSteps - phase;
        made[static_cast<size_t>(phase)][static_cast<size_t>(tap)] =
            table[static_cast<size_t>(distance < 0 ? -distance : distance)];
      }
    }
    return made;
  }();
  return phases;
}

}  // namespace fp
