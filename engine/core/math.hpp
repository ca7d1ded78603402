// Plane geometry in double, and elementary functions that give the same bits on every x86-64 CPU.
// libm is not used for these: glibc picks FMA variants by CPU. +, -, *, / and sqrt are exact by IEEE 754.
#pragma once

#include <cstdint>
#include <glm/vec2.hpp>

namespace fp {

using Vec2 = glm::dvec2;

inline constexpr double kPi = 3.14159265358979323846;

double exact_sin(double x);
double exact_cos(double x);
double exact_tan(double x);
double exact_asin(double x);  // |x| <= 1, else NaN
double exact_acos(double x);  // |x| <= 1, else NaN
double exact_atan2(double y, double x);
double exact_exp(double x);
double exact_log(double x);               // x > 0
double exact_pow(double base, double e);  // base >= 0

// Column-vector affine map: x' = a*x + c*y + e, y' = b*x + d*y + f (the order of SVG's matrix()).
struct Affine {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
  bool operator==(const Affine&) const = default;
};
Affine operator*(const Affine& outer, const Affine& inner);  // apply inner first
Vec2 apply(const Affine& m, Vec2 p);
double determinant(const Affine& m);
Affine inverse(const Affine& m);  // determinant must not be 0
Affine translation(Vec2 t);
Affine scaling(Vec2 s);
Affine rotation_degrees(double degrees);  // clockwise on a y-down canvas; multiples of 90 are exact
bool is_axis_aligned(const Affine& m);    // b == 0 and c == 0

// Half-open pixel rectangle [x0,x1) x [y0,y1).
struct IRect {
  int32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  bool operator==(const IRect&) const = default;
  bool empty() const { return x0 >= x1 || y0 >= y1; }
  int32_t width() const { return x1 - x0; }
  int32_t height() const { return y1 - y0; }
};
IRect intersect(const IRect& a, const IRect& b);
IRect unite(const IRect& a, const IRect& b);  // bounding box; an empty one does not count

}  // namespace fp
