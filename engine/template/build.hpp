// Reading a resolved, schema-checked document into a Composition: the pieces. Internal to engine/template.
// Every reader reports what the schema cannot know (relations between values, sizes of boxes) and goes on with a
// default.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/template/composition.hpp"
#include "engine/template/style.hpp"
#include "engine/template/template.hpp"

namespace fp {

struct Subtitles;

// A layer's sound that another one follows by the id that `said` is; kept where `sound` points.
struct SoundWish {
  std::string layer;  // that follows
  Json said;          // the id, and where it stands
  std::string pointer;
  std::shared_ptr<SoundLevel> level;  // null: the sound view that the layer is
};

struct Build {
  const Template& tpl;
  Composition& composition;
  Errors& errors;
  Style style = {};
  int layer_count = 0;
  std::map<std::string, std::vector<Cue>> tracks = {};  // by id of the caption layer; times of its own
  std::map<std::string, std::shared_ptr<const Subtitles>> subtitles = {};  // by file
  std::string layer = {};                                                  // the id of the one that is read
  std::vector<SoundWish> wishes = {};  // what follows sound, to be bound once all layers are there
};

// What surrounds a list of layers: the canvas or a group.
struct Enclosure {
  Vec2 size{};                            // what percentages refer to
  int64_t frames = 0;                     // how long it lasts
  int64_t stagger = 0;                    // frames by which each layer comes in later than the one before it
  bool canvas = false, arranged = false;  // the canvas, or a group that is all of it; a group that places its children
};

// A layer while it is read.
struct LayerScope {
  Build& build;
  const Enclosure& enclosure;
  std::string pointer;
  int64_t frames = 0;  // out - in
  // The layer's own box, for gradients and points inside it; absent where it is measured later.
  std::optional<Point> box;
};

void report(const Build& build, const Json& at, std::string pointer, std::string message, std::string hint = {});
void report(const LayerScope& scope, const Json& at, std::string_view key, std::string message, std::string hint = {});

// A value that follows another linearly, such as half a size: exact also between keys, whatever the easing.
template <class T, class U, class Map>
Track<U> mapped(const Track<T>& track, Map map) {
  Track<U> result;
  result.constant = map(track.constant);
  for (const Key<T>& key : track.keys) result.keys.push_back({key.frame, map(key.value), key.ease});
  result.repeat = static_cast<typename Track<U>::Repeat>(track.repeat);
  result.level = track.level;
  if (track.level) result.loud = map(track.loud);
  return result;
}
template <class T>
bool is_constant(const Track<T>& track) {
  return track.keys.empty() && !track.level && track.wiggle.amplitude == 0;
}
template <class T>
Track<T> constant_track(T value) {
  Track<T> track;
  track.constant = value;
  return track;
}

// ---- build_values.cpp: times, lengths, tracks
// ------------------------------------------------------------------------

// "2.5s", 2.5, "end-0.5s" with `end` frames as the end; reports and returns nullopt when out of range.
std::optional<int64_t> read_time(const Build& build, const Json& json, int64_t end, const std::string& pointer);
// The same in fractions of a frame (exact to a thousandth), for what is stepped in between.
std::optional<double> read_fine_time(const LayerScope& scope, const Json& json, std::string_view key);
double read_percentage(const LayerScope& scope, const Json& json, std::string_view key);  // "60%" -> 0.6
// An ease's name, its curve or spring, or "@name" of the style.
Ease read_ease(const Build& build, const Json& json, const std::string& pointer);
Ease read_ease(const LayerScope& scope, const Json& json, std::string_view key);

Scalar read_scalar(const LayerScope& scope, const Json& layer, std::string_view key, double otherwise);
// "#rrggbb", or "@name" of the style.
Color read_color(const Build& build, const Json& value, const std::string& pointer);
Tint read_tint(const LayerScope& scope, const Json& value, std::string_view key);
// Percentages of the enclosing box.
Point read_point(const LayerScope& scope, const Json& value, std::string_view key);
// Percentages of the layer's own box.
Point read_inner_point(const LayerScope& scope, const Json& value, std::string_view key);
Point read_radii(const LayerScope& scope, const Json& value, std::string_view key);
Point read_scale(const LayerScope& scope, const Json& value, std::string_view key);
Point read_anchor(const LayerScope& scope, const Json& value, std::string_view key);
Scalar read_scalar_value(const LayerScope& scope, const Json& value, std::string_view key);
double read_constant_length(const LayerScope& scope, const Json& value, double extent, std::string_view key);
Vec2 read_constant_pair(const LayerScope& scope, const Json& value,
                        std::string_view key);  // percentages: enclosing box

// ---- build_paint.cpp
// -------------------------------------------------------------------------------------------------

Paint read_paint(const LayerScope& scope, const Json& value, std::string_view key);
Gradient read_gradient(const LayerScope& scope, const Json& value, std::string_view key);
std::vector<GradientStop> read_stops(const LayerScope& scope, const Json& stops, std::string_view key);
Stroke read_stroke(const LayerScope& scope, const Json& value, std::string_view key);

// ---- build_content.cpp
// -----------------------------------------------------------------------------------------------

decltype(Layer::content) read_content(const LayerScope& scope, const Json& layer, const std::string& type);

// ---- build_clips.cpp
// -------------------------------------------------------------------------------------------------

// "fit" and "focus", of pictures and footage alike.
ImageContent::Fit read_fit(const Json& layer);
Vec2 read_focus(const Json& layer);
VideoContent read_video(const LayerScope& scope, const Json& layer);
AudioContent read_audio(const LayerScope& scope, const Json& layer);
void read_mastering(Build& build, const Json& json);  // the document's "sound"
// A moment of a file, exactly: a decimal of seconds or milliseconds, or frames of the canvas.
Rational read_file_time(const LayerScope& scope, const Json& json, std::string_view key);

// ---- build_sound_views.cpp
// ------------------------------------------------------------------------------------------------

SoundViewContent read_sound_view(const LayerScope& scope, const Json& layer, const std::string& type);
// {"level": "voice", ...} of any value.
std::shared_ptr<const SoundLevel> read_level(const LayerScope& scope, const Json& value, std::string_view key);
// Everything that follows sound is bound to the layers that are heard.
void bind_sounds(Build& build, const Json& document);

// ---- build_captions.cpp
// ----------------------------------------------------------------------------------------------

// A caption layer with its text style, font size, box and place written out, where it says nothing of them.
Json with_caption_defaults(Build& build, const Enclosure& enclosure, const Json& said, const std::string& pointer);
// ... as a group of texts, one for each phrase.
GroupContent read_captions(const LayerScope& scope, const Json& json, const Layer& layer);
// Composition::cues, of all caption layers that are a track, once every layer has its place in time.
void place_cues(Build& build);

// ---- build_shape.cpp
// -------------------------------------------------------------------------------------------------

ShapeContent read_shape(const LayerScope& scope, const Json& layer);

// ---- build_effects.cpp
// -----------------------------------------------------------------------------------------------

std::vector<Effect> read_effects(const LayerScope& scope, const Json& layer);
// The masks of `layer`, whose id and place are known.
std::vector<LayerMask> read_masks(const LayerScope& scope, const Json& json, const Layer& layer);
std::optional<Matte> read_matte(const Json& layer);

// ---- build_sequence.cpp
// ----------------------------------------------------------------------------------------------

GroupContent read_sequence(Build& build, const Json& json, const Layer& layer, const Enclosure& inside);
// How long the scenes last, where all that are shown say so.
std::optional<int64_t> sequence_frames(const Build& build, const Json& json, const std::string& pointer);
// When the last sequence in a list of layers ends: the length of a canvas that says "auto".
std::optional<int64_t> last_sequence_end(const Build& build, const Json& layers);

// ---- build_text.cpp
// --------------------------------------------------------------------------------------------------

TextContent read_text(const LayerScope& scope, const Json& layer);
// The layer or run with what its "textStyle" says, in pixels, where it says nothing itself.
Json with_text_style(const LayerScope& scope, const Json& said);

// ---- build_motions.cpp
// -----------------------------------------------------------------------------------------------

// "animate", "enter" and "exit" of a layer whose content is there: into the layer, or into its text.
void read_motions(const LayerScope& scope, const Json& json, Layer& layer);

// ---- build_constraints.cpp
// -------------------------------------------------------------------------------------------

// Size, pin and limits; a box wholly given is the scope's from then on.
void read_box(LayerScope& scope, const Json& json, const std::string& type, Layer& layer);
bool fills_canvas(const LayerScope& scope, const Json& group);  // it is where the canvas is, and as large
FindingSet read_ignored(const Json& layer);
void read_safe_area(Build& build, const Json& canvas, const Enclosure& enclosure);

// ---- build_layers.cpp
// ------------------------------------------------------------------------------------------------

struct Interval {
  int64_t in = 0, out = 0;
};
// `schedule`: when each is shown, where that is not the layers' own to say.
std::vector<Layer> read_layers(Build& build, const Json& layers, const Enclosure& enclosure, const std::string& pointer,
                               const std::string& id_prefix, const std::vector<Interval>* schedule = nullptr);

// A shape layer that only serves as a mask.
Layer read_mask_shape(Build& build, const Json& json, const Enclosure& enclosure, std::string pointer, std::string id);

// The member of a table that fits a name the schema has already accepted.
template <class T, size_t N>
T choose(const Json* json, const std::pair<std::string_view, T> (&table)[N]) {
  for (const auto& [name, value] : table) {
    if (json && json->text == name) return value;
  }
  return table[0].second;
}
double number_or(const Json* object, std::string_view key, double otherwise);  // object may be null
inline bool read_bool(const Json& layer, std::string_view key, bool otherwise) {
  const Json* value = layer.find(key);
  return value ? value->boolean : otherwise;
}

}  // namespace fp
