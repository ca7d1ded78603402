// Text: outlines by span, colour glyphs, parts in motion, and curves to stand on.
#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/display/lowering.hpp"
#include "engine/text/motion.hpp"
#include "engine/text/text_path.hpp"

namespace fp {
namespace {

// What a text comes to at one frame.
struct SetText {
  const DrawState& draw;
  const SceneText& scene;
  const TextLayout& layout;
  std::vector<std::optional<Affine>> places;  // per cluster; empty: where the layout has them
  std::vector<double> opacities;              // per cluster; empty: all 1
};

Affine place_of(const SetText& text, size_t cluster) {
  return text.places.empty() ? Affine{} : text.places[cluster].value_or(Affine{0, 0, 0, 0, 0, 0});
}

bool is_shown(const SetText& text, size_t cluster) {
  const bool visible = text.opacities.empty() || text.opacities[cluster] > 0;
  return visible && std::fabs(determinant(place_of(text, cluster))) > 1e-12;
}

void put_affine(ByteWriter& key, const Affine& m) {
  key.put_double(m.a).put_double(m.b).put_double(m.c).put_double(m.d).put_double(m.e).put_double(m.f);
}

void put_rules(ByteWriter& key, const SpanRules& rules) {
  for (const TextRule& rule : {rules.underline, rules.strike}) key.put_double(rule.top).put_double(rule.thickness);
}

void put_cluster(ByteWriter& key, const TextLayout& layout, const TextCluster& cluster, Vec2 origin) {
  key.put_double(cluster.left - origin.x).put_double(cluster.right - origin.x).put_double(cluster.baseline - origin.y);
  for (uint32_t i = cluster.glyphs_begin; i < cluster.glyphs_end; ++i) {
    const Glyph& g = layout.glyphs[i];
    key.put(g.font->hash()).put(g.id).put_double(g.size);
    key.put_double(g.origin.x - origin.x).put_double(g.origin.y - origin.y);
  }
}

// An outline to be filled, and stroked before that.
struct Piece {
  DrawState draw;  // its map is the paint's: colours stay with the layer while letters move
  Affine m;        // of the outline
  Hash128 content;
  std::function<Path()> make;
  const SceneSpan* span = nullptr;
};

void draw_stroke(const Piece& piece) {
  const SceneStroke& stroke = *piece.span->stroke;
  if (stroke.width <= 0) return;
  ByteWriter key;
  key.put_text("text stroke").put(piece.content);
  put_stroke(key, stroke);
  const Affine& m = piece.m;
  const double tolerance = chord_tolerance(m);
  key.put_double(tolerance);
  const auto make = [&] { return stroke_outline(piece.make(), stroke_style(stroke), tolerance); };
  Lowering& state = piece.draw.lowering;
  fill(piece.draw, cover_outline(key.hash(), make, m, piece.draw.clip, state.canvas, state.assets.masks()),
       stroke.paint);
}

void draw_fill(const Piece& piece) {
  Lowering& state = piece.draw.lowering;
  fill(piece.draw,
       cover_outline(piece.content, piece.make, piece.m, piece.draw.clip, state.canvas, state.assets.masks()),
       *piece.span->fill);
}

// A whole span as one outline: nothing of it fades on its own.
Piece span_piece(const SetText& text, uint32_t span) {
  ByteWriter key;
  key.put_text("text").put(span);
  put_rules(key, text.layout.rules[span]);
  for (size_t i = 0; i < text.layout.clusters.size(); ++i) {
    if (text.layout.clusters[i].span != span || !is_shown(text, i)) continue;
    put_cluster(key, text.layout, text.layout.clusters[i], {});
    if (!text.places.empty()) put_affine(key, place_of(text, i));
  }
  const auto make = [&text, span] {
    if (text.places.empty()) return outline(text.layout, span);
    Path path;
    for (size_t i = 0; i < text.layout.clusters.size(); ++i) {
      const TextCluster& cluster = text.layout.clusters[i];
      if (cluster.span != span || !is_shown(text, i)) continue;
      append(path, outline(text.layout, cluster), place_of(text, i));
      append(path, rules(text.layout, cluster, cluster), place_of(text, i));
    }
    return path;
  };
  return {text.draw, text.draw.m, key.hash(), make, &text.scene.spans[span]};
}

uint32_t times(uint32_t opacity, double factor) {
  return static_cast<uint32_t>(opacity * factor + 0.5);
}

// One cluster from its own origin, so that equal letters share a mask.
Piece cluster_piece(const SetText& text, size_t index) {
  const TextCluster& cluster = text.layout.clusters[index];
  const Vec2 origin{cluster.left, cluster.baseline};
  ByteWriter key;
  key.put_text("cluster");
  put_rules(key, text.layout.rules[cluster.span]);
  put_cluster(key, text.layout, cluster, origin);
  const auto make = [&text, &cluster, origin] {
    Path path = outline(text.layout, cluster);
    append(path, rules(text.layout, cluster, cluster), {});
    return transformed(path, translation(-origin));
  };
  Piece piece{text.draw, text.draw.m * place_of(text, index) * translation(origin), key.hash(), make,
              &text.scene.spans[cluster.span]};
  piece.draw.opacity = times(text.draw.opacity, text.opacities[index]);
  return piece;
}

std::vector<Piece> pieces_of(const SetText& text) {
  std::vector<Piece> pieces;
  if (text.opacities.empty()) {
    for (uint32_t span = 0; span < text.scene.spans.size(); ++span) pieces.push_back(span_piece(text, span));
    return pieces;
  }
  for (size_t i = 0; i < text.layout.clusters.size(); ++i) {
    if (is_shown(text, i)) pieces.push_back(cluster_piece(text, i));
  }
  return pieces;
}

void draw_picture(const DrawState& draw, const Glyph& glyph) {
  const auto image = draw.lowering.assets.glyph_image(*glyph.font, glyph.id);
  if (!image) return report(draw.lowering, *draw.layer.layer, image.error());
  const Font::Picture picture = glyph.font->picture(glyph.id);
  const double scale = glyph.size / glyph.font->units_per_em();
  const Vec2 corner = glyph.origin + Vec2{picture.corner.x, -picture.corner.y} * scale;
  const Vec2 extent = picture.size * scale;
  const Vec2 natural{static_cast<double>((*image)->width()), static_cast<double>((*image)->height())};
  Coverage coverage;
  if (is_axis_aligned(draw.m)) {
    coverage = cover_rectangle(corner, extent, draw.m, draw.clip);
  } else {
    ByteWriter key;
    key.put_text("glyph box").put_double(corner.x).put_double(corner.y).put_double(extent.x).put_double(extent.y);
    const double radius[4] = {};
    const auto make = [&] { return transformed(rectangle_path(extent, radius), translation(corner)); };
    coverage = cover_outline(key.hash(), make, draw.m, draw.clip, draw.lowering.canvas, draw.lowering.assets.masks());
  }
  draw_texels(draw, **image, translation(corner) * scaling(extent / natural), coverage);
}

void draw_layers(const DrawState& draw, const Glyph& glyph, const SceneSpan& span) {
  for (const ColorLayer& layer : glyph.font->color_layers(glyph.id)) {
    ByteWriter key;
    key.put_text("color layer").put(glyph.font->hash()).put(layer.glyph).put_double(glyph.size);
    key.put_double(glyph.origin.x).put_double(glyph.origin.y);
    const double scale = glyph.size / glyph.font->units_per_em();
    const auto make = [&] {
      return transformed(*glyph.font->outline(layer.glyph), {scale, 0, 0, -scale, glyph.origin.x, glyph.origin.y});
    };
    const Coverage coverage =
        cover_outline(key.hash(), make, draw.m, draw.clip, draw.lowering.canvas, draw.lowering.assets.masks());
    if (layer.color) fill(draw, coverage, *layer.color);
    if (!layer.color && span.fill) fill(draw, coverage, *span.fill);
  }
}

void draw_color_glyphs(const SetText& text) {
  for (size_t i = 0; i < text.layout.clusters.size(); ++i) {
    const TextCluster& cluster = text.layout.clusters[i];
    if (!is_shown(text, i)) continue;
    for (uint32_t k = cluster.glyphs_begin; k < cluster.glyphs_end; ++k) {
      const Glyph& glyph = text.layout.glyphs[k];
      if (!glyph.font->has_color() || !glyph.font->draws_in_color(glyph.id)) continue;
      DrawState draw = text.draw;
      draw.m = text.draw.m * place_of(text, i);
      if (!text.opacities.empty()) draw.opacity = times(draw.opacity, text.opacities[i]);
      const bool layered = !glyph.font->color_layers(glyph.id).empty();
      layered ? draw_layers(draw, glyph, text.scene.spans[cluster.span]) : draw_picture(draw, glyph);
    }
  }
}

// Where the clusters stand: moved from their places first, then onto the curve.
void set_places(Lowering& state, SetText& text) {
  const TextContent& content = *text.scene.text;
  const std::vector<ClusterPose> poses = pose_clusters(text.layout, content, text.scene.frame, text.scene.fps);
  if (!content.path.empty()) {
    const Result<Path> path = parse_path_data(content.path);
    if (!path) return report(state, *text.draw.layer.layer, path.error());
    text.places = places_on_path(text.layout, *path, content.align, text.scene.path_offset);
  }
  if (poses.empty()) return;
  if (text.places.empty()) text.places.resize(poses.size(), Affine{});
  for (size_t i = 0; i < poses.size(); ++i) {
    if (text.places[i]) *text.places[i] = *text.places[i] * poses[i].place;
    text.opacities.push_back(poses[i].opacity);
  }
}

}  // namespace

Result<std::shared_ptr<const TextLayout>> layout_of(Lowering& state, const SceneLayer& layer, const SceneText& text) {
  std::optional<double> width, height;
  if (layer.pose.size) {
    width = layer.pose.size->x;
    if (!layer.layer->width_only) height = layer.pose.size->y;
  }
  return state.assets.layout(text, width, height, state.composition);
}

void draw_text(const DrawState& draw, const SceneText& scene) {
  const auto layout = layout_of(draw.lowering, draw.layer, scene);
  if (!layout) return report(draw.lowering, *draw.layer.layer, layout.error());
  SetText text{draw, scene, **layout, {}, {}};
  set_places(draw.lowering, text);
  const std::vector<Piece> pieces = pieces_of(text);
  for (const Piece& piece : pieces) {
    if (piece.span->stroke) draw_stroke(piece);
  }
  for (const Piece& piece : pieces) {
    if (piece.span->fill) draw_fill(piece);
  }
  draw_color_glyphs(text);
}

}  // namespace fp
