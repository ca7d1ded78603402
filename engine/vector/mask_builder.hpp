// Inside engine/vector: makes a mask tile by tile.
#pragma once

#include "engine/vector/mask.hpp"

namespace fp {

// Tiles are added row by row, from the left; finish() wants all of them.
class MaskBuilder {
 public:
  MaskBuilder(int32_t width, int32_t height);
  void reserve(size_t tiles) {
    mask_.words.reserve(mask_.words.size() + tiles * (Mask::kTileBytes / sizeof(uint32_t)));
  }
  void add_uniform(bool covered) { mask_.words[next_++] = covered ? 1 : 0; }
  // The tile's first byte; only what lies inside the mask is read.
  void add_tile(const uint8_t* bytes, int32_t stride);
  Mask finish();

 private:
  Mask mask_;
  size_t next_ = 0;     // tile to be added
  uint32_t tiles_ = 0;  // kept
};

}  // namespace fp
