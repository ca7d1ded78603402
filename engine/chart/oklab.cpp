#include "engine/chart/oklab.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/math.hpp"

namespace fp {
namespace {

double cube_root(double x) {
  if (x <= 0) return 0;
  const double y = exact_exp(exact_log(x) / 3);
  return y - (y * y * y - x) / (3 * y * y);  // a step of Newton takes the logarithm's error out
}

// The transfer function of IEC 61966-2-1.
double decoded(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : exact_pow((channel + 0.055) / 1.055, 2.4);
}
double encoded(double linear) {
  const double x = std::clamp(linear, 0.0, 1.0);
  return x <= 0.0031308 ? 12.92 * x : std::min(1.055 * exact_pow(x, 1 / 2.4) - 0.055, 1.0);
}

}  // namespace

Oklab to_oklab(const Color& color) {
  const double r = decoded(color.r), g = decoded(color.g), b = decoded(color.b);
  const double l = cube_root(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = cube_root(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = cube_root(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

Color from_oklab(const Oklab& lab, double alpha) {
  const double l = lab.lightness + 0.3963377774 * lab.a + 0.2158037573 * lab.b;
  const double m = lab.lightness - 0.1055613458 * lab.a - 0.0638541728 * lab.b;
  const double s = lab.lightness - 0.0894841775 * lab.a - 1.2914855480 * lab.b;
  const double l3 = l * l * l, m3 = m * m * m, s3 = s * s * s;
  return {encoded(4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3),
          encoded(-1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3),
          encoded(-0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3), alpha};
}

double distance(const Oklab& x, const Oklab& y) {
  const double dl = x.lightness - y.lightness, da = x.a - y.a, db = x.b - y.b;
  return std::sqrt(dl * dl + da * da + db * db);
}

Color mixed(const Color& from, const Color& to, double share) {
  if (share <= 0 || from == to) return from;
  if (share >= 1) return to;
  const Oklab x = to_oklab(from), y = to_oklab(to);
  return from_oklab(
      {std::lerp(x.lightness, y.lightness, share), std::lerp(x.a, y.a, share), std::lerp(x.b, y.b, share)},
      std::lerp(from.a, to.a, share));
}

}  // namespace fp
