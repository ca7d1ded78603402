// Real frames: what the canvas shows is what the press prints.
#include <gtest/gtest.h>

#include <cstdlib>

#include "editor/preview/preview.hpp"
#include "engine/template/template.hpp"

namespace fp::preview {
namespace {

Subject load(const std::string& scene) {
  const auto tpl = load_template(std::string(FP_SOURCE_DIR) + "/tests/golden/" + scene + ".json");
  EXPECT_TRUE(tpl) << to_string(tpl.error().front());
  const auto rows = type_rows(*tpl, nullptr, {});
  EXPECT_TRUE(rows);
  auto bound = bind_rows(*tpl, *rows, "");
  EXPECT_TRUE(bound.front()) << to_string(bound.front().error().front());
  auto opened = fp::Device::open({.request = "cpu"});
  EXPECT_TRUE(opened);
  return {std::make_shared<const Composition>(std::move(*bound.front())), std::make_shared<Assets>(tpl->assets),
          *opened};
}

class Scenes : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Golden, Scenes, testing::Values("shapes", "text", "layout", "effects", "scenes", "blends"));

TEST_P(Scenes, PicturesAndHashesAreThoseOfThePress) {
  const Subject subject = load(GetParam());
  Preview preview;
  preview.show(drawing_of(subject, 2));
  FrameSource rgba(subject.composition, subject.assets, subject.device, PixelFormat::rgba8);
  FrameSource yuv(subject.composition, subject.assets, subject.device, PixelFormat::yuv420p8);
  for (const int64_t frame : {int64_t{0}, subject.composition->frames / 2, subject.composition->frames - 1}) {
    preview.ask({.frame = frame, .moving = true, .area = {frame, frame}});
    preview.ask({.frame = frame, .area = {frame, frame}});
    preview.wait_idle();
    EXPECT_EQ(preview.picture()->pixels->data, rgba.frame(frame)->frame->data);
    EXPECT_EQ(preview.picture()->hash, frame_hash(*yuv.frame(frame)->frame));
  }
}

// Mean difference of a draft from the mean of the pixels it stands for, in 1/255.
TEST_P(Scenes, DraftsLookLikeTheFrame) {
  const Subject subject = load(GetParam());
  const Drawing drawing = drawing_of(subject, 2);
  const int64_t frame = subject.composition->frames / 2;
  const FramePtr full = *drawing.pixels(frame, 1, View::frame), half = *drawing.pixels(frame, 2, View::frame);
  ASSERT_EQ(half->width, (full->width + 1) / 2);
  ASSERT_EQ(half->height, (full->height + 1) / 2);
  double sum = 0;
  int64_t samples = 0;
  for (int32_t y = 0; y < full->height / 2; ++y) {
    for (int32_t x = 0; x < full->width / 2; ++x, ++samples) {
      const auto at = [&](int32_t px, int32_t py) {
        return static_cast<int>(full->data[static_cast<size_t>(4 * (py * full->width + px) + 1)]);
      };
      const int mean = (at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1)) / 4;
      sum += std::abs(mean - half->data[static_cast<size_t>(4 * (y * half->width + x) + 1)]);
    }
  }
  EXPECT_LT(sum / static_cast<double>(samples), 4);
}

TEST(ClientView, GreysAreExactAndColoursNear) {
  Frame yuv{PixelFormat::yuv420p8, 5, 3, {}};
  yuv.data.assign(frame_bytes(yuv.format, 5, 3), 128);
  for (int level = 0; level <= 255; ++level) {
    // The luma that the press gives a grey of this level, exact arithmetic rounded half up.
    const int luma = static_cast<int>(16 + (219 * level * 2 + 255) / 510);
    std::fill_n(yuv.data.begin(), 15, static_cast<uint8_t>(luma));
    const Frame rgb = client_view(yuv);
    EXPECT_NEAR(rgb.data[0], level, 1);
    EXPECT_EQ(rgb.data[0], rgb.data[1]);
    EXPECT_EQ(rgb.data[0], rgb.data[2]);
    EXPECT_EQ(rgb.data[3], 255);
  }
}

TEST(ClientView, IsTheEncodedFrame) {
  const Subject subject = load("shapes");
  const Drawing drawing = drawing_of(subject, 1);
  const FramePtr frame = *drawing.pixels(5, 1, View::frame), client = *drawing.pixels(5, 1, View::client);
  ASSERT_EQ(client->data.size(), frame->data.size());
  double sum = 0;
  for (size_t i = 0; i < frame->data.size(); i += 4) sum += std::abs(frame->data[i + 1] - client->data[i + 1]);
  EXPECT_LT(sum / static_cast<double>(frame->data.size() / 4), 12);  // chroma bleeds at edges, no more
  EXPECT_NE(client->data, frame->data);
}

}  // namespace
}  // namespace fp::preview
