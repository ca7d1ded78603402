// Paints in integers: colours, ramps and the maps from pixels to paint space.
#pragma once

#include <memory>

#include "engine/display/display_list.hpp"
#include "engine/scene/scene.hpp"

namespace fp {

uint32_t to16(double v);  // 0..1, clamped, as 0..65535

// Premultiplied 16-bit words (rg, ba) of a straight colour.
struct PixelWords {
  uint32_t rg = 0, ba = 0;
};
PixelWords premultiply(const Color& color);

// For each entry of a ramp's 2 * 1025 words, how far dithering may go along it (shaders/kernel.h): 1025 words more.
void add_reaches(std::vector<uint32_t>& words);

// Interpolates premultiplied, as CSS does. Stops sorted by offset; before the first and after the last, their colours
// hold.
std::shared_ptr<const Lookup> make_ramp(const std::vector<SceneStop>& stops);

// `to_paint` maps device pixels (x, y) to paint units. The shift is the largest in 16..28 at which no sum leaves +-2^30
// inside `bounds`; maps that overflow even at 16 are compressed towards the middle of the bounds, where only degenerate
// paints end up.
PaintMatrix quantize(const Affine& to_paint, const IRect& bounds);

// The ramp parameter of a linear gradient (x' of the result), the offset in radii of a radial one, or the offset in
// pixels of a conic one, turned to its first stop; from layer pixels.
Affine gradient_space(const SceneGradient& gradient);

}  // namespace fp
