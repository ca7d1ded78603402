// What frames of 1920x1080 may cost on two cores without a GPU, beside what they do; and what lavapipe takes for them.

#include <algorithm>
#include <utility>

#include "engine/core/result.hpp"
#include "engine/cpu/executor.hpp"
#include "engine/vulkan/executor.hpp"
#include "tools/benchmark/bench.hpp"
#include "tools/benchmark/scenes.hpp"

namespace fp::bench {
namespace {

constexpr int32_t kWidth = 1920, kHeight = 1080;
constexpr int kThreads = 2;

// Milliseconds of each scene more than an empty frame's, which comes first.
using Times = std::vector<std::pair<std::string, double>>;
Times time_all(int repeat, const Draw& draw) {
  const auto canvas = [] { return empty_canvas(kWidth, kHeight); };
  const auto full = [](const DisplayList& list) { return plan(list, {{0, 0, kWidth, kHeight}}); };
  const PassPlan empty = full(canvas()), group = full(with_group(canvas()));
  const double nothing = median_of(repeat, [&] { draw(empty); });
  Times times{{"frame-and-yuv420", nothing}};
  const auto add = [&](const std::string& name, const auto& work) {
    times.emplace_back(name, std::max(0.0, median_of(repeat, work) - nothing));
  };
  uint32_t change = 0;
  for (const FilterScene& filter : filter_scenes())
    add(filter.name, [&] { draw(filtered_plan(canvas(), filter, ++change)); });
  add("group-with-opacity-and-blend", [&] { draw(group); });
  const Json texts = moving_type(draw);
  for (const auto& [name, parts] : texts.items()) {
    if (parts.is_object())
      times.emplace_back("200-glyphs-" + name, parts["to-plan"].get<double>() + parts["pixels"].get<double>());
  }
  return times;
}

double target_of(const std::string& scene) {  // 0: none
  if (scene.starts_with("blur")) return 4;
  return scene.starts_with("group") || scene.starts_with("200-glyphs") ? 3 : 0;
}

// The same scenes by the Vulkan executor on a software device, of which nothing is asked.
void add_lavapipe(const Options& options, Json& result) {
  auto context = vulkan::Context::open({.name = "lavapipe"});
  if (!context) {
    result["lavapipe"] = to_string(context.error().front());
    return;
  }
  result["lavapipe"] = (*context)->info().name;
  vulkan::Executor executor(*context, 1);
  const Times times = time_all(options.repeat, [&](const PassPlan& passes) {
    const bool drawn = executor.submit(passes, PixelFormat::yuv420p8) && executor.collect();
    FP_ASSERT(drawn);
  });
  for (const auto& [name, time] : times) result[name]["lavapipe"] = time;
}

}  // namespace

Json targets(const Options& options) {
  cpu::Executor executor(kThreads);
  Json result;
  const Times times =
      time_all(options.repeat, [&](const PassPlan& passes) { executor.execute(passes, PixelFormat::yuv420p8); });
  for (const auto& [name, time] : times) {
    result[name] = {{"measured", time}};
    if (const double target = target_of(name); target > 0) {
      result[name]["target"] = target;
      result[name]["met"] = time <= target;
    }
  }
  add_lavapipe(options, result);
  return result;
}

}  // namespace fp::bench
