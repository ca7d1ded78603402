// What is said to change is all that changes: drawn pixels outside the named frames and places are equal.
#include "engine/render/changes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "engine/render/frame_source.hpp"
#include "engine/template/template.hpp"

namespace fp {
namespace {

struct Example {
  std::shared_ptr<Assets> assets;
  std::shared_ptr<const Composition> composition;

  // The advertisement of the examples, small enough to draw all of it, with some parameters set.
  explicit Example(std::vector<Assignment> sets = {}) {
    auto tpl = load_template(FP_SOURCE_DIR "/assets/templates/product-ad/template.json");
    if (!tpl) return;
    for (const Assignment& a : std::initializer_list<Assignment>{{"sku", "X"},
                                                                 {"name", "Lamp"},
                                                                 {"category", "Home"},
                                                                 {"price", "20.00"},
                                                                 {"photo", "photos/bottle-forest.webp"}}) {
      if (std::ranges::none_of(sets, [&](const Assignment& s) { return s.name == a.name; })) sets.push_back(a);
    }
    const auto rows = type_rows(*tpl, nullptr, sets);
    EXPECT_TRUE(rows) << to_string(rows.error()[0]);
    if (!rows) return;
    auto bound = bind_rows(*tpl, *rows, "1:1");
    EXPECT_TRUE(bound[0]) << to_string(bound[0].error()[0]);
    if (!bound[0]) return;
    composition = std::make_shared<const Composition>(std::move(*bound[0]));
    assets = std::make_shared<Assets>(tpl->assets);
  }
  FramesOf frames() const { return {*composition, *assets, 0, composition->frames}; }
  FrameSource source(const std::shared_ptr<Device>& device) const {
    return {composition, assets, device, PixelFormat::rgba8, 2};
  }
};

// Pixels that differ, and how many of them are not in `region`.
struct Count {
  int64_t differing = 0, outside = 0;
};
Count count(const Frame& a, const Frame& b, const IRect& region) {
  Count n;
  for (int32_t y = 0; y < a.height; ++y) {
    for (int32_t x = 0; x < a.width; ++x) {
      const size_t at = (static_cast<size_t>(y) * static_cast<size_t>(a.width) + static_cast<size_t>(x)) * 4;
      if (std::memcmp(a.data.data() + at, b.data.data() + at, 4) == 0) continue;
      ++n.differing;
      if (x < region.x0 || x >= region.x1 || y < region.y0 || y >= region.y1) ++n.outside;
    }
  }
  return n;
}

void expect_truth(const Example& a, const Example& b, int64_t step) {
  ASSERT_TRUE(a.composition && b.composition);
  const auto runs = changed_frames(a.frames(), b.frames());
  ASSERT_TRUE(runs);
  ASSERT_FALSE(runs->empty());
  const auto device = Device::open({.request = "cpu"});
  ASSERT_TRUE(device);
  FrameSource before = a.source(*device), after = b.source(*device);
  int64_t seen = 0;
  for (int64_t frame = 0; frame < a.composition->frames; frame += step) {
    IRect region{};
    for (const ChangedFrames& run : *runs) {
      if (run.first <= frame && frame <= run.last) region = run.region;
    }
    const auto x = before.frame(frame), y = after.frame(frame);
    ASSERT_TRUE(x && y);
    const Count n = count(*x->frame, *y->frame, region);
    EXPECT_EQ(n.outside, 0) << "frame " << frame;
    seen += n.differing;
  }
  EXPECT_GT(seen, 0);
}

TEST(Changes, TheButtonsColourChangesTheButtonAlone) {
  const Example before, after(std::vector<Assignment>{{"cta_color", "#ff7a00"}});
  ASSERT_TRUE(before.composition && after.composition);
  const auto runs = changed_frames(before.frames(), after.frames());
  ASSERT_TRUE(runs);
  ASSERT_FALSE(runs->empty());
  EXPECT_GT(runs->front().first, 30);  // it comes in later: frames before it are not named
  expect_truth(before, after, 7);
}

TEST(Changes, AnotherNameAndPrice) {
  expect_truth(Example(), Example(std::vector<Assignment>{{"name", "A longer name of a lamp"}}), 11);
}

TEST(Changes, NothingIsNothing) {
  const Example a, b;
  ASSERT_TRUE(a.composition && b.composition);
  const auto runs = changed_frames(a.frames(), b.frames());
  ASSERT_TRUE(runs);
  EXPECT_TRUE(runs->empty());
}

}  // namespace
}  // namespace fp
