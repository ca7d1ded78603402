#include "engine/display/rests.hpp"

#include <algorithm>
#include <cmath>

#include "engine/display/sound_levels.hpp"

namespace fp {
namespace {

constexpr double kDrift = 0.5;     // units a frame that still are rest
constexpr double kCreep = 120;     // units a second at which a text can be read
constexpr double kSteady = 0.005;  // of opacity, a frame

// How far its lines have come, as they move or as it grows; infinite where it wraps another way by now.
double way(const SeenText& before, const SeenText& now) {
  if (before.lines.size() != now.lines.size()) return 1e9;
  double farthest = 0;
  for (size_t i = 0; i < now.lines.size(); ++i) {
    for (size_t k = 0; k < 4; ++k) {
      const Vec2 moved = now.lines[i][k] - before.lines[i][k];
      farthest = std::max({farthest, std::fabs(moved.x), std::fabs(moved.y)});
    }
  }
  return farthest;
}

bool shows(const SeenText& text, const Quad& canvas) {
  if (text.covered || text.in_place <= 0) return false;
  return std::ranges::any_of(text.lines, [&](const Quad& line) {
    return shared_area(line, canvas) > 0 &&
           std::ranges::all_of(text.clips, [&](const Quad& clip) { return shared_area(line, clip) > 0; });
  });
}

// A frame it can be read in, if its opacity is enough.
struct Reading {
  double opacity = 0, share = 0;
};

struct Live {
  TextLife life;
  SeenText last;
  std::vector<Reading> readings;
  int64_t frame = 0;  // of `last`
  bool shown = false, resting = false, reading = false;
};

struct Pace {
  double drift = 0, creep = 0;  // pixels a frame
};

void go_on(Live& live, SeenText now, int64_t frame, bool shown, const Pace& pace) {
  const bool next = live.frame + 1 == frame && live.shown && shown;
  const double moved = next ? way(live.last, now) : 1e9;
  const bool whole = now.in_place >= 1 && live.last.in_place >= 1;
  const bool rests = moved <= pace.drift && whole && std::fabs(now.opacity - live.last.opacity) <= kSteady;
  if (rests && !live.resting) live.life.rests.push_back({frame - 1, frame, live.last, now});
  if (rests) live.life.rests.back().last = frame, live.life.rests.back().end = now;
  live.resting = rests;
  const bool reads = moved <= pace.creep;
  if (reads && !live.reading) live.readings.push_back({live.last.opacity, live.last.in_place});
  if (reads) live.readings.push_back({now.opacity, now.in_place});
  live.reading = reads;
  live.life.seen |= shown;
  live.last = std::move(now);
  live.frame = frame;
  live.shown = shown;
}

Live begin(SeenText text, int64_t frame, bool shown) {
  Live live;
  live.life = {text.name, text.ignored, frame, text, {}, 0, shown, text.covered};
  live.last = std::move(text);
  live.frame = frame;
  live.shown = shown;
  return live;
}

// The only frame of a still.
void rest_in_one(Live& live) {
  if (!live.shown || live.last.in_place < 1) return;
  live.life.rests.push_back({0, 0, live.last, live.last});
}

double readable_frames(const std::vector<Reading>& readings) {
  double most = 0, sum = 0;
  for (const Reading& r : readings) most = std::max(most, r.opacity);
  for (const Reading& r : readings) sum += r.opacity >= most / 2 ? r.share : 0;
  return sum;
}

// In the order they are painted.
void number_layers(const std::vector<Layer>& layers, std::map<const Layer*, size_t>& numbers) {
  for (const Layer& layer : layers) {
    numbers.emplace(&layer, numbers.size());
    if (const auto* group = std::get_if<GroupContent>(&layer.content)) number_layers(group->children, numbers);
    if (const auto* chart = std::get_if<ChartContent>(&layer.content))
      numbers.emplace(&chart->marks.front(), numbers.size());
  }
}

}  // namespace

double pixel_unit(const Composition& composition) {
  return std::min(composition.width, composition.height) / 1080.0;
}

Result<std::vector<TextLife>> text_lives(const Composition& composition, Assets& assets) {
  const Quad canvas = quad_of({}, Vec2(composition.width, composition.height));
  const double fps = static_cast<double>(composition.fps.num) / static_cast<double>(composition.fps.den);
  const double unit = pixel_unit(composition);
  const Pace pace{kDrift * unit, kCreep * unit / fps};
  InkCache cache;
  std::vector<Live> lives;
  std::map<TextName, size_t> index;
  for (int64_t frame = 0; frame < composition.frames; ++frame) {
    const Result<Scene> scene = heard_scene(composition, frame, assets);
    if (!scene) return fail(scene.error());
    Result<std::vector<SeenText>> texts = survey_texts(*scene, assets, cache);
    if (!texts) return fail(std::move(texts.error()));
    for (SeenText& text : *texts) {
      const bool shown = shows(text, canvas);
      const auto [at, fresh] = index.emplace(text.name, lives.size());
      if (fresh) {
        lives.push_back(begin(std::move(text), frame, shown));
      } else {
        go_on(lives[at->second], std::move(text), frame, shown, pace);
      }
    }
  }
  std::vector<TextLife> result;
  for (Live& live : lives) {
    if (composition.frames == 1) rest_in_one(live);
    live.life.readable = readable_frames(live.readings);
    result.push_back(std::move(live.life));
  }
  std::map<const Layer*, size_t> numbers;
  number_layers(composition.layers, numbers);
  std::ranges::stable_sort(result, {}, [&](const TextLife& life) { return numbers.at(life.name.layer); });
  return result;
}

}  // namespace fp
