// The fonts the text tests use: files of the repository, never the machine's.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "engine/text/font.hpp"

namespace fp {

inline std::string font_bytes(const std::string& path) {
  std::ifstream in(FP_SOURCE_DIR "/assets/fonts/" + path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  EXPECT_FALSE(bytes.str().empty()) << path;
  return bytes.str();
}

inline std::shared_ptr<const Font> load_font(const std::string& path) {
  Result<std::shared_ptr<const Font>> font = Font::load(font_bytes(path), path);
  EXPECT_TRUE(font.has_value()) << (font ? "" : to_string(font.error()[0]));
  return *font;
}

using FontChain = std::vector<std::shared_ptr<const Font>>;

}  // namespace fp
