// A Scene is a composition at one frame: concrete numbers only. Hidden and fully transparent layers are not in it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/template/composition.hpp"

namespace fp {

struct SceneStop {
  double offset = 0;
  Color color;
};
struct SceneGradient {
  Gradient::Kind kind = Gradient::Kind::linear;
  std::vector<SceneStop> stops;
  Vec2 start{}, end{}, radius{};
  double angle = 0;
};
using ScenePaint = std::variant<Color, SceneGradient>;

struct SceneStroke {
  ScenePaint paint;
  double width = 1;
  Stroke::Cap cap = Stroke::Cap::butt;
  Stroke::Join join = Stroke::Join::miter;
  double miter_limit = 4;
  std::vector<double> dash;
  double dash_offset = 0;
  double trim_start = 0, trim_end = 1, trim_offset = 0;
  Stroke::Head start_head = Stroke::Head::none, end_head = Stroke::Head::none;
  double head_size = 4;
};

struct SceneSolid {
  Color color;
};
struct SceneImage {
  std::string asset;
  ImageContent::Fit fit = ImageContent::Fit::cover;
  Vec2 focus{0.5, 0.5};
  double corner_radius = 0;
};
struct SceneVideo {
  const VideoContent* video = nullptr;  // points into the composition
  Rational passed{0, 1};                // seconds of the file since the layer's first frame: clip_time.hpp
  double corner_radius = 0;
};
// The kinds of SceneShape's geometry; not nested, so that the variant can be made without an argument.
struct SceneRectangle {
  double radius[4] = {};
};
struct SceneEllipse {};
struct ScenePolygon {
  std::vector<Vec2> points;
};
struct SceneLine {
  std::vector<Vec2> points;
};
struct ScenePathData {
  const std::string *from = nullptr, *to = nullptr;  // point into the composition; the same where nothing is mixed
  double mix = 0;                                    // 0: `from`, 1: `to`
};
struct ScenePart;
struct SceneCombined {
  ShapeContent::Combined::Rule rule = ShapeContent::Combined::Rule::unite;
  std::vector<ScenePart> parts;
};
using SceneGeometry = std::variant<SceneRectangle, SceneEllipse, ScenePolygon, SceneLine, ScenePathData, SceneCombined>;
struct SceneOutline {
  SceneGeometry geometry;
  double rounding = 0;
  bool even_odd = false;
};
struct ScenePart {
  SceneOutline outline;
  Vec2 position{}, size{};
  double rotation = 0;
};
struct SceneShape {
  using Rectangle = SceneRectangle;
  using Ellipse = SceneEllipse;
  using Polygon = ScenePolygon;
  using Line = SceneLine;
  using PathData = ScenePathData;
  using Combined = SceneCombined;
  SceneOutline outline;
  std::optional<ScenePaint> fill;
  std::optional<SceneStroke> stroke;
};
struct SceneSweep {
  Color color;
  double progress = 0;
};
struct SceneSpan {
  double size = 0;  // em, pixels
  double letter_spacing = 0;
  double baseline_shift = 0;
  std::vector<double> axes;  // as TextSpan::axes
  std::optional<ScenePaint> fill;
  std::optional<SceneStroke> stroke;
  std::optional<Color> plate;  // of TextSpan::plate, where it is seen
  std::optional<SceneSweep> sweep;
};
// Digits on their way to the next ones, as on the drums of an odometer. Counted in characters of the words, of which
// `next` has as many.
struct SceneTurn {
  std::shared_ptr<const TextContent> next;
  double turned = 0;                 // 0: the words stand, towards 1: the next ones nearly do
  size_t begin = 0;                  // the first digit
  size_t shown = 0, next_shown = 0;  // the first that is seen: the zeros before it are not
};
struct SceneText {
  const TextContent* text = nullptr;  // the static part; points into the composition, or to `made`
  double size = 0;
  std::vector<SceneSpan> spans;               // as TextContent::spans
  std::shared_ptr<const TextContent> made;    // words of this frame
  std::optional<SceneTurn> turn;              // of an odometer
  std::shared_ptr<const TextContent> widest;  // with Fit::shrink: what the size is found for; null: `text`
  double path_offset = 0;
  std::optional<Color> plate;  // of TextContent::plate
  double frame = 0;            // of the layer's time, for the motion of parts
  double fps = 30;
};
struct SceneLayer;
// Two scenes of a sequence at once. `from`: null where nothing came before. Pointers into the composition.
struct SceneTransition {
  const Transition* transition = nullptr;
  const Layer *from = nullptr, *to = nullptr;
  double progress = 0;  // 0: only `from` is seen, 1: only `to`
};
struct SceneGroup {
  std::vector<SceneLayer> children;
  bool clip = false;
  const Arrangement* arrangement = nullptr;  // points into the composition; then layers not shown are there too
  std::optional<SceneTransition> transition;
};

// A map: what is drawn of it depends on its geography, which is read while lowering.
struct SceneMap {
  const ChartContent* chart = nullptr;  // points into the composition; its chart is a MapContent
  double frame = 0, fps = 30;           // of the layer's time
};

// A waveform or spectrum: what it shows is read from its file while lowering.
struct SceneSoundView {
  const SoundViewContent* view = nullptr;  // points into the composition
  double frame = 0;                        // of the layer's own time
  ScenePaint fill;
  std::optional<ScenePaint> played;
};

using SceneContent = std::variant<SceneSolid, SceneGradient, SceneImage, SceneShape, SceneText, SceneGroup, SceneMap,
                                  SceneVideo, SceneSoundView>;

struct SceneEffect {
  const Effect* effect = nullptr;  // the static part; points into the composition
  std::vector<double> numbers;
  Vec2 point{};
  std::optional<Color> color;
  std::vector<SceneStop> stops;
  std::shared_ptr<const SceneLayer> layer;  // displace
  int64_t frame = 0;                        // of the layer's time: grain
};
struct SceneMask {
  const LayerMask* mask = nullptr;
  std::shared_ptr<const SceneLayer> shape;
  double feather = 0;
};

// A layer on its way in or out, over its own pose.
struct SceneMove {
  Vec2 offset{};  // in the parent's pixels
  Vec2 share{};   // more, as shares of its box
  Vec2 origin{0.5, 0.5};
  Vec2 scale{1, 1};
  double rotation = 0;
};

struct ScenePose {  // one link of a transform chain
  Vec2 anchor{};    // 0..1 of the size
  Vec2 position{};
  Vec2 scale{1, 1};
  double rotation = 0;
  std::optional<Vec2> size;  // absent: measured while lowering
  bool placed = false;       // the size is the whole box, as a layout gave it
  const Layer* layer = nullptr;
  double frame = 0;              // of the layer's own time, to measure it as it stands
  std::vector<SceneMove> moves;  // empty where the layer is in its place
};

struct SceneWipe {
  Motion::Wipe wipe;
  bool leaves = false;
  double away = 0;  // 1: nothing is shown
};

struct SceneLayer {
  const Layer* layer = nullptr;  // identity and location; never null, outlives the scene
  std::string part;              // which text of a chart's; empty: the layer itself
  ScenePose pose;
  std::vector<ScenePose> parents;  // `parent` chain, nearest first; the enclosing group's transform is not in it
  double opacity = 1;
  Blend blend = Blend::normal;
  std::shared_ptr<const SceneLayer> clip_to;  // evaluated clip shape, posed in the same group
  std::vector<SceneMask> masks;
  std::vector<SceneEffect> effects;
  double blur = 0;               // of its motions, after the effects: standard deviation, pixels of the layer
  std::vector<SceneWipe> wipes;  // after that
  bool clip_to_place = false;    // shown only inside its box as it would be without `pose.moves`
  std::shared_ptr<const SceneLayer> matte;
  // With motion blur: the layer as it stands at moments spread over the shutter's time; its picture is their mean.
  std::vector<SceneLayer> moments;
  std::shared_ptr<const SceneLayer> follow;  // evaluated, posed in the same group
  bool shown = true;                         // false: only takes its place in an arrangement
  SceneContent content;
};

struct Scene {
  const Composition* composition = nullptr;
  std::vector<SceneLayer> layers;
};

}  // namespace fp
