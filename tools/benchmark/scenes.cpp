#include "tools/benchmark/scenes.hpp"

namespace fp::bench {
namespace {

constexpr int32_t kSide = 600;

PicturePtr square(uint32_t color_rg) {
  Picture picture{.width = kSide, .height = kSide, .list = {.width = kSide, .height = kSide}};
  Command c;
  c.bounds = {0, 0, kSide, kSide};
  c.color_rg = color_rg, c.color_ba = 0xffff8000;
  picture.list.commands.push_back(c);
  return finished(std::move(picture));
}

}  // namespace

DisplayList empty_canvas(int32_t width, int32_t height) {
  DisplayList list{.width = width, .height = height};
  Command background;
  background.bounds = {0, 0, width, height};
  background.blend = kBlendCopy;
  background.color_ba = 0xffff0000;
  list.commands.push_back(background);
  list.layers.resize(1);
  return list;
}

DisplayList with_group(DisplayList list) {
  Command push, fill, pop;
  push.op = Op::push;
  push.bounds = fill.bounds = pop.bounds = {0, 0, list.width, list.height};
  fill.color_rg = 0x40008000, fill.color_ba = 0x8000c000;
  pop.op = Op::pop;
  pop.blend = static_cast<uint32_t>(Blend::overlay);
  pop.opacity = 40000;
  for (const Command& c : {push, fill, pop}) list.commands.push_back(c);
  list.layers.resize(list.commands.size());
  return list;
}

std::vector<FilterScene> filter_scenes() {
  return {{"blur-40-of-600x600", [](const Placed& p) { return blurred(p, 40); }},
          {"zoom-blur-of-600x600",
           [](const Placed& p) {
             return smeared_from(p, {kSide / 2, kSide / 2}, 0.2);
           }},
          {"displace-of-600x600", [map = Placed{square(0x3000e000), 0, 0}](const Placed& p) {
             return displaced(p, map, {40, 25});
           }}};
}

PassPlan filtered_plan(DisplayList list, const FilterScene& scene, uint32_t change) {
  Placed placed = scene.filter({square(change), 0, 0});
  placed.x += (list.width - kSide) / 2, placed.y += (list.height - kSide) / 2;
  Command c;
  c.op = Op::picture;
  c.bounds = intersect(placed.rect(), {0, 0, list.width, list.height});
  c.texture_a = use_resource(list, {placed.picture});
  c.picture_x = placed.x, c.picture_y = placed.y;
  list.commands.push_back(c);
  list.layers.resize(list.commands.size());
  return plan(list, {{0, 0, list.width, list.height}});
}

}  // namespace fp::bench
