// Colour controls as what kernels take: tables of curves and integer matrices.
#pragma once

#include <array>
#include <functional>
#include <memory>

#include "engine/display/display_list.hpp"
#include "engine/scene/scene.hpp"

namespace fp {

double srgb_decode(double v);  // to linear light, 0..1 (IEC 61966-2-1)
double srgb_encode(double v);
Color linear_light(const Color& color);

using Curve = std::function<double(double)>;  // 0..1 to 0..1
// One curve a channel; alpha stays.
std::shared_ptr<const Lookup> make_curves(const std::array<Curve, 3>& curves);
std::shared_ptr<const Lookup> decode_table();
std::shared_ptr<const Lookup> encode_table();

// The curves of effects; empty where the effect has none.
std::array<Curve, 3> exposure_curves(const SceneEffect& effect);  // adjust: exposure, white balance and contrast
std::array<Curve, 3> levels_curves(const SceneEffect& effect);
std::array<Curve, 3> point_curves(const Effect& effect);  // monotone cubics (Fritsch and Carlson)

// adjust: saturation and hue (the matrices of Filter Effects 1), 12 numbers in 1/4096; rows sum to 4096, so greys stay.
std::array<int32_t, 12> color_matrix(double saturation, double hue_degrees);

}  // namespace fp
