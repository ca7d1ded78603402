#include <algorithm>
#include <cmath>

#include "engine/display/lowering.hpp"
#include "engine/vector/path_ops.hpp"

namespace fp {
namespace {

void put_points(ByteWriter& key, const std::vector<Vec2>& points) {
  key.put(static_cast<uint64_t>(points.size()));
  for (const Vec2& p : points) key.put_double(p.x).put_double(p.y);
}

void put_outline(ByteWriter& key, const SceneOutline& outline, Vec2 size);

struct PutGeometry {
  ByteWriter& key;

  void operator()(const SceneRectangle& r) const {
    for (const double radius : r.radius) key.put_double(radius);
  }
  void operator()(const SceneEllipse&) const {}
  void operator()(const ScenePolygon& p) const { put_points(key, p.points); }
  void operator()(const SceneLine& l) const { put_points(key, l.points); }
  void operator()(const ScenePathData& p) const {
    key.put_text(*p.from).put_double(p.mix);
    if (p.mix != 0) key.put_text(*p.to);
  }
  void operator()(const SceneCombined& c) const {
    key.put(c.rule).put(static_cast<uint64_t>(c.parts.size()));
    for (const ScenePart& part : c.parts) {
      key.put_double(part.position.x).put_double(part.position.y).put_double(part.rotation);
      put_outline(key, part.outline, part.size);
    }
  }
};

void put_outline(ByteWriter& key, const SceneOutline& outline, Vec2 size) {
  key.put(static_cast<uint32_t>(outline.geometry.index())).put_double(size.x).put_double(size.y);
  key.put_double(outline.rounding).put(static_cast<uint8_t>(outline.even_odd));
  std::visit(PutGeometry{key}, outline.geometry);
}

// Builds the outline in the layer's pixels. What is wrong with path data goes to the layer's errors.
struct MakePath {
  Lowering& state;
  const Layer& layer;
  double tolerance;
  Vec2 size{};

  Path parsed(const std::string& d) const {
    Result<Path> path = parse_path_data(d);
    if (path) return std::move(*path);
    report(state, layer, std::move(path.error()));
    return {};
  }

  Path operator()(const SceneRectangle& r) const { return rectangle_path(size, r.radius); }
  Path operator()(const SceneEllipse&) const { return ellipse_path(size); }
  Path operator()(const ScenePolygon& p) const { return polyline_path(p.points, true); }
  Path operator()(const SceneLine& l) const { return polyline_path(l.points, false); }
  Path operator()(const ScenePathData& p) const {
    if (p.mix == 0) return parsed(*p.from);
    return morphed(parsed(*p.from), parsed(*p.to), p.mix, tolerance);
  }
  Path operator()(const SceneCombined& c) const {
    std::vector<Operand> operands;
    for (const ScenePart& part : c.parts) {
      const Vec2 middle = part.size * 0.5;
      const Affine place = translation(part.position + middle) * rotation_degrees(part.rotation) * translation(-middle);
      operands.push_back({transformed(of(part.outline, part.size), place), part.outline.even_odd});
    }
    return combined(c.rule, operands, tolerance);
  }

  Path of(const SceneOutline& outline, Vec2 box) const {
    const Path path = std::visit(MakePath{state, layer, tolerance, box}, outline.geometry);
    return with_rounded_corners(path, outline.rounding, tolerance);
  }
};

bool is_plain_rectangle(const SceneOutline& outline) {
  const auto* r = std::get_if<SceneRectangle>(&outline.geometry);
  return r && outline.rounding <= 0 && std::ranges::all_of(r->radius, [](double v) { return v <= 0; });
}

void draw_stroke(const DrawState& draw, const SceneOutline& outline, const SceneStroke& stroke) {
  if (stroke.width <= 0) return;
  ByteWriter key;
  key.put_text("stroke");
  put_outline(key, outline, draw.size);
  put_stroke(key, stroke);
  const auto make = [&] {
    const double tolerance = chord_tolerance(draw.m);
    const MakePath path{draw.lowering, *draw.layer.layer, tolerance};
    return stroke_outline(path.of(outline, draw.size), stroke_style(stroke), tolerance);
  };
  fill(draw, cover_outline(key.hash(), make, draw.m, draw.clip, draw.lowering.canvas, draw.lowering.assets.masks()),
       stroke.paint);
}

}  // namespace

double chord_tolerance(const Affine& m) {
  const double scale = std::sqrt(std::max(m.a * m.a + m.b * m.b, m.c * m.c + m.d * m.d));
  return 1.0 / 256 / std::max(scale, 1e-6);
}

StrokeStyle stroke_style(const SceneStroke& s) {
  return {.width = s.width,
          .cap = s.cap,
          .join = s.join,
          .miter_limit = s.miter_limit,
          .trim_start = s.trim_start,
          .trim_end = s.trim_end,
          .trim_offset = s.trim_offset,
          .dash = s.dash,
          .dash_offset = s.dash_offset,
          .start_head = s.start_head,
          .end_head = s.end_head,
          .head_size = s.head_size};
}

void put_stroke(ByteWriter& key, const SceneStroke& s) {
  key.put_double(s.width).put(s.cap).put(s.join).put_double(s.miter_limit);
  key.put_double(s.trim_start).put_double(s.trim_end).put_double(s.trim_offset);
  key.put(static_cast<uint64_t>(s.dash.size())).put_double(s.dash_offset);
  for (const double length : s.dash) key.put_double(length);
  key.put(s.start_head).put(s.end_head).put_double(s.head_size);
}

Coverage shape_coverage(Lowering& state, const SceneLayer& layer, const SceneShape& shape, Vec2 size, const Affine& m,
                        const IRect& clip) {
  if (is_plain_rectangle(shape.outline)) return box_coverage(state, size, m, clip);
  ByteWriter key;
  key.put_text("shape");
  put_outline(key, shape.outline, size);
  const auto make = [&] {
    const double tolerance = chord_tolerance(m);
    Path path = MakePath{state, *layer.layer, tolerance}.of(shape.outline, size);
    return shape.outline.even_odd ? without_even_odd(path, tolerance) : path;
  };
  return cover_outline(key.hash(), make, m, clip, state.canvas, state.assets.masks());
}

void draw_shape(const DrawState& draw, const SceneShape& shape) {
  if (shape.fill)
    fill(draw, shape_coverage(draw.lowering, draw.layer, shape, draw.size, draw.m, draw.clip), *shape.fill);
  if (shape.stroke) draw_stroke(draw, shape.outline, *shape.stroke);
}

}  // namespace fp
