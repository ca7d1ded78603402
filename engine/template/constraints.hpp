// What a template asks of a layer's box beside a size: distances from the box around it, and bounds of what is
// measured.
#pragma once

#include <optional>

namespace fp {

// Where the box stands in the enclosing one, in pixels: its edges, or its middle, from that one's. The layer's
// transform counts from there. Both edges of an axis give the box its width or height as well.
struct Pin {
  std::optional<double> left, right, top, bottom;
  std::optional<double> center_x, center_y;
  bool to_safe_area = false;  // of the canvas, instead of its edges
  bool gives_width() const { return left && right; }
  bool gives_height() const { return top && bottom; }
};

// Bounds of a measured width and height; where they contradict each other, the least wins.
struct SizeLimits {
  std::optional<double> min_width, min_height, max_width, max_height;
  bool any() const { return min_width || min_height || max_width || max_height; }
};

}  // namespace fp
