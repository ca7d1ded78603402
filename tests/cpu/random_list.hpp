// Seeded random display lists: every kind of command, coverage, blend and nesting, with small resources.
#pragma once

#include <algorithm>
#include <cstdint>

#include "engine/core/random.hpp"
#include "engine/display/display_list.hpp"
#include "engine/display/paint.hpp"

namespace fp::test {

class Dice {
 public:
  explicit Dice(uint64_t seed) : seed_(seed) {}
  double unit() { return random_at(seed_, next_++); }
  int between(int low, int high) { return low + static_cast<int>(unit() * (high - low + 1)); }  // inclusive
  bool chance(double p) { return unit() < p; }

 private:
  uint64_t seed_, next_ = 0;
};

inline std::shared_ptr<const Mask> random_mask(Dice& dice, int width, int height) {
  std::vector<uint8_t> bytes(static_cast<size_t>(width) * static_cast<size_t>(height));
  std::vector<int> tiles(static_cast<size_t>((width / 32 + 1) * (height / 16 + 1)));  // many uniform
  for (int& tile : tiles) tile = dice.between(-3, 1);
  for (int y = 0; y < height; ++y) {
    const bool blank = dice.chance(0.2);
    for (int x = 0; x < width; ++x) {
      const int v = dice.between(-200, 400);
      const int tile = tiles[static_cast<size_t>(y / 16 * (width / 32 + 1) + x / 32)];
      bytes[static_cast<size_t>(y * width + x)] =
          static_cast<uint8_t>(tile >= 0 ? 255 * tile : (blank ? 0 : std::clamp(v, 0, 255)));
    }
  }
  return std::make_shared<const Mask>(make_mask(width, height, bytes.data(), width));
}

inline std::shared_ptr<const Texels> random_texels(Dice& dice, int width, int height) {
  auto texels = std::make_shared<Texels>();
  texels->width = width;
  texels->height = height;
  for (int i = 0; i < width * height; ++i) {
    const uint32_t a = dice.chance(0.5) ? 255 : static_cast<uint32_t>(dice.between(0, 255));
    uint32_t texel = a << 24;
    for (int c = 0; c < 3; ++c) texel |= static_cast<uint32_t>(dice.between(0, static_cast<int>(a))) << (8 * c);
    texels->data.push_back(texel);
  }
  texels->hash = hash128(std::as_bytes(std::span(texels->data)));
  return texels;
}

inline std::shared_ptr<const Lookup> random_ramp(Dice& dice) {
  std::vector<SceneStop> stops;
  for (int i = 0; i <= 3; ++i) stops.push_back({i / 3.0, {dice.unit(), dice.unit(), dice.unit(), dice.unit()}});
  return make_ramp(stops);
}

inline IRect random_rect(Dice& dice, int width, int height) {
  const int x0 = dice.between(0, width - 1), y0 = dice.between(0, height - 1);
  return {x0, y0, dice.between(x0 + 1, width), dice.between(y0 + 1, height)};
}

inline void random_coverage(Dice& dice, DisplayList& list, Command& c) {
  c.bounds = random_rect(dice, list.width, list.height);
  c.opacity = dice.chance(0.4) ? 65535 : static_cast<uint32_t>(dice.between(0, 65535));
  switch (dice.between(0, 2)) {
    case 1:
      c.cover = Cover::rect;
      c.cover_rect = {c.bounds.x0 * 256 + dice.between(0, 300), c.bounds.y0 * 256 + dice.between(0, 300),
                      c.bounds.x1 * 256 - dice.between(0, 300), c.bounds.y1 * 256 - dice.between(0, 300)};
      break;
    case 2: {
      c.cover = Cover::mask;
      c.mask = use_resource(list, {random_mask(dice, dice.between(1, 90), dice.between(1, 90))});
      c.mask_x = c.bounds.x0 - dice.between(0, 9);
      c.mask_y = c.bounds.y0 - dice.between(0, 9);
      break;
    }
    default:
      break;
  }
}

inline Affine random_map(Dice& dice, double scale) {
  const Affine turn = dice.chance(0.5) ? Affine{} : rotation_degrees(dice.unit() * 360);
  return scaling({scale * (0.3 + dice.unit()), scale * (0.3 + dice.unit())}) * turn *
         translation({dice.unit() * 40 - 20, dice.unit() * 40 - 20});
}

inline void random_paint(Dice& dice, DisplayList& list, Command& c) {
  c.op = static_cast<Op>(dice.between(0, 3));
  if (c.op == Op::solid) {
    const PixelWords w = premultiply({dice.unit(), dice.unit(), dice.unit(), dice.chance(0.5) ? 1.0 : dice.unit()});
    c.color_rg = w.rg;
    c.color_ba = w.ba;
  } else if (c.op == Op::image) {
    const int w = dice.between(1, 60), h = dice.between(1, 60);
    const Affine map = random_map(dice, 1.0);
    c.texture_a = use_resource(list, {random_texels(dice, w, h)});
    c.matrix_a = quantize(map, c.bounds);
    if (dice.chance(0.5)) {
      c.texture_b = use_resource(list, {random_texels(dice, (w + 1) / 2, (h + 1) / 2)});
      c.matrix_b = quantize(scaling({0.5, 0.5}) * map, c.bounds);
      c.level_mix = static_cast<uint32_t>(dice.between(1, 256));
    }
  } else {
    c.texture_a = use_resource(list, {random_ramp(dice)});
    c.matrix_a = quantize(random_map(dice, 0.02), c.bounds);
  }
}

inline DisplayList random_list(uint64_t seed, int width, int height, int commands) {
  Dice dice(seed);
  DisplayList list{.width = width, .height = height};
  Command background;
  background.bounds = {0, 0, width, height};
  background.blend = kBlendCopy;
  const PixelWords w = premultiply({dice.unit(), dice.unit(), dice.unit(), dice.chance(0.7) ? 1.0 : dice.unit()});
  background.color_rg = w.rg;
  background.color_ba = w.ba;
  list.commands.push_back(background);
  int depth = 0;
  std::vector<IRect> groups;
  for (int i = 0; i < commands; ++i) {
    Command c;
    if (depth < 3 && dice.chance(0.15)) {
      c.op = Op::push;
      c.bounds = random_rect(dice, width, height);
      if (depth > 0) c.bounds = intersect(c.bounds, groups.back());
      if (c.bounds.empty()) continue;
      groups.push_back(c.bounds);
      ++depth;
      list.commands.push_back(c);
      continue;
    }
    const bool pop = depth > 0 && dice.chance(0.25);
    random_coverage(dice, list, c);
    if (depth > 0) c.bounds = intersect(c.bounds, groups.back());
    c.blend = static_cast<uint32_t>(dice.chance(0.5) ? 0 : dice.between(0, 16));
    if (pop) {
      c.op = Op::pop;
      groups.pop_back();
      --depth;
    } else if (c.bounds.empty()) {
      continue;
    } else {
      random_paint(dice, list, c);
    }
    list.commands.push_back(c);
  }
  while (depth-- > 0) {
    Command pop;
    pop.op = Op::pop;
    pop.bounds = groups.back();
    groups.pop_back();
    list.commands.push_back(pop);
  }
  list.layers.resize(list.commands.size());
  return list;
}

}  // namespace fp::test
