// Text: outlines by span, colour glyphs, parts in motion, and curves to stand on.
#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/display/stage.hpp"
#include "engine/display/text_parts.hpp"
#include "engine/text/motion.hpp"
#include "engine/text/text_path.hpp"

namespace fp {
namespace {

Affine place_of(const SetText& text, size_t cluster) {
  return text.at.places.empty() ? Affine{} : text.at.places[cluster].value_or(Affine{0, 0, 0, 0, 0, 0});
}

bool is_shown(const SetText& text, size_t cluster) {
  const bool visible = text.at.poses.empty() || text.at.poses[cluster].opacity > 0;
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

void put_beside(ByteWriter& key, const TextLayout& layout, const TextCluster& cluster, const TextCluster& other) {
  const bool counts = other.line == cluster.line && other.span == cluster.span;
  key.put(static_cast<uint8_t>(counts));
  if (counts) put_cluster(key, layout, other, {cluster.left, cluster.baseline});
}

// An outline to be filled, and stroked before that.
struct Piece {
  DrawState draw;  // its map is the paint's: colours stay with the layer while letters move
  Affine m;        // of the outline
  Hash128 content;
  std::function<Path()> make;
  const SceneSpan* span = nullptr;
  std::shared_ptr<const ScenePaint> swept;  // instead of the span's fill
};

Coverage cover_stroke(const Piece& piece) {
  const SceneStroke& stroke = *piece.span->stroke;
  ByteWriter key;
  key.put_text("text stroke").put(piece.content);
  put_stroke(key, stroke);
  const Affine& m = piece.m;
  const double tolerance = chord_tolerance(m);
  key.put_double(tolerance);
  const auto make = [&] { return stroke_outline(piece.make(), stroke_style(stroke), tolerance); };
  Lowering& state = piece.draw.lowering;
  return cover_outline(key.hash(), make, m, piece.draw.clip, state.canvas, state.assets.masks());
}

Coverage cover_fill(const Piece& piece) {
  Lowering& state = piece.draw.lowering;
  return cover_outline(piece.content, piece.make, piece.m, piece.draw.clip, state.canvas, state.assets.masks());
}

// Softened or cut on its own way: drawn apart, with the rest of its part.
bool is_apart(const SetText& text, size_t cluster) {
  return text.at.poses[cluster].blur > 0 || text.at.poses[cluster].clip;
}

// A whole span as one outline: nothing of it fades on its own. With `line`, only what of it stands there.
Piece span_piece(const SetText& text, uint32_t span, std::optional<uint32_t> line = {}) {
  ByteWriter key;
  key.put_text("text").put(span);
  put_rules(key, text.layout.rules[span]);
  const auto is_in = [&text, span, line](size_t i) {
    const TextCluster& cluster = text.layout.clusters[i];
    return cluster.span == span && (!line || cluster.line == *line) && is_shown(text, i);
  };
  for (size_t i = 0; i < text.layout.clusters.size(); ++i) {
    if (!is_in(i)) continue;
    put_cluster(key, text.layout, text.layout.clusters[i], {});
    if (!text.at.places.empty()) put_affine(key, place_of(text, i));
  }
  const auto make = [&text, span, line, is_in] {
    if (text.at.places.empty() && !line) return outline(text.layout, span);
    Path path;
    for (size_t i = 0; i < text.layout.clusters.size(); ++i) {
      const TextCluster& cluster = text.layout.clusters[i];
      if (!is_in(i)) continue;
      append(path, outline(text.layout, cluster), place_of(text, i));
      append(path, rules(text.layout, cluster, cluster), place_of(text, i));
    }
    return path;
  };
  return {text.draw, text.draw.m, key.hash(), make, &text.scene.spans[span], nullptr};
}

bool is_swept(const SetText& text, uint32_t span) {
  const SceneSpan& s = text.scene.spans[span];
  return s.sweep && s.sweep->progress > 0 && s.fill && std::holds_alternative<Color>(*s.fill);
}

// A span that is being swept; where it stands on several lines, in pieces, because the edge is on one of them.
void add_swept(const SetText& text, uint32_t span, std::vector<Piece>& pieces) {
  std::vector<SweepLine> lines = sweep_lines(text.scene, text.layout, span);
  const bool whole = lines.size() == 1;
  for (SweepLine& line : lines) {
    pieces.push_back(whole ? span_piece(text, span) : span_piece(text, span, line.line));
    pieces.back().swept = std::make_shared<const ScenePaint>(std::move(line.paint));
  }
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
  if (text.layout.rules[cluster.span].underline.thickness > 0) {  // what reaches over from beside it leaves gaps too
    const std::vector<TextCluster>& all = text.layout.clusters;
    if (index > 0) put_beside(key, text.layout, cluster, all[index - 1]);
    if (index + 1 < all.size()) put_beside(key, text.layout, cluster, all[index + 1]);
  }
  const auto make = [&text, &cluster, origin] {
    Path path = outline(text.layout, cluster);
    append(path, rules(text.layout, cluster, cluster), {});
    return transformed(path, translation(-origin));
  };
  Piece piece{text.draw,
              text.draw.m * place_of(text, index) * translation(origin),
              key.hash(),
              make,
              &text.scene.spans[cluster.span],
              nullptr};
  if (is_swept(text, cluster.span)) {
    for (SweepLine& line : sweep_lines(text.scene, text.layout, cluster.span)) {
      if (line.line == cluster.line) piece.swept = std::make_shared<const ScenePaint>(std::move(line.paint));
    }
  }
  piece.draw.opacity = times(text.draw.opacity, text.at.poses[index].opacity);
  return piece;
}

std::vector<Piece> pieces_of(const SetText& text) {
  std::vector<Piece> pieces;
  if (text.at.poses.empty()) {
    for (uint32_t span = 0; span < text.scene.spans.size(); ++span)
      is_swept(text, span) ? add_swept(text, span, pieces) : pieces.push_back(span_piece(text, span));
    return pieces;
  }
  for (size_t i = 0; i < text.layout.clusters.size(); ++i) {
    if (is_shown(text, i) && !is_apart(text, i)) pieces.push_back(cluster_piece(text, i));
  }
  return pieces;
}

void draw_color_glyphs(const SetText& text, size_t index) {
  const TextCluster& cluster = text.layout.clusters[index];
  for (uint32_t k = cluster.glyphs_begin; k < cluster.glyphs_end; ++k) {
    const Glyph& glyph = text.layout.glyphs[k];
    if (!glyph.font->has_color() || !glyph.font->draws_in_color(glyph.id)) continue;
    DrawState draw = text.draw;
    draw.m = text.draw.m * place_of(text, index);
    if (!text.at.poses.empty()) draw.opacity = times(draw.opacity, text.at.poses[index].opacity);
    draw_color_glyph(draw, glyph, text.scene.spans[cluster.span]);
  }
}

// Those pieces that `paint_of` has a paint for. All masks first, because they take the time and need nothing of each
// other.
template <class PaintOf, class CoverOf>
void draw_covered(const std::vector<Piece>& pieces, const PaintOf& paint_of, const CoverOf& cover_of) {
  std::vector<Coverage> covers(pieces.size());
  const auto cover = [&](size_t i, size_t) {
    if (paint_of(pieces[i])) covers[i] = cover_of(pieces[i]);
  };
  if (Workers* workers = pieces.empty() ? nullptr : pieces.front().draw.lowering.workers) {
    workers->run(pieces.size(), cover);
  } else {
    for (size_t i = 0; i < pieces.size(); ++i) cover(i, 0);
  }
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (const auto* paint = paint_of(pieces[i])) fill(pieces[i].draw, covers[i], *paint);
  }
}

void draw_pieces(const std::vector<Piece>& pieces) {
  const auto stroke_of = [](const Piece& piece) {
    const auto& stroke = piece.span->stroke;
    return stroke && stroke->width > 0 ? &stroke->paint : nullptr;
  };
  const auto fill_of = [](const Piece& piece) {
    return piece.swept ? piece.swept.get() : piece.span->fill ? &*piece.span->fill : nullptr;
  };
  draw_covered(pieces, stroke_of, cover_stroke);
  draw_covered(pieces, fill_of, cover_fill);
}

// ---- Parts drawn apart

// Clusters [begin, end) as they are, in the text's own drawing.
void draw_clusters(const SetText& text, size_t begin, size_t end) {
  std::vector<Piece> pieces;
  for (size_t i = begin; i < end; ++i) {
    if (is_shown(text, i)) pieces.push_back(cluster_piece(text, i));
  }
  draw_pieces(pieces);
  for (size_t i = begin; i < end; ++i) {
    if (is_shown(text, i)) draw_color_glyphs(text, i);
  }
}

// ... softened: as a picture of their own.
void draw_softened(const SetText& text, size_t begin, size_t end, double blur) {
  const DrawState& draw = text.draw;
  const TextCluster& first = text.layout.clusters[begin];
  const Vec2 corner = apply(draw.m * place_of(text, begin), {first.left, first.baseline});
  const auto pixel = [](double v) { return static_cast<int32_t>(std::floor(std::clamp(v, -1e6, 1e6))); };
  const int32_t x = pixel(corner.x), y = pixel(corner.y);
  const IRect& seen = draw.lowering.canvas;
  Lowering inner = begin_apart(draw.lowering, {seen.x0 - x, seen.y0 - y, seen.x1 - x, seen.y1 - y});
  constexpr int32_t kFar = 1 << 20;
  const Affine local = translation({-static_cast<double>(x), -static_cast<double>(y)}) * draw.m;
  const DrawState apart{inner, draw.layer, local, draw.size, {-kFar, -kFar, kFar, kFar}, Blend::normal, 65535};
  draw_clusters({apart, text.scene, text.layout, text.at}, begin, end);
  for (Diagnostic& d : inner.errors) draw.lowering.errors.push_back(std::move(d));
  Stage stage{.list = std::move(inner.list), .extent = {}};
  for (const Command& c : stage.list.commands) stage.extent = unite(stage.extent, c.bounds);
  Placed soft = blurred(close(std::move(stage)), blur * std::sqrt(std::fabs(determinant(draw.m))));
  if (!soft.picture) return;
  soft.x += x, soft.y += y;
  Command command = picture_command(draw.lowering.list, soft, intersect(soft.rect(), draw.clip));
  command.blend = static_cast<uint32_t>(draw.blend);
  command.opacity = draw.opacity;
  emit(draw.lowering, draw.layer, command);
}

void draw_part(const SetText& text, size_t begin, size_t end) {
  const double blur = text.at.poses[begin].blur;
  blur > 0 ? draw_softened(text, begin, end, blur) : draw_clusters(text, begin, end);
}

// ... inside the box of its place. Upright boxes are cut at whole pixels: the edge stands still while letters move.
void draw_cut_part(const SetText& text, size_t begin, size_t end, const Bounds& box) {
  DrawState draw = text.draw;
  if (is_axis_aligned(draw.m)) {
    const Vec2 a = apply(draw.m, box.min), b = apply(draw.m, box.max);
    const auto near = [](double v) { return static_cast<int32_t>(std::floor(std::clamp(v, -1e6, 1e6) + 0.5)); };
    draw.clip = intersect(draw.clip, {near(std::min(a.x, b.x)), near(std::min(a.y, b.y)), near(std::max(a.x, b.x)),
                                      near(std::max(a.y, b.y))});
    if (draw.clip.empty()) return;
    return draw_part({draw, text.scene, text.layout, text.at}, begin, end);
  }
  const Coverage coverage = box_coverage(draw.lowering, box.max - box.min, draw.m * translation(box.min), draw.clip);
  if (coverage.bounds.empty()) return;
  draw.blend = Blend::normal;
  draw.opacity = 65535;
  draw.clip = coverage.bounds;
  push_group(draw.lowering, draw.layer, coverage.bounds);
  draw_part({draw, text.scene, text.layout, text.at}, begin, end);
  pop_group(draw.lowering, draw.layer, coverage, text.draw.blend, text.draw.opacity);
}

void draw_apart(const SetText& text) {
  for (size_t i = 0; i < text.at.poses.size();) {
    const ClusterPose& pose = text.at.poses[i];
    size_t end = i + 1;
    while (end < text.at.poses.size() && text.at.poses[end].part == pose.part && text.at.poses[end].blur == pose.blur &&
           text.at.poses[end].clip.has_value() == pose.clip.has_value())
      ++end;
    if (is_apart(text, i)) pose.clip ? draw_cut_part(text, i, end, *pose.clip) : draw_part(text, i, end);
    i = end;
  }
}

// Moved from their places first, then onto the curve.
Standing standing(const DrawState& draw, const SceneText& scene, const TextLayout& layout) {
  Standing at;
  const TextContent& content = *scene.text;
  at.poses = pose_clusters(layout, content, scene.frame, scene.fps);
  if (!content.path.empty()) {
    const Result<Path> path = parse_path_data(content.path);
    if (!path) {
      report(draw.lowering, *draw.layer.layer, path.error());
      return {};
    }
    at.places = places_on_path(layout, *path, content.align, scene.path_offset);
  }
  if (at.poses.empty()) return at;
  if (at.places.empty()) at.places.resize(at.poses.size(), Affine{});
  for (size_t i = 0; i < at.poses.size(); ++i) {
    if (at.places[i]) *at.places[i] = *at.places[i] * at.poses[i].place;
  }
  return at;
}

}  // namespace

void draw_set_text(const SetText& text) {
  draw_plates(text.draw, text.scene, text.layout, text.at.poses);
  draw_pieces(pieces_of(text));
  for (size_t i = 0; i < text.layout.clusters.size(); ++i) {
    if (is_shown(text, i) && (text.at.poses.empty() || !is_apart(text, i))) draw_color_glyphs(text, i);
  }
  draw_apart(text);
}

void draw_text(const DrawState& draw, const SceneText& scene) {
  const auto layout = layout_of(draw.lowering, draw.layer.pose, scene);
  if (!layout) return report(draw.lowering, *draw.layer.layer, layout.error());
  if (scene.turn && !(*layout)->clusters.empty()) return draw_turning(draw, scene, **layout);
  const Standing at = standing(draw, scene, **layout);
  draw_set_text({draw, scene, **layout, at});
}

}  // namespace fp
