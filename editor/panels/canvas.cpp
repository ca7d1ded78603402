// The frame, and what is laid over it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/widgets.hpp"

namespace fp::panels {
namespace {

void draw_frame(const Ui& ui, ImDrawList& list, const Rect& canvas) {
  const ImVec2 from{canvas.x, canvas.y}, to{canvas.x + canvas.width, canvas.y + canvas.height};
  if (ui.look.checker) {
    const float square = 2 * ui.px(8);
    list.AddImage(texture(shell::Texture::checker), from, to, {0, 0}, {canvas.width / square, canvas.height / square});
  } else {
    list.AddRectFilled(from, to, IM_COL32(0, 0, 0, 255));
  }
  const preview::Picture& picture = *ui.model.picture;
  const bool exact = picture.divisor == 1 && canvas.width >= static_cast<float>(picture.pixels->width);
  list.AddImage(texture(exact ? shell::Texture::frame : shell::Texture::frame_smooth), from, to);
}

// The template's own margins, and the title-safe nine tenths (SMPTE ST 2046-1: action 93%, title 90%).
void draw_safe_areas(const Ui& ui, ImDrawList& list, const Rect& canvas) {
  const auto frame = [&](float left, float top, float right, float bottom, ImU32 color) {
    const ImVec2 a{canvas.x + left, canvas.y + top},
        b{canvas.x + canvas.width - right, canvas.y + canvas.height - bottom};
    list.AddRect({a.x + 1, a.y + 1}, {b.x + 1, b.y + 1}, IM_COL32(0, 0, 0, 150));
    list.AddRect(a, b, color);
  };
  for (const float share : {0.035f, 0.05f})
    frame(canvas.width * share, canvas.height * share, canvas.width * share, canvas.height * share,
          IM_COL32(255, 255, 255, 190));
  const Composition& c = *ui.model.composition;
  const double zoom = canvas.width / static_cast<double>(c.width);
  const double* s = c.safe_area;
  if (s[0] == 0 && s[1] == 0 && s[2] == 0 && s[3] == 0) return;
  frame(static_cast<float>(s[3] * zoom), static_cast<float>(s[0] * zoom), static_cast<float>(s[1] * zoom),
        static_cast<float>(s[2] * zoom), ink(ui.theme.accent));
}

// A chip with the colour under the pointer.
void draw_sampler(Ui& ui, ImDrawList& list, const Rect& view, const Rect& canvas) {
  if (!ImGui::IsItemHovered()) return;  // the pointer may be nowhere
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Composition& c = *ui.model.composition;
  const auto x = static_cast<int32_t>(std::floor((mouse.x - canvas.x) * static_cast<float>(c.width) / canvas.width));
  const auto y = static_cast<int32_t>(std::floor((mouse.y - canvas.y) * static_cast<float>(c.height) / canvas.height));
  if (x < 0 || y < 0 || x >= c.width || y >= c.height) return;
  const std::string text = sample_text(*ui.model.picture, x, y);
  ImFont& font = *ui.fonts.small;
  const float pad = ui.px(8), swatch = font.FontSize;
  const float width = font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, text.c_str()).x + swatch + 3 * pad;
  const ImVec2 from{view.x + ui.px(10), view.y + view.height - ui.px(10) - font.FontSize - 2 * pad};
  const ImVec2 to{from.x + width, from.y + font.FontSize + 2 * pad};
  list.AddRectFilled(from, to, ink(ui.theme.raised), ui.px(6));
  const Frame& frame = *ui.model.picture->pixels;
  const int32_t px = std::min(x / ui.model.picture->divisor, frame.width - 1);
  const int32_t py = std::min(y / ui.model.picture->divisor, frame.height - 1);
  const uint8_t* at = frame.data.data() + 4 * (static_cast<ptrdiff_t>(py) * frame.width + px);
  list.AddRectFilled({from.x + pad, from.y + pad}, {from.x + pad + swatch, from.y + pad + swatch},
                     IM_COL32(at[0], at[1], at[2], 255), ui.px(3));
  list.AddText(&font, font.FontSize, {from.x + 2 * pad + swatch, from.y + pad}, ink(ui.theme.text), text.c_str());
  ui.items.add("canvas/sampler", from.x, from.y, to.x - from.x, to.y - from.y, text);
}

// Wheel: zoom about the pointer; middle or right button: pan.
void navigate(Ui& ui, const Rect& view, const Rect& canvas) {
  const ImGuiIO& io = ImGui::GetIO();
  const Composition& c = *ui.model.composition;
  const double now = canvas.width / static_cast<double>(c.width);
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
    zoom_about(ui.look, now * std::pow(1.2, io.MouseWheel), canvas, view, c.width, c.height, io.MousePos.x,
               io.MousePos.y);
  }
  const bool held = ImGui::IsMouseDown(1) || ImGui::IsMouseDown(2);
  const bool panning = ImGui::IsItemActive() && held && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0);
  if (!panning) return;
  if (ui.look.fit) zoom_about(ui.look, now, canvas, view, c.width, c.height, io.MousePos.x, io.MousePos.y);
  ui.look.x -= io.MouseDelta.x / ui.look.zoom;
  ui.look.y -= io.MouseDelta.y / ui.look.zoom;
}

}  // namespace

void draw_canvas(Ui& ui, const Rect& at) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ink(ui.theme.backdrop));
  {
    const PanelWindow window(ui, "##canvas", at);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (ui.model.composition == nullptr || ui.look.welcome) {
      draw_welcome(ui, at);
    } else {
      const Composition& c = *ui.model.composition;
      const Rect canvas = place_canvas(ui.look, c.width, c.height, at);
      if (ui.model.picture) draw_frame(ui, list, canvas);
      if (ui.look.safe_area) draw_safe_areas(ui, list, canvas);
      ui.items.add("canvas", canvas.x, canvas.y, canvas.width, canvas.height);
      ImGui::InvisibleButton(
          "##view", {at.width, at.height},
          ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle | ImGuiButtonFlags_MouseButtonRight);
      edit_on_canvas(ui, at, canvas);
      if (ui.model.picture) draw_sampler(ui, list, at, canvas);
      navigate(ui, at, canvas);
    }
  }
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ui.items.add("canvas/view", at.x, at.y, at.width, at.height);
}

}  // namespace fp::panels
