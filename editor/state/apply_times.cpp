// When layers are shown.
#include <algorithm>

#include "editor/state/apply.hpp"
#include "editor/state/formats.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/times.hpp"

namespace fp::editor {
namespace {

// A time of the layer at `pointer` + `key`; one that means the frame already is left as it is, and an in-point of 0 is
// not written where none was.
Result<State> set_time(const State& state, const OutlineLayer& layer, Rational fps, const char* key, int64_t frame,
                       int64_t end) {
  const std::string pointer = said_at(state, layer.pointer, key);
  if (const Result<void> fits = check_frame(frame, pointer); !fits) return fail(fits.error());
  const Json* old = find_at(state.document.root(), pointer);
  if (old && read_frame(*old, fps, end) == frame) return state;
  if (!old && frame == 0 && std::string_view(key) == "in") return state;
  return with_document(state, set_value(state.document, pointer, write_frame(frame, fps, end, old)));
}

// The keys of the layer counted from another in-point, so that they stay where they are in time.
Result<State> shift_keys(const State& state, const OutlineLayer& layer, Rational fps, int64_t delta) {
  Result<State> next = state;
  const int64_t before = layer.out - layer.in, after = before + delta;
  for (const KeyedProperty& property : layer.keyed) {
    for (size_t i = 0; i < property.frames.size(); ++i) {
      const std::string pointer = property.pointer + "/keys" + child_pointer(i) + "/t";
      const Json* t = find_at(next->document.root(), pointer);
      if (!t || !read_frame(*t, fps, before)) return refuse(pointer, "the time of this key is an expression");
      const int64_t frame = property.frames[i] + delta;
      if (read_frame(*t, fps, after) == frame) continue;  // it counts from the end
      next = with_document(*next, set_value(next->document, pointer, write_frame(frame, fps, after, t)));
      if (!next) return next;
    }
  }
  return next;
}

bool has(const State& state, const OutlineLayer& layer, const char* key) {
  const Json& root = state.document.root();
  return find_at(root, said_at(state, layer.pointer, key)) || find_at(root, layer.pointer + child_pointer(key));
}

Result<State> shift_layer(const State& state, const std::string& pointer, int64_t delta) {
  Outline outline;
  const Result<OutlineLayer> layer = layer_at(state, pointer, outline);
  if (!layer) return fail(layer.error());
  if (layer->scene)
    return refuse(pointer, "a scene follows the one before it",
                  "change the order of the scenes, or how long they last");
  if (layer->in_bound || layer->out_bound) return refuse(pointer, "an expression says when this layer is shown");
  const int64_t in = layer->in - layer->start - layer->late + delta;
  Result<State> next = set_time(state, *layer, outline.fps, "in", in, layer->length);
  if (!next || (has(state, *layer, "duration") && !has(state, *layer, "out"))) return next;
  const int64_t out = layer->out - layer->start + delta;
  // A layer that is shown to the end of what it stands in is still, if it moves later.
  if (!has(state, *layer, "out") && out >= layer->length) return next;
  return set_time(*next, *layer, outline.fps, "out", out, layer->length);
}

}  // namespace

Result<State> do_command(const State& state, const SetIn& command) {
  if (const Result<void> fits = check_frame(command.frame, command.layer); !fits) return fail(fits.error());
  Outline outline;
  const Result<OutlineLayer> layer = layer_at(state, command.layer, outline);
  if (!layer) return fail(layer.error());
  if (layer->scene)
    return refuse(command.layer, "a scene begins when the one before it ends", "change how long that one lasts");
  if (layer->in_bound) return refuse(command.layer + "/in", "an expression says when this layer comes in");
  const int64_t in = layer->in - layer->start, out = layer->out - layer->start;
  if (command.frame >= out) return refuse(command.layer, "a layer comes in before it goes out");
  if (command.frame == in) return state;
  const bool lasts = has(state, *layer, "duration") && !has(state, *layer, "out");
  Result<State> next = set_time(state, *layer, outline.fps, "in", command.frame - layer->late, layer->length);
  if (next && lasts) next = set_time(*next, *layer, outline.fps, "duration", out - command.frame, layer->length);
  if (!next || command.carry_keys) return next;
  return shift_keys(*next, *layer, outline.fps, in - command.frame);
}

Result<State> do_command(const State& state, const SetOut& command) {
  if (const Result<void> fits = check_frame(command.frame, command.layer); !fits) return fail(fits.error());
  Outline outline;
  const Result<OutlineLayer> layer = layer_at(state, command.layer, outline);
  if (!layer) return fail(layer.error());
  if (layer->out_bound) return refuse(command.layer, "an expression says when this layer goes out");
  const int64_t in = layer->in - layer->start;
  if (command.frame <= in) return refuse(command.layer, "a layer goes out after it has come in");
  const bool lasts = layer->scene || (has(state, *layer, "duration") && !has(state, *layer, "out"));
  if (command.frame == layer->out - layer->start && (lasts || has(state, *layer, "out"))) return state;
  if (lasts) return set_time(state, *layer, outline.fps, "duration", command.frame - in, layer->length);
  return set_time(state, *layer, outline.fps, "out", command.frame, layer->length);
}

Result<State> do_command(const State& state, const ShiftLayers& command) {
  if (const Result<void> fits = check_frame(command.delta, {}); !fits) return fail(fits.error());
  Result<State> next = state;
  for (const std::string& layer : command.layers) {
    // What is inside a group that moves has moved with it.
    const bool carried = std::ranges::any_of(
        command.layers, [&](const std::string& other) { return other != layer && is_within(layer, other); });
    if (carried) continue;
    next = shift_layer(*next, layer, command.delta);
    if (!next) return next;
  }
  return next;
}

}  // namespace fp::editor
