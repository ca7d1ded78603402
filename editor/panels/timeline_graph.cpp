// The graph: the property's values over the same time as the ruler's, and at the right the ease from the chosen key to
// the next one, which can be shaped.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/timeline_graph.hpp"
#include "editor/panels/timeline_parts.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp::panels {
namespace {

using Grab = TimelineDrag::Grab;

double fps_of(const Timeline& t) {
  return static_cast<double>(t.outline.fps.num) / static_cast<double>(t.outline.fps.den);
}

// The first selected key's property; without one the first of the selected layer.
std::optional<GraphSubject> find_subject(const Timeline& t) {
  const std::string wanted = t.state.keys.empty() ? "" : t.state.keys.front().property;
  for (const tl::Layer& layer : t.layers) {
    for (const tl::Property& property : layer.properties) {
      if (wanted.empty() ? !t.selected.contains(layer.id) : property.id != wanted) continue;
      return read_subject(t.state.document.root(), layer, property, t.outline.fps);
    }
  }
  return std::nullopt;
}

// ---- Values over time

struct Plot {
  Rect at;
  double low = 0, high = 1;
  float y(double value) const {
    return at.y + at.height - static_cast<float>((value - low) / (high - low)) * at.height;
  }
};

Plot place_plot(const Timeline& t, const GraphSubject& subject, const Rect& at) {
  const float inset = t.ui.px(18);
  Plot plot{.at = {at.x, at.y + inset, at.width, std::max(1.0f, at.height - 2 * inset)}};
  const GraphRange range = range_of(subject, fps_of(t));
  plot.low = range.low;
  plot.high = range.high;
  return plot;
}

void draw_scale(const Timeline& t, const Plot& plot) {
  ImFont& font = *t.ui.fonts.small;
  const double step = scale_step((plot.high - plot.low) * t.ui.px(34) / plot.at.height);
  for (double value = std::ceil(plot.low / step) * step; value <= plot.high + step * 1e-6; value += step) {
    const float y = std::round(plot.y(value));
    t.list.AddRectFilled({plot.at.x, y}, {plot.at.x + plot.at.width, y + 1}, ink(t.ui.theme.line, 0.6f));
    const double shown = std::abs(value) < step * 1e-6 ? 0 : value;
    t.list.AddText(&font, font.FontSize, {plot.at.x + t.ui.px(6), y - font.FontSize - 1}, ink(t.ui.theme.muted),
                   fmt::format("{:.6g}", shown).c_str());
  }
}

// One value a pixel: no corner that is not the value's own.
void draw_values(const Timeline& t, const GraphSubject& subject, const Plot& plot, const Scalar& track, ImU32 color) {
  std::vector<ImVec2> points;
  for (float x = plot.at.x; x <= plot.at.x + plot.at.width; x += 1) {
    const double frame = tl::frame_at(t.view, x - t.area.x) - static_cast<double>(subject.in);
    points.emplace_back(x, plot.y(value_at(track, frame, fps_of(t))));
  }
  t.list.AddPolyline(points.data(), static_cast<int>(points.size()), color, 0, std::max(1.5f, t.ui.px(2)));
}

void draw_graph_keys(Timeline& t, const GraphSubject& subject, const Plot& plot) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool clicked = ImGui::IsItemHovered() && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && t.editable();
  for (const Key<double>& key : subject.tracks.front().keys) {
    const editor::KeyRef ref{subject.property, key.frame};
    const bool chosen = t.keys.contains(ref);
    for (const Scalar& track : subject.tracks) {
      const double value = value_at(track, static_cast<double>(key.frame), fps_of(t));
      const float x = t.x_of(static_cast<double>(key.frame + subject.in)) + 0.5f, y = plot.y(value), r = t.ui.px(5);
      const ImVec2 points[] = {{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}};
      t.list.AddConvexPolyFilled(points, 4, ink(chosen ? t.ui.theme.accent : t.ui.theme.text));
      t.list.AddPolyline(points, 4, ink(t.ui.theme.panel), ImDrawFlags_Closed, std::max(1.0f, t.ui.px(1)));
      if (!clicked || std::abs(mouse.x - x) + std::abs(mouse.y - y) > t.ui.px(9)) continue;
      const bool more = ImGui::GetIO().KeyCtrl || ImGui::GetIO().KeyShift;
      select(t, more ? editor::Select::Mode::toggle : editor::Select::Mode::set,
             more ? std::vector<std::string>{}
                  : std::vector<std::string>{editor::layer_of(t.state.document.root(), subject.property)},
             {ref});
    }
  }
}

void draw_plot(Timeline& t, const GraphSubject& subject, const Rect& at) {
  ImGui::SetCursorScreenPos({at.x, at.y});
  ImGui::InvisibleButton("##plot", {at.width, at.height},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
  describe(t.ui, "timeline/plot", subject.property);
  t.list.PushClipRect({at.x, at.y}, {at.x + at.width, at.y + at.height}, true);
  const Plot plot = place_plot(t, subject, at);
  draw_scale(t, plot);
  const shell::Rgb colors[] = {t.ui.theme.cached_draft, t.ui.theme.cached_full};
  for (size_t i = 0; i < subject.tracks.size(); ++i)
    draw_values(t, subject, plot, subject.tracks[i], ink(colors[i % std::size(colors)]));
  draw_graph_keys(t, subject, plot);
  if (subject.progress) {
    ImFont& font = *t.ui.fonts.small;
    // Beneath the lowest value, where no curve comes.
    clipped_text(t.list, font, {at.x + t.ui.px(10), at.y + at.height - t.ui.px(16)}, at.width - t.ui.px(20),
                 ink(t.ui.theme.muted), "No plain numbers: keys are counted");
  }
  t.list.PopClipRect();
}

// ---- The ease

struct EaseBox {
  Rect at;  // of progress -0.4 to 1.4
  static constexpr float kLow = -0.4f, kHigh = 1.4f, kSide = 0.06f;
  ImVec2 point(double x, double y) const {
    const float inner = at.width * (1 - 2 * kSide);
    return {at.x + at.width * kSide + static_cast<float>(x) * inner,
            at.y + at.height * (kHigh - static_cast<float>(y)) / (kHigh - kLow)};
  }
  double x_at(float x) const { return (x - at.x - at.width * kSide) / (at.width * (1 - 2 * kSide)); }
  double y_at(float y) const { return kHigh - (y - at.y) / at.height * (kHigh - kLow); }
};

void draw_ease_curve(const Timeline& t, const EaseBox& box, const Ease& ease, double seconds) {
  constexpr int kSteps = 160;
  t.list.AddRectFilled({box.at.x, box.at.y}, {box.at.x + box.at.width, box.at.y + box.at.height},
                       ink(t.ui.theme.raised), t.ui.px(6));
  for (const double level : {0.0, 1.0}) {
    const ImVec2 a = box.point(0, level), b = box.point(1, level);
    t.list.AddRectFilled({box.at.x, std::round(a.y)}, {box.at.x + box.at.width, std::round(b.y) + 1},
                         ink(t.ui.theme.control, 0.6f));
  }
  std::vector<ImVec2> points;
  for (int i = 0; i <= kSteps; ++i) {
    const double x = static_cast<double>(i) / kSteps;
    points.push_back(box.point(x, ease_at(ease, x, seconds)));
  }
  t.list.PushClipRect({box.at.x, box.at.y}, {box.at.x + box.at.width, box.at.y + box.at.height}, true);
  t.list.AddPolyline(points.data(), kSteps + 1, ink(t.ui.theme.cached_draft), 0, std::max(1.5f, t.ui.px(2)));
  t.list.PopClipRect();
}

void drag_handle(Timeline& t, const EaseBox& box, const Ease& shape) {
  const TimelineDrag& drag = t.look.drag;
  const ImGuiIO& io = ImGui::GetIO();
  if (drag.grab != Grab::curve || (io.MouseDelta.x == 0 && io.MouseDelta.y == 0)) return;
  const auto hundredths = [](double v) { return std::round(v * 100) / 100; };
  double p[4] = {shape.p[0], shape.p[1], shape.p[2], shape.p[3]};
  p[drag.at_end ? 2 : 0] = hundredths(std::clamp(box.x_at(io.MousePos.x), 0.0, 1.0));
  p[drag.at_end ? 3 : 1] = hundredths(
      std::clamp(box.y_at(io.MousePos.y), static_cast<double>(EaseBox::kLow), static_cast<double>(EaseBox::kHigh)));
  Json curve = Json::array();
  for (const double value : p) curve.items.push_back(Json::of(value));
  t.ui.edit(editor::SetEase{drag.keys, std::move(curve)}, drag.gesture);
}

void draw_handles(Timeline& t, const EaseBox& box, const Ease& shape, const std::vector<editor::KeyRef>& keys) {
  const ImU32 color = ink(t.ui.theme.accent);
  for (const bool at_end : {false, true}) {
    const ImVec2 from = box.point(at_end ? 1 : 0, at_end ? 1 : 0);
    const ImVec2 to = box.point(shape.p[at_end ? 2 : 0], shape.p[at_end ? 3 : 1]);
    const float reach = t.ui.px(9);
    ImGui::SetCursorScreenPos({to.x - reach, to.y - reach});
    ImGui::InvisibleButton(at_end ? "##handle-end" : "##handle", {2 * reach, 2 * reach});
    describe(t.ui, at_end ? "timeline/curve/end" : "timeline/curve/begin",
             fmt::format("{} {}", shape.p[at_end ? 2 : 0], shape.p[at_end ? 3 : 1]));
    if (ImGui::IsItemActivated()) {
      t.look.drag = {.grab = Grab::curve, .at_end = at_end, .gesture = t.ui.fresh_gesture()};
      t.look.drag.keys = keys;
    }
    const bool lit = ImGui::IsItemActive() || ImGui::IsItemHovered();
    if (lit) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    t.list.AddLine(from, to, color, std::max(1.0f, t.ui.px(1)));
    t.list.AddCircleFilled(from, t.ui.px(3), ink(t.ui.theme.text), 16);
    t.list.AddCircleFilled(to, t.ui.px(lit ? 6 : 5), color, 20);
    t.list.AddCircle(to, t.ui.px(lit ? 6 : 5), ink(t.ui.theme.panel), 20, std::max(1.0f, t.ui.px(1)));
  }
  drag_handle(t, box, shape);
}

void draw_presets(Timeline& t, const Rect& at, const std::string& current, const std::vector<editor::KeyRef>& keys) {
  const float height = t.ui.px(24), gap = t.ui.px(4), width = std::floor((at.width - gap) / 2);
  ImFont& font = *t.ui.fonts.small;
  float x = at.x, y = at.y;
  for (const EasePreset& preset : ease_presets()) {
    if (y + height > at.y + at.height) return;
    ImGui::SetCursorScreenPos({x, y});
    const std::string name = std::string("timeline/preset/") + preset.name;
    const bool pressed = ImGui::InvisibleButton(name.c_str(), {width, height}), on = current == preset.name;
    describe(t.ui, name.c_str(), on ? "on" : "off");
    const ImVec2 to{x + width, y + height};
    t.list.AddRectFilled({x, y}, to, ink(ImGui::IsItemHovered() || on ? t.ui.theme.hovered : t.ui.theme.raised),
                         t.ui.px(5));
    if (on) t.list.AddRectFilled({x, y}, {x + t.ui.px(3), to.y}, ink(t.ui.theme.accent), t.ui.px(1));
    clipped_text(t.list, font, {x + t.ui.px(8), std::round(y + (height - font.FontSize) / 2)}, width - t.ui.px(14),
                 ink(t.ui.theme.text), preset.label);
    if (pressed) t.ui.edit(editor::SetEase{keys, preset_json(preset)});
    x = x > at.x ? at.x : at.x + width + gap;
    if (x == at.x) y += height + gap;
  }
}

void draw_ease(Timeline& t, const GraphSubject& subject, const Rect& at) {
  const float pad = t.ui.px(10);
  ImFont& font = *t.ui.fonts.small;
  t.list.AddRectFilled({at.x, at.y}, {at.x + at.width, at.y + at.height}, ink(t.ui.theme.panel));
  t.list.AddRectFilled({at.x, at.y}, {at.x + 1, at.y + at.height}, ink(t.ui.theme.line));
  const auto keys = with_successor(t, t.state.keys);
  const auto segment = keys.empty() ? std::nullopt : segment_of(subject, keys.front());
  const auto line = [&](const std::string& text, shell::Rgb color) {
    clipped_text(t.list, font, {at.x + pad, at.y + t.ui.px(7)}, at.width - 2 * pad, ink(color), text);
  };
  if (!segment) return line("Select a key: the way to the next one is shown here", t.ui.theme.muted);
  const std::string more = keys.size() > 1 ? fmt::format("   {} keys", keys.size()) : "";
  line(fmt::format("Frame {} to {}   {}{}", segment->from, segment->to, segment->name, more), t.ui.theme.text);
  const float top = at.y + t.ui.px(28), room = at.y + at.height - top - pad;
  const bool beside = at.width > t.ui.px(330);
  const float side = std::max(t.ui.px(40), std::min(room, beside ? at.width * 0.5f : at.width - 2 * pad));
  const EaseBox box{.at = {at.x + pad, top, side, std::max(t.ui.px(20), room)}};
  t.ui.items.add("timeline/curve", box.at.x, box.at.y, box.at.width, box.at.height, segment->name);
  draw_ease_curve(t, box, segment->ease, static_cast<double>(segment->to - segment->from) / fps_of(t));
  if (t.editable() && segment->shape) draw_handles(t, box, *segment->shape, keys);
  const Rect rest{box.at.x + side + pad, top, at.x + at.width - 2 * pad - box.at.x - side, room};
  if (beside && t.editable()) draw_presets(t, rest, segment->name, keys);
}

}  // namespace

void draw_graph(Timeline& t) {
  const float height = t.bottom() - t.rows_top();
  if (height < t.ui.px(40)) return;
  const float wide = t.area.width > t.ui.px(720) ? t.ui.px(410) : t.ui.px(210);
  const float ease = t.area.width > t.ui.px(360) ? wide : 0;
  const Rect plot{t.area.x, t.rows_top(), t.area.width - ease, height};
  const auto subject = find_subject(t);
  if (!subject) {
    ImFont& font = *t.ui.fonts.regular;
    clipped_text(t.list, font, {plot.x + t.ui.px(16), plot.y + t.ui.px(14)}, t.area.width - t.ui.px(32),
                 ink(t.ui.theme.muted), "Select a key, or a layer that is animated, to see its graph");
    return;
  }
  draw_plot(t, *subject, plot);
  if (ease > 0) draw_ease(t, *subject, {plot.x + plot.width, plot.y, ease, height});
}

}  // namespace fp::panels
