// The layers of the composition, the topmost first, to read.
#include <algorithm>

#include "editor/panels/widgets.hpp"

namespace fp::panels {
namespace {

struct Line {
  const Layer* layer = nullptr;
  int depth = 0;
  bool seen = true;  // at the playhead, as far as its time says
};

void collect(const std::vector<Layer>& layers, int depth, int64_t frame, bool shown, std::vector<Line>& lines) {
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    const bool seen = shown && frame >= layer->in && frame < layer->out;
    lines.push_back({&*layer, depth, seen});
    const auto* group = std::get_if<GroupContent>(&layer->content);
    // Times inside count from the group's own clock.
    const bool own_time = group != nullptr && group->clock;
    if (group != nullptr) collect(group->children, depth + 1, own_time ? layer->in : frame, seen && !own_time, lines);
  }
}

// "stars/text#4" was named by the program: "text 4".
std::string label_of(const Layer& layer) {
  const size_t slash = layer.id.rfind('/');
  std::string label = slash == std::string::npos ? layer.id : layer.id.substr(slash + 1);
  std::ranges::replace(label, '#', ' ');
  return label;
}

// A sign for each kind of layer, told apart by shape.
struct Sign {
  ImDrawList& list;
  ImVec2 from;
  float side;
  ImU32 color;

  ImVec2 at(float x, float y) const { return {from.x + x * side, from.y + y * side}; }
  void operator()(const SolidContent&) const {
    list.AddRectFilled(at(0.1f, 0.1f), at(0.9f, 0.9f), color, side * 0.12f);
  }
  void operator()(const GradientContent&) const {
    list.AddRectFilledMultiColor(at(0.1f, 0.1f), at(0.9f, 0.9f), color, color, color & 0x30ffffff, color & 0x30ffffff);
  }
  void operator()(const ImageContent&) const {
    list.AddRect(at(0.05f, 0.12f), at(0.95f, 0.88f), color, side * 0.12f, 0, side * 0.1f);
    list.AddTriangleFilled(at(0.18f, 0.76f), at(0.45f, 0.38f), at(0.75f, 0.76f), color);
  }
  void operator()(const ShapeContent&) const { list.AddCircle(at(0.5f, 0.5f), side * 0.4f, color, 20, side * 0.12f); }
  void operator()(const TextContent&) const {
    list.AddRectFilled(at(0.12f, 0.12f), at(0.88f, 0.26f), color);
    list.AddRectFilled(at(0.43f, 0.12f), at(0.57f, 0.9f), color);
  }
  void operator()(const GroupContent&) const {
    list.AddRectFilled(at(0.05f, 0.2f), at(0.5f, 0.4f), color, side * 0.06f);
    list.AddRect(at(0.05f, 0.3f), at(0.95f, 0.86f), color, side * 0.1f, 0, side * 0.1f);
  }
};

// When the layer is there, as a bar in the length of the whole.
void draw_span(const Ui& ui, ImDrawList& list, const Line& line, float left, float right, float middle) {
  const auto frames = static_cast<float>(std::max<int64_t>(1, ui.model.composition->frames));
  const auto share = [&](int64_t frame) {
    return left + (right - left) * std::clamp(static_cast<float>(frame) / frames, 0.0f, 1.0f);
  };
  list.AddRectFilled({left, middle - ui.px(2)}, {right, middle + ui.px(2)}, ink(ui.theme.raised), ui.px(2));
  const float from = share(line.layer->in), to = std::max(from + ui.px(2), share(line.layer->out));
  list.AddRectFilled({from, middle - ui.px(2)}, {to, middle + ui.px(2)},
                     ink(line.seen ? ui.theme.accent : ui.theme.control), ui.px(2));
}

void draw_line(Ui& ui, const Line& line, float width) {
  const float height = ui.px(26);
  const ImVec2 from = ImGui::GetCursorScreenPos();
  ImGui::Dummy({width, height});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) list.AddRectFilled(from, {from.x + width, from.y + height}, ink(ui.theme.hovered), ui.px(4));
  const ImU32 color = ink(line.seen ? ui.theme.text : ui.theme.muted);
  const float side = ui.px(13), x = from.x + ui.px(6) + ui.px(14) * static_cast<float>(std::min(line.depth, 6));
  std::visit(Sign{list, {x, from.y + (height - side) / 2}, side, color}, line.layer->content);
  const float bar = ui.px(52), text = x + side + ui.px(8), end = from.x + width - bar - ui.px(16);
  clipped_text(list, *ui.fonts.regular, {text, from.y + (height - ui.fonts.regular->FontSize) / 2}, end - text, color,
               label_of(*line.layer));
  if (line.depth == 0)
    draw_span(ui, list, line, from.x + width - bar - ui.px(6), from.x + width - ui.px(6), from.y + height / 2);
  ui.items.add("layers/" + line.layer->id, from.x, from.y, width, height, line.seen ? "seen" : "not seen");
  if (!hovered) return;
  const SourceLocation& where = line.layer->location;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(10), ui.px(7)});
  ImGui::BeginTooltip();
  ImGui::TextUnformatted(line.layer->id.c_str());
  ImGui::TextDisabled("frames %lld to %lld\n%s:%d", static_cast<long long>(line.layer->in),
                      static_cast<long long>(line.layer->out - 1), where.file.c_str(), where.line);
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

}  // namespace

void draw_layers(Ui& ui, const Rect& at) {
  const PanelWindow window(ui, "##layers", at);
  std::vector<Line> lines;
  collect(ui.model.composition->layers, 0, ui.model.frame, true, lines);
  ImGui::PushFont(ui.fonts.strong);
  ImGui::TextUnformatted("Layers");
  ImGui::PopFont();
  ImGui::SameLine(0, ui.px(8));
  ImGui::TextDisabled("%d", static_cast<int>(lines.size()));
  describe(ui, "layers", std::to_string(lines.size()));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::BeginChild("##lines", {0, 0}, false, ImGuiWindowFlags_NoNav);
  const float width = ImGui::GetContentRegionAvail().x;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(lines.size()), ui.px(26));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) draw_line(ui, lines[static_cast<size_t>(i)], width);
  }
  ImGui::EndChild();
  ImGui::PopStyleVar(2);
}

}  // namespace fp::panels
