// Pictures from pictures: the parameters of filters, computed in doubles and quantised.
#pragma once

#include "engine/display/picture.hpp"

namespace fp {

// A picture and the pixel its first pixel stands on.
struct Placed {
  PicturePtr picture;
  int32_t x = 0, y = 0;
  IRect rect() const { return picture ? IRect{x, y, x + picture->width, y + picture->height} : IRect{}; }
  bool operator==(const Placed&) const = default;
};

// How a Gaussian of standard deviation `sigma` (pixels) is carried out. Halving and doubling by the quadratic B-spline
// widen as a Gaussian of variance 1.5 * 4^level does, so the weights at the lowest level make up only the rest; they
// are cut off at 3.5 of their deviations. The result is within 0.2 % of white of a Gaussian convolution in double
// precision (tests/cpu/filter_test.cpp).
struct BlurPlan {
  uint32_t levels = 0, radius = 0;
  int32_t pad = 0;  // pixels the blur reaches, a multiple of 2^levels
  std::shared_ptr<const Lookup> weights;
};
inline constexpr double kLeastSigma = 0.05, kMostSigma = 1000;  // outside: nothing happens, and clamped
BlurPlan plan_gaussian(double sigma);

Placed blurred(const Placed& input, double sigma);
// The mean along `line` (pixels), or along rays from `center` between 1/sqrt(1+amount) and sqrt(1+amount) of the
// distance. 2^n samples less than about a pixel apart, by n steps that each average two shifted copies.
Placed smeared_along(const Placed& input, Vec2 line);
Placed smeared_from(const Placed& input, Vec2 center, double amount);
// Each pixel taken from where the red and green of `map` say; white moves it by `amount` pixels.
Placed displaced(const Placed& input, const Placed& map, Vec2 amount);

// How many pixels outside its input a blur can reach.
int32_t blur_reach(double sigma);

}  // namespace fp
