#include <fmt/format.h>

#include <algorithm>

#include "engine/chart/chart.hpp"
#include "engine/display/lower.hpp"
#include "engine/display/lowering.hpp"
#include "engine/text/text_path.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp {
namespace {

// The largest value a size ever takes, at its keys: what decides whether text fits.
double largest(const Scalar& track) {
  double value = track.keys.empty() ? track.constant : track.keys.front().value;
  for (const Key<double>& key : track.keys) value = std::max(value, key.value);
  return track.level ? std::max(value, track.loud) : value;
}

void inspect_outline(Lowering& state, const Layer& layer, const ShapeContent::Outline& outline) {
  if (const auto* data = std::get_if<ShapeContent::PathData>(&outline.geometry)) {
    for (const std::string& d : data->d) {
      if (auto path = parse_path_data(d); !path) report(state, layer, std::move(path.error()));
    }
  } else if (const auto* combined = std::get_if<ShapeContent::Combined>(&outline.geometry)) {
    for (const ShapePart& part : combined->parts) inspect_outline(state, layer, part.outline);
  }
}

// The text at the largest sizes it ever takes.
SceneText largest(const TextContent& text, double fps) {
  SceneText scene = evaluate_text(text, 0, fps);
  scene.size = largest(text.size);
  for (size_t i = 0; i < scene.spans.size(); ++i) {
    const TextSpan& span = text.spans[i];
    scene.spans[i].size = span.size ? largest(*span.size) : scene.size * span.relative_size;
    scene.spans[i].letter_spacing = largest(span.letter_spacing);
  }
  return scene;
}

// Whether letters fall off the end of the curve they stand on.
bool leaves_path(Lowering& state, const Layer& layer, const TextContent& text, const TextLayout& layout, double fps) {
  if (text.path.empty()) return false;
  const Result<Path> path = parse_path_data(text.path);
  if (!path) {
    report(state, layer, path.error());
    return false;
  }
  const auto places = places_on_path(layout, *path, text.align, value_at(text.path_offset, 0, fps));
  return std::ranges::any_of(places, [](const auto& place) { return !place; });
}

void inspect_image(Lowering& state, const Layer& layer, const std::string& asset) {
  if (asset.empty()) return;
  if (auto loaded = state.assets.image(asset); !loaded) report(state, layer, std::move(loaded.error()));
}

// The texts of a chart, each once.
void inspect_marks(Lowering& state, const Layer& layer, const std::vector<SceneLayer>& marks,
                   std::vector<TextFinding>& findings) {
  for (const SceneLayer& mark : marks) {
    if (const auto* group = std::get_if<SceneGroup>(&mark.content))
      inspect_marks(state, layer, group->children, findings);
    const auto* text = std::get_if<SceneText>(&mark.content);
    if (!text || !(mark.opacity > 0)) continue;
    const auto layout = layout_of(state, mark.pose, *text);
    if (!layout) return report(state, layer, layout.error());
    const TextLayout& l = **layout;
    const TextName name{mark.layer, mark.part};
    if ((l.truncated || l.overflows) && std::ranges::find(findings, name, &TextFinding::name) == findings.end())
      findings.push_back({name, l.shrunk, l.truncated, l.overflows, l.size});
  }
}

void inspect_chart(Lowering& state, const Layer& layer, const ChartContent& chart, double fps,
                   std::vector<TextFinding>& findings) {
  for (const ChartItem& item : chart.data.items) inspect_image(state, layer, item.icon);
  for (const double frame : resting_frames(chart)) {
    const SceneContent scene = evaluate_content(layer, frame, fps);
    if (const auto* map = std::get_if<SceneMap>(&scene)) {
      inspect_marks(state, layer, map_marks(state, layer, *map), findings);
    } else {
      inspect_marks(state, layer, std::get<SceneGroup>(scene).children, findings);
    }
  }
}

void inspect_footage(Lowering& state, const Layer& layer, const VideoContent& video) {
  if (video.asset.empty()) return;
  if (auto footage = state.assets.footage(video, {0, 1}, false); !footage)
    report(state, layer, std::move(footage.error()));
}

void inspect_sound(Lowering& state, const Layer& layer, const std::string& asset) {
  if (asset.empty()) return;
  auto clip = state.assets.clip(asset);
  if (!clip) return report(state, layer, std::move(clip.error()));
  if ((*clip)->sound()) return;
  Errors errors(1);
  errors[0] = {.fault = Fault::missing, .message = fmt::format("'{}' has no sound", asset)};
  report(state, layer, std::move(errors));
}

void inspect_layer(Lowering& state, const Layer& layer, double fps, std::vector<TextFinding>& findings) {
  for (const Effect& effect : layer.effects) {
    if (effect.asset.empty()) continue;
    if (auto cube = state.assets.cube(effect.asset); !cube) report(state, layer, std::move(cube.error()));
  }
  if (const auto* group = std::get_if<GroupContent>(&layer.content)) {
    for (const Transition& transition : group->transitions) inspect_image(state, layer, transition.asset);
    const Vec2 around = state.enclosing;
    if (layer.size && !layer.height_only) state.enclosing.x = value_at(*layer.size, 0, fps).x;
    if (layer.size && !layer.width_only) state.enclosing.y = value_at(*layer.size, 0, fps).y;
    for (const Layer& child : group->children) inspect_layer(state, child, fps, findings);
    state.enclosing = around;
  } else if (const auto* chart = std::get_if<ChartContent>(&layer.content)) {
    inspect_chart(state, layer, *chart, fps, findings);
  } else if (const auto* image = std::get_if<ImageContent>(&layer.content)) {
    inspect_image(state, layer, image->asset);
  } else if (const auto* video = std::get_if<VideoContent>(&layer.content)) {
    inspect_footage(state, layer, *video);
  } else if (const auto* audio = std::get_if<AudioContent>(&layer.content)) {
    inspect_sound(state, layer, audio->asset);
  } else if (const auto* view = std::get_if<SoundViewContent>(&layer.content)) {
    inspect_sound(state, layer, view->sound.asset);
  } else if (const auto* shape = std::get_if<ShapeContent>(&layer.content)) {
    inspect_outline(state, layer, shape->outline);
  } else if (const auto* text = std::get_if<TextContent>(&layer.content)) {
    ScenePose pose;
    pose.layer = &layer;
    if (layer.size) pose.size = value_at(*layer.size, 0, fps);
    const auto layout = layout_of(state, pose, largest(*text, fps));
    if (!layout) return report(state, layer, layout.error());
    const TextLayout& l = **layout;
    const bool overflows = l.overflows || leaves_path(state, layer, *text, l, fps);
    if (l.shrunk || l.truncated || overflows)
      findings.push_back({{&layer, {}}, l.shrunk, l.truncated, overflows, l.size});
  }
}

}  // namespace

Result<std::vector<TextFinding>> inspect_text(const Composition& composition, Assets& assets) {
  Lowering state = begin_lowering(composition, assets);
  std::vector<TextFinding> findings;
  const double fps = static_cast<double>(composition.fps.num) / static_cast<double>(composition.fps.den);
  for (const Layer& layer : composition.layers) inspect_layer(state, layer, fps, findings);
  for (const auto& level : composition.levels) {
    const SourceLocation at{level->file, level->line, level->column, level->pointer};
    inspect_sound(state, {.id = level->layer, .location = at}, level->sound.asset);
  }
  if (!state.errors.empty()) return fail(std::move(state.errors));
  return findings;
}

}  // namespace fp
