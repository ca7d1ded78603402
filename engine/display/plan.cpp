#include "engine/display/plan.hpp"

#include <algorithm>

#include "engine/core/result.hpp"
#include "engine/display/picture.hpp"

namespace fp {
namespace {

int32_t tiles_across(int32_t pixels) {
  return (pixels + kTile - 1) / kTile;
}

// A command's content without list-relative indices: equal hashes mean equal effect on any pixel inside the bounds.
Hash128 content_hash(const DisplayList& list, Command command) {
  ByteWriter bytes;
  const auto put_resource = [&](uint32_t& index) {
    bytes.put(index == kNoResource ? Hash128{} : list.resources[index].hash());
    index = 0;
  };
  put_resource(command.mask);
  put_resource(command.texture_a);
  put_resource(command.texture_b);
  bytes.put(command);
  return bytes.hash();
}

static_assert(Mask::kTileWidth == FP_MASK_TILE_WIDTH && Mask::kTileHeight == 16);  // shaders/kernel.h

PassConstants constants_of(const DisplayList& list, const Command& c, uint32_t depth) {
  PassConstants k{};
  k.kind = static_cast<uint32_t>(c.op);
  k.depth = depth;
  k.x0 = c.bounds.x0, k.y0 = c.bounds.y0, k.x1 = c.bounds.x1, k.y1 = c.bounds.y1;
  k.blend = c.blend;
  k.opacity = c.opacity;
  k.cover = static_cast<uint32_t>(c.cover);
  k.cover_x0 = c.cover_rect.x0, k.cover_y0 = c.cover_rect.y0, k.cover_x1 = c.cover_rect.x1,
  k.cover_y1 = c.cover_rect.y1;
  k.mask_x = c.mask_x, k.mask_y = c.mask_y;
  if (c.mask != kNoResource) {
    const Mask& mask = *std::get<std::shared_ptr<const Mask>>(list.resources[c.mask].data);
    k.mask_width = static_cast<uint32_t>(mask.width);
    k.mask_height = static_cast<uint32_t>(mask.height);
    k.mask_across = static_cast<uint32_t>(mask.tiles_across());
  }
  k.color_rg = c.color_rg, k.color_ba = c.color_ba;
  const auto& a = c.matrix_a.m;
  const auto& b = c.matrix_b.m;
  k.a0 = a[0], k.a1 = a[1], k.a2 = a[2], k.a3 = a[3], k.a4 = a[4], k.a5 = a[5], k.a_shift = c.matrix_a.shift;
  k.b0 = b[0], k.b1 = b[1], k.b2 = b[2], k.b3 = b[3], k.b4 = b[4], k.b5 = b[5], k.b_shift = c.matrix_b.shift;
  const auto size = [&](uint32_t index, uint32_t& width, uint32_t& height) {
    if (index == kNoResource) return;
    if (const auto* texels = std::get_if<std::shared_ptr<const Texels>>(&list.resources[index].data)) {
      width = static_cast<uint32_t>((*texels)->width);
      height = static_cast<uint32_t>((*texels)->height);
    } else if (const auto* picture = std::get_if<PicturePtr>(&list.resources[index].data)) {
      width = static_cast<uint32_t>((*picture)->width);
      height = static_cast<uint32_t>((*picture)->height);
    }
  };
  size(c.texture_a, k.a_width, k.a_height);
  size(c.texture_b, k.b_width, k.b_height);
  k.level_mix = c.level_mix;
  k.source_x = c.picture_x, k.source_y = c.picture_y;
  k.take = c.take;
  k.p0 = c.p[0], k.p1 = c.p[1], k.p2 = c.p[2], k.p3 = c.p[3];
  k.p4 = c.p[4], k.p5 = c.p[5], k.p6 = c.p[6], k.p7 = c.p[7];
  return k;
}

}  // namespace

TileHashes hash_tiles(const DisplayList& list) {
  TileHashes hashes{.width = list.width, .height = list.height, .tiles = {}};
  const int32_t across = tiles_across(list.width), down = tiles_across(list.height);
  hashes.tiles.resize(static_cast<size_t>(across) * static_cast<size_t>(down));
  for (const Command& command : list.commands) {
    if (command.bounds.empty()) continue;
    const Hash128 content = content_hash(list, command);
    const IRect tiles{command.bounds.x0 / kTile, command.bounds.y0 / kTile, tiles_across(command.bounds.x1),
                      tiles_across(command.bounds.y1)};
    for (int32_t y = tiles.y0; y < tiles.y1; ++y) {
      for (int32_t x = tiles.x0; x < tiles.x1; ++x) {
        Hash128& tile = hashes.tiles[static_cast<size_t>(y) * static_cast<size_t>(across) + static_cast<size_t>(x)];
        const Hash128 chain[2] = {tile, content};
        tile = hash128(std::as_bytes(std::span(chain)));
      }
    }
  }
  return hashes;
}

std::vector<IRect> damage(const TileHashes& before, const TileHashes& after, int32_t width, int32_t height) {
  if (before.width != after.width || before.height != after.height) return {{0, 0, width, height}};
  const int32_t across = tiles_across(width), down = tiles_across(height);
  std::vector<IRect> rects;
  std::vector<size_t> open;  // rectangles that end at the row above and may grow downward
  for (int32_t y = 0; y < down; ++y) {
    std::vector<size_t> row;
    for (int32_t x = 0; x < across;) {
      const auto differs = [&](int32_t at) {
        const size_t i = static_cast<size_t>(y) * static_cast<size_t>(across) + static_cast<size_t>(at);
        return before.tiles[i] != after.tiles[i];
      };
      if (!differs(x)) {
        ++x;
        continue;
      }
      const int32_t begin = x;
      while (x < across && differs(x)) ++x;
      const IRect run{begin * kTile, y * kTile, std::min(x * kTile, width), std::min((y + 1) * kTile, height)};
      const auto above =
          std::ranges::find_if(open, [&](size_t i) { return rects[i].x0 == run.x0 && rects[i].x1 == run.x1; });
      if (above != open.end()) {
        rects[*above].y1 = run.y1;
        row.push_back(*above);
      } else {
        row.push_back(rects.size());
        rects.push_back(run);
      }
    }
    open = std::move(row);
  }
  return rects;
}

PassPlan plan(const DisplayList& list, std::vector<IRect> damaged) {
  PassPlan result{.width = list.width,
                  .height = list.height,
                  .depth = 0,
                  .damage = std::move(damaged),
                  .passes = {},
                  .resources = {}};
  const auto touched = [&](const IRect& bounds) {
    return std::ranges::any_of(result.damage, [&](const IRect& r) { return !intersect(r, bounds).empty(); });
  };
  std::vector<uint32_t> remap(list.resources.size(), kNoResource);
  const auto take = [&](uint32_t index) {
    if (index == kNoResource) return kNoResource;
    if (remap[index] == kNoResource) {
      remap[index] = static_cast<uint32_t>(result.resources.size());
      result.resources.push_back(list.resources[index]);
    }
    return remap[index];
  };
  uint32_t depth = 0;
  for (const Command& command : list.commands) {
    if (command.op == Op::push) ++depth;
    if (command.op == Op::pop) --depth;
    result.depth = std::max(result.depth, static_cast<int32_t>(depth));
    if (!touched(command.bounds)) continue;
    result.passes.push_back(
        {constants_of(list, command, depth), take(command.texture_a), take(command.texture_b), take(command.mask)});
  }
  FP_ASSERT(depth == 0);
  return result;
}

}  // namespace fp
