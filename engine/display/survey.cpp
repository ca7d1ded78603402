#include "engine/display/survey.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/display/lowering.hpp"
#include "engine/text/motion.hpp"
#include "engine/text/text_path.hpp"

namespace fp {
namespace {

struct Walk {
  Lowering& state;
  InkCache& cache;
  std::vector<SeenText> found;
  // Of the groups around:
  std::vector<Quad> clips;
  FindingSet ignored = 0;
  double opacity = 1;
  bool plain = true;    // nothing makes what is inside translucent
  bool moving = false;  // blurred or wiped on the way in or out
};

void include(Bounds& bounds, bool& any, Vec2 p) {
  if (!any) bounds = {p, p};
  any = true;
  bounds.min = {std::min(bounds.min.x, p.x), std::min(bounds.min.y, p.y)};
  bounds.max = {std::max(bounds.max.x, p.x), std::max(bounds.max.y, p.y)};
}

// Letters without an outline are colour glyphs, about as large as capitals; or spaces, which touch nothing.
Bounds ink_of(const TextLayout& layout, const TextCluster& cluster) {
  Bounds bounds;
  bool any = false;
  const Path path = outline(layout, cluster);
  if (!path.points.empty()) {
    const Bounds box = control_bounds(path);
    include(bounds, any, box.min);
    include(bounds, any, box.max);
  }
  for (uint32_t i = cluster.glyphs_begin; i < cluster.glyphs_end; ++i) {
    const Glyph& glyph = layout.glyphs[i];
    if (!glyph.font->draws_in_color(glyph.id)) continue;
    include(bounds, any, {cluster.left, cluster.baseline - 0.75 * cluster.size});
    include(bounds, any, {cluster.right, cluster.baseline});
  }
  return any ? bounds : Bounds{};
}

bool is_empty(const Bounds& b) {
  return !(b.max.x > b.min.x && b.max.y > b.min.y);
}

struct LineInk {
  Bounds bounds;
  bool any = false;
  void add(const Bounds& ink, const Affine& place) {
    for (const Vec2& corner : quad_of(ink.min, ink.max - ink.min, place)) include(bounds, any, corner);
  }
};

std::vector<Bounds> line_inks(const TextLayout& layout, const std::vector<std::optional<Affine>>& places) {
  std::vector<LineInk> lines(static_cast<size_t>(std::max(layout.lines, 1)));
  for (size_t i = 0; i < layout.clusters.size(); ++i) {
    const TextCluster& cluster = layout.clusters[i];
    const Bounds ink = ink_of(layout, cluster);
    if (is_empty(ink) || (!places.empty() && !places[i])) continue;
    lines[cluster.line].add(ink, places.empty() ? Affine{} : *places[i]);
  }
  std::vector<Bounds> inks;
  for (const LineInk& line : lines) {
    if (line.any) inks.push_back(line.bounds);
  }
  return inks;
}

std::vector<Bounds> inks_of(Walk& walk, const std::shared_ptr<const TextLayout>& layout, const SceneText& text) {
  if (!text.text->path.empty()) {
    const Result<Path> path = parse_path_data(text.text->path);
    if (!path) return {};
    return line_inks(*layout, places_on_path(*layout, *path, text.text->align, text.path_offset));
  }
  const auto known = walk.cache.find(layout);
  if (known != walk.cache.end()) return known->second;
  return walk.cache.emplace(layout, line_inks(*layout, {})).first->second;
}

bool is_visible(const ScenePaint& paint) {
  const auto* color = std::get_if<Color>(&paint);
  return !color || color->a > 0;
}

bool draws_letters(const SceneText& text) {
  return std::ranges::any_of(text.spans, [](const SceneSpan& span) {
    return (span.fill && is_visible(*span.fill)) ||
           (span.stroke && span.stroke->width > 0 && is_visible(span.stroke->paint));
  });
}

// Letters that stand in their places, for as much as they can be seen there.
double share_in_place(const TextLayout& layout, const SceneText& text) {
  const std::vector<ClusterPose> poses = pose_clusters(layout, *text.text, text.frame, text.fps);
  if (poses.empty()) return 1;
  double sum = 0;
  for (const ClusterPose& pose : poses) {
    sum += pose.place == Affine{} && pose.opacity >= 0.5 && pose.blur == 0 && !pose.clip ? 1 : 0;
  }
  return sum / static_cast<double>(poses.size());
}

void see_text(Walk& walk, const SceneLayer& layer, const SceneText& text, const Affine& m) {
  if (!draws_letters(text)) return;
  const auto layout = layout_of(walk.state, layer.pose, text);
  if (!layout) return report(walk.state, *layer.layer, layout.error());
  SeenText seen;
  for (const Bounds& ink : inks_of(walk, *layout, text)) seen.lines.push_back(quad_of(ink.min, ink.max - ink.min, m));
  if (seen.lines.empty()) return;
  seen.name = {layer.layer, layer.part};
  seen.words = text.text->text;
  seen.fading = !layer.part.empty() && layer.opacity < 1;
  seen.curved = !text.text->path.empty();
  seen.ignored = walk.ignored | layer.layer->ignored;
  seen.layout = *layout;
  seen.m = m;
  seen.clips = walk.clips;
  seen.opacity = walk.opacity * layer.opacity;
  seen.size = (*layout)->size * std::sqrt(std::fabs(determinant(m)));
  seen.in_place = walk.moving ? 0 : share_in_place(**layout, text);
  seen.backed = !layer.effects.empty() ||
                std::ranges::any_of(text.spans, [](const SceneSpan& span) { return span.stroke.has_value(); });
  walk.found.push_back(std::move(seen));
}

// ---- Layers that hide what lies under them

bool is_opaque(const ScenePaint& paint) {
  if (const auto* color = std::get_if<Color>(&paint)) return color->a >= 1;
  const auto& stops = std::get<SceneGradient>(paint).stops;
  return !stops.empty() && std::ranges::all_of(stops, [](const SceneStop& stop) { return stop.color.a >= 1; });
}

bool is_in_ellipse(Vec2 p, Vec2 size) {
  const Vec2 at = (p - size * 0.5) / (size * 0.5);
  return at.x * at.x + at.y * at.y <= 1;
}

// Whether the layer paints opaquely at a point of its own pixels.
bool paints_at(Walk& walk, const SceneLayer& layer, Vec2 p, Vec2 size) {
  if (p.x < 0 || p.y < 0 || p.x > size.x || p.y > size.y) return false;
  if (const auto* solid = std::get_if<SceneSolid>(&layer.content)) return is_opaque(solid->color);
  if (const auto* gradient = std::get_if<SceneGradient>(&layer.content)) return is_opaque(*gradient);
  if (const auto* image = std::get_if<SceneImage>(&layer.content)) {
    if (image->asset.empty() || image->fit == ImageContent::Fit::contain || image->corner_radius > 0) return false;
    const auto art = walk.state.assets.image(image->asset);
    return art && art->image && art->image->level(0)->opaque;
  }
  if (const auto* video = std::get_if<SceneVideo>(&layer.content)) {
    if (video->video->fit == ImageContent::Fit::contain || video->corner_radius > 0) return false;
    const auto footage = walk.state.assets.footage(*video->video, video->passed, false);
    return footage && footage->image && footage->image->level(0)->opaque;
  }
  const auto* shape = std::get_if<SceneShape>(&layer.content);
  if (!shape || !shape->fill || !is_opaque(*shape->fill)) return false;
  if (std::holds_alternative<SceneEllipse>(shape->outline.geometry)) return is_in_ellipse(p, size);
  const auto* rect = std::get_if<SceneRectangle>(&shape->outline.geometry);
  if (!rect || shape->outline.rounding > 0) return false;
  const double round = *std::ranges::max_element(rect->radius);  // corners: only what is surely inside
  return (p.x >= round && p.x <= size.x - round) || (p.y >= round && p.y <= size.y - round);
}

void hide_below(Walk& walk, const SceneLayer& layer, const Affine& m, Vec2 size) {
  if (walk.found.empty() || std::fabs(determinant(m)) < 1e-12) return;
  const Affine back = inverse(m);
  const auto inside = [&](const Quad& line) {
    return std::ranges::all_of(line, [&](Vec2 corner) { return paints_at(walk, layer, apply(back, corner), size); }) &&
           std::ranges::all_of(walk.clips, [&](const Quad& clip) { return distance_outside(line, clip) <= 0; });
  };
  for (SeenText& text : walk.found) {
    if (!text.covered) text.covered = std::ranges::all_of(text.lines, inside);
  }
}

// ---- The tree

void walk_layers(Walk& walk, const std::vector<SceneLayer>& layers, const Affine& group);

void walk_group(Walk& walk, const SceneLayer& layer, const SceneGroup& group, const Affine& m, Vec2 size) {
  if (group.transition) return;  // nothing is at rest
  std::vector<SceneLayer> arranged;
  if (group.arrangement) arranged = arranged_children(walk.state, group, size);
  const Vec2 around = std::exchange(walk.state.enclosing, size);
  const FindingSet ignored = std::exchange(walk.ignored, walk.ignored | layer.layer->ignored);
  const double opacity = std::exchange(walk.opacity, walk.opacity * layer.opacity);
  if (group.clip) walk.clips.push_back(quad_of({}, size, m));
  walk_layers(walk, group.arrangement ? arranged : group.children, m);
  if (group.clip) walk.clips.pop_back();
  walk.state.enclosing = around;
  walk.ignored = ignored;
  walk.opacity = opacity;
}

bool is_moving(const SceneLayer& layer) {
  return layer.blur > 0 || !layer.wipes.empty();
}

bool is_plain(const SceneLayer& layer) {
  return layer.opacity >= 1 && layer.blend == Blend::normal && !layer.clip_to && !layer.matte && layer.masks.empty() &&
         layer.effects.empty() && layer.moments.empty() && !is_moving(layer);
}

void walk_layers(Walk& walk, const std::vector<SceneLayer>& layers, const Affine& group) {
  for (const SceneLayer& layer : layers) {
    if (!layer.shown || !(layer.opacity > 0)) continue;
    const Vec2 size = measure(walk.state, layer);
    const Affine m = layer_matrix(walk.state, layer, group, size);
    if (!(std::fabs(determinant(m)) > 1e-12)) continue;
    const bool plain = std::exchange(walk.plain, walk.plain && is_plain(layer));
    const bool moving = std::exchange(walk.moving, walk.moving || is_moving(layer));
    if (const auto* inside = std::get_if<SceneGroup>(&layer.content)) {
      walk_group(walk, layer, *inside, m, size);
    } else if (const auto* map = std::get_if<SceneMap>(&layer.content)) {
      walk_layers(walk, map_marks(walk.state, *layer.layer, *map), m);
    } else if (const auto* text = std::get_if<SceneText>(&layer.content)) {
      see_text(walk, layer, *text, m);
    } else if (walk.plain) {
      hide_below(walk, layer, m, size);
    }
    walk.plain = plain;
    walk.moving = moving;
  }
}

}  // namespace

std::vector<Quad> letter_boxes(const SeenText& text) {
  std::vector<Quad> boxes;
  for (const TextCluster& cluster : text.layout->clusters) {
    const Bounds ink = ink_of(*text.layout, cluster);
    if (!is_empty(ink)) boxes.push_back(quad_of(ink.min, ink.max - ink.min, text.m));
  }
  return boxes;
}

Result<std::vector<SeenText>> survey_texts(const Scene& scene, Assets& assets, InkCache& cache) {
  const Composition& composition = *scene.composition;
  Lowering state = begin_lowering(composition, assets);
  Walk walk{.state = state, .cache = cache, .found = {}, .clips = {}};
  walk_layers(walk, scene.layers, Affine{});
  if (!state.errors.empty()) return fail(std::move(state.errors));
  return std::move(walk.found);
}

}  // namespace fp
