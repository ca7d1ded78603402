#include <algorithm>
#include <cmath>

#include "engine/core/math.hpp"
#include "engine/scene/tracks.hpp"

// Back, elastic and bounce use Robert Penner's constants, in the form easings.net gives them.

namespace fp {
namespace {

constexpr double kOvershoot = 1.70158;
constexpr double kOvershootInOut = kOvershoot * 1.525;
constexpr double kElasticTurn = 2 * kPi / 3;
constexpr double kElasticTurnInOut = 2 * kPi / 4.5;

double power_of_two(double e) {
  return exact_exp(e * 0.69314718055994530942);
}

// One coordinate of the curve (0,0) (p1) (p2) (1,1).
double bezier_at(double p1, double p2, double s) {
  const double r = 1 - s;
  return 3 * r * r * s * p1 + 3 * r * s * s * p2 + s * s * s;
}

double bezier_slope(double p1, double p2, double s) {
  const double r = 1 - s;
  return 3 * r * r * p1 + 6 * r * s * (p2 - p1) + 3 * s * s * (1 - p2);
}

// x(s) rises with s because x1 and x2 lie in 0..1: Newton's steps, halving the bracket where they leave it.
double cubic_bezier(const double p[4], double x) {
  const double x1 = std::clamp(p[0], 0.0, 1.0), x2 = std::clamp(p[2], 0.0, 1.0);
  double low = 0, high = 1, s = x;
  for (int i = 0; i < 64; ++i) {
    const double error = bezier_at(x1, x2, s) - x;
    if (std::fabs(error) < 1e-15) break;
    (error < 0 ? low : high) = s;
    const double slope = bezier_slope(x1, x2, s);
    const double next = slope > 1e-9 ? s - error / slope : low;
    s = next > low && next < high ? next : (low + high) / 2;
  }
  return bezier_at(p[1], p[3], s);
}

// Distance from rest of a spring let go at distance 1, moving towards rest with the given speed.
double spring_distance(double mass, double stiffness, double damping, double speed, double seconds) {
  const double natural = std::sqrt(stiffness / mass);
  const double ratio = damping / (2 * std::sqrt(stiffness * mass));
  const double decay = ratio * natural;
  if (std::fabs(ratio - 1) < 1e-6) {
    return exact_exp(-natural * seconds) * (1 + (natural - speed) * seconds);
  }
  if (ratio < 1) {
    const double swing = natural * std::sqrt(1 - ratio * ratio);
    const double angle = swing * seconds;
    return exact_exp(-decay * seconds) * (exact_cos(angle) + (decay - speed) / swing * exact_sin(angle));
  }
  const double spread = natural * std::sqrt(ratio * ratio - 1);
  const double slow = spread - decay, fast = -spread - decay;
  const double share = (-speed - fast) / (slow - fast);
  return share * exact_exp(slow * seconds) + (1 - share) * exact_exp(fast * seconds);
}

double spring(const double p[4], double t, double seconds) {
  if (!(p[0] > 0 && p[1] > 0 && p[2] >= 0 && seconds > 0)) return t;
  const double left = spring_distance(p[0], p[1], p[2], p[3], t * seconds);
  const double rest = spring_distance(p[0], p[1], p[2], p[3], seconds);
  return 1 - left + t * rest;
}

double back_in(double t) {
  return t * t * ((kOvershoot + 1) * t - kOvershoot);
}

double back_in_out(double t) {
  const double u = 2 * t;
  if (u < 1) return u * u * ((kOvershootInOut + 1) * u - kOvershootInOut) / 2;
  const double v = u - 2;
  return (v * v * ((kOvershootInOut + 1) * v + kOvershootInOut) + 2) / 2;
}

double elastic_in(double t) {
  return -power_of_two(10 * t - 10) * exact_sin((10 * t - 10.75) * kElasticTurn);
}

double elastic_in_out(double t) {
  const double wave = exact_sin((20 * t - 11.125) * kElasticTurnInOut);
  if (t < 0.5) return -power_of_two(20 * t - 10) * wave / 2;
  return power_of_two(10 - 20 * t) * wave / 2 + 1;
}

double bounce_out(double t) {
  constexpr double kHeight = 7.5625, kWidth = 2.75;
  if (t < 1 / kWidth) return kHeight * t * t;
  if (t < 2 / kWidth) return t -= 1.5 / kWidth, kHeight * t * t + 0.75;
  if (t < 2.5 / kWidth) return t -= 2.25 / kWidth, kHeight * t * t + 0.9375;
  return t -= 2.625 / kWidth, kHeight * t * t + 0.984375;
}

}  // namespace

double ease_at(const Ease& ease, double t, double seconds) {
  if (!(t > 0)) return 0;
  if (t >= 1) return 1;
  using Kind = Ease::Kind;
  switch (ease.kind) {
    case Kind::hold:
      return 0;
    case Kind::linear:
      return t;
    case Kind::bezier:
      return cubic_bezier(ease.p, t);
    case Kind::spring:
      return spring(ease.p, t, seconds);
    case Kind::back_in:
      return back_in(t);
    case Kind::back_out:
      return 1 - back_in(1 - t);
    case Kind::back_in_out:
      return back_in_out(t);
    case Kind::elastic_in:
      return elastic_in(t);
    case Kind::elastic_out:
      return 1 - elastic_in(1 - t);
    case Kind::elastic_in_out:
      return elastic_in_out(t);
    case Kind::bounce_in:
      return 1 - bounce_out(1 - t);
    case Kind::bounce_out:
      return bounce_out(t);
    case Kind::bounce_in_out:
      return t < 0.5 ? (1 - bounce_out(1 - 2 * t)) / 2 : (1 + bounce_out(2 * t - 1)) / 2;
  }
  return t;
}

}  // namespace fp
