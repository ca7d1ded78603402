// Each pass over a full 1080x1920 surface, and each output conversion, on every executor.

#include <fmt/format.h>

#include <cmath>

#include "engine/core/result.hpp"
#include "engine/cpu/executor.hpp"
#include "engine/display/paint.hpp"
#include "engine/vulkan/executor.hpp"
#include "tools/benchmark/bench.hpp"
#include "tools/benchmark/scenes.hpp"

namespace fp::bench {
namespace {

constexpr int32_t kWidth = 1080, kHeight = 1920;

DisplayList canvas() {
  return empty_canvas(kWidth, kHeight);
}

struct Scene {
  std::string name;
  DisplayList list;
};

std::shared_ptr<const Texels> checker() {
  auto texels = std::make_shared<Texels>();
  texels->width = texels->height = 1200;
  texels->data.resize(1200 * 1200);
  for (uint32_t i = 0; i < texels->data.size(); ++i) texels->data[i] = 0xff000000u | (i * 2654435761u >> 8);
  texels->hash = hash128(std::as_bytes(std::span(texels->data)));
  return texels;
}

std::shared_ptr<const Mask> half_mask() {
  const std::vector<uint8_t> bytes(static_cast<size_t>(kWidth) * kHeight, 128);
  return std::make_shared<const Mask>(make_mask(kWidth, kHeight, bytes.data(), kWidth));
}

Scene scene(const std::string& name, const std::function<void(DisplayList&, Command&)>& set_up) {
  Scene s{name, canvas()};
  Command c;
  c.bounds = {0, 0, kWidth, kHeight};
  c.opacity = 40000;
  set_up(s.list, c);
  s.list.commands.push_back(c);
  s.list.layers.resize(s.list.commands.size());
  return s;
}

std::vector<Scene> scenes() {
  const auto solid = [](DisplayList&, Command& c) { c.color_rg = 0x40008000, c.color_ba = 0x8000c000; };
  const auto image = [](const Affine& map) {
    return [map](DisplayList& list, Command& c) {
      c.op = Op::image;
      c.texture_a = use_resource(list, {checker()});
      c.matrix_a = quantize(map, c.bounds);
    };
  };
  const auto ramp = [](Op op) {
    return [op](DisplayList& list, Command& c) {
      c.op = op;
      c.texture_a = use_resource(list, {make_ramp({{0, {1, 0, 0, 1}}, {1, {0, 0, 1, 1}}})});
      c.matrix_a = quantize(scaling({1.0 / kWidth, 1.0 / kHeight}) * translation({-200, -300}), c.bounds);
    };
  };
  std::vector<Scene> all;
  all.push_back({"clear", canvas()});
  all.push_back(scene("over", solid));
  all.push_back(scene("over-mask", [&](DisplayList& list, Command& c) {
    solid(list, c);
    c.cover = Cover::mask;
    c.mask = use_resource(list, {half_mask()});
  }));
  all.push_back(scene("multiply", [&](DisplayList& list, Command& c) {
    solid(list, c);
    c.blend = 1;
  }));
  all.push_back({"group-overlay", with_group(canvas())});
  all.push_back(scene("linear", ramp(Op::linear)));
  all.push_back(scene("conic", ramp(Op::conic)));
  all.push_back(scene("radial", ramp(Op::radial)));
  all.push_back(scene("image-upright", image(scaling({1.07, 0.6}))));
  all.push_back(scene("image-rotated", image(rotation_degrees(12))));
  return all;
}

PassPlan full(const DisplayList& list) {
  return plan(list, {{0, 0, kWidth, kHeight}});
}

using DrawIn = std::function<void(const PassPlan&, PixelFormat)>;

// The cost of a scene's own pass: with it less without it. The output conversion is timed alone on an unchanged
// surface.
Json time_all(const Options& options, const DrawIn& draw) {
  Json result;
  const PassPlan empty = full(canvas());
  const double nothing = median_of(options.repeat, [&] { draw(empty, PixelFormat::yuv420p8); });
  result["frame-and-yuv420"] = nothing;
  for (const Scene& s : scenes()) {
    if (s.name == "clear") continue;
    const PassPlan p = full(s.list);
    result[s.name] = std::max(0.0, median_of(options.repeat, [&] { draw(p, PixelFormat::yuv420p8); }) - nothing);
  }
  uint32_t change = 0;
  for (const FilterScene& filter : filter_scenes()) {
    const double all =
        median_of(options.repeat, [&] { draw(filtered_plan(canvas(), filter, ++change), PixelFormat::yuv420p8); });
    result[filter.name] = std::max(0.0, all - nothing);
  }
  return result;
}

// Each executor's time for each kernel over that of the best CPU executor on one thread.
Json ratios(const Json& executors, const std::string& best) {
  Json result;
  for (const auto& [executor, times] : executors.items()) {
    if (!times.is_object()) continue;  // a device that could not be opened
    for (const auto& [kernel, time] : times.items()) {
      const double one = executors[best][kernel];
      if (one > 0) result[kernel][executor] = std::round(time.get<double>() / one * 100) / 100;
    }
  }
  return result;
}

}  // namespace

Json kernels(const Options& options) {
  Json result;
  std::string best;
  for (const cpu::Isa isa : {cpu::Isa::baseline, cpu::Isa::avx2, cpu::Isa::avx512}) {
    if (!cpu::supported(isa)) continue;
    cpu::Executor executor(1, isa);
    best = fmt::format("cpu-{}", cpu::name(isa));
    result[best] = time_all(options, [&](const PassPlan& p, PixelFormat format) { executor.execute(p, format); });
  }
  for (const std::string& name : options.devices) {
    auto context = vulkan::Context::open({.name = name});
    if (!context) {
      result["vulkan-" + name] = to_string(context.error().front());
      continue;
    }
    vulkan::Executor executor(*context, 1);
    result["vulkan-" + (*context)->info().name] = time_all(options, [&](const PassPlan& p, PixelFormat format) {
      const bool drawn = executor.submit(p, format) && executor.collect();
      FP_ASSERT(drawn);
    });
  }
  return {{"ms", result}, {"ratio-to-" + best, ratios(result, best)}};
}

}  // namespace fp::bench
