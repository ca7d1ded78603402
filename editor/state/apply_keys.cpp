// Keyframes. A property's new value is made as a tree and set as a whole: what stays the same is not written again.
#include <algorithm>
#include <map>
#include <set>

#include "editor/state/apply.hpp"
#include "editor/state/formats.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/times.hpp"

namespace fp::editor {
namespace {

struct TimedKey {
  int64_t frame = 0;
  Json json;  // the key's object
};

struct Track {
  Json json;  // the property's object but its keys
  std::vector<TimedKey> keys;
  Rational fps;
  int64_t length = 0;  // frames of the layer, what "end" means
};

bool is_animated(const Json* property) {
  return property && property->is_object() && property->find("keys") && property->find("keys")->is_array();
}

// The property's keys; a constant is a track without any. Whether it is there is not asked.
Result<Track> read_track(const State& state, const std::string& property) {
  Outline outline;
  const Result<OutlineLayer> layer = layer_at(state, layer_of(state.document.root(), property), outline);
  if (!layer) return refuse(property, "this is no property of a layer");
  Track track{.json = Json::object(), .keys = {}, .fps = outline.fps, .length = layer->out - layer->in};
  const Json* json = find_at(state.document.root(), property);
  if (!json || !json->is_object()) return track;
  const bool modified = json->find("value") || json->find("wiggle") || json->find("repeat");
  if (!is_animated(json)) {
    if (!modified) return refuse(property, "this property is made of several; animate one of them");
    track.json = *json;
    return track;
  }
  track.json = *json;
  for (const Json& key : json->find("keys")->items) {
    const Json* t = key.find("t");
    const std::optional<int64_t> frame = t ? read_frame(*t, track.fps, track.length) : std::nullopt;
    if (!frame) return refuse(property, "the time of a key is an expression, so its place is not known here");
    track.keys.push_back({*frame, key});
  }
  return track;
}

Result<State> write_track(const State& state, const std::string& property, Track track) {
  for (const TimedKey& key : track.keys) {
    if (const Result<void> fits = check_frame(key.frame, property); !fits) return fail(fits.error());
  }
  std::ranges::stable_sort(track.keys, {}, &TimedKey::frame);
  Json keys = Json::array();
  for (TimedKey& key : track.keys) keys.items.push_back(std::move(key.json));
  std::erase_if(track.json.members, [](const Json::Member& m) { return m.key == "value"; });
  Json value = track.json;
  if (Json* old = value.find("keys")) {
    *old = std::move(keys);
  } else {
    value.members.insert(value.members.begin(), Json::Member{"keys", {}, std::move(keys)});
  }
  return with_document(state, set_value(state.document, property, value));
}

// The property without keys: the value, or what else it says (a wiggle) around it.
Result<State> write_constant(const State& state, const std::string& property, const Track& track, const Json& value) {
  const Json* wiggle = track.json.find("wiggle");
  Json constant = value;
  if (wiggle) {
    constant = Json::object();
    constant.set("value", value);
    constant.set("wiggle", *wiggle);
  }
  return with_document(state, set_value(state.document, property, constant));
}

std::map<std::string, std::set<int64_t>> by_property(const std::vector<KeyRef>& keys) {
  std::map<std::string, std::set<int64_t>> sorted;
  for (const KeyRef& key : keys) sorted[key.property].insert(key.frame);
  return sorted;
}

void set_time(const Track& track, TimedKey& key, int64_t frame) {
  const Json* t = key.json.find("t");
  key.frame = frame;
  // Times that mean the frame already stay as they are written.
  if (t && read_frame(*t, track.fps, track.length) == frame) return;
  key.json.set("t", write_frame(frame, track.fps, track.length, t));
}

Result<Track> selected_track(const State& state, const std::string& property, const std::set<int64_t>& frames) {
  Result<Track> track = read_track(state, property);
  if (!track) return track;
  for (const int64_t frame : frames) {
    if (std::ranges::find(track->keys, frame, &TimedKey::frame) == track->keys.end())
      return refuse(property, "there is no keyframe here any more");
  }
  return track;
}

}  // namespace

Result<State> do_command(const State& before, const SetKey& command) {
  const Result<State> state = with_override(before, command.property);
  if (!state) return state;
  Result<Track> track = read_track(*state, command.property);
  if (!track) return fail(std::move(track.error()));
  auto key = std::ranges::find(track->keys, command.frame, &TimedKey::frame);
  if (key == track->keys.end()) {
    const Json* like = track->keys.empty() ? nullptr : track->keys.front().json.find("t");
    // What counts from the end does so for a reason of its own; a new key does not.
    if (like && like->is_string() && like->text.starts_with("end")) like = nullptr;
    TimedKey added{command.frame, Json::object()};
    added.json.set("t", write_frame(command.frame, track->fps, track->length, like));
    track->keys.push_back(std::move(added));
    key = track->keys.end() - 1;
  }
  key->json.set("v", command.value);
  if (command.ease) key->json.set("ease", *command.ease);
  return write_track(*state, command.property, *std::move(track));
}

Result<State> do_command(const State& state, const MoveKeys& command) {
  if (const Result<void> fits = check_frame(command.delta, {}); !fits) return fail(fits.error());
  Result<State> next = state;
  std::vector<KeyRef> selected = state.keys;
  for (const auto& [property, frames] : by_property(command.keys)) {
    Result<Track> track = selected_track(*next, property, frames);
    if (!track) return fail(std::move(track.error()));
    // Together they go no further than the in-point, unless they were before it already.
    const int64_t delta = std::max(command.delta, std::min<int64_t>(-*frames.begin(), 0));
    const auto moves = [&](const TimedKey& key) { return frames.contains(key.frame); };
    std::erase_if(track->keys, [&](const TimedKey& key) { return !moves(key) && frames.contains(key.frame - delta); });
    for (TimedKey& key : track->keys) {
      if (moves(key)) set_time(*track, key, key.frame + delta);
    }
    next = write_track(*next, property, *std::move(track));
    if (!next) return next;
    for (KeyRef& key : selected) {
      if (key.property == property && frames.contains(key.frame)) key.frame += delta;
    }
  }
  next->keys = std::move(selected);
  return next;
}

Result<State> do_command(const State& state, const DeleteKeys& command) {
  Result<State> next = state;
  for (const auto& [property, frames] : by_property(command.keys)) {
    Result<Track> track = selected_track(*next, property, frames);
    if (!track) return fail(std::move(track.error()));
    const Json* last = track->keys.empty() ? nullptr : track->keys.back().json.find("v");
    const Json value = last ? *last : Json();
    std::erase_if(track->keys, [&](const TimedKey& key) { return frames.contains(key.frame); });
    next = track->keys.empty() ? write_constant(*next, property, *track, value)
                               : write_track(*next, property, *std::move(track));
    if (!next) return next;
    std::erase_if(next->keys,
                  [&](const KeyRef& key) { return key.property == property && frames.contains(key.frame); });
  }
  return next;
}

Result<State> do_command(const State& state, const SetEase& command) {
  Result<State> next = state;
  for (const auto& [property, frames] : by_property(command.keys)) {
    Result<Track> track = selected_track(*next, property, frames);
    if (!track) return fail(std::move(track.error()));
    for (TimedKey& key : track->keys) {
      if (frames.contains(key.frame)) key.json.set("ease", command.ease);
    }
    next = write_track(*next, property, *std::move(track));
    if (!next) return next;
  }
  return next;
}

}  // namespace fp::editor
