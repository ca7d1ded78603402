// Whole frames from the golden scenes: order, worker count and history never change a bit, and a golden hash sees every
// bit.
#include "engine/render/frame_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "engine/core/random.hpp"
#include "engine/template/template.hpp"

namespace fp {
namespace {

struct Subject {
  std::shared_ptr<const Composition> composition;
  std::shared_ptr<Assets> assets;
  std::shared_ptr<Device> device;

  FrameSource source(PixelFormat format = PixelFormat::rgba16, int threads = 1) const {
    return FrameSource(composition, assets, device, format, threads);
  }
};

Subject load(const std::string& scene, const std::string& device = "cpu") {
  const auto tpl = load_template(std::string(FP_SOURCE_DIR) + "/tests/golden/" + scene + ".json");
  EXPECT_TRUE(tpl) << to_string(tpl.error().front());
  const auto rows = type_rows(*tpl, nullptr, {});
  EXPECT_TRUE(rows);
  auto bound = bind_rows(*tpl, *rows, "");
  EXPECT_TRUE(bound.front()) << to_string(bound.front().error().front());
  auto opened = Device::open({.request = device});
  EXPECT_TRUE(opened) << to_string(opened.error().front());
  return {std::make_shared<const Composition>(std::move(*bound.front())), std::make_shared<Assets>(tpl->assets),
          *opened};
}

std::vector<Sha256> sequential(const Subject& subject) {
  FrameSource source = subject.source();
  std::vector<Sha256> hashes;
  for (int64_t i = 0; i < subject.composition->frames; ++i) hashes.push_back(frame_hash(*source.frame(i)->frame));
  return hashes;
}

class Scenes : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Golden, Scenes,
                         testing::Values("shapes", "text", "type", "pictures", "drawing", "layout", "scenes"));

TEST_P(Scenes, OrderChangesNothing) {
  const Subject subject = load(GetParam());
  const std::vector<Sha256> expected = sequential(subject);
  for (uint64_t round = 0; round < 3; ++round) {
    FrameSource source = subject.source(PixelFormat::rgba16, static_cast<int>(round) + 1);
    for (uint64_t i = 0; i < 40; ++i) {
      const auto index = static_cast<int64_t>(random_at(round, i) * static_cast<double>(subject.composition->frames));
      const auto rendered = source.frame(index);
      ASSERT_TRUE(rendered);
      ASSERT_EQ(frame_hash(*rendered->frame), expected[static_cast<size_t>(index)]) << "frame " << index;
    }
  }
}

TEST_P(Scenes, FreshProcessEqualsWarmOne) {
  const Subject warm = load(GetParam());
  const std::vector<Sha256> expected = sequential(warm);
  for (const int64_t index : {int64_t{0}, warm.composition->frames / 2, warm.composition->frames - 1}) {
    const Subject cold = load(GetParam());
    FrameSource source = cold.source();
    EXPECT_EQ(frame_hash(*source.frame(index)->frame), expected[static_cast<size_t>(index)]);
  }
}

TEST_P(Scenes, EqualIdentityMeansEqualPixels) {
  const Subject subject = load(GetParam());
  std::map<Sha256, Sha256> pixels;
  FrameSource source = subject.source();
  for (int64_t i = 0; i < subject.composition->frames; ++i) {
    const auto rendered = source.frame(i);
    EXPECT_EQ(rendered->identity, *frame_identity(*subject.composition, i, *subject.assets));
    const Sha256 hash = frame_hash(*rendered->frame);
    EXPECT_EQ(pixels.try_emplace(rendered->identity, hash).first->second, hash);
  }
}

// The 16-bit surface of one frame of each scene, before any conversion.
Sha256 golden_surface(const std::string& scene) {
  std::ifstream file(std::string(FP_SOURCE_DIR) + "/tests/golden/surfaces.sha256");
  std::string hex, name;
  while (file >> hex >> name) {
    if (name != scene) continue;
    Sha256 hash;
    for (size_t i = 0; i < 32; ++i) hash.bytes[i] = static_cast<uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    return hash;
  }
  return {};
}

TEST_P(Scenes, GoldenSurfaceSeesOneChannelOfOnePixel) {
  const Subject subject = load(GetParam());
  FrameSource source = subject.source();
  Frame frame = *source.frame(11)->frame;
  const Sha256 golden = golden_surface(GetParam());
  EXPECT_EQ(to_hex(frame_hash(frame)), to_hex(golden)) << "scene " << GetParam();
  for (const size_t at : {size_t{0}, frame.data.size() / 2 + 1, frame.data.size() - 2}) {
    Frame changed = frame;
    changed.data[at] = static_cast<uint8_t>(changed.data[at] ^ 1);  // one channel of one pixel by one
    EXPECT_NE(frame_hash(changed), golden);
  }
}

TEST(FrameSource, FramesOutsideTheCompositionAreRefused) {
  const Subject subject = load("shapes");
  FrameSource source = subject.source();
  EXPECT_FALSE(source.request(-1));
  EXPECT_FALSE(source.request(subject.composition->frames));
}

TEST(FrameSource, UnchangedFramesAreShared) {
  const Subject subject = load("shapes");
  FrameSource source = subject.source();
  const FramePtr first = source.frame(5)->frame;
  EXPECT_EQ(source.frame(5)->frame, first);
}

TEST_P(Scenes, FormatsMayAlternate) {
  const Subject subject = load(GetParam());
  FrameSource mixed = subject.source(PixelFormat::rgba8);
  FrameSource rgba = subject.source(PixelFormat::rgba8), yuv = subject.source(PixelFormat::yuv420p8);
  for (const int64_t index : {int64_t{3}, int64_t{4}, int64_t{4}, int64_t{0}}) {
    const auto shown = mixed.frame(index, PixelFormat::rgba8), encoded = mixed.frame(index, PixelFormat::yuv420p8);
    ASSERT_TRUE(shown && encoded);
    EXPECT_EQ(frame_hash(*shown->frame), frame_hash(*rgba.frame(index)->frame)) << index;
    EXPECT_EQ(frame_hash(*encoded->frame), frame_hash(*yuv.frame(index)->frame)) << index;
  }
}

TEST(Device, UnknownNamesAreErrorsNotFallbacks) {
  const auto nonsense = Device::open({.request = "metal"});
  ASSERT_FALSE(nonsense);
  EXPECT_EQ(exit_code(nonsense.error()), 2);
  const auto absent = Device::open({.request = "vulkan:no such gpu"});
  ASSERT_FALSE(absent);
  EXPECT_EQ(exit_code(absent.error()), 5);
}

}  // namespace
}  // namespace fp
