// Layers moved, scaled and turned on the canvas.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>

#include "editor/state/apply.hpp"
#include "editor/state/formats.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/times.hpp"
#include "engine/template/references.hpp"

namespace fp::editor {
namespace {

using Change = std::function<Result<Json>(const Json& value, const std::string& pointer)>;

Result<Json> add_length(const Json& length, double delta, const std::string& pointer) {
  if (length.is_number()) return rounded(length.number + delta, 100, pointer);
  if (length.is_string() && is_expression(length.text))
    return refuse(pointer, "an expression says where this is", "change the expression, or write a number over it");
  const size_t sign = length.text.find('%');
  if (!length.is_string() || sign == std::string::npos) return refuse(pointer, "this is no length");
  // "50%-40": only the pixels change.
  std::string_view rest = std::string_view(length.text).substr(sign + 1);
  double pixels = 0;
  if (rest.starts_with('+')) rest.remove_prefix(1);
  std::from_chars(rest.data(), rest.data() + rest.size(), pixels, std::chars_format::fixed);
  const Result<Json> sum = rounded(pixels + delta, 100, pointer);
  if (!sum) return sum;
  const std::string percent = length.text.substr(0, sign + 1);
  if (sum->number == 0) return Json::of(percent);
  return Json::of(fmt::format("{}{}{}", percent, sum->number > 0 ? "+" : "", sum->text));
}

Result<Json> moved(const Json& value, Vec2 delta, const std::string& pointer) {
  if (value.items.size() != 2) return refuse(pointer, "this position is not written as [x, y]");
  Json next = value;
  for (size_t i = 0; i < 2; ++i) {
    const double by = i == 0 ? delta.x : delta.y;
    if (by == 0) continue;
    Result<Json> length = add_length(value.items[i], by, pointer + child_pointer(i));
    if (!length) return length;
    next.items[i] = *std::move(length);
  }
  return next;
}

Result<Json> scaled(const Json& value, Vec2 factor, const std::string& pointer) {
  const auto times = [&](const Json& json, double by) { return rounded(json.number * by, 10000, pointer); };
  if (value.is_number() && factor.x == factor.y) return times(value, factor.x);
  const Json pair[2] = {value.is_array() && value.items.size() == 2 ? value.items[0] : value,
                        value.is_array() && value.items.size() == 2 ? value.items[1] : value};
  if (!pair[0].is_number() || !pair[1].is_number()) return refuse(pointer, "an expression says how large this is");
  const Result<Json> x = times(pair[0], factor.x), y = times(pair[1], factor.y);
  if (!x || !y) return x ? y : x;
  Json next = Json::array();
  next.items = {*x, *y};
  return next;
}

Result<Json> turned(const Json& value, double degrees, const std::string& pointer) {
  if (!value.is_number()) return refuse(pointer, "an expression says how this is turned");
  return rounded(value.number + degrees, 100, pointer);
}

// Changes the property: its constant, or of its keys the one at `frame` of the canvas, or all.
Result<State> change_property(const State& state, const std::string& layer, const char* key, const Json& usual,
                              int64_t frame, const Change& change) {
  Outline outline;
  const Result<OutlineLayer> known = layer_at(state, layer, outline);
  if (!known) return fail(known.error());
  const std::string pointer = said_at(state, layer, key);
  const Json* old = find_at(state.document.root(), pointer);
  if (!old) old = find_at(state.document.root(), layer + child_pointer(key));  // what the format is to change
  Json value = old ? *old : usual;
  const auto replace = [&](Json* part, const std::string& at) -> Result<void> {
    Result<Json> next = change(*part, at);
    if (!next) return fail(std::move(next.error()));
    *part = *std::move(next);
    return {};
  };
  Json* keys = value.find("keys");
  if (!keys || !keys->is_array()) {
    Json* constant = value.find("value");
    if (const Result<void> done = replace(constant ? constant : &value, pointer); !done) return fail(done.error());
    return with_document(state, set_value(state.document, pointer, value));
  }
  const auto at_frame = [&](const Json& one) {
    const Json* t = one.find("t");
    return t && read_frame(*t, outline.fps, known->out - known->in) == frame - known->in;
  };
  const auto exact = std::ranges::find_if(keys->items, at_frame);
  for (size_t i = 0; i < keys->items.size(); ++i) {
    if (exact != keys->items.end() && &keys->items[i] != &*exact) continue;
    Json* v = keys->items[i].find("v");
    if (!v) return refuse(pointer, "a key here has no value");
    if (const Result<void> done = replace(v, pointer + "/keys" + child_pointer(i) + "/v"); !done)
      return fail(done.error());
  }
  return with_document(state, set_value(state.document, pointer, value));
}

Json pair_of(double x, double y) {
  Json pair = Json::array();
  pair.items = {Json::of(x), Json::of(y)};
  return pair;
}

// What is inside a layer that is changed too has changed with it.
template <class Each>
Result<State> for_outermost(const State& state, const std::vector<std::string>& layers, Each each) {
  Result<State> next = state;
  for (const std::string& layer : layers) {
    const bool carried = std::ranges::any_of(
        layers, [&](const std::string& other) { return other != layer && is_within(layer, other); });
    if (carried) continue;
    next = each(*next, layer);
    if (!next) return next;
  }
  return next;
}

}  // namespace

Result<State> do_command(const State& state, const MoveLayers& command) {
  return for_outermost(state, command.layers, [&](const State& now, const std::string& layer) {
    return change_property(now, layer, "position", pair_of(0, 0), command.frame,
                           [&](const Json& value, const std::string& at) { return moved(value, command.delta, at); });
  });
}

Result<State> do_command(const State& state, const ScaleLayers& command) {
  return for_outermost(state, command.layers, [&](const State& now, const std::string& layer) {
    return change_property(now, layer, "scale", Json::of(1.0), command.frame,
                           [&](const Json& value, const std::string& at) { return scaled(value, command.factor, at); });
  });
}

Result<State> do_command(const State& state, const RotateLayers& command) {
  return for_outermost(state, command.layers, [&](const State& now, const std::string& layer) {
    return change_property(
        now, layer, "rotation", Json::of(0.0), command.frame,
        [&](const Json& value, const std::string& at) { return turned(value, command.degrees, at); });
  });
}

}  // namespace fp::editor
