#include "editor/shell/fonts.hpp"

#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <cmath>

#include "editor/shell/textures.hpp"

// The files themselves; the assembler reads them while building.
asm(".section .rodata\n"
    ".global fp_inter_regular\n.global fp_inter_regular_end\n"
    "fp_inter_regular:\n.incbin \"" FP_INTER_FOLDER
    "/Inter-Regular.otf\"\nfp_inter_regular_end:\n.byte 0\n"
    ".global fp_inter_strong\n.global fp_inter_strong_end\n"
    "fp_inter_strong:\n.incbin \"" FP_INTER_FOLDER
    "/Inter-SemiBold.otf\"\nfp_inter_strong_end:\n.byte 0\n"
    ".text\n");
extern "C" {
extern const unsigned char fp_inter_regular[], fp_inter_regular_end[], fp_inter_strong[], fp_inter_strong_end[];
}

namespace fp::shell {
namespace {

// Latin, Greek, Cyrillic, punctuation, currencies, arrows, a few signs.
constexpr ImWchar kRanges[] = {0x20,   0x24F,  0x370,  0x3FF,  0x400,  0x52F,  0x1E00, 0x1EFF, 0x2000, 0x206F, 0x20A0,
                               0x20BF, 0x2100, 0x214F, 0x2190, 0x21FF, 0x2200, 0x22FF, 0x25A0, 0x25FF, 0};

ImFont* add(const unsigned char* begin, const unsigned char* end, float pixels, float spacing) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = config.OversampleV = 1;
  config.PixelSnapH = true;
  config.GlyphExtraSpacing.x = spacing;
  config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(begin), static_cast<int>(end - begin),
                                                    std::round(pixels), &config, kRanges);
}

void make_figures_tabular(ImFont& font) {
  float widest = 0;
  for (ImWchar c = '0'; c <= '9'; ++c) widest = std::max(widest, font.FindGlyph(c)->AdvanceX);
  for (ImWchar c = '0'; c <= '9'; ++c) {
    auto* glyph = const_cast<ImFontGlyph*>(font.FindGlyph(c));
    const float shift = std::floor((widest - glyph->AdvanceX) / 2);
    glyph->X0 += shift;
    glyph->X1 += shift;
    glyph->AdvanceX = widest;
    font.IndexAdvanceX[c] = widest;
  }
}

}  // namespace

FontAtlas build_fonts(float scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  FontAtlas out;
  out.fonts.regular = add(fp_inter_regular, fp_inter_regular_end, 15 * scale, 0);
  out.fonts.strong = add(fp_inter_strong, fp_inter_strong_end, 15 * scale, 0);
  out.fonts.small = add(fp_inter_regular, fp_inter_regular_end, 13 * scale, 0);
  out.fonts.large = add(fp_inter_strong, fp_inter_strong_end, 22 * scale, 0);
  unsigned char* pixels = nullptr;
  atlas.GetTexDataAsRGBA32(&pixels, &out.width, &out.height);
  out.rgba.assign(pixels, pixels + size_t{4} * static_cast<size_t>(out.width) * static_cast<size_t>(out.height));
  atlas.TexID = reinterpret_cast<ImTextureID>(static_cast<uintptr_t>(Texture::font));  // building resets it
  for (ImFont* font : {out.fonts.regular, out.fonts.strong, out.fonts.small, out.fonts.large})
    make_figures_tabular(*font);
  return out;
}

}  // namespace fp::shell
