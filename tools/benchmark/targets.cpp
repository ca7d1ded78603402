// What frames of 1920x1080 may cost on two cores without a GPU, beside what they do.

#include <algorithm>

#include "engine/cpu/executor.hpp"
#include "tools/benchmark/bench.hpp"
#include "tools/benchmark/scenes.hpp"

namespace fp::bench {
namespace {

constexpr int32_t kWidth = 1920, kHeight = 1080;
constexpr int kThreads = 2;

Json beside(double measured, double target) {
  return {{"measured", measured}, {"target", target}, {"met", measured <= target}};
}

}  // namespace

Json targets(const Options& options) {
  cpu::Executor executor(kThreads);
  const auto canvas = [] { return empty_canvas(kWidth, kHeight); };
  const auto draw = [&](const PassPlan& passes) { executor.execute(passes, PixelFormat::yuv420p8); };
  const auto full = [](const DisplayList& list) { return plan(list, {{0, 0, kWidth, kHeight}}); };
  const PassPlan empty = full(canvas()), group = full(with_group(canvas()));
  const double nothing = median_of(options.repeat, [&] { draw(empty); });
  Json result{{"frame-and-yuv420", nothing}};
  const auto more_than_nothing = [&](const auto& work) {
    return std::max(0.0, median_of(options.repeat, work) - nothing);
  };
  uint32_t change = 0;
  for (const FilterScene& filter : filter_scenes()) {
    const double cost = more_than_nothing([&] { draw(filtered_plan(canvas(), filter, ++change)); });
    result[filter.name] = filter.name.starts_with("blur") ? beside(cost, 4) : Json{{"measured", cost}};
  }
  result["group-with-opacity-and-blend"] = beside(more_than_nothing([&] { draw(group); }), 3);
  const Json texts = type(options);
  for (const auto& [name, times] : texts.items()) {
    if (times.is_object())
      result["200-glyphs-" + name] = beside(times["to-plan"].get<double>() + times["pixels"].get<double>(), 3);
  }
  return result;
}

}  // namespace fp::bench
