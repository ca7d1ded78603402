// Where things stand, as numbers.
#include <gtest/gtest.h>

#include "editor/app/app.hpp"
#include "editor/panels/panels.hpp"

namespace fp::panels {
namespace {

TEST(Canvas, At100PercentAPixelIsAPixel) {
  Look look{.fit = false, .zoom = 1, .x = 960.3, .y = 540.7};
  const Rect at = place_canvas(look, 1920, 1080, {264, 46, 1337, 811});
  EXPECT_EQ(at.width, 1920);
  EXPECT_EQ(at.height, 1080);
  EXPECT_EQ(at.x, std::round(at.x));
  EXPECT_EQ(at.y, std::round(at.y));
}

TEST(Canvas, FitsWithAMargin) {
  const Rect view{200, 50, 1000, 600};
  const Rect at = place_canvas({}, 1080, 1920, view);
  EXPECT_GE(at.x, view.x + 24);
  EXPECT_NEAR(at.width / at.height, 1080.0 / 1920, 0.01);
  EXPECT_NEAR(at.y - view.y, view.y + view.height - at.y - at.height, 1.5);
}

TEST(Canvas, ZoomingKeepsWhatIsUnderThePointer) {
  Look look;
  const Rect view{264, 46, 1000, 700};
  double x = 500, y = 300;
  for (const double zoom : {0.5, 1.0, 3.0, 8.0, 0.2}) {
    const Rect before = place_canvas(look, 1920, 1080, view);
    const double at = (x - before.x) * 1920 / before.width;
    zoom_about(look, zoom, before, view, 1920, 1080, x, y);
    const Rect after = place_canvas(look, 1920, 1080, view);
    EXPECT_NEAR((x - after.x) * 1920 / after.width, at, 1.5 / zoom + 0.01);
  }
}

TEST(Canvas, ZoomStepsGoUpAndComeBack) {
  EXPECT_EQ(zoom_step(1, 1), 1.5);
  EXPECT_EQ(zoom_step(1, -1), 0.666667);
  EXPECT_EQ(zoom_step(0.41, 1), 0.5);
  EXPECT_EQ(zoom_step(0.41, -1), 0.333333);
  EXPECT_EQ(zoom_step(32, 1), 32);
  EXPECT_EQ(zoom_step(0.01, -1), 0.0625);
}

TEST(Places, NothingOverlapsAtAnySize) {
  for (const float scale : {0.75f, 1.0f, 2.0f}) {
    for (const auto& [width, height] : {std::pair{320, 200}, {700, 420}, {1280, 800}, {3840, 2160}}) {
      Look look;
      look.scale = scale;
      const Places p = place_panels(look, true, static_cast<float>(width), static_cast<float>(height));
      for (const Rect* at : {&p.top, &p.canvas, &p.side, &p.transport, &p.timeline, &p.status}) {
        EXPECT_GE(at->width, 0);
        EXPECT_GE(at->x, 0);
        EXPECT_LE(at->x + at->width, static_cast<float>(width));
      }
      EXPECT_LE(p.canvas.y + p.canvas.height, p.transport.y);
      EXPECT_LE(p.transport.y + p.transport.height, p.timeline.height > 0 ? p.timeline.y : p.status.y);
      EXPECT_LE(p.timeline.y + p.timeline.height, p.status.y);
      EXPECT_TRUE(p.side.width == 0 || p.canvas.x + p.canvas.width < p.side.x + 1);
    }
  }
}

TEST(Sampler, ReadsTheShownPixel) {
  preview::Picture picture{.divisor = 2};
  Frame frame{PixelFormat::rgba8, 2, 2, {0, 0, 0, 255, 194, 65, 12, 255, 1, 2, 3, 128, 9, 9, 9, 255}};
  picture.pixels = std::make_shared<const Frame>(frame);
  EXPECT_EQ(sample_text(picture, 3, 1), "3, 1   #c2410c   194 65 12   draft");
  EXPECT_EQ(sample_text(picture, 0, 3), "0, 3   #010203   1 2 3   alpha 50%   draft");
}

TEST(Latency, EveryMovementIsAnsweredByTheFirstFrameThatKnowsOfIt) {
  editor::Latency latency;
  latency.waiting = {1'000'000, 2'000'000, 3'000'000};
  latency.painted(5, 2'000'000, 10'000'000);
  EXPECT_EQ(latency.samples, (std::vector<int64_t>{9'000'000, 8'000'000}));
  latency.painted(6, 3'000'000, 11'000'000);
  EXPECT_EQ(latency.samples.size(), 3u);
  EXPECT_EQ(editor::percentile_ms(latency.samples, 0.95), 9);
  EXPECT_EQ(latency.distinct, 2);
}

TEST(FrameWork, TheLastFramesAreKept) {
  editor::FrameWork work;
  EXPECT_EQ(editor::percentile_ms(work.samples, 0.5), 0);
  for (int i = 0; i < 500; ++i) work.add(i < 400 ? 90'000'000 : 2'000'000);
  EXPECT_EQ(work.samples.size(), editor::FrameWork::kKept);
  EXPECT_EQ(editor::percentile_ms(work.samples, 0.5), 2);
  EXPECT_EQ(editor::percentile_ms(work.samples, 0.95), 90);
}

}  // namespace
}  // namespace fp::panels
