#include "engine/media/png_write.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "engine/media/image.hpp"

namespace fp {
namespace {

std::vector<uint8_t> gradient(int width, int height, bool opaque) {
  std::vector<uint8_t> rgba;
  for (int i = 0; i < width * height; ++i) {
    for (const int c : {i * 3, i * 5, i * 7}) rgba.push_back(static_cast<uint8_t>(c));
    rgba.push_back(opaque ? 255 : static_cast<uint8_t>(i * 11));
  }
  return rgba;
}

TEST(PngWrite, OpaquePixelsComeBack) {
  const std::vector<uint8_t> rgba = gradient(37, 21, true);
  const std::string png = write_png(37, 21, rgba);
  const auto read = decode_image(png, "test.png");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->width, 37);
  ASSERT_EQ(read->height, 21);
  EXPECT_TRUE(read->opaque);
  for (size_t i = 0; i < read->data.size(); ++i) {
    const uint32_t expected = rgba[4 * i] | rgba[4 * i + 1] << 8 | rgba[4 * i + 2] << 16 | 255u << 24;
    ASSERT_EQ(read->data[i], expected) << i;
  }
}

TEST(PngWrite, AlphaIsKeptAndNothingElseTold) {
  const std::string png = write_png(16, 16, gradient(16, 16, false));
  const auto read = decode_image(png, "test.png");
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->opaque);
  EXPECT_EQ(read->data[3] >> 24, 33u);
  EXPECT_EQ(png, write_png(16, 16, gradient(16, 16, false)));
  for (const char* chunk : {"tIME", "tEXt", "iTXt", "zTXt"}) EXPECT_EQ(png.find(chunk), std::string::npos);
  EXPECT_NE(png.find("sRGB"), std::string::npos);
}

}  // namespace
}  // namespace fp
