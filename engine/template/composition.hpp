// A Composition is a template bound to one row in one format: every parameter resolved, every time in frames, every
// length in canvas pixels. Plain data, no source text left in it except locations for messages. Evaluating it at a
// frame is engine/timeline/evaluate.hpp. Units: pixels (y down), degrees clockwise, opacity 0..1, frames.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/hash.hpp"
#include "engine/core/rational.hpp"
#include "engine/template/charts.hpp"
#include "engine/template/clips.hpp"
#include "engine/template/constraints.hpp"
#include "engine/template/findings.hpp"
#include "engine/template/motions.hpp"
#include "engine/template/sound_views.hpp"
#include "engine/template/text_content.hpp"
#include "engine/template/values.hpp"

namespace fp {

// ---- Layer contents
// --------------------------------------------------------------------------------------------------

struct SolidContent {
  Tint color;
};

struct GradientContent {
  Gradient gradient;
};

struct ImageContent {
  enum class Fit : uint8_t { cover, contain, fill };
  std::string asset;  // name beneath the template's folder; empty = nothing to draw (an absent optional image)
  Fit fit = Fit::cover;
  Vec2 focus{0.5, 0.5};  // the part of the picture kept in view, 0..1
  Scalar corner_radius;
};

// Footage: a video file or an animation, or numbered pictures.
struct VideoContent {
  std::string asset;  // name beneath the template's folder; empty = nothing to draw
  // Numbered pictures: the asset's name has '#' in place of the digits ("shot/####.png"); first to last, at this rate.
  struct Numbered {
    int64_t first = 0, last = 0;
    Rational rate{30, 1};
  };
  std::optional<Numbered> numbered;
  ImageContent::Fit fit = ImageContent::Fit::cover;
  Vec2 focus{0.5, 0.5};
  Scalar corner_radius;
  ClipTime time;
  std::optional<ClipSound> sound;  // absent: the file's sound is not heard
};

// A layer that is only heard.
struct AudioContent {
  std::string asset;  // empty = nothing to hear
  ClipTime time;
  ClipSound sound;
};

// Closed or open outlines in the layer's own pixels.
struct ShapePart;
struct ShapeContent {
  struct Rectangle {
    Scalar radius[4];  // top-left, top-right, bottom-right, bottom-left
  };
  struct Ellipse {};
  struct Polygon {
    std::vector<Point> points;  // closed
  };
  struct Line {
    std::vector<Point> points;  // open
  };
  struct PathData {
    std::vector<std::string> d;  // SVG path data; with several, `morph` says which or what between them
    Scalar morph;                // 0: the first ... n-1: the last
  };
  struct Combined {
    enum class Rule : uint8_t { unite, subtract, intersect, exclude };
    Rule rule = Rule::unite;
    std::vector<ShapePart> parts;  // subtract: all others from the first
  };
  struct Outline {
    std::variant<Rectangle, Ellipse, Polygon, Line, PathData, Combined> geometry;
    Scalar rounding;        // radius of every corner
    bool even_odd = false;  // the fill rule; else non-zero
  };
  Outline outline;
  std::optional<Paint> fill;
  std::optional<Stroke> stroke;
};

// An operand of a combined shape: an outline of its own box, placed in the shape's.
struct ShapePart {
  ShapeContent::Outline outline;
  Point position, size;
  Scalar rotation;  // about the part's middle
};

// ---- Effects
// -----------------------------------------------------------------------------------------------------------

// What is done to a layer's finished picture, in order. Each kind has its own numbers: effects.hpp names them.
struct Effect {
  enum class Kind : uint8_t {
    blur,
    drop_shadow,
    inner_shadow,
    glow,
    directional_blur,
    zoom_blur,
    displace,
    adjust,
    levels,
    curves,
    gradient_map,
    lut,
    vignette,
    grain,
    chroma_key
  };
  Kind kind = Kind::blur;
  std::vector<Scalar> numbers;      // as effect_spec(kind).numbers
  Point point;                      // shadows: offset; zoom: centre; displace: amounts; pixels of the layer
  std::optional<Tint> color;        // shadows, glow (absent: its own colours), vignette, chroma key
  std::vector<GradientStop> stops;  // gradient map
  std::string asset;                // lut: a .cube file beneath the template's folder
  std::string layer;                // displace: the layer whose red and green move pixels
  std::vector<Vec2> curves[4];      // curves: of all channels, then red, green, blue; empty: as it is
  bool animated = false;            // grain: other grains every frame
};

// How a group places its children: their boxes, before any transform of theirs, which then counts from there. Children
// that follow another layer take no part. A group without a size is as large as its content.
struct Arrangement {
  enum class Kind : uint8_t { row, column, grid };
  enum class Align : uint8_t { start, center, end, stretch };    // across a row or column; down a grid's cell
  enum class Justify : uint8_t { start, center, end, between };  // along a row or column; across a grid's cell
  Kind kind = Kind::column;
  Vec2 gap{};              // pixels between columns, between rows
  double padding[4] = {};  // top, right, bottom, left
  Align align = Align::start;
  Justify justify = Justify::start;
  bool wrap = false;  // a row or column goes on in a new one where the group's size ends
  int columns = 1;    // of a grid
};

// A layer whose box is another one's box and this much more: top, right, bottom, left.
struct Follow {
  std::string id;  // a layer of the same group
  double padding[4] = {};
};

struct Layer;

// A shape in the layer's own box that says where the layer shows.
struct LayerMask {
  enum class Mode : uint8_t { add, subtract, intersect };
  Mode mode = Mode::add;
  bool invert = false;
  Scalar feather;            // standard deviation of its soft edge, pixels of the layer
  std::vector<Layer> shape;  // one layer, posed in the layer's pixels and on its time; its opacity counts
};

// Another layer of the same group whose alpha or luma says where this one shows; its own visibility does not matter.
struct Matte {
  std::string layer;
  bool luma = false, invert = false;
};

// How a scene of a sequence comes in while the one before it is still seen.
struct Transition {
  enum class Kind : uint8_t { cut, dissolve, dip, push, slide, cover, wipe, clock, iris, zoom, blur, luma };
  enum class Shape : uint8_t { circle, rect, diamond };  // of an iris
  Kind kind = Kind::cut;
  int64_t frames = 0;       // how long both scenes are seen; 0: a cut
  Ease ease;                // of its progress, which is kept within 0..1
  double angle = 0;         // degrees clockwise, 0 = to the right: where things move; clock: where the hand starts
  double softness = 0;      // of the edge, a share of the frame; luma: of the tones
  double amount = 0;        // zoom: how much larger; blur: largest standard deviation, pixels
  Color color{0, 0, 0, 1};  // dip
  Shape shape = Shape::circle;
  Vec2 center{0.5, 0.5};  // iris: shares of the frame
  bool reversed = false;  // clock: counterclockwise; iris: closes on the old scene; luma: light parts first
  std::string asset;      // luma: a picture beneath the template's folder
};

// How the time inside a group passes.
struct Clock {
  enum class AtEnd : uint8_t { hold, loop, pingpong };
  double start = 0;  // frames inside when the group appears
  double speed = 1;
  int64_t frames = 0;  // how long the time inside is
  AtEnd at_end = AtEnd::hold;
};

struct GroupContent {
  std::vector<Layer> children;  // painted in order: the last is on top
  bool clip = false;            // clip children to (0,0)-(size)
  std::optional<Arrangement> arrangement;
  // A sequence: the transition of every child, which lasts from the child's in-point on. Empty in other groups.
  std::vector<Transition> transitions;
  std::optional<Clock> clock;  // absent: as outside
};

// ---- Layers
// ----------------------------------------------------------------------------------------------------------

// W3C Compositing and Blending 1; add sums. The numeric values are FP_BLEND_* (shaders/blend.h).
enum class Blend : uint8_t {
  normal,
  multiply,
  screen,
  add,
  overlay,
  darken,
  lighten,
  color_dodge,
  color_burn,
  hard_light,
  soft_light,
  difference,
  exclusion,
  hue,
  saturation,
  color,
  luminosity
};

// Where in the template something stands, for messages. Not part of a composition's identity.
struct SourceLocation {
  std::string file;
  int line = 0, column = 0;
  std::string pointer;
};

struct Transform {
  Point anchor;    // 0..1 of the layer's size: the point placed at `position`, and the pivot
  Point position;  // in the parent's pixels
  Point scale;     // 1 = natural size
  Scalar rotation;
};

struct Layer {
  std::string id;  // unique in the composition
  SourceLocation location;
  std::string parent;  // id of the layer whose transform this one rides on; empty = the enclosing group. No cycles.
  int64_t in = 0, out = 0;  // shown on frames [in, out) of the enclosing group's time
  Transform transform;
  Scalar opacity;
  // Size of the layer's box in its own pixels. Absent for text without a box and for images at natural size: measured.
  std::optional<Point> size;
  bool width_only = false, height_only = false;  // the other one is measured: a text of this width grows downward
  std::optional<Pin> pin;
  SizeLimits limits;  // of what is measured
  Blend blend = Blend::normal;
  std::optional<std::string>
      clip_to;  // id of a shape layer whose outline clips this one (its own visibility does not matter)
  std::vector<LayerMask> masks;  // cut the content, before the effects
  std::vector<Effect> effects;
  std::optional<Matte> matte;  // like the clip, after the effects
  bool motion_blur = false;
  std::vector<Motion> motions;  // of the layer as a whole
  double grow = 0;              // in a row or column: this share of the room that is left
  std::optional<Follow> follow;
  FindingSet ignored = 0;  // by `framepress check`, in this layer and those in it
  std::variant<SolidContent, GradientContent, ImageContent, ShapeContent, TextContent, GroupContent, ChartContent,
               VideoContent, AudioContent, SoundViewContent>
      content;
};

struct FontSource {
  std::string name;   // as layers refer to it
  std::string asset;  // file beneath the template's folder
};

struct HyphenationSource {
  std::string language;  // BCP 47
  std::string asset;     // patterns beneath the template's folder
};

struct Composition {
  std::string name;    // template's name
  std::string format;  // chosen format, "" if the template has none
  int32_t width = 0, height = 0;
  Rational fps{30, 1};
  int64_t frames = 0;
  Color background{0, 0, 0, 1};
  double safe_area[4] = {};  // top, right, bottom, left: pixels that displays may cut off or cover
  bool linear = false;       // blending in linear light; colours stay sRGB
  struct MotionBlur {
    double shutter = 180;  // degrees: 360 is open for the whole frame
    int samples = 8;
  } motion_blur;          // of the layers that ask for it
  std::string locale;     // ICU locale of the template
  std::string row_label;  // names the row in messages: "products.csv:14" or ""
  std::vector<FontSource> fonts;
  std::vector<HyphenationSource> hyphenation;
  std::vector<Layer> layers;
  std::vector<std::shared_ptr<const SoundLevel>> levels;  // that values of layers follow
  Mastering mastering;
  std::vector<Cue> cues;                // captions that may go beside the video or into it, in order
  std::map<std::string, Sha256> files;  // read while binding, by name beneath the template's folder: of their bytes
};

// Budgets, checked while binding and before anything is allocated.
inline constexpr int32_t kMaxCanvasSide = 8192;
inline constexpr int64_t kMaxCanvasPixels = 8192ll * 4352;
inline constexpr int64_t kMaxFrames = 60ll * 60 * 60 * 12;
inline constexpr int kMaxLayers = 10000;

}  // namespace fp
