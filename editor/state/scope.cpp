#include "editor/state/scope.hpp"

#include <cmath>
#include <cstdlib>

#include "editor/state/outline.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/times.hpp"
#include "engine/template/clock.hpp"

namespace fp::editor {
namespace {

// nullopt: not to be told without the engine. A clock without frames: time passes as outside.
std::optional<Clock> read_clock(const Json& layer, const Json& composition, const Outline& outline, int64_t length) {
  Clock clock;
  const Json *time = layer.find("time"), *inside = composition.find("duration");
  const auto of_time = [&](const char* key) { return time != nullptr ? time->find(key) : nullptr; };
  if (time == nullptr && inside == nullptr) return clock;
  if (time != nullptr && !time->is_object()) return std::nullopt;
  const Json* duration = of_time("duration") != nullptr ? of_time("duration") : inside;
  const auto frames = duration != nullptr ? read_frame(*duration, outline.fps, 0) : std::optional(length);
  const Json *start = of_time("start"), *speed = of_time("speed"), *end = of_time("atEnd");
  const auto from = start != nullptr && frames ? read_frame(*start, outline.fps, *frames) : std::optional<int64_t>(0);
  const bool plain = speed == nullptr || speed->is_number();
  if (!frames || *frames < 1 || !from || !plain) return std::nullopt;
  clock.frames = *frames;
  clock.start = static_cast<double>(*from);
  if (speed != nullptr) clock.speed = speed->number;
  if (end != nullptr && end->text == "loop") clock.at_end = Clock::AtEnd::loop;
  if (end != nullptr && end->text == "pingpong") clock.at_end = Clock::AtEnd::pingpong;
  const bool as_outside = clock.speed == 1 && clock.start == 0 && clock.frames >= length;
  if (as_outside) clock.frames = 0;
  return clock;
}

std::optional<ScopeTime::Step> read_step(const State& state, const std::string& layer) {
  const Json& root = state.document.root();
  const Outline outline = read_outline(state, scope_of(layer));
  const OutlineLayer* at = find_layer(outline, layer);
  const Json *json = find_at(root, layer), *composition = find_at(root, composition_of(root, layer));
  if (at == nullptr || json == nullptr || composition == nullptr || at->in_bound) return std::nullopt;
  for (int group = at->parent; group >= 0; group = outline.layers[static_cast<size_t>(group)].parent) {
    const OutlineLayer& around = outline.layers[static_cast<size_t>(group)];
    const Json* said = find_at(root, around.pointer);
    if (around.in_bound || (said != nullptr && said->find("time") != nullptr)) return std::nullopt;
  }
  const auto clock = read_clock(*json, *composition, outline, at->out - at->in);
  if (!clock) return std::nullopt;
  return ScopeTime::Step{at->in, at->out, clock->frames > 0 ? clock : std::nullopt};
}

}  // namespace

std::string composition_of(const Json& root, std::string_view layer) {
  const Json* json = layer.empty() ? nullptr : find_at(root, layer);
  const Json* type = json != nullptr ? json->find("type") : nullptr;
  const Json* name = json != nullptr ? json->find("composition") : nullptr;
  if (type == nullptr || type->text != "composition" || name == nullptr || !name->is_string()) return {};
  std::string pointer = "/compositions" + child_pointer(name->text);
  return find_at(root, pointer + "/layers") != nullptr ? pointer : std::string();
}

std::string scope_of(const State& state) {
  return state.entered.empty() ? std::string() : composition_of(state.document.root(), state.entered.back());
}

std::vector<std::string> enterable(const Json& root, std::vector<std::string> entered) {
  std::string scope;
  for (size_t i = 0; i < entered.size(); ++i) {
    std::string next = scope_of(entered[i]) == scope ? composition_of(root, entered[i]) : std::string();
    if (next.empty()) {
      entered.resize(i);
      break;
    }
    scope = std::move(next);
  }
  return entered;
}

ScopeTime scope_time(const State& state) {
  ScopeTime time;
  for (const std::string& layer : state.entered) {
    auto step = read_step(state, layer);
    if (!step) return {.steps = {}, .known = false};
    time.steps.push_back(*step);
  }
  return time;
}

std::optional<int64_t> frame_inside(const ScopeTime& time, int64_t canvas) {
  if (!time.known) return std::nullopt;
  int64_t frame = canvas;
  for (const ScopeTime::Step& step : time.steps) {
    frame -= step.in;
    if (frame >= 0 && step.clock)
      frame = static_cast<int64_t>(std::floor(fp::frame_inside(*step.clock, static_cast<double>(frame))));
  }
  return frame;
}

std::optional<int64_t> frame_outside(const ScopeTime& time, int64_t inside) {
  if (!time.known) return std::nullopt;
  if (time.steps.empty()) return inside;
  // Times may run back and forth: the canvas's frames are asked one after the other.
  int64_t best = time.steps.front().in, least = INT64_MAX;
  for (int64_t frame = time.steps.front().in; frame < time.steps.front().out && least > 0; ++frame) {
    const int64_t off = std::abs(*frame_inside(time, frame) - inside);
    if (off < least) {
      least = off;
      best = frame;
    }
  }
  return best;
}

}  // namespace fp::editor
