// OKLab, a colour space in which equal distances look about equally far (Björn Ottosson, 2020, public domain:
// bottosson.github.io/posts/oklab). From and to sRGB as the template writes it; exact elementary functions throughout.
#pragma once

#include "engine/core/color.hpp"

namespace fp {

struct Oklab {
  double lightness = 0;  // 0 black, 1 white
  double a = 0, b = 0;   // green to red, blue to yellow; about -0.4 to 0.4
};

Oklab to_oklab(const Color& color);                    // alpha is left out; channels 0..1
Color from_oklab(const Oklab& lab, double alpha = 1);  // what sRGB cannot show is clipped channel by channel
double distance(const Oklab& x, const Oklab& y);       // 0.02 is about what one just sees side by side

// From `from` (share 0) to `to` (share 1), both exact, evenly in OKLab; the straight alpha evenly too.
Color mixed(const Color& from, const Color& to, double share);

}  // namespace fp
