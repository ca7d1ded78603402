#include "editor/timeline/ruler.hpp"

#include <algorithm>
#include <cmath>

namespace fp::editor::timeline {
namespace {

// Distances between labels, in frames, ascending: parts of a second that people count in (tens and fives where the rate
// has them, else twos and threes), then seconds, minutes and hours.
std::vector<int64_t> label_steps(int64_t rate) {
  std::vector<int64_t> steps;
  const bool by_five = rate % 5 == 0;
  for (const int64_t step : {1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 30, 36, 48, 50, 60}) {
    const bool usual = step <= 2 || (step % 5 == 0) == by_five;
    if (usual && step < rate && rate % step == 0) steps.push_back(step);
  }
  for (const int64_t seconds : {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600})
    steps.push_back(seconds * rate);
  return steps;
}

// The short ticks between: the largest number of equal parts in whole frames that leaves them some pixels apart. Labels
// that are more than a frame apart have one between them at every rate that is no prime.
int64_t short_step(int64_t step, double pixels_per_frame) {
  constexpr double kLeast = 5;
  for (const int64_t parts : {10, 8, 6, 5, 4, 3, 2}) {
    const int64_t part = step / parts;
    if (part * parts == step && static_cast<double>(part) * pixels_per_frame >= kLeast) return part;
  }
  for (int64_t part = 1; part < std::min<int64_t>(step, 1000); ++part) {
    if (step % part == 0 && static_cast<double>(part) * pixels_per_frame >= kLeast) return part;
  }
  return step;
}

int64_t floor_to(double frame, int64_t step) {
  return static_cast<int64_t>(std::floor(std::clamp(frame, -9e15, 9e15) / static_cast<double>(step))) * step;
}

}  // namespace

std::vector<Tick> ruler_ticks(const View& view, Rational fps, double character_width, double gap) {
  std::vector<Tick> ticks;
  if (view.width <= 0 || !(view.pixels_per_frame > 0)) return ticks;
  const double first = view.scroll, last = frame_at(view, view.width);
  const auto longest = std::max(timecode(floor_to(first, 1), fps).size(), timecode(floor_to(last, 1), fps).size());
  const double room = static_cast<double>(longest) * character_width + gap;
  const std::vector<int64_t> steps = label_steps(whole_rate(fps));
  const auto fits = [&](int64_t s) { return static_cast<double>(s) * view.pixels_per_frame >= room; };
  int64_t step = steps.back();
  if (const auto found = std::ranges::find_if(steps, fits); found != steps.end()) step = *found;
  while (!fits(step) && step < (int64_t{1} << 50)) step *= 2;
  const int64_t small = short_step(step, view.pixels_per_frame);
  // One label's distance before the edge: a label that begins off screen may reach into it.
  for (int64_t frame = floor_to(first, step); static_cast<double>(frame) <= last; frame += small) {
    Tick tick{.frame = frame, .x = x_of(view, static_cast<double>(frame)), .label = {}};
    if (frame % step == 0) tick.label = timecode(frame, fps);
    ticks.push_back(std::move(tick));
  }
  return ticks;
}

}  // namespace fp::editor::timeline
