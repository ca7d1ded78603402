// Small things that panels are made of. Internal to editor/panels.
#pragma once

#include <imgui.h>

#include "editor/panels/panels.hpp"
#include "editor/shell/textures.hpp"

namespace fp::panels {

inline ImU32 ink(shell::Rgb c, float alpha = 1) {
  return IM_COL32(c.r, c.g, c.b, static_cast<int>(alpha * 255));
}
// `share` of b over a: quiet shades that follow the theme.
inline shell::Rgb mixed(shell::Rgb a, shell::Rgb b, float share) {
  const auto mix = [&](uint8_t from, uint8_t to) {
    return static_cast<uint8_t>(std::lround(static_cast<float>(from) + share * static_cast<float>(to - from)));
  };
  return {mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b)};
}
inline ImVec4 ink4(shell::Rgb c) {
  return ImGui::ColorConvertU32ToFloat4(ink(c));
}

inline ImTextureID texture(shell::Texture t) {
  return reinterpret_cast<ImTextureID>(static_cast<uintptr_t>(t));
}

// A window without frame at a fixed place, for the scope's life.
class PanelWindow {
 public:
  PanelWindow(const Ui& ui, const char* name, const Rect& at, ImGuiWindowFlags more = 0);
  ~PanelWindow();
};

enum class Icon : uint8_t { play, pause, back, forward, start, end, loop, left, right, sound, muted };
void draw_icon(ImDrawList& list, ImVec2 middle, float size, Icon icon, ImU32 color);
// A square button with a drawn sign. `on`: drawn in the accent colour.
bool icon_button(Ui& ui, const char* name, Icon icon, shell::Action action, bool on = false);
// A flat button with a label that is lit where it is on.
bool toggle(Ui& ui, const char* name, const char* label, bool on, shell::Action action);
// A tooltip, now: the text and, muted, more beneath it.
void show_tip(const Ui& ui, const std::string& text, const std::string& more = {});
bool toggle(Ui& ui, const char* name, const char* label, bool on);  // without an action of its own
// A line of text to edit, as long as it gets. `bad`: outlined as a fault.
bool text_field(Ui& ui, const char* name, std::string& text, float width, bool bad = false);
// A tooltip of plain text for the last widget.
void tooltip(const Ui& ui, const std::string& text);
// Names the last widget for tests and gives it a tooltip with the action's keys.
void describe(Ui& ui, const char* name, std::string value = {});
void tooltip(const Ui& ui, shell::Action action);
// `letters` stand in `text`, in upper or lower case (of ASCII).
bool contains_letters(std::string_view text, std::string_view letters);
std::string keys_of(const Ui& ui, shell::Action action);
// Text cut with an ellipsis to fit.
void clipped_text(ImDrawList& list, ImFont& font, ImVec2 at, float width, ImU32 color, std::string_view text);
// The end of a path that fits, after an ellipsis where it is not all of it.
std::string folder_end(ImFont& font, const std::string& path, float width);
// A button in the accent colour: the one thing a sheet or panel is for.
bool main_button(Ui& ui, const char* name, const char* label);
// A modal sheet in the middle of a window of this size, `w` x `h` units, smaller where there is no room. End it with
// ImGui::EndPopup() where it is true. close_sheet: to be called while it is not wanted, else it keeps the mouse.
bool begin_sheet(Ui& ui, const char* name, float width, float height, float w, float h);
void close_sheet(const char* name);
// A row across the rest of the line that can be pressed, lit under the pointer.
bool row_button(Ui& ui, const char* id, float height, bool chosen);
// A small rectangle around text, as on a key.
void key_cap(Ui& ui, const std::string& text);

}  // namespace fp::panels
