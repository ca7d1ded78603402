// Footage and sound: video and audio layers, and what is done to the sum of all sound.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/template/build.hpp"

namespace fp {
namespace {

void refuse_level(const LayerScope& scope, const Json& json, std::string_view key) {
  report(scope, json, key, "what is heard cannot follow sound itself",
         "keyframes change it over time; \"duck\" makes room for other layers");
}

void read_speed(const LayerScope& scope, const Json& layer, ClipTime& time) {
  constexpr double kFastest = 100;
  const Json* json = layer.find("speed");
  if (!json) return;
  Scalar track = read_scalar(scope, layer, "speed", 1);
  if (track.level) return refuse_level(scope, *json, "speed");
  const auto too_fast = [](const Key<double>& key) { return std::fabs(key.value) > kFastest; };
  if (std::fabs(track.constant) > kFastest || std::ranges::any_of(track.keys, too_fast)) {
    return report(scope, *json, "speed", fmt::format("a speed lies between -{0} and {0}", kFastest));
  }
  if (!is_constant(track)) {
    time.speeds = std::move(track);
    return;
  }
  const auto exact = parse_decimal(json->text);
  time.speed = exact ? *exact : Rational{static_cast<int64_t>(std::floor(track.constant * 1e6 + 0.5)), 1'000'000};
  if (time.speed.num == 0)
    report(scope, *json, "speed", "a speed of 0 never shows another picture", "use keyframes to stop and go on");
}

ClipTime read_clip_time(const LayerScope& scope, const Json& layer) {
  using AtEnd = ClipTime::AtEnd;
  constexpr std::pair<std::string_view, AtEnd> kEnds[] = {{"hold", AtEnd::hold},
                                                          {"loop", AtEnd::loop},
                                                          {"pingpong", AtEnd::pingpong},
                                                          {"hide", AtEnd::hide},
                                                          {"stop", AtEnd::hide}};
  ClipTime time{.fps = scope.build.composition.fps};
  const Json* start = layer.find("start");
  const Json* end = layer.find("end");
  if (start) time.start = read_file_time(scope, *start, "start");
  if (end) time.end = read_file_time(scope, *end, "end");
  if (end && !(time.start < *time.end))
    report(scope, *end, "end", "\"end\" is not after \"start\": nothing is left of the file");
  time.at_end = choose(layer.find("atEnd"), kEnds);
  read_speed(scope, layer, time);
  return time;
}

ClipSound::Duck read_duck(const LayerScope& around, const Json& json) {
  LayerScope scope = around;
  scope.pointer += "/duck";
  ClipSound::Duck duck;
  const Json& under = *json.find("under");
  if (under.is_string()) duck.under = {under.text};
  for (const Json& id : under.items) {
    if (std::ranges::find(duck.under, id.text) != duck.under.end()) {
      report(scope, id, "under", fmt::format("\"{}\" is named twice", id.text), "remove one of them");
    }
    duck.under.push_back(id.text);
  }
  duck.by = number_or(&json, "by", duck.by);
  duck.threshold = number_or(&json, "threshold", duck.threshold);
  if (const Json* attack = json.find("attack")) duck.attack = to_double(read_file_time(scope, *attack, "attack"));
  if (const Json* release = json.find("release")) duck.release = to_double(read_file_time(scope, *release, "release"));
  return duck;
}

// Every value a track says lies between `low` and `high`; wiggle may go beyond, and is cut there.
void check_range(const LayerScope& scope, const Json& json, const char* key, const Scalar& track, double low,
                 double high, const char* unit) {
  const auto beyond = [&](double value) { return !(value >= low && value <= high); };
  const bool any = track.keys.empty()
                       ? beyond(track.constant)
                       : std::ranges::any_of(track.keys, [&](const Key<double>& k) { return beyond(k.value); });
  const Json* value = json.find(key);
  if (any && value) report(scope, *value, key, fmt::format("\"{}\" lies between {} and {}{}", key, low, high, unit));
}

ClipSound read_sound(const LayerScope& scope, const Json& json) {
  ClipSound sound;
  sound.gain = read_scalar(scope, json, "gain", 0);
  sound.pan = read_scalar(scope, json, "pan", 0);
  if (sound.gain.level) refuse_level(scope, *json.find("gain"), "gain");
  if (sound.pan.level) refuse_level(scope, *json.find("pan"), "pan");
  check_range(scope, json, "gain", sound.gain, -1000, 40, " decibels");
  check_range(scope, json, "pan", sound.pan, -1, 1, "");
  const auto fade = [&](const char* key) -> int64_t {
    const Json* value = json.find(key);
    if (!value || (value->is_number() && value->number == 0)) return 0;
    return read_time(scope.build, *value, 0, scope.pointer + child_pointer(key)).value_or(0);
  };
  sound.fade_in = fade("fadeIn");
  sound.fade_out = fade("fadeOut");
  if (sound.fade_in + sound.fade_out > scope.frames) {
    report(
        scope, json, "fadeOut",
        fmt::format("the fades take {} frames, and the layer lasts {}", sound.fade_in + sound.fade_out, scope.frames));
  }
  const Json* duck = json.find("duck");
  if (duck && duck->is_object()) sound.duck = read_duck(scope, *duck);
  return sound;
}

std::optional<VideoContent::Numbered> read_numbered(const LayerScope& scope, const Json& layer,
                                                    const std::string& name) {
  const Json* json = layer.find("numbered");
  const bool counted = name.find('#') != std::string::npos;
  if (!json || !json->is_object()) {
    if (counted && json == nullptr)
      report(scope, *layer.find("video"), "video", "a name with # stands for numbered pictures, and nothing says which",
             "add \"numbered\": {\"from\": 1, \"to\": 120}");
    return std::nullopt;
  }
  if (!counted)
    report(scope, *json, "numbered", fmt::format("\"{}\" has no # in place of the number", name),
           "write one # for each digit: \"shot/####.png\"");
  VideoContent::Numbered made{.rate = scope.build.composition.fps};
  made.first = static_cast<int64_t>(json->find("from")->number);
  made.last = static_cast<int64_t>(json->find("to")->number);
  if (made.last < made.first) report(scope, *json, "numbered", "\"to\" is below \"from\"");
  if (const Json* fps = json->find("fps")) {
    if (const auto rate = parse_rate(fps->text)) {
      made.rate = *rate;
    } else {
      report(scope, *fps, "numbered", fmt::format("\"{}\" is no frame rate", fps->text), "write 30 or \"30000/1001\"");
    }
  }
  return made;
}

}  // namespace

Rational read_file_time(const LayerScope& scope, const Json& json, std::string_view key) {
  std::string_view text = json.text;
  Rational unit{1, 1};
  if (text.ends_with("ms")) {
    unit = {1, 1000};
    text.remove_suffix(2);
  } else if (text.ends_with('s')) {
    text.remove_suffix(1);
  } else if (text.ends_with('f')) {
    unit = {scope.build.composition.fps.den, scope.build.composition.fps.num};
    text.remove_suffix(1);
  }
  const std::optional<Rational> value = parse_decimal(text);
  if (value) return *value * unit;
  if (json.is_number() && std::fabs(json.number) < 1e6)
    return Rational{static_cast<int64_t>(std::floor(json.number * 1e6 + 0.5)), 1'000'000};
  report(scope, json, key, fmt::format("\"{}\" is no time of a file", json.text),
         "write \"2.5s\", \"1200ms\" or \"75f\"");
  return {0, 1};
}

VideoContent read_video(const LayerScope& scope, const Json& layer) {
  VideoContent video;
  video.asset = layer.find("video")->text;  // null: no text, nothing to draw
  video.numbered = read_numbered(scope, layer, video.asset);
  video.fit = read_fit(layer);
  video.focus = read_focus(layer);
  video.corner_radius = read_scalar(scope, layer, "radius", 0);
  video.time = read_clip_time(scope, layer);
  const Json* sound = layer.find("sound");
  if (!video.numbered && (!sound || sound->is_object() || sound->boolean)) {
    LayerScope inside = scope;
    inside.pointer += "/sound";
    video.sound = sound && sound->is_object() ? read_sound(inside, *sound) : ClipSound{};
  }
  return video;
}

AudioContent read_audio(const LayerScope& scope, const Json& layer) {
  AudioContent audio;
  audio.asset = layer.find("audio")->text;
  audio.time = read_clip_time(scope, layer);
  if (!layer.find("atEnd")) audio.time.at_end = ClipTime::AtEnd::hide;
  audio.sound = read_sound(scope, layer);
  return audio;
}

void read_mastering(Build& build, const Json& json) {
  if (const Json* loudness = json.find("loudness")) build.composition.mastering.loudness = loudness->number;
  build.composition.mastering.true_peak = number_or(&json, "truePeak", build.composition.mastering.true_peak);
}

}  // namespace fp
