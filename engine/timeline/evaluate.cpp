#include "engine/timeline/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "engine/chart/chart.hpp"
#include "engine/core/result.hpp"
#include "engine/scene/clip_time.hpp"
#include "engine/template/clock.hpp"
#include "engine/timeline/motion.hpp"
#include "engine/timeline/running_number.hpp"

namespace fp {
namespace {

// A frame of one layer's own time.
struct Instant {
  double frame = 0;
  double fps = 30;
  const Composition::MotionBlur* motion_blur = nullptr;

  template <class T>
  T of(const Track<T>& track) const {
    return value_at(track, frame, fps);
  }
};

// The layers of one group, by id. Parents and clips are named within their group.
struct Siblings {
  std::unordered_map<std::string_view, const Layer*> by_id;
  double frame = 0;  // of the group's time; between frames under motion blur
  double fps = 30;
  const Composition::MotionBlur* motion_blur = nullptr;
  bool maps = true;  // false inside a displacement map, which is not displaced itself: no circles

  const Layer& named(const std::string& id) const {
    const auto at = by_id.find(id);
    FP_ASSERT(at != by_id.end());  // binding refuses unknown ids
    return *at->second;
  }
  Instant instant_of(const Layer& layer) const { return {frame - static_cast<double>(layer.in), fps, motion_blur}; }
};

std::vector<SceneLayer> evaluate_layers(const std::vector<Layer>& layers, const Instant& now, bool arranged = false);

std::vector<SceneStop> evaluate_stops(const std::vector<GradientStop>& stops, const Instant& now) {
  std::vector<SceneStop> out;
  for (const GradientStop& stop : stops) out.push_back({std::clamp(stop.offset, 0.0, 1.0), now.of(stop.color)});
  std::stable_sort(out.begin(), out.end(), [](const SceneStop& a, const SceneStop& b) { return a.offset < b.offset; });
  return out;
}

SceneGradient evaluate_gradient(const Gradient& gradient, const Instant& now) {
  SceneGradient out;
  out.kind = gradient.kind;
  out.start = now.of(gradient.start);
  out.end = now.of(gradient.end);
  out.radius = now.of(gradient.radius);
  out.angle = now.of(gradient.angle);
  out.stops = evaluate_stops(gradient.stops, now);
  return out;
}

ScenePaint evaluate_paint(const Paint& paint, const Instant& now) {
  if (const Tint* tint = std::get_if<Tint>(&paint)) return now.of(*tint);
  return evaluate_gradient(std::get<Gradient>(paint), now);
}

std::vector<Vec2> evaluate_points(const std::vector<Point>& points, const Instant& now) {
  std::vector<Vec2> out;
  out.reserve(points.size());
  for (const Point& point : points) out.push_back(now.of(point));
  return out;
}

SceneOutline evaluate_outline(const ShapeContent::Outline& outline, const Instant& now);

ScenePathData evaluate_morph(const ShapeContent::PathData& path, const Instant& now) {
  const double last = static_cast<double>(path.d.size() - 1);
  const double at = now.of(path.morph);
  const auto from = static_cast<size_t>(std::clamp(at, 0.0, std::max(last - 1, 0.0)));
  const double mix = at - static_cast<double>(from);
  if (mix == 0 || path.d.size() == 1) return {&path.d[from], &path.d[from], 0};
  if (mix == 1) return {&path.d[from + 1], &path.d[from + 1], 0};
  return {&path.d[from], &path.d[from + 1], mix};
}

// One overload per kind of geometry and of content.
struct GeometryAt {
  const Instant& now;
  using Out = SceneGeometry;

  Out operator()(const ShapeContent::Rectangle& r) const {
    SceneShape::Rectangle out;
    for (int i = 0; i < 4; ++i) out.radius[i] = now.of(r.radius[i]);
    return out;
  }
  Out operator()(const ShapeContent::Ellipse&) const { return SceneShape::Ellipse{}; }
  Out operator()(const ShapeContent::Polygon& p) const { return SceneShape::Polygon{evaluate_points(p.points, now)}; }
  Out operator()(const ShapeContent::Line& l) const { return SceneShape::Line{evaluate_points(l.points, now)}; }
  Out operator()(const ShapeContent::PathData& p) const { return evaluate_morph(p, now); }
  Out operator()(const ShapeContent::Combined& c) const {
    SceneCombined out{c.rule, {}};
    for (const ShapePart& part : c.parts) {
      out.parts.push_back(
          {evaluate_outline(part.outline, now), now.of(part.position), now.of(part.size), now.of(part.rotation)});
    }
    return out;
  }
};

SceneOutline evaluate_outline(const ShapeContent::Outline& outline, const Instant& now) {
  return {std::visit(GeometryAt{now}, outline.geometry), now.of(outline.rounding), outline.even_odd};
}

SceneStroke evaluate_stroke(const Stroke& s, const Instant& now) {
  SceneStroke out{evaluate_paint(s.paint, now), now.of(s.width), s.cap, s.join, s.miter_limit, {}};
  for (const Scalar& length : s.dash) out.dash.push_back(now.of(length));
  out.dash_offset = now.of(s.dash_offset);
  out.trim_start = now.of(s.trim_start);
  out.trim_end = now.of(s.trim_end);
  out.trim_offset = now.of(s.trim_offset);
  out.start_head = s.start_head;
  out.end_head = s.end_head;
  out.head_size = s.head_size;
  return out;
}

// The one under way, if any. Its first frame already shows something of the next scene, its last one still something of
// the old: neither scene stands still for a frame.
std::optional<SceneTransition> evaluate_transition(const GroupContent& group, const Instant& now) {
  const Layer* before = nullptr;
  for (size_t i = 0; i < group.transitions.size(); ++i) {
    const Layer& scene = group.children[i];
    if (scene.out <= scene.in) continue;  // never shown
    const auto frames = static_cast<double>(group.transitions[i].frames);
    const double since = now.frame - static_cast<double>(scene.in);
    if (since >= 0 && since < frames) {
      const Ease& ease = group.transitions[i].ease;
      const double progress = ease_at(ease, (since + 1) / (frames + 1), frames / now.fps);
      return SceneTransition{&group.transitions[i], before, &scene, std::clamp(progress, 0.0, 1.0)};
    }
    before = &scene;
  }
  return std::nullopt;
}

SceneText text_at(const TextContent& text, const Instant& now) {
  SceneText out;
  out.text = &text;
  out.size = now.of(text.size);
  out.path_offset = now.of(text.path_offset);
  out.frame = now.frame;
  out.fps = now.fps;
  for (const TextSpan& span : text.spans) {
    SceneSpan& s = out.spans.emplace_back();
    s.size = span.size ? now.of(*span.size) : out.size * span.relative_size;
    s.letter_spacing = now.of(span.letter_spacing);
    s.baseline_shift = now.of(span.baseline_shift);
    for (const TextSpan::Axis& axis : span.axes) s.axes.push_back(now.of(axis.value));
    if (span.fill) s.fill = evaluate_paint(*span.fill, now);
    if (span.stroke) s.stroke = evaluate_stroke(*span.stroke, now);
    if (span.plate) s.plate = now.of(span.plate->color);
    if (span.sweep) s.sweep = SceneSweep{now.of(span.sweep->color), now.of(span.sweep->progress)};
  }
  if (text.plate) out.plate = now.of(text.plate->color);
  if (text.number) run_number(text, now.of(text.number->value), out);
  return out;
}

Instant inside(const Clock& clock, Instant now) {
  now.frame = frame_inside(clock, now.frame);
  return now;
}

struct ContentAt {
  const Instant& now;
  using Out = SceneContent;

  Out operator()(const SolidContent& c) const { return SceneSolid{now.of(c.color)}; }
  Out operator()(const GradientContent& c) const { return evaluate_gradient(c.gradient, now); }
  Out operator()(const ImageContent& c) const { return SceneImage{c.asset, c.fit, c.focus, now.of(c.corner_radius)}; }
  Out operator()(const VideoContent& c) const {
    return SceneVideo{&c, passed_at(c.time, now.frame), now.of(c.corner_radius)};
  }
  Out operator()(const AudioContent&) const { return SceneGroup{}; }
  Out operator()(const SoundViewContent& c) const {
    SceneSoundView out{&c, now.frame, evaluate_paint(c.fill, now), {}};
    if (c.played) out.played = evaluate_paint(*c.played, now);
    return out;
  }
  Out operator()(const ShapeContent& c) const {
    SceneShape out;
    out.outline = evaluate_outline(c.outline, now);
    if (c.fill) out.fill = evaluate_paint(*c.fill, now);
    if (c.stroke) out.stroke = evaluate_stroke(*c.stroke, now);
    return out;
  }
  Out operator()(const TextContent& c) const { return text_at(c, now); }
  Out operator()(const GroupContent& c) const {
    const Arrangement* arrangement = c.arrangement ? &*c.arrangement : nullptr;
    const Instant then = c.clock ? inside(*c.clock, now) : now;
    return SceneGroup{evaluate_layers(c.children, then, arrangement != nullptr), c.clip, arrangement,
                      evaluate_transition(c, then)};
  }
  Out operator()(const ChartContent& c) const {
    if (std::holds_alternative<std::shared_ptr<const MapContent>>(c.chart)) return SceneMap{&c, now.frame, now.fps};
    SceneGroup group;
    group.children = chart_layers(c, now.frame, now.fps);
    return group;
  }
};

ScenePose evaluate_pose(const Layer& layer, const Instant& now) {
  ScenePose pose;
  pose.anchor = now.of(layer.transform.anchor);
  pose.position = now.of(layer.transform.position);
  pose.scale = now.of(layer.transform.scale);
  pose.rotation = now.of(layer.transform.rotation);
  if (layer.size) pose.size = now.of(*layer.size);
  pose.layer = &layer;
  pose.frame = now.frame;
  if (!layer.motions.empty()) pose.moves = moves_at(layer, now.frame, now.fps);
  return pose;
}

SceneLayer evaluate_layer(const Layer& layer, const Siblings& group);

std::vector<SceneMask> evaluate_masks(const Layer& layer, const Instant& now) {
  std::vector<SceneMask> out;
  const Siblings inside{.by_id = {}, .frame = now.frame, .fps = now.fps, .motion_blur = nullptr};
  for (const LayerMask& mask : layer.masks) {
    auto shape = std::make_shared<const SceneLayer>(evaluate_layer(mask.shape.front(), inside));
    out.push_back({&mask, std::move(shape), std::max(now.of(mask.feather), 0.0)});
  }
  return out;
}

std::vector<SceneEffect> evaluate_effects(const Layer& layer, const Instant& now, const Siblings& group) {
  std::vector<SceneEffect> out;
  for (const Effect& effect : layer.effects) {
    SceneEffect& scene = out.emplace_back();
    scene.effect = &effect;
    for (const Scalar& number : effect.numbers) scene.numbers.push_back(now.of(number));
    scene.point = now.of(effect.point);
    if (effect.color) scene.color = now.of(*effect.color);
    scene.stops = evaluate_stops(effect.stops, now);
    if (!effect.layer.empty() && group.maps) {
      Siblings around = group;
      around.maps = false;
      scene.layer = std::make_shared<const SceneLayer>(evaluate_layer(group.named(effect.layer), around));
    }
    scene.frame = static_cast<int64_t>(now.frame);
  }
  return out;
}

// Everything but clip, matte and motion blur; whether the layer is shown does not matter here.
SceneLayer evaluate_layer(const Layer& layer, const Siblings& group) {
  const Instant now = group.instant_of(layer);
  SceneLayer out;
  out.layer = &layer;
  out.pose = evaluate_pose(layer, now);
  for (const Layer* at = &layer; !at->parent.empty();) {
    FP_ASSERT(out.parents.size() < group.by_id.size());  // binding refuses cycles
    at = &group.named(at->parent);
    out.parents.push_back(evaluate_pose(*at, group.instant_of(*at)));  // a parent moves on its own time, shown or not
  }
  out.opacity = std::clamp(now.of(layer.opacity), 0.0, 1.0);
  if (!layer.motions.empty()) apply_motions(layer, now.frame, now.fps, out);
  out.blend = layer.blend;
  out.masks = evaluate_masks(layer, now);
  out.effects = evaluate_effects(layer, now, group);
  out.content = std::visit(ContentAt{now}, layer.content);
  return out;
}

bool has_no_content(const Layer& layer) {
  if (layer.out <= layer.in) return true;
  if (const auto* image = std::get_if<ImageContent>(&layer.content)) return image->asset.empty();
  if (const auto* video = std::get_if<VideoContent>(&layer.content)) return video->asset.empty();
  if (const auto* view = std::get_if<SoundViewContent>(&layer.content)) return view->sound.asset.empty();
  return std::holds_alternative<AudioContent>(layer.content);
}

bool draws_nothing(const Layer& layer, const Siblings& group) {
  const double frame = group.frame;
  if (frame < static_cast<double>(layer.in) || frame >= static_cast<double>(layer.out) || has_no_content(layer))
    return true;
  return !(group.instant_of(layer).of(layer.opacity) > 0);
}

bool names_others(const Layer& layer) {
  return !layer.parent.empty() || layer.clip_to || layer.matte || layer.follow ||
         std::any_of(layer.effects.begin(), layer.effects.end(), [](const Effect& e) { return !e.layer.empty(); });
}

// The layer at moments spread evenly over the time the shutter is open, from this frame on.
std::vector<SceneLayer> evaluate_moments(const Layer& layer, const Siblings& group) {
  std::vector<SceneLayer> out;
  const Composition::MotionBlur& blur = *group.motion_blur;
  for (int i = 0; i < blur.samples; ++i) {
    Siblings moment = group;
    moment.frame += blur.shutter / 360.0 * i / blur.samples;
    moment.motion_blur = nullptr;  // once is enough
    out.push_back(evaluate_layer(layer, moment));
  }
  return out;
}

// `arranged`: layers that are not shown at this frame come along, so that the others do not move when one appears.
std::vector<SceneLayer> evaluate_layers(const std::vector<Layer>& layers, const Instant& now, bool arranged) {
  Siblings group{{}, now.frame, now.fps, now.motion_blur};
  if (std::any_of(layers.begin(), layers.end(), names_others)) {
    for (const Layer& layer : layers) group.by_id.emplace(layer.id, &layer);
  }
  std::vector<SceneLayer> scene;
  for (const Layer& layer : layers) {
    const bool shown = !draws_nothing(layer, group);
    if (!shown && (!arranged || has_no_content(layer))) continue;
    scene.push_back(evaluate_layer(layer, group));
    SceneLayer& made = scene.back();
    made.shown = shown;
    if (layer.follow)
      made.follow = std::make_shared<const SceneLayer>(evaluate_layer(group.named(layer.follow->id), group));
    if (layer.clip_to)
      made.clip_to = std::make_shared<const SceneLayer>(evaluate_layer(group.named(*layer.clip_to), group));
    if (layer.matte)
      made.matte = std::make_shared<const SceneLayer>(evaluate_layer(group.named(layer.matte->layer), group));
    if (layer.motion_blur && group.motion_blur) made.moments = evaluate_moments(layer, group);
    for (SceneLayer& moment : made.moments) moment.follow = made.follow;
  }
  return scene;
}

}  // namespace

SceneContent evaluate_content(const Layer& layer, double frame, double fps) {
  const Instant now{frame, fps};
  return std::visit(ContentAt{now}, layer.content);
}

SceneText evaluate_text(const TextContent& text, double frame, double fps) {
  const Instant now{frame, fps};
  return text_at(text, now);
}

Scene evaluate(const Composition& composition, int64_t frame) {
  const double fps = static_cast<double>(composition.fps.num) / static_cast<double>(composition.fps.den);
  return {&composition,
          evaluate_layers(composition.layers, {static_cast<double>(frame), fps, &composition.motion_blur})};
}

}  // namespace fp
