// Maps: the globe, regions in their colours, borders. What stands on it is made in map_marks.cpp.
#include <algorithm>

#include "engine/chart/moments.hpp"
#include "engine/chart/oklab.hpp"
#include "engine/display/lowering.hpp"
#include "engine/display/map_plan.hpp"
#include "engine/display/stage.hpp"
#include "engine/vector/path_ops.hpp"

namespace fp {
namespace {

Hash128 part_key(const MapPlan& plan, const char* part, double number) {
  ByteWriter key;
  key.put_text("map").put(plan.ground.hash).put_text(part).put_double(number);
  return key.hash();
}

Coverage cover(const DrawState& draw, const Hash128& key, const std::function<Path()>& make) {
  return cover_outline(key, make, draw.m, draw.clip, draw.lowering.canvas, draw.lowering.assets.masks());
}

void draw_lines(const DrawState& draw, const MapPlan& plan, const char* part, const std::vector<LineGroup>& groups,
                const std::optional<Color>& color, double width) {
  if (!color) return;
  for (size_t i = 0; i < groups.size(); ++i) {
    const auto make = [&] {
      const StrokeStyle style{.width = width, .cap = Stroke::Cap::round, .join = Stroke::Join::round};
      return stroke_outline(lines_path(groups[i]), style, chord_tolerance(draw.m));
    };
    ByteWriter key;
    key.put(part_key(plan, part, width)).put(i);
    fill(draw, cover(draw, key.hash(), make), *color);
  }
}

void draw_globe(const DrawState& draw, const MapPlan& plan) {
  const MapContent& content = *plan.content;
  const double tolerance = 0.25 / std::max(plan.ground.to_box.a, 1e-9);
  if (content.sea) {
    const auto make = [&] {
      Shape globe;
      globe.rings = sphere_outline(plan.ground.projection, tolerance);
      transform(globe.rings, plan.ground.to_box);
      return region_path(globe);
    };
    fill(draw, cover(draw, part_key(plan, "sea", 0), make), *content.sea);
  }
  if (content.graticule) {
    constexpr double kStep = 20;  // degrees
    std::vector<Ring> lines = project_lines(plan.ground.projection, graticule({kStep, kStep}), tolerance);
    transform(lines, plan.ground.to_box);
    draw_lines(draw, plan, "graticule", grouped(lines), content.graticule, content.border_width);
  }
}

// A region's colour at a moment, on its way from one step's to the next one's.
Color color_of(const MapPlan& plan, size_t item, const Moment& moment) {
  const auto color = [&](size_t step) {
    const auto& value = plan.content->data.value(item, step);
    return value ? color_at(plan.scale, *value) : plan.scale.missing;
  };
  if (moment.progress <= 0) return color(moment.from);
  return moment.progress >= 1 ? color(moment.to) : mixed(color(moment.from), color(moment.to), moment.progress);
}

Color color_of_region(const MapPlan& plan, size_t region, const SceneMap& map, const Moment& moment) {
  const Color missing = plan.scale.missing;
  if (plan.item_of[region] < 0 || !plan.content->fills) return missing;
  const auto item = static_cast<size_t>(plan.item_of[region]);
  const double in = revealed(map.chart->reveal, plan.turn[item], map.frame, map.fps);
  if (!(in > 0)) return missing;
  const Color color = color_of(plan, item, moment);
  return in >= 1 ? color : mixed(missing, color, in);
}

void put_color(ByteWriter& key, const std::optional<Color>& color) {
  const Color c = color.value_or(Color{0, 0, 0, 0});
  key.put_double(c.r).put_double(c.g).put_double(c.b).put_double(c.a);
}

Hash128 skeleton_key(const DrawState& draw, const MapPlan& plan) {
  const MapContent& content = *plan.content;
  ByteWriter key;
  key.put_text("map skeleton").put(plan.ground.hash).put(draw.clip).put(draw.lowering.canvas).put(draw.opacity);
  key.put(draw.blend).put(static_cast<uint8_t>(draw.lowering.composition.linear)).put_text(draw.layer.layer->id);
  for (const double v :
       {draw.m.a, draw.m.b, draw.m.c, draw.m.d, draw.m.e, draw.m.f, content.border_width, content.outline_width})
    key.put_double(v);
  for (const auto& color : {content.sea, content.graticule, content.border, content.outline}) put_color(key, color);
  put_color(key, content.missing);
  return key.hash();
}

// Everything but the regions' own colours, which change most: made once for where the map stands.
std::shared_ptr<const MapSkeleton> skeleton_of(const DrawState& draw, const MapPlan& plan) {
  Assets& assets = draw.lowering.assets;
  const Hash128 key = skeleton_key(draw, plan);
  if (auto kept = assets.map_skeleton(key)) return kept;
  const MapContent& content = *plan.content;
  Lowering inner{.assets = assets,
                 .composition = draw.lowering.composition,
                 .canvas = draw.lowering.canvas,
                 .list = {},
                 .errors = {}};
  const DrawState apart{inner, draw.layer, draw.m, draw.size, draw.clip, draw.blend, draw.opacity};
  auto made = std::make_shared<MapSkeleton>();
  draw_globe(apart, plan);
  // Under the seams between regions, which would let through what lies below.
  const bool hidden = content.border && content.border->a >= 1 && content.border_width >= 0.5;
  if (!hidden) draw_lines(apart, plan, "seams", plan.ground.interior, content.missing, 1.5);
  for (size_t i = 0; i < plan.item_of.size(); ++i) {
    const size_t mark = inner.list.commands.size();
    const auto make = [&] { return region_path(plan.ground.map.shapes[i]); };
    fill(apart, cover(apart, part_key(plan, "region", static_cast<double>(i)), make), Color{});
    made->command_of.push_back(inner.list.commands.size() > mark ? static_cast<int64_t>(mark) : -1);
  }
  draw_lines(apart, plan, "borders", plan.ground.interior, content.border, content.border_width);
  draw_lines(apart, plan, "outline", plan.ground.exterior, content.outline, content.outline_width);
  made->list = std::move(inner.list);
  assets.keep(key, made);
  return made;
}

void add_ground(const DrawState& draw, const MapPlan& plan, const SceneMap& map, DisplayList& list) {
  const auto skeleton = skeleton_of(draw, plan);
  const size_t first = append(list, skeleton->list);
  const Moment moment = moment_at(*map.chart, map.frame, map.fps);
  for (size_t i = 0; i < skeleton->command_of.size(); ++i) {
    if (skeleton->command_of[i] < 0) continue;
    Command& command = list.commands[first + static_cast<size_t>(skeleton->command_of[i])];
    const PixelWords words = paint_words(draw.lowering, color_of_region(plan, i, map, moment));
    command.color_rg = words.rg;
    command.color_ba = words.ba;
  }
}

// The step it rests in with all regions there, or -1 while something changes.
int64_t resting_step(const SceneMap& map) {
  const Reveal& reveal = map.chart->reveal;
  if (map.frame < reveal.delay + reveal.stagger + reveal.frames) return -1;
  const Moment moment = moment_at(*map.chart, map.frame, map.fps);
  return moment.from == moment.to ? static_cast<int64_t>(moment.from) : -1;
}

// At rest the map is a picture: one command a frame, however many regions it has.
void draw_resting(const DrawState& draw, const std::shared_ptr<const MapPlan>& plan, const SceneMap& map,
                  int64_t step) {
  Assets& assets = draw.lowering.assets;
  const Hash128 key = ByteWriter{}.put(skeleton_key(draw, *plan)).put(step).hash();
  std::optional<Placed> placed = assets.resting_map(plan, key);
  if (!placed) {
    Stage stage;
    DrawState whole = draw;
    whole.blend = Blend::normal;
    whole.opacity = 65535;
    add_ground(whole, *plan, map, stage.list);
    for (const Command& command : stage.list.commands) stage.extent = unite(stage.extent, command.bounds);
    placed = close(std::move(stage));
    assets.keep(plan, key, *placed);
  }
  if (!placed->picture) return;
  DisplayList& list = draw.lowering.list;
  Command command = picture_command(list, *placed, intersect(placed->rect(), draw.clip));
  command.blend = static_cast<uint32_t>(draw.blend);
  command.opacity = draw.opacity;
  emit(draw.lowering, draw.layer, command);
}

}  // namespace

void draw_map(const DrawState& draw, const SceneMap& map) {
  const auto made = draw.lowering.assets.map_plan(*map.chart);
  if (!made) return report(draw.lowering, *draw.layer.layer, made.error());
  if (const int64_t step = resting_step(map); step >= 0) {
    draw_resting(draw, *made, map, step);
  } else {
    add_ground(draw, **made, map, draw.lowering.list);
  }
  const std::vector<SceneLayer> marks = map_marks(draw.lowering, *draw.layer.layer, map);
  if (draw.opacity == 65535 && draw.blend == Blend::normal) lower_layers(draw.lowering, marks, draw.m, draw.clip);
}

}  // namespace fp
