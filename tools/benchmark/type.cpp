// What text costs whose letters all move: 200 graphemes, each on its own way, on a 1080p canvas.

#include "engine/cpu/executor.hpp"
#include "engine/display/lower.hpp"
#include "engine/display/plan.hpp"
#include "engine/timeline/evaluate.hpp"
#include "tools/benchmark/bench.hpp"
#include "tools/benchmark/scenes.hpp"

namespace fp::bench {
namespace {

constexpr int kGraphemes = 200, kFrames = 60;

Composition moving_letters(const Motion::Away& away) {
  Composition c;
  c.width = 1920;
  c.height = 1080;
  c.frames = kFrames;
  c.fonts = {{"main", "fonts/Inter-Medium.otf"}};
  TextContent text;
  const std::string words = "Every letter of this text is on its own way at the same time ";
  while (text.text.size() < kGraphemes) text.text += words[text.text.size() % words.size()];
  TextSpan& span = text.spans.emplace_back();
  span.bytes = text.text.size();
  span.fonts = {"main"};
  span.fill = Tint{.constant = {1, 1, 1, 1}};
  text.size.constant = 64;
  Motion motion{.part = Motion::Part::grapheme};
  motion.duration = 2 * kFrames;  // none arrives
  motion.stagger = 0.1;
  motion.away = away;
  text.motions = {motion};
  Layer layer;
  layer.id = "text";
  layer.out = kFrames;
  layer.transform.scale.constant = {1, 1};
  layer.transform.position.constant = {60, 60};
  layer.opacity.constant = 1;
  layer.size = Point{.constant = {1800, 960}};
  layer.content = std::move(text);
  c.layers.push_back(std::move(layer));
  return c;
}

// The median over the frames of everything up to pixels, and of the pixels with their conversion.
Json measured(const Motion::Away& away, const Draw& draw) {
  const Composition composition = moving_letters(away);
  auto root = AssetRoot::open("assets/templates/product-ad");
  if (!root) return nullptr;
  Assets assets(std::make_shared<AssetRoot>(std::move(*root)));
  Workers workers(2);
  std::vector<double> before, pixels;
  TileHashes last;
  for (int64_t i = 0; i < kFrames; ++i) {
    DisplayList list;
    PassPlan passes;
    before.push_back(milliseconds([&] {
      const Scene scene = evaluate(composition, i);
      auto lowered = lower(scene, assets, &workers);
      if (lowered) list = std::move(*lowered);
      TileHashes now = hash_tiles(list);
      passes = plan(list, damage(last, now, list.width, list.height));
      last = std::move(now);
    }));
    pixels.push_back(milliseconds([&] { draw(passes); }));
  }
  return {{"to-plan", median(before)}, {"pixels", median(pixels)}};
}

}  // namespace

Json moving_type(const Draw& draw) {
  return {{"slide-and-fade", measured({.position = {0, 80}, .opacity = 0}, draw)},
          {"slide-turn-and-grow",
           measured({.position = {40, 80}, .scale = {0.5, 0.5}, .rotation = -30, .opacity = 0}, draw)}};
}

Json type(const Options&) {
  cpu::Executor executor(2);
  return moving_type([&](const PassPlan& passes) { executor.execute(passes, PixelFormat::yuv420p8); });
}

}  // namespace fp::bench
