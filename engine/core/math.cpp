#include "engine/core/math.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/core/result.hpp"

// Reductions and polynomial coefficients follow fdlibm (Sun Microsystems, freely granted). Only operations that IEEE
// 754 rounds exactly are used; std::sqrt, std::floor and std::fmod are among them, std::sin and its kin are not.

namespace fp {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// x = quadrant * pi/2 + (head + tail), |head| <= pi/4.
struct Reduced {
  int quadrant = 0;
  double head = 0, tail = 0;
};

Reduced reduce_to_quadrant(double x) {
  constexpr double kTwoOverPi = 6.36619772367581382433e-01;
  constexpr double kPart1 = 1.57079632673412561417e+00;  // pi/2 in pieces of 33 bits: the first products are exact
  constexpr double kPart2 = 6.07710050630396597660e-11;
  constexpr double kPart3 = 2.02226624871116645580e-21;
  constexpr double kPart3Tail = 8.47842766036889956997e-32;
  const double n = std::floor(x * kTwoOverPi + 0.5);
  double r = x - n * kPart1;
  double t = r;
  double w = n * kPart2;
  r = t - w;
  double lost = (t - r) - w;  // what the subtraction rounded away
  t = r;
  w = n * kPart3;
  r = t - w;
  lost += (t - r) - w;
  lost -= n * kPart3Tail;
  const double head = r + lost;
  const double quadrant = n - 4.0 * std::floor(n * 0.25);
  return {static_cast<int>(quadrant), head, (r - head) + lost};
}

double kernel_sin(double x, double tail) {
  constexpr double kS1 = -1.66666666666666324348e-01, kS2 = 8.33333333332248946124e-03;
  constexpr double kS3 = -1.98412698298579493134e-04, kS4 = 2.75573137070700676789e-06;
  constexpr double kS5 = -2.50507602534068634195e-08, kS6 = 1.58969099521155010221e-10;
  const double z = x * x;
  const double v = z * x;
  const double r = kS2 + z * (kS3 + z * (kS4 + z * (kS5 + z * kS6)));
  return x - ((z * (0.5 * tail - v * r) - tail) - v * kS1);
}

double kernel_cos(double x, double tail) {
  constexpr double kC1 = 4.16666666666666019037e-02, kC2 = -1.38888888888741095749e-03;
  constexpr double kC3 = 2.48015872894767294178e-05, kC4 = -2.75573143513906633035e-07;
  constexpr double kC5 = 2.08757232129817482790e-09, kC6 = -1.13596475577881948265e-11;
  const double z = x * x;
  const double r = z * (kC1 + z * (kC2 + z * (kC3 + z * (kC4 + z * (kC5 + z * kC6)))));
  const double half = 0.5 * z;
  const double w = 1.0 - half;
  return w + (((1.0 - w) - half) + (z * r - x * tail));
}

double atan_of_positive(double x) {
  constexpr double kHigh[4] = {4.63647609000806093515e-01, 7.85398163397448278999e-01, 9.82793723247329054082e-01,
                               1.57079632679489655800e+00};
  constexpr double kLow[4] = {2.26987774529616870924e-17, 3.06161699786838301793e-17, 1.39033110312309984516e-17,
                              6.12323399573676603587e-17};
  constexpr double kA[11] = {3.33333333333329318027e-01,  -1.99999999998764832476e-01, 1.42857142725034663711e-01,
                             -1.11111104054623557880e-01, 9.09088713343650656196e-02,  -7.69187620504482999495e-02,
                             6.66107313738753120669e-02,  -5.83357013379057348645e-02, 4.97687799461593236017e-02,
                             -3.65315727442169155270e-02, 1.62858201153657823623e-02};
  if (x > 0x1p66) return kHigh[3] + kLow[3];
  int id = -1;
  if (x >= 2.4375) {
    id = 3, x = -1.0 / x;
  } else if (x >= 1.1875) {
    id = 2, x = (x - 1.5) / (1.0 + 1.5 * x);
  } else if (x >= 0.6875) {
    id = 1, x = (x - 1.0) / (x + 1.0);
  } else if (x >= 0.4375) {
    id = 0, x = (2.0 * x - 1.0) / (2.0 + x);
  }
  const double z = x * x;
  const double w = z * z;
  const double even = z * (kA[0] + w * (kA[2] + w * (kA[4] + w * (kA[6] + w * (kA[8] + w * kA[10])))));
  const double odd = w * (kA[1] + w * (kA[3] + w * (kA[5] + w * (kA[7] + w * kA[9]))));
  if (id < 0) return x - x * (even + odd);
  return kHigh[id] - ((x * (even + odd) - kLow[id]) - x);
}

// (asin(x) - x) / x where z = x^2 <= 1/4.
double asin_ratio(double z) {
  constexpr double kP0 = 1.66666666666666657415e-01, kP1 = -3.25565818622400915405e-01;
  constexpr double kP2 = 2.01212532134862925881e-01, kP3 = -4.00555345006794114027e-02;
  constexpr double kP4 = 7.91534994289814532176e-04, kP5 = 3.47933107596021167570e-05;
  constexpr double kQ1 = -2.40339491173441421878e+00, kQ2 = 2.02094576023350569471e+00;
  constexpr double kQ3 = -6.88283971605453293030e-01, kQ4 = 7.70381505559019352791e-02;
  const double p = z * (kP0 + z * (kP1 + z * (kP2 + z * (kP3 + z * (kP4 + z * kP5)))));
  const double q = 1.0 + z * (kQ1 + z * (kQ2 + z * (kQ3 + z * kQ4)));
  return p / q;
}

// The square root of z in two parts: a head of 21 bits, whose square is exact, and what is missing.
struct SplitRoot {
  double root = 0, head = 0, tail = 0;
};
SplitRoot split_root(double z) {
  const double root = std::sqrt(z);
  const double head = std::bit_cast<double>(std::bit_cast<uint64_t>(root) & 0xffffffff00000000u);
  return {root, head, root + head == 0 ? 0 : (z - head * head) / (root + head)};
}

constexpr double kHalfPiHigh = 1.57079632679489655800e+00, kHalfPiLow = 6.12323399573676603587e-17;

// x * 2^k without libm; exact unless the result is subnormal.
double scale_by_power_of_two(double x, int k) {
  while (k > 1000) x *= 0x1p1000, k -= 1000;
  while (k < -1000) x *= 0x1p-1000, k += 1000;
  return x * std::bit_cast<double>(static_cast<uint64_t>(k + 1023) << 52);
}

}  // namespace

double exact_sin(double x) {
  if (!std::isfinite(x)) return kNaN;
  const Reduced r = reduce_to_quadrant(x);
  const double value = (r.quadrant & 1) ? kernel_cos(r.head, r.tail) : kernel_sin(r.head, r.tail);
  return (r.quadrant & 2) ? -value : value;
}

double exact_cos(double x) {
  if (!std::isfinite(x)) return kNaN;
  const Reduced r = reduce_to_quadrant(x);
  const double value = (r.quadrant & 1) ? kernel_sin(r.head, r.tail) : kernel_cos(r.head, r.tail);
  return (r.quadrant == 1 || r.quadrant == 2) ? -value : value;
}

double exact_tan(double x) {
  if (!std::isfinite(x)) return kNaN;
  const Reduced r = reduce_to_quadrant(x);
  const double s = kernel_sin(r.head, r.tail), c = kernel_cos(r.head, r.tail);
  return (r.quadrant & 1) ? -c / s : s / c;
}

double exact_asin(double x) {
  const double a = std::fabs(x);
  if (!(a <= 1)) return kNaN;
  if (a < 0x1p-27) return x;
  if (a < 0.5) return x + x * asin_ratio(x * x);
  if (a == 1) return x * kHalfPiHigh + x * kHalfPiLow;
  const double z = (1.0 - a) * 0.5;
  const SplitRoot s = split_root(z);
  const double ratio = asin_ratio(z);
  double angle = 0;
  if (a >= 0.975) {
    angle = kHalfPiHigh - (2.0 * (s.root + s.root * ratio) - kHalfPiLow);
  } else {
    const double p = 2.0 * s.root * ratio - (kHalfPiLow - 2.0 * s.tail);
    const double q = kPi / 4 - 2.0 * s.head;
    angle = kPi / 4 - (p - q);
  }
  return x > 0 ? angle : -angle;
}

double exact_acos(double x) {
  const double a = std::fabs(x);
  if (!(a <= 1)) return kNaN;
  if (x == 1) return 0;
  if (x == -1) return kPi;
  if (a < 0.5) {
    if (a < 0x1p-57) return kHalfPiHigh + kHalfPiLow;
    return kHalfPiHigh - (x - (kHalfPiLow - x * asin_ratio(x * x)));
  }
  const double z = (1.0 - a) * 0.5;
  const double ratio = asin_ratio(z);
  const SplitRoot s = split_root(z);
  if (x < 0) return kPi - 2.0 * (s.root + (ratio * s.root - kHalfPiLow));
  return 2.0 * (s.head + (ratio * s.root + s.tail));
}

double exact_atan2(double y, double x) {
  if (std::isnan(x) || std::isnan(y)) return kNaN;
  constexpr double kPiLow = 1.2246467991473531772e-16;
  const double ax = std::fabs(x), ay = std::fabs(y);
  double angle = 0;  // of (ax, ay), first quadrant
  if (ay == 0) {
    angle = 0;
  } else if (ax == 0 || (std::isinf(ay) && !std::isinf(ax))) {
    angle = kPi / 2;
  } else if (std::isinf(ax)) {
    angle = std::isinf(ay) ? kPi / 4 : 0;
  } else {
    angle = atan_of_positive(ay / ax);
  }
  if (std::signbit(x)) angle = kPi - (angle - kPiLow);
  return std::signbit(y) ? -angle : angle;
}

double exact_exp(double x) {
  if (std::isnan(x)) return x;
  if (x > 709.782712893383973096) return kInfinity;
  if (x < -745.13321910194110842) return 0;
  constexpr double kLn2High = 6.93147180369123816490e-01, kLn2Low = 1.90821492927058770002e-10;
  constexpr double kInverseLn2 = 1.44269504088896338700e+00;
  constexpr double kP1 = 1.66666666666666019037e-01, kP2 = -2.77777777770155933842e-03;
  constexpr double kP3 = 6.61375632143793436117e-05, kP4 = -1.65339022054652515390e-06;
  constexpr double kP5 = 4.13813679705723846039e-08;
  const double k = std::floor(x * kInverseLn2 + 0.5);
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;
  const double t = r * r;
  const double c = r - t * (kP1 + t * (kP2 + t * (kP3 + t * (kP4 + t * kP5))));
  const double y = 1.0 - ((low - (r * c) / (2.0 - c)) - high);
  return scale_by_power_of_two(y, static_cast<int>(k));
}

double exact_log(double x) {
  if (std::isnan(x) || x < 0) return kNaN;
  if (x == 0) return -kInfinity;
  if (std::isinf(x)) return x;
  constexpr double kLn2High = 6.93147180369123816490e-01, kLn2Low = 1.90821492927058770002e-10;
  constexpr double kL1 = 6.666666666666735130e-01, kL2 = 3.999999999940941908e-01, kL3 = 2.857142874366239149e-01;
  constexpr double kL4 = 2.222219843214978396e-01, kL5 = 1.818357216161805012e-01, kL6 = 1.531383769920937332e-01;
  constexpr double kL7 = 1.479819860511658591e-01;
  int k = 0;
  if (x < 0x1p-1022) x *= 0x1p54, k = -54;  // subnormal
  const uint64_t bits = std::bit_cast<uint64_t>(x);
  k += static_cast<int>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
  if (m > 1.41421356237309504880) m *= 0.5, ++k;
  const double f = m - 1.0;
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double w = z * z;
  const double r = w * (kL2 + w * (kL4 + w * kL6)) + z * (kL1 + w * (kL3 + w * (kL5 + w * kL7)));
  const double half = 0.5 * f * f;
  return k * kLn2High - ((half - (s * (half + r) + k * kLn2Low)) - f);
}

double exact_pow(double base, double e) {
  if (e == 0 || base == 1) return 1;
  if (e == 1) return base;
  if (std::isnan(base) || std::isnan(e) || base < 0) return kNaN;
  if (base == 0) return e > 0 ? 0 : kInfinity;
  if (e == std::floor(e) && std::fabs(e) <= 64) {  // whole powers by squaring: more exact than the logarithm
    double result = 1, square = base;
    for (int n = static_cast<int>(std::fabs(e)); n; n >>= 1) {
      if (n & 1) result *= square;
      square *= square;
    }
    return e < 0 ? 1.0 / result : result;
  }
  return exact_exp(e * exact_log(base));
}

Affine operator*(const Affine& o, const Affine& i) {
  return {o.a * i.a + o.c * i.b, o.b * i.a + o.d * i.b,       o.a * i.c + o.c * i.d,
          o.b * i.c + o.d * i.d, o.a * i.e + o.c * i.f + o.e, o.b * i.e + o.d * i.f + o.f};
}

Vec2 apply(const Affine& m, Vec2 p) {
  return {m.a * p.x + m.c * p.y + m.e, m.b * p.x + m.d * p.y + m.f};
}

double determinant(const Affine& m) {
  return m.a * m.d - m.b * m.c;
}

Affine inverse(const Affine& m) {
  const double det = determinant(m);
  FP_ASSERT(det != 0);
  return {m.d / det, -m.b / det, -m.c / det, m.a / det, (m.c * m.f - m.d * m.e) / det, (m.b * m.e - m.a * m.f) / det};
}

Affine translation(Vec2 t) {
  return {1, 0, 0, 1, t.x, t.y};
}
Affine scaling(Vec2 s) {
  return {s.x, 0, 0, s.y, 0, 0};
}

Affine rotation_degrees(double degrees) {
  if (!std::isfinite(degrees)) return {};
  const double turn = std::fmod(degrees, 360.0);
  const double quarter = std::floor(turn / 90.0 + 0.5);
  const double radians = (turn - 90.0 * quarter) * (kPi / 180.0);
  const double s = exact_sin(radians), c = exact_cos(radians);
  double sine = s, cosine = c;
  switch (static_cast<int>(quarter) & 3) {  // -4..4; two's complement & 3 is the residue
    case 1:
      sine = c, cosine = -s;
      break;
    case 2:
      sine = -s, cosine = -c;
      break;
    case 3:
      sine = -c, cosine = s;
      break;
    default:
      break;
  }
  return {cosine + 0.0, sine + 0.0, 0.0 - sine, cosine + 0.0, 0, 0};  // + 0.0: no negative zeros
}

bool is_axis_aligned(const Affine& m) {
  return m.b == 0 && m.c == 0;
}

IRect intersect(const IRect& a, const IRect& b) {
  const IRect r{std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
  return r.empty() ? IRect{} : r;
}

IRect unite(const IRect& a, const IRect& b) {
  if (a.empty()) return b.empty() ? IRect{} : b;
  if (b.empty()) return a;
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

}  // namespace fp
