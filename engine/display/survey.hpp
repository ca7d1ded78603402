// Where the texts of a scene stand on the canvas: for checks. Nothing is drawn.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <vector>

#include "engine/display/assets.hpp"
#include "engine/scene/scene.hpp"

namespace fp {

using Quad = std::array<Vec2, 4>;  // a box under a map, corners in turn

// A layer's text, or one of a chart's.
struct TextName {
  const Layer* layer = nullptr;
  std::string part;  // SceneLayer::part
  auto operator<=>(const TextName&) const = default;
};

struct SeenText {
  TextName name;
  std::string words;
  FindingSet ignored = 0;  // by the layer or a group around it
  std::shared_ptr<const TextLayout> layout;
  Affine m;                 // layout pixels to the canvas; on a curve, before that
  std::vector<Quad> lines;  // what the letters of each line touch
  std::vector<Quad> clips;  // boxes of groups around it that cut it off
  double opacity = 1;       // times that of the groups around it
  double size = 0;          // em, pixels of the canvas
  double in_place = 1;      // share of its letters that stand where they stay, and can be seen
  bool curved = false;      // its letters stand on a path
  bool fading = false;      // a text of a chart that is coming or going
  bool covered = false;     // no letter shows: an opaque layer is painted over all of them
  bool backed = false;      // has an outline, a shadow or another effect of its own
};

// What the letters of a layout touch, line by line in its own pixels: made once a layout.
using InkCache = std::map<std::shared_ptr<const TextLayout>, std::vector<Bounds>>;

// Every text with letters that the scene shows, in the order they are painted.
Result<std::vector<SeenText>> survey_texts(const Scene& scene, Assets& assets, InkCache& cache);

// The boxes of its letters, where it does not follow a curve.
std::vector<Quad> letter_boxes(const SeenText& text);

// The box of a layer on the canvas, for editors: what is under the pointer, where handles stand.
struct SeenBox {
  const Layer* layer = nullptr;
  Affine m;        // the layer's pixels to the canvas
  Affine around;   // those of what its position is given in to the canvas: its parent's, its group's
  Vec2 pivot{};    // its anchor, in its own pixels
  Vec2 size{};     // of its box, in its own pixels
  int group = -1;  // index of the group around it, or -1
};

// Of every layer the scene shows, in the order they are painted, groups before what is in them. While a sequence goes
// over from one scene to another, of the scene that comes.
Result<std::vector<SeenBox>> survey_boxes(const Scene& scene, Assets& assets);

// ---- Geometry of what was found

Bounds bounds_of(const Quad& quad);
// The part of a convex quad that another one covers, as an area.
double area_of(const Quad& quad);
double shared_area(const Quad& a, const Quad& b);
// How far the quad's farthest corner lies outside a convex box; 0 inside.
double distance_outside(const Quad& quad, const Quad& box);
Quad quad_of(Vec2 corner, Vec2 size, const Affine& m = {});

}  // namespace fp
