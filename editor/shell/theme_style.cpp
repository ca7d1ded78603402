#include <imgui.h>

#include "editor/shell/theme.hpp"

namespace fp::shell {
namespace {

ImVec4 color(Rgb c, float alpha = 1) {
  return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255, alpha};
}

void set_colors(ImGuiStyle& style, const Theme& t) {
  ImVec4* c = style.Colors;
  c[ImGuiCol_Text] = color(t.text);
  c[ImGuiCol_TextDisabled] = color(t.muted);
  c[ImGuiCol_WindowBg] = c[ImGuiCol_ChildBg] = color(t.panel);
  c[ImGuiCol_PopupBg] = color(t.raised);
  c[ImGuiCol_Border] = color(t.line);
  c[ImGuiCol_Separator] = c[ImGuiCol_SeparatorHovered] = c[ImGuiCol_SeparatorActive] = color(t.line);
  c[ImGuiCol_FrameBg] = c[ImGuiCol_Button] = color(t.raised);
  c[ImGuiCol_FrameBgHovered] = c[ImGuiCol_ButtonHovered] = color(t.hovered);
  c[ImGuiCol_FrameBgActive] = c[ImGuiCol_ButtonActive] = color(t.hovered);
  c[ImGuiCol_Header] = c[ImGuiCol_HeaderHovered] = c[ImGuiCol_HeaderActive] = color(t.hovered);
  c[ImGuiCol_CheckMark] = c[ImGuiCol_SliderGrab] = c[ImGuiCol_SliderGrabActive] = color(t.accent);
  c[ImGuiCol_NavHighlight] = color(t.accent);
  c[ImGuiCol_TextSelectedBg] = color(t.accent, 0.35f);
  c[ImGuiCol_ScrollbarBg] = color(t.panel, 0);
  c[ImGuiCol_ScrollbarGrab] = color(t.control, 0.6f);
  c[ImGuiCol_ScrollbarGrabHovered] = c[ImGuiCol_ScrollbarGrabActive] = color(t.control);
  c[ImGuiCol_ModalWindowDimBg] = color(t.backdrop, 0.6f);
}

}  // namespace

void apply(const Theme& theme, float scale) {
  ImGuiStyle style;
  style.WindowPadding = {12, 10};
  style.FramePadding = {9, 5};
  style.ItemSpacing = {8, 6};
  style.ItemInnerSpacing = {6, 4};
  style.CellPadding = {6, 3};
  style.ScrollbarSize = 11;
  style.ScrollbarRounding = 6;
  style.FrameRounding = 5;
  style.PopupRounding = 8;
  style.WindowRounding = 0;
  style.WindowBorderSize = 0;
  style.PopupBorderSize = 1;
  style.ScaleAllSizes(scale);
  set_colors(style, theme);
  ImGui::GetStyle() = style;
}

}  // namespace fp::shell
