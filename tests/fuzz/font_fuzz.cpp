// Arbitrary bytes as a font; what loads shapes a line, and its outlines are read.
#include "engine/text/font.hpp"
#include "engine/text/layout.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto font = fp::Font::load(std::string(reinterpret_cast<const char*>(data), size), "fuzz");
  if (!font) return 0;
  fp::TextContent content;
  content.text = "AVo fi 12";
  content.language = "en";
  content.spans.emplace_back().bytes = content.text.size();
  fp::TextRequest request{.content = &content, .size = 40, .spans = {}, .width = 200, .height = 100};
  request.spans.push_back({{*font}, 40, 0, 0});
  const auto layout = fp::layout_text(request);
  if (layout) static_cast<void>(fp::outline(*layout, 0));
  for (uint32_t glyph = 0; glyph < 16; ++glyph) static_cast<void>((*font)->picture(glyph));
  const fp::FontAxis axis{{'w', 'g', 'h', 't'}, 70};
  for (const auto& instance : {*font, fp::Font::vary(*font, {&axis, 1})}) {
    for (uint32_t glyph = 0; glyph < 80; ++glyph) {
      if (instance->has_drawing(glyph)) static_cast<void>(instance->drawing(glyph, fp::Color{}));
    }
  }
  return 0;
}
