// DisplayList -> PassPlan: passes with their constants, and only the part of the canvas that changed since the frame
// before. Plain data; computing it is pure. Both executors run the same plan.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/hash.hpp"
#include "engine/display/display_list.hpp"
#include "engine/display/pass_constants.hpp"

namespace fp {

// Damage works in square tiles. A tile's pixels are a function of the commands that touch it, so equal hashes of that
// sequence mean equal pixels: comparing hashes finds exactly the tiles to redraw, in any frame order.
inline constexpr int32_t kTile = 64;

struct TileHashes {
  int32_t width = 0, height = 0;  // canvas; 0 = nothing known, everything is damaged
  std::vector<Hash128> tiles;     // row-major, ceil(width/kTile) a row
};
TileHashes hash_tiles(const DisplayList& list);

// Tiles that differ, merged into disjoint rectangles (tile-aligned, cut to the canvas), in reading order. Empty: same
// frame.
std::vector<IRect> damage(const TileHashes& before, const TileHashes& after, int32_t width, int32_t height);

struct Pass {
  PassConstants constants;
  uint32_t texture_a = kNoResource, texture_b = kNoResource, mask = kNoResource;  // into PassPlan::resources
};

struct PassPlan {
  int32_t width = 0, height = 0;
  int32_t depth = 0;          // nested group surfaces needed
  std::vector<IRect> damage;  // what to redraw; everything else on the frame surface is already right
  std::vector<Pass> passes;   // in order
  std::vector<Resource> resources;
};

// `damage` as from damage(); passes that touch none of it are left out.
PassPlan plan(const DisplayList& list, std::vector<IRect> damage);

}  // namespace fp
