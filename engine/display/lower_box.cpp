// The boxes of layers: given, pinned to the box around, or measured within limits.
#include <algorithm>

#include "engine/display/lowering.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp {
namespace {

double within(double v, std::optional<double> least, std::optional<double> most) {
  if (most) v = std::min(v, *most);
  return least ? std::max(v, *least) : v;
}

Vec2 within(Vec2 v, const SizeLimits& limits) {
  return {within(v.x, limits.min_width, limits.max_width), within(v.y, limits.min_height, limits.max_height)};
}

// What a pin measures from.
struct PinRoom {
  Vec2 corner{}, size{};
};
PinRoom room_of(const Lowering& state, const Pin& pin) {
  if (!pin.to_safe_area) return {{}, state.enclosing};
  const double(&safe)[4] = state.composition.safe_area;
  return {{safe[3], safe[0]}, state.enclosing - Vec2{safe[1] + safe[3], safe[0] + safe[2]}};
}

// Where a box of this length begins, on one axis.
double begin_of(std::optional<double> near, std::optional<double> far, std::optional<double> center, double room,
                double length) {
  if (near) return *near;
  return far ? room - *far - length : (room - length) / 2 + center.value_or(0);
}

// A picture keeps its shape: where one side is given or limited, the other follows.
Vec2 picture_size(Vec2 natural, const Room& given, const SizeLimits& limits) {
  if (!(natural.x > 0 && natural.y > 0)) return natural;
  double scale = 1;
  if (given.width) scale = *given.width / natural.x;
  if (given.height) scale = *given.height / natural.y;
  const Vec2 wished = natural * scale, most = within(wished, {{}, {}, limits.max_width, limits.max_height});
  scale *= std::min(most.x / std::max(wished.x, 1e-9), most.y / std::max(wished.y, 1e-9));
  const Vec2 limited = natural * scale, least = within(limited, {limits.min_width, limits.min_height, {}, {}});
  scale *= std::max(least.x / std::max(limited.x, 1e-9), least.y / std::max(limited.y, 1e-9));
  const Vec2 size = within(natural * scale, limits);
  return {given.width.value_or(size.x), given.height.value_or(size.y)};
}

// An axis that meets its limit is given from then on, and the other measured again.
Vec2 group_size(Lowering& state, const SceneGroup& group, Room given, const SizeLimits& limits) {
  Vec2 size = arranged_size(state, group, given);
  const Vec2 limited = within(size, limits);
  if (!given.width && limited.x != size.x) {
    given.width = limited.x;
    size = arranged_size(state, group, given);
  }
  if (!given.height) size.y = within(size.y, limits.min_height, limits.max_height);
  return size;
}

}  // namespace

Room given_box(const Lowering& state, const ScenePose& pose) {
  const Layer& layer = *pose.layer;
  Room box;
  if (pose.size && (pose.placed || !layer.height_only)) box.width = pose.size->x;
  if (pose.size && (pose.placed || !layer.width_only)) box.height = pose.size->y;
  if (!layer.pin) return box;
  const Pin& pin = *layer.pin;
  const PinRoom room = room_of(state, pin);
  if (pin.gives_width()) box.width = std::max(room.size.x - *pin.left - *pin.right, 0.0);
  if (pin.gives_height()) box.height = std::max(room.size.y - *pin.top - *pin.bottom, 0.0);
  return box;
}

Vec2 pinned_corner(const Lowering& state, const ScenePose& pose, Vec2 size) {
  const Pin& pin = *pose.layer->pin;
  const PinRoom room = room_of(state, pin);
  Vec2 corner{};
  if (pin.left || pin.right || pin.center_x)
    corner.x =
        room.corner.x + begin_of(pin.left, pin.right, pin.center_x, room.size.x, size.x) + pose.anchor.x * size.x;
  if (pin.top || pin.bottom || pin.center_y)
    corner.y =
        room.corner.y + begin_of(pin.top, pin.bottom, pin.center_y, room.size.y, size.y) + pose.anchor.y * size.y;
  return corner;
}

FollowedBox followed_box(Lowering& state, const SceneLayer& layer) {
  const double(&padding)[4] = layer.layer->follow->padding;
  const Vec2 followed = measure(state, *layer.follow);
  const Vec2 hugging = followed + Vec2{padding[1] + padding[3], padding[0] + padding[2]};
  const Vec2 size = within(hugging, layer.layer->limits);
  // A limit takes from or adds to both sides alike.
  return {followed, Vec2{-padding[3], -padding[0]} + (hugging - size) * 0.5, size};
}

Result<std::shared_ptr<const TextLayout>> layout_of(Lowering& state, const ScenePose& pose, const SceneText& text) {
  if (text.widest) {  // as large as the longest of its words allow, whichever are shown
    SceneText longest = text;
    longest.text = text.widest.get();
    longest.widest.reset();
    const auto fitted = layout_of(state, pose, longest);
    if (!fitted) return fitted;
    SceneText fitting = text;
    fitting.widest.reset();
    for (SceneSpan& span : fitting.spans) span.size *= (*fitted)->size / text.size;
    fitting.size = (*fitted)->size;
    return layout_of(state, pose, fitting);
  }
  Room box = given_box(state, pose);
  const auto made = [&] { return state.assets.layout(text, box.width, box.height, state.composition); };
  auto layout = made();
  const SizeLimits& limits = pose.layer->limits;
  if (!layout || !limits.any()) return layout;
  if (!box.width) {
    const double natural = (*layout)->box.x, limited = within(natural, limits.min_width, limits.max_width);
    if (limited != natural) {
      box.width = limited;
      layout = made();
      if (!layout) return layout;
      // Wrapped, the box is as wide as its widest line: what follows it hugs the words.
      const double widest = (*layout)->ink.max.x - (*layout)->ink.min.x;
      const double hugging = within(widest, limits.min_width, limits.max_width);
      if (limited < natural && hugging < limited && !(*layout)->truncated) {
        box.width = hugging;
        layout = made();
        if (!layout) return layout;
      }
    }
  }
  if (!box.height) {
    const double limited = within((*layout)->box.y, limits.min_height, limits.max_height);
    if (limited != (*layout)->box.y) {
      box.height = limited;
      layout = made();
    }
  }
  return layout;
}

Vec2 measure(Lowering& state, const SceneLayer& layer) {
  if (layer.follow) return followed_box(state, layer).size;
  const Room given = given_box(state, layer.pose);
  if (given.width && given.height) return {*given.width, *given.height};
  if (const auto* text = std::get_if<SceneText>(&layer.content)) {
    const auto layout = layout_of(state, layer.pose, *text);
    if (layout) return (*layout)->box;
    report(state, *layer.layer, layout.error());
  } else if (const auto* group = std::get_if<SceneGroup>(&layer.content); group && group->arrangement) {
    return group_size(state, *group, given, layer.layer->limits);
  } else if (const auto* picture = std::get_if<SceneImage>(&layer.content); picture && !picture->asset.empty()) {
    const auto image = state.assets.image(picture->asset);
    if (image) return picture_size(image->size(), given, layer.layer->limits);
    report(state, *layer.layer, image.error());
  } else if (const auto* video = std::get_if<SceneVideo>(&layer.content); video && !video->video->asset.empty()) {
    const auto footage = state.assets.footage(*video->video, video->passed, false);
    if (footage) return picture_size(footage->size, given, layer.layer->limits);
    report(state, *layer.layer, footage.error());
  }
  return {};
}

Vec2 measure_pose(Lowering& state, const ScenePose& pose) {
  const Layer& layer = *pose.layer;
  if (pose.anchor == Vec2(0, 0) && !layer.pin) return {};  // the size does not matter
  const Room given = given_box(state, pose);
  if (given.width && given.height) return {*given.width, *given.height};
  // A parent without a given box: measured as it stands.
  const double fps = static_cast<double>(state.composition.fps.num) / static_cast<double>(state.composition.fps.den);
  const SceneLayer probe{.layer = &layer, .pose = pose, .content = evaluate_content(layer, pose.frame, fps)};
  return measure(state, probe);
}

}  // namespace fp
