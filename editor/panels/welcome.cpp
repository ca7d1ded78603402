// What is there before anything is open: examples to begin from, templates that were open before.
#include <fmt/format.h>

#include <algorithm>

#include "editor/panels/widgets.hpp"
#include "editor/shell/textures.hpp"

namespace fp::panels {
namespace {

constexpr float kCardWidth = 212, kPictureHeight = 132, kCardHeight = 226;  // units

void draw_still(const Ui& ui, ImDrawList& list, const Example& example, size_t count, const Rect& at) {
  const float round = ui.px(6);
  list.AddRectFilled({at.x, at.y}, {at.x + at.width, at.y + at.height}, ink(ui.theme.line), round,
                     ImDrawFlags_RoundCornersTop);
  if (example.still < 0) return;
  // The place of a still has the shape of the card's; the still stands in its middle.
  const float w = std::round(at.width * example.width), h = std::round(at.height * example.height);
  const float x = std::round(at.x + (at.width - w) / 2), y = std::round(at.y + (at.height - h) / 2);
  const float top = static_cast<float>(example.still) / static_cast<float>(count), part = 1 / static_cast<float>(count);
  const float left = (1 - example.width) / 2, above = part * (1 - example.height) / 2;
  const auto texture = reinterpret_cast<ImTextureID>(static_cast<uintptr_t>(shell::Texture::stills));
  list.AddImageRounded(texture, {x, y}, {x + w, y + h}, {left, top + above}, {1 - left, top + part - above},
                       IM_COL32_WHITE, example.width < 1 ? 0 : round, ImDrawFlags_RoundCornersTop);
}

void draw_card(Ui& ui, const Example& example, size_t count) {
  const float width = ui.px(kCardWidth), height = ui.px(kCardHeight), picture = ui.px(kPictureHeight);
  const ImVec2 from = ImGui::GetCursorScreenPos(), to{from.x + width, from.y + height};
  const bool pressed = ImGui::InvisibleButton(example.name.c_str(), {width, height});
  const bool hovered = ImGui::IsItemHovered();
  describe(ui, ("welcome/example/" + example.name).c_str(), example.still < 0 ? "" : "still");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(from, to, ink(hovered ? ui.theme.hovered : ui.theme.raised), ui.px(6));
  draw_still(ui, list, example, count, {from.x, from.y, width, picture});
  if (hovered) list.AddRect(from, to, ink(ui.theme.accent), ui.px(6), 0, std::max(1.0f, ui.px(1.5f)));
  const float pad = ui.px(12), room = width - 2 * pad;
  float y = from.y + picture + ui.px(10);
  clipped_text(list, *ui.fonts.strong, {from.x + pad, y}, room, ink(ui.theme.text), example.name);
  y += ui.fonts.strong->FontSize + ui.px(4);
  ImFont& small = *ui.fonts.small;
  const float lines = std::floor((to.y - ui.px(8) - y) / small.FontSize);  // whole ones
  list.PushClipRect({from.x, y}, {to.x, y + lines * small.FontSize}, true);
  list.AddText(&small, small.FontSize, {from.x + pad, y}, ink(ui.theme.muted), example.description.c_str(), nullptr,
               room);
  list.PopClipRect();
  if (pressed) ui.wishes.emplace_back(Browse{Purpose::new_from_example, example.name});
}

void draw_examples(Ui& ui, float width) {
  const std::vector<Example>& examples = *ui.model.examples;
  const float card = ui.px(kCardWidth), gap = ui.px(14);
  const int columns = std::max(1, static_cast<int>((width + gap) / (card + gap)));
  const ImVec2 start = ImGui::GetCursorPos();
  for (size_t i = 0; i < examples.size(); ++i) {
    const int across = static_cast<int>(i) % columns, down = static_cast<int>(i) / columns;
    const auto column = static_cast<float>(across), row = static_cast<float>(down);
    ImGui::SetCursorPos({start.x + column * (card + gap), start.y + row * (ui.px(kCardHeight) + gap)});
    draw_card(ui, examples[i], examples.size());
  }
  ImGui::SetCursorPosX(start.x);
}

void draw_recent(Ui& ui, const RecentFile& recent, size_t index) {
  const float row = ui.px(30), y = (row - ui.fonts.regular->FontSize) / 2;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  ImGui::PushID(static_cast<int>(index));
  const bool pressed = row_button(ui, "##recent", row, false);
  ImGui::PopID();
  const float width = ImGui::GetItemRectSize().x;
  describe(ui, fmt::format("welcome/recent/{}", index).c_str(), recent.file.string());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::filesystem::path folder = recent.file.parent_path();
  // Most templates are called template.json: their folder tells them apart.
  const std::string name =
      recent.file.stem() == "template" ? folder.filename().string() : recent.file.filename().string();
  const float named = std::min(ui.px(190), width * 0.4f);
  clipped_text(list, *ui.fonts.regular, {from.x + ui.px(10), from.y + y}, named - ui.px(20),
               ink(recent.there ? ui.theme.text : ui.theme.muted), name);
  const std::string where = recent.there ? recent.file.string() : "not there any more: " + recent.file.string();
  clipped_text(list, *ui.fonts.small, {from.x + named, from.y + (row - ui.fonts.small->FontSize) / 2},
               width - named - ui.px(10), ink(ui.theme.muted), where);
  if (pressed && recent.there) ui.wishes.emplace_back(Open{recent.file});
}

void heading(Ui& ui, const char* text) {
  ImGui::PushFont(ui.fonts.strong);
  ImGui::TextUnformatted(text);
  ImGui::PopFont();
  ImGui::Dummy({0, ui.px(2)});
}

// Why the template that was asked for is not there.
void draw_failure(Ui& ui) {
  const Diagnostic& error = ui.model.errors.front();
  ImGui::PushFont(ui.fonts.large);
  ImGui::TextWrapped("This template cannot be shown");
  ImGui::PopFont();
  ImGui::PushStyleColor(ImGuiCol_Text, ink(ui.theme.bad));
  ImGui::TextWrapped("%s", to_string(error).c_str());
  ImGui::PopStyleColor();
  describe(ui, "welcome/failure", error.message);
  ImGui::Dummy({0, ui.px(14)});
}

void draw_open(Ui& ui) {
  if (main_button(ui, "welcome/open", "Open a template")) ui.wishes.emplace_back(shell::Action::open_file);
  ImGui::SameLine(0, ui.px(12));
  if (ui.model.composition != nullptr) {
    if (ImGui::Button("Back to what is open")) ui.look.welcome = false;
    describe(ui, "welcome/back");
    return;
  }
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("or drop one here");
}

void draw_inside(Ui& ui, float width) {
  if (ui.model.composition == nullptr && !ui.model.errors.empty()) draw_failure(ui);
  draw_open(ui);
  ImGui::Dummy({0, ui.px(14)});
  if (ui.model.recent != nullptr && !ui.model.recent->empty()) {  // before the examples, which are many
    heading(ui, "Recent");
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    for (size_t i = 0; i < ui.model.recent->size(); ++i) draw_recent(ui, (*ui.model.recent)[i], i);
    ImGui::PopStyleVar();
    ImGui::Dummy({0, ui.px(18)});
  }
  if (ui.model.examples == nullptr || ui.model.examples->empty()) return;
  heading(ui, "New from an example");
  draw_examples(ui, width);
}

}  // namespace

void draw_welcome(Ui& ui, const Rect& at) {
  const float margin = ui.px(28), card = ui.px(kCardWidth), gap = ui.px(14);
  const size_t cards = ui.model.examples == nullptr ? 0 : std::min<size_t>(4, ui.model.examples->size());
  const float most = std::max(ui.px(640), static_cast<float>(cards) * (card + gap) - gap);
  // As many whole cards as there is room for decide the width of everything.
  const float room = std::max(1.0f, at.width - 2 * margin);
  const float fitting = std::max(1.0f, std::floor((room + gap) / (card + gap))) * (card + gap) - gap;
  const float width = std::min(most, std::min(room, std::max(fitting, std::min(room, ui.px(440)))));
  ImGui::SetCursorPos({std::round((at.width - width) / 2), 0});
  ImGui::PushStyleColor(ImGuiCol_ChildBg, IM_COL32(0, 0, 0, 0));
  ImGui::BeginChild("##welcome", {width + ui.px(14), at.height}, false, ImGuiWindowFlags_NoNav);
  ImGui::Dummy({0, std::min(ui.px(40), at.height * 0.06f)});
  draw_inside(ui, width);
  ImGui::Dummy({0, ui.px(20)});
  ImGui::EndChild();
  ImGui::PopStyleColor();
}

}  // namespace fp::panels
