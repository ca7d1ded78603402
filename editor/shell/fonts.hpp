// The interface's type: Inter, rasterised by FreeType at the sizes in use. Figures have one width, so that running
// numbers stand still.
#pragma once

#include <cstdint>
#include <vector>

struct ImFont;

namespace fp::shell {

struct Fonts {
  ImFont *regular = nullptr, *strong = nullptr, *small = nullptr, *large = nullptr;
};

struct FontAtlas {
  int width = 0, height = 0;
  std::vector<uint8_t> rgba;
  Fonts fonts;
};

inline constexpr float kMinScale = 0.75f, kMaxScale = 2.0f;

// Builds Dear ImGui's atlas anew. The pixels belong to Texture::font.
FontAtlas build_fonts(float scale);

}  // namespace fp::shell
