// Small drawn signs of the timeline: kinds of layers, switches, arrows. Each fills a square around `middle` of which
// `side` is the length.
#pragma once

#include <imgui.h>

#include <string_view>

namespace fp::panels {

enum class Sign : uint8_t { solo, lock, eye, eye_closed, open, closed, key, key_on };
void draw_sign(ImDrawList& list, Sign sign, ImVec2 middle, float side, ImU32 color);
// Told apart by shape. `type`: as templates write it.
void draw_type_sign(ImDrawList& list, std::string_view type, ImVec2 middle, float side, ImU32 color);

}  // namespace fp::panels
