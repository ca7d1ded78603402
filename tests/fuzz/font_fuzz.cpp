// Arbitrary bytes as a font; what loads shapes a line, and its outlines are read.
#include "engine/text/font.hpp"
#include "engine/text/layout.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto font = fp::Font::load(std::string(reinterpret_cast<const char*>(data), size), "fuzz");
  if (!font) return 0;
  fp::TextContent content;
  content.text = "AVo fi 12";
  content.language = "en";
  const auto layout =
      fp::layout_text({.content = &content, .size = 40, .letter_spacing = 0, .width = 200, .height = 100}, {*font});
  if (layout) static_cast<void>(fp::outline(*layout));
  return 0;
}
