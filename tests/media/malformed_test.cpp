// Damaged pictures: cut at every offset they are errors; with bytes changed at random they may decode, but never
// misbehave (run under the asan preset for that to mean something).
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "engine/media/image.hpp"

namespace fp {
namespace {

std::string file(const std::string& name) {
  std::ifstream in(FP_SOURCE_DIR "/tests/media/files/" + name, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

constexpr const char* kFiles[] = {"photo.png",        "interlaced.png",   "palette2_trns.png",   "gray16.png",
                                  "photo_420.jpg",    "progressive.jpg",  "orientation6.jpg",    "gray.jpg",
                                  "photo_lossy.webp", "alpha_lossy.webp", "alpha_lossless.webp", "animated.webp"};

TEST(MalformedImage, EveryTruncationIsAnError) {
  for (const char* name : kFiles) {
    const std::string whole = file(name);
    ASSERT_GT(whole.size(), 50u) << name;
    const size_t step = whole.size() > 2000 ? 7 : 1;
    for (size_t size = 0; size < whole.size(); size += step) {
      const std::string part(whole.data(), size);  // its own allocation, so that reading past its end is seen
      const Result<Texels> texels = decode_image(part, name);
      ASSERT_FALSE(texels.has_value()) << name << " cut to " << size << " bytes";
      ASSERT_EQ(texels.error()[0].fault, Fault::missing);
      ASSERT_NE(texels.error()[0].message.find(name), std::string::npos);
    }
    const Result<Texels> last = decode_image(std::string_view(whole).substr(0, whole.size() - 1), name);
    ASSERT_FALSE(last.has_value()) << name << " without its last byte";
  }
}

TEST(MalformedImage, RandomDamageIsHandled) {
  std::mt19937 random(20240611);
  int decoded = 0, refused = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = file(kFiles[static_cast<size_t>(round) % std::size(kFiles)]);
    const unsigned changes = 1 + random() % 8;
    for (unsigned i = 0; i < changes; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
    const Result<Texels> texels = decode_image(bytes, "damaged");
    texels ? ++decoded : ++refused;
    if (!texels) continue;
    ASSERT_EQ(texels->data.size(), static_cast<size_t>(texels->width) * static_cast<size_t>(texels->height));
    if (texels->data.size() < 100'000) Image(*texels).level(1 % Image(*texels).level_count());
  }
  EXPECT_GT(refused, 500);
  EXPECT_GT(decoded, 100);
}

}  // namespace
}  // namespace fp
