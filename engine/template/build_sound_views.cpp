// Waveforms, spectra and values that follow sound: what they say, and the layers whose sound they name.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/template/build.hpp"
#include "engine/template/references.hpp"

namespace fp {
namespace {

using Drawn = SoundViewContent::Style;

std::optional<LevelRange> read_range(const LayerScope& scope, const Json& json, std::string_view key) {
  const Json* range = json.find("range");
  if (!range) return std::nullopt;
  const LevelRange made{range->items[0].number, range->items[1].number};
  if (made.quiet < made.loud) return made;
  report(scope, *range, key,
         fmt::format("the range ends at {} dB, not above where it begins, {} dB", made.loud, made.quiet),
         "write the quiet end first: [-60, -12]");
  return std::nullopt;
}

FrequencyBand read_band(const LayerScope& scope, const Json& json, std::string_view key) {
  FrequencyBand band;
  band.low = number_or(&json, "low", band.low);
  band.high = number_or(&json, "high", band.high);
  if (band.low < band.high) return band;
  const Json* at = json.find("high") ? json.find("high") : json.find("low");
  report(scope, *at, key, fmt::format("\"high\", {} Hz, is not above \"low\", {} Hz", band.high, band.low));
  return {};
}

Ballistics read_ballistics(const LayerScope& scope, const Json& json, std::string_view key) {
  Ballistics made;
  if (const Json* attack = json.find("attack")) made.attack = to_double(read_file_time(scope, *attack, key));
  if (const Json* release = json.find("release")) made.release = to_double(read_file_time(scope, *release, key));
  return made;
}

LevelMeasure read_measure(const Json& json) {
  constexpr std::pair<std::string_view, LevelMeasure> kMeasures[] = {{"rms", LevelMeasure::rms},
                                                                     {"peak", LevelMeasure::peak}};
  return choose(json.find("measure"), kMeasures);
}

void read_look(const LayerScope& scope, const Json& json, SoundViewContent& view) {
  constexpr std::pair<std::string_view, Drawn> kStyles[] = {{"mirror", Drawn::mirror}, {"bars", Drawn::bars},
                                                            {"line", Drawn::line},     {"area", Drawn::area},
                                                            {"ring", Drawn::ring},     {"scope", Drawn::scope}};
  const Json* style = json.find("style");
  view.style = style                                             ? choose(style, kStyles)
               : view.shows == SoundViewContent::Shows::spectrum ? Drawn::bars
                                                                 : Drawn::mirror;
  const bool smooth = view.style == Drawn::line || view.style == Drawn::area;
  view.count = static_cast<int>(number_or(&json, "count", view.style == Drawn::scope ? 256 : smooth ? 48 : 64));
  view.gap = number_or(&json, "gap", view.gap);
  view.least = number_or(&json, "least", smooth ? 0 : view.least);
  view.width = number_or(&json, "width", view.width);
  view.hole = number_or(&json, "hole", view.hole);
  if (const Json* radius = json.find("radius")) view.radius = radius->number;
  const Json* fill = json.find("fill");
  view.fill = fill ? read_paint(scope, *fill, "fill") : Paint{constant_track(Color{1, 1, 1, 1})};
  if (const Json* played = json.find("played"); played && !played->is_null())
    view.played = read_paint(scope, *played, "played");
}

// A layer with all that is around it.
struct Placed {
  Layer* layer = nullptr;
  std::vector<const Layer*> way;  // the groups it stands in, outermost first
};

bool is_heard(const Layer& layer) {
  const auto* video = std::get_if<VideoContent>(&layer.content);
  return std::holds_alternative<AudioContent>(layer.content) || (video && video->sound);
}

bool has_own_time(const Layer& layer) {
  const auto* group = std::get_if<GroupContent>(&layer.content);
  return group && group->clock;
}

bool names_layer(const Json& layers, const std::string& name) {
  return std::ranges::any_of(layers.items, [&](const Json& layer) {
    const Json* id = layer.find("id");
    const Json* children = layer.find("children");
    return (id && id->is_string() && id->text == name) || (children && names_layer(*children, name));
  });
}

// Whether the template has a layer of this name which this row does not show.
bool is_left_out(const Build& build, const Json& document, const std::string& name) {
  if (names_layer(*document.find("layers"), name)) return true;
  const std::string original = without_suffixes(name);
  const Json* layers = build.tpl.document.find("layers");
  if (layers && names_layer(*layers, original)) return true;
  const Json* compositions = build.tpl.document.find("compositions");
  return compositions && std::ranges::any_of(compositions->members, [&](const Json::Member& m) {
           const Json* inside = m.value.find("layers");
           return inside && names_layer(*inside, original);
         });
}

class SoundBinder {
 public:
  SoundBinder(Build& build, const Json& document) : build_(build), document_(document) {
    index(build.composition.layers);
  }

  void bind(const SoundWish& wish) {
    const auto own = layers_.find(wish.layer);
    if (own == layers_.end()) return;  // its layer was not made: said elsewhere
    auto* view = std::get_if<SoundViewContent>(&own->second.layer->content);
    if (!wish.level && !view) return;
    FollowedSound& sound = wish.level ? wish.level->sound : view->sound;
    const auto found = layers_.find(sound.of);
    if (found == layers_.end()) return report_unknown(wish, sound.of);
    const Layer& heard = *found->second.layer;
    if (!is_heard(heard)) return report_silent(wish, heard);
    place(wish, own->second, found->second, sound);
    if (const auto* video = std::get_if<VideoContent>(&heard.content)) {
      sound.asset = video->asset;
      sound.time = video->time;
      sound.footage = true;
    } else {
      sound.asset = std::get<AudioContent>(heard.content).asset;
      sound.time = std::get<AudioContent>(heard.content).time;
    }
  }

 private:
  void index(std::vector<Layer>& layers) {
    for (Layer& layer : layers) {
      layers_.emplace(layer.id, Placed{&layer, way_});
      way_.push_back(&layer);
      if (auto* group = std::get_if<GroupContent>(&layer.content)) index(group->children);
      for (LayerMask& mask : layer.masks) index(mask.shape);
      way_.pop_back();
    }
  }

  // The frame of the one as that of the other, counted in the time that both stand in.
  void place(const SoundWish& wish, const Placed& own, const Placed& heard, FollowedSound& sound) {
    const auto [mine, other] = std::ranges::mismatch(own.way, heard.way);
    sound.frames = heard.layer->out - heard.layer->in;
    sound.offset = own.layer->in;
    for (auto at = mine; at != own.way.end(); ++at) {
      if (has_own_time(**at)) return report_time(wish, **at, sound.of);
      sound.offset += (*at)->in;
    }
    int64_t begin = heard.layer->in;  // in the time of the group around, then of those around that
    int64_t from = begin, to = heard.layer->out;
    for (auto at = heard.way.end(); at != other;) {
      const Layer& group = **--at;
      if (has_own_time(group)) return report_time(wish, group, sound.of);
      from = group.in + std::max<int64_t>(from, 0);
      to = group.in + std::min(to, group.out - group.in);
      begin += group.in;
    }
    sound.offset -= begin;
    sound.from = from - begin;
    sound.to = to - begin;
  }

  void report_unknown(const SoundWish& wish, const std::string& name) {
    if (is_left_out(build_, document_, name)) return;  // nothing is heard
    std::vector<std::string> heard;
    for (const auto& [id, placed] : layers_) {
      if (is_heard(*placed.layer) && id.find('#') == id.npos) heard.push_back(id);
    }
    const std::string near = closest(name, heard);
    report(build_, wish.said, wish.pointer, fmt::format("no layer has the id \"{}\"", name),
           !near.empty()   ? fmt::format("did you mean \"{}\"?", near)
           : heard.empty() ? "give the layer that is to be heard an \"id\""
                           : fmt::format("layers with sound: {}", fmt::join(heard, ", ")));
  }

  void report_silent(const SoundWish& wish, const Layer& layer) {
    report(build_, wish.said, wish.pointer, fmt::format("the layer \"{}\" has no sound to follow", layer.id),
           std::holds_alternative<GroupContent>(layer.content) ? "name the audio or video layer itself"
                                                               : "name an audio layer, or a video layer with sound");
  }

  void report_time(const SoundWish& wish, const Layer& group, const std::string& of) {
    report(
        build_, wish.said, wish.pointer,
        fmt::format("\"{}\" has a time of its own, and only one of this layer and \"{}\" stands in it", group.id, of),
        "put both into the same group");
  }

  Build& build_;
  const Json& document_;
  std::map<std::string, Placed> layers_;
  std::vector<const Layer*> way_;
};

}  // namespace

SoundViewContent read_sound_view(const LayerScope& scope, const Json& layer, const std::string& type) {
  SoundViewContent view;
  view.shows = type == "spectrum" ? SoundViewContent::Shows::spectrum : SoundViewContent::Shows::waveform;
  const Json& of = *layer.find("of");
  view.sound.of = of.text;
  read_look(scope, layer, view);
  view.range = read_range(scope, layer, "range");
  view.measure = read_measure(layer);
  view.band = read_band(scope, layer, layer.find("high") ? "high" : "low");
  view.ballistics = read_ballistics(scope, layer, "release");
  if (const Json* window = layer.find("window")) view.window = to_double(read_file_time(scope, *window, "window"));
  if (view.style == Drawn::scope && !view.window) view.window = 0.04;
  if (!scope.box) report(scope, layer, "size", "what shows sound needs a \"size\" of width and height");
  scope.build.wishes.push_back({scope.build.layer, of, scope.pointer + "/of", nullptr});
  return view;
}

std::shared_ptr<const SoundLevel> read_level(const LayerScope& scope, const Json& value, std::string_view key) {
  auto level = std::make_shared<SoundLevel>();
  const Json& of = *value.find("level");
  const std::string pointer = scope.pointer + child_pointer(key) + "/level";
  level->sound.of = of.text;
  if (value.find("low") || value.find("high")) level->band = read_band(scope, value, key);
  level->range = read_range(scope, value, key);
  level->measure = read_measure(value);
  level->ballistics = read_ballistics(scope, value, key);
  level->layer = scope.build.layer;
  level->file = scope.build.tpl.file;
  level->line = of.span.line;
  level->column = of.span.column;
  level->pointer = pointer;
  scope.build.composition.levels.push_back(level);
  scope.build.wishes.push_back({scope.build.layer, of, pointer, level});
  return level;
}

void bind_sounds(Build& build, const Json& document) {
  if (build.wishes.empty()) return;
  SoundBinder binder(build, document);
  for (const SoundWish& wish : build.wishes) binder.bind(wish);
}

}  // namespace fp
