#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/media/decoders.hpp"
#include "engine/media/image.hpp"

namespace fp {
namespace {

using testing::HasSubstr;

std::string file(const std::string& name) {
  std::ifstream in(FP_SOURCE_DIR "/tests/media/files/" + name, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  EXPECT_FALSE(bytes.str().empty()) << name;
  return bytes.str();
}

Texels decoded(const std::string& name) {
  Result<Texels> texels = decode_image(file(name), name);
  EXPECT_TRUE(texels.has_value()) << name << ": " << (texels ? "" : to_string(texels.error()[0]));
  return texels ? *texels : Texels{};
}

std::string message_of(std::string_view bytes, const std::string& name = "x") {
  const Result<Texels> texels = decode_image(bytes, name);
  if (texels) return "decoded";
  EXPECT_EQ(texels.error().size(), 1u);
  EXPECT_EQ(texels.error()[0].fault, Fault::missing);
  return texels.error()[0].message;
}

constexpr uint32_t rgba(uint32_t r, uint32_t g, uint32_t b, uint32_t a) {
  return r | g << 8 | b << 16 | a << 24;
}
constexpr uint32_t gray(uint32_t v) {
  return rgba(v, v, v, 255);
}

TEST(DecodePng, SixteenBitsAreRoundedToEight) {
  // v * 255 / 65535 rounded: 127 -> 0, 129 -> 1, 0x7fff -> 127, 0xff7e -> 254.
  EXPECT_THAT(decoded("gray16.png").data,
              testing::ElementsAre(gray(0), gray(0), gray(1), gray(127), gray(254), gray(255)));
  // 0xffff at alpha 0x8080 is white at 128, premultiplied 128.
  EXPECT_THAT(decoded("gray_alpha16.png").data, testing::ElementsAre(rgba(128, 128, 128, 128), gray(64)));
}

TEST(DecodePng, TransparencyChunksBecomeAlpha) {
  const Texels gray4 = decoded("gray4_trns.png");  // values 0 15 5 10, with 5 transparent
  EXPECT_THAT(gray4.data, testing::ElementsAre(gray(0), gray(255), 0u, gray(170)));
  EXPECT_FALSE(gray4.opaque);
  EXPECT_THAT(decoded("palette2_trns.png").data,
              testing::ElementsAre(rgba(255, 0, 0, 255), rgba(0, 128, 0, 128), 0u, rgba(200, 100, 50, 255)));
  EXPECT_THAT(decoded("rgb_trns.png").data, testing::ElementsAre(0u, rgba(40, 50, 60, 255)));
}

TEST(DecodePng, PremultipliesWithDefinedRounding) {
  EXPECT_THAT(decoded("rgba.png").data, testing::ElementsAre(rgba(255, 255, 255, 255), rgba(128, 64, 1, 128),
                                                             rgba(1, 0, 0, 1), 0u, rgba(77, 88, 99, 254)));
}

TEST(DecodePng, InterlacedIsTheSamePicture) {
  const Texels plain = decoded("photo.png");
  EXPECT_EQ(plain.width, 61);
  EXPECT_EQ(plain.height, 43);
  EXPECT_TRUE(plain.opaque);
  EXPECT_EQ(decoded("interlaced.png").data, plain.data);
}

// Decoding must give the same bits on every CPU: one hash for all.
struct Golden {
  const char* name;
  const char* hash;
  friend void PrintTo(const Golden& golden, std::ostream* out) { *out << golden.name; }
};
class DecodeGolden : public testing::TestWithParam<Golden> {};
TEST_P(DecodeGolden, HasTheseTexels) {
  EXPECT_EQ(to_hex(decoded(GetParam().name).hash), GetParam().hash);
}
constexpr Golden kGoldens[] = {
    {"photo.png", "d2b3a7eaca35e2cd195eb8aba483ffd8"},        {"alpha.png", "46e517b64cbd627e054b80bc00a398b7"},
    {"photo_420.jpg", "44164797c900493545acfa856da0cdd6"},    {"photo_422.jpg", "3a9c55f4b72f1699f3d837864ad821d5"},
    {"photo_444.jpg", "7cdfdc8bf4ac4b3a9130d14aa352e3fb"},    {"progressive.jpg", "44164797c900493545acfa856da0cdd6"},
    {"gray.jpg", "8166d63e2c1f396051abc9a3d0b8db69"},         {"orientation1.jpg", "f6d7b2861ab3f81e5c8c66cc9f612792"},
    {"photo_lossy.webp", "97664b941a1bda8170c20c76bc0dd638"}, {"alpha_lossy.webp", "195400c714444f4519361aac5a66bcfb"},
};
INSTANTIATE_TEST_SUITE_P(Files, DecodeGolden, testing::ValuesIn(kGoldens));

TEST(DecodeJpeg, SimdAndPlainCodeAgree) {
  // libjpeg-turbo chooses its code at first use, so the goldens run again in a process of their own.
  char self[4096] = {};
  ASSERT_GT(readlink("/proc/self/exe", self, sizeof self - 1), 0);
  for (const char* choice : {"JSIMD_FORCENONE=1", "JSIMD_FORCESSE2=1"}) {
    const std::string command =
        std::string(choice) + " '" + self + "' --gtest_filter='*DecodeGolden*' --gtest_brief=1 > /dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0) << choice;
  }
}

TEST(DecodeJpeg, AppliesEveryExifOrientation) {
  const Texels base = decoded("orientation1.jpg");
  ASSERT_EQ(base.width, 32);
  ASSERT_EQ(base.height, 48);
  const auto at = [&](int32_t x, int32_t y) { return base.data[static_cast<size_t>(y * 32 + x)] & 255; };
  EXPECT_NEAR(at(3, 3), 0xc0, 2);
  EXPECT_NEAR(at(28, 3), 0x10, 2);
  EXPECT_NEAR(at(28, 44), 0xf0, 2);
  for (int orientation = 2; orientation <= 8; ++orientation) {
    const Texels other = decoded("orientation" + std::to_string(orientation) + ".jpg");
    EXPECT_EQ(other.width, 32) << orientation;
    EXPECT_EQ(other.data, base.data) << orientation;
  }
}

TEST(DecodeJpeg, MalformedExifIsIgnored) {
  const std::string header("Exif\0\0", 6);
  EXPECT_EQ(exif_orientation(""), 1);
  EXPECT_EQ(exif_orientation(header), 1);
  EXPECT_EQ(exif_orientation(header + "MM"), 1);
  EXPECT_EQ(exif_orientation(header + std::string("II*\0\xff\xff\xff\xff", 8)), 1);  // directory far outside
  std::string tiff = header + std::string("II*\0\x08\0\0\0\xff\xff\x12\x01\x03\0\x01\0\0\0\x06\0\0\0", 22);
  EXPECT_EQ(exif_orientation(tiff), 6);  // the entry count lies, the entry is there
  EXPECT_EQ(exif_orientation(tiff.substr(0, tiff.size() - 1)), 1);
  tiff[tiff.size() - 4] = 9;
  EXPECT_EQ(exif_orientation(tiff), 1);
}

TEST(DecodeJpeg, CmykIsRefusedByName) {
  EXPECT_THAT(message_of(file("cmyk.jpg")), HasSubstr("CMYK"));
}

TEST(DecodeWebp, AnimationIsRefusedByName) {
  EXPECT_THAT(message_of(file("animated.webp")), HasSubstr("animated WebP"));
}

TEST(DecodeWebp, LosslessIsTheSameAsPng) {
  const Texels png = decoded("alpha.png");
  EXPECT_FALSE(png.opaque);
  EXPECT_EQ(decoded("alpha_lossless.webp").hash, png.hash);
}

TEST(DecodeImage, NamesWhatIsNotAPicture) {
  using namespace std::string_view_literals;
  EXPECT_THAT(message_of(file("photo.gif"), "a/b.png"),
              testing::StrEq("image 'a/b.png' is a GIF; PNG, JPEG, WebP or SVG expected"));
  EXPECT_THAT(message_of("\0\0\0 ftypavif\0\0"sv), HasSubstr("AVIF"));
  EXPECT_THAT(message_of("\0\0\0 ftypheic\0\0"sv), HasSubstr("HEIC"));
  EXPECT_THAT(message_of("\0\0\0 ftypisom\0\0"sv), HasSubstr("video"));
  EXPECT_THAT(message_of("<?xml version=\"1.0\"?>\n<svg xmlns=\"\"/>"), HasSubstr("SVG"));
  EXPECT_THAT(message_of("\xef\xbb\xbf <!DOCTYPE html><html>"), HasSubstr("HTML page"));
  EXPECT_THAT(message_of("version https://git-lfs.github.com/spec/v1"), HasSubstr("LFS"));
  EXPECT_THAT(message_of("hello"), HasSubstr("no known picture format"));
  EXPECT_THAT(message_of(""), HasSubstr("empty file"));
}

TEST(DecodeImage, AbsurdSizesAreRefusedFromTheHeader) {
  EXPECT_THAT(message_of(file("huge_header.png")), HasSubstr("100000x100000"));
  EXPECT_TRUE(check_image_size(kMaxImageSide + 1, 1, "x").has_value());
  EXPECT_TRUE(check_image_size(10001, 10000, "x").has_value());
  EXPECT_FALSE(check_image_size(10000, 10000, "x").has_value());
}

}  // namespace
}  // namespace fp
