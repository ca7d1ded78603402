#include <gmock/gmock.h>

#include <chrono>
#include <cmath>

#include "editor/timeline/drag.hpp"
#include "editor/timeline/hit.hpp"
#include "editor/timeline/layout.hpp"
#include "editor/timeline/ruler.hpp"
#include "editor/timeline/snap.hpp"
#include "tests/editor/edit_support.hpp"

namespace fp::editor::timeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Layer> small() {
  return {{.id = "title",
           .in = 10,
           .out = 50,
           .properties = {{"title/opacity", "opacity", {10, 20}}, {"title/scale", "scale", {20, 30}}}},
          {.id = "group", .group = true, .in = 0, .out = 100},
          {.id = "inner", .depth = 1, .in = 0, .out = 100},
          {.id = "last", .in = 60, .out = 100}};
}

View plain() {
  return {.scroll = 0, .pixels_per_frame = 4, .width = 400, .height = 128};  // ruler 28, rows of 24
}

std::vector<std::string> ids(const std::vector<Layer>& layers, const std::vector<Row>& rows) {
  std::vector<std::string> names;
  for (const Row& row : rows)
    names.push_back(row.property < 0 ? layers[row.layer].id
                                     : layers[row.layer].properties[static_cast<size_t>(row.property)].id);
  return names;
}

TEST(Timeline, FoldingHidesChildrenAndRevealingAddsProperties) {
  const auto layers = small();
  View view = plain();
  EXPECT_THAT(ids(layers, list_rows(layers, view)), ElementsAre("title", "group", "inner", "last"));
  view.folded = {"group"};
  EXPECT_THAT(ids(layers, list_rows(layers, view)), ElementsAre("title", "group", "last"));
  view.revealed = {"title"};
  EXPECT_THAT(ids(layers, list_rows(layers, view)),
              ElementsAre("title", "title/opacity", "title/scale", "group", "last"));
}

TEST(Timeline, RowsAndBarsStandWhereTheViewSays) {
  const auto layers = small();
  View view = plain();
  view.scroll = 5;
  const auto placed = place_rows(layers, list_rows(layers, view), view);
  ASSERT_EQ(placed.size(), 4u);  // the last is cut, but seen
  EXPECT_EQ(placed[0].bar, (Rect{20, 28, 180, 52}));
  EXPECT_EQ(placed[0].in_handle, (Rect{20, 28, 27, 52}));
  EXPECT_EQ(placed[0].out_handle, (Rect{173, 28, 180, 52}));
  EXPECT_THAT(placed[0].frames, ElementsAre(10, 20, 30));
  EXPECT_THAT(placed[0].keys, ElementsAre(20, 60, 100));
  EXPECT_EQ(placed[2].band, (Rect{0, 76, 400, 100}));
  view.revealed = {"title"};
  const auto open = place_rows(layers, list_rows(layers, view), view);
  EXPECT_THAT(open[0].frames, IsEmpty());
  EXPECT_THAT(open[2].frames, ElementsAre(20, 30));
}

TEST(Timeline, OnlyVisibleRowsAreMadeAndTheyCostLittle) {
  std::vector<Layer> layers;
  for (int i = 0; i < 500; ++i) {
    layers.push_back({.id = std::to_string(i), .in = i, .out = i + 100, .properties = {{"p", "p", {}}}});
    for (int k = 0; k < 100; ++k) layers.back().properties[0].keys.push_back(i + k);
  }
  View view = plain();
  const auto rows = list_rows(layers, view);
  view.scroll_y = 240.0 * 24 + 12;
  const auto start = std::chrono::steady_clock::now();
  std::vector<PlacedRow> placed;
  for (int i = 0; i < 1000; ++i) placed = place_rows(layers, rows, view);
  const std::chrono::duration<double, std::micro> taken = (std::chrono::steady_clock::now() - start) / 1000;
  RecordProperty("microseconds", static_cast<int>(taken.count()));
  EXPECT_LT(taken.count(), 500) << "a noisy machine is allowed for: about 10 is usual";
  ASSERT_EQ(placed.size(), 5u);
  EXPECT_EQ(placed.front().row, 240u);
  EXPECT_EQ(placed.back().row, 244u);
}

TEST(Timecode, CountsAtTheNearestWholeRate) {
  EXPECT_EQ(timecode(0, {30, 1}), "00:00:00:00");
  EXPECT_EQ(timecode(95, {30, 1}), "00:00:03:05");
  EXPECT_EQ(timecode(30 * 3661 + 7, {30, 1}), "01:01:01:07");
  EXPECT_EQ(timecode(25 * 3600 + 3, {25, 1}), "01:00:00:03");
  EXPECT_EQ(timecode(59, {60, 1}), "00:00:00:59");
  EXPECT_EQ(timecode(47, {24000, 1001}), "00:00:01:23");
  EXPECT_EQ(timecode(3, {1, 1}), "00:00:03:00");
  EXPECT_EQ(timecode(3, {1, 3}), "00:00:03:00");  // slower than a frame a second: frames count as seconds
}

// Non-drop: no number is left out, also not at the full minute where drop-frame timecode leaves out two.
TEST(Timecode, DropsNoNumberAt29Point97) {
  const Rational fps{30000, 1001};
  EXPECT_EQ(whole_rate(fps), 30);
  EXPECT_EQ(timecode(29, fps), "00:00:00:29");
  EXPECT_EQ(timecode(30, fps), "00:00:01:00");
  EXPECT_EQ(timecode(1799, fps), "00:00:59:29");
  EXPECT_EQ(timecode(1800, fps), "00:01:00:00");
  EXPECT_EQ(timecode(107892, fps), "00:59:56:12");  // the frame after an hour
}

TEST(Timecode, FramesTakeTheDigitsTheirRateNeeds) {
  EXPECT_EQ(timecode(99, {100, 1}), "00:00:00:99");
  EXPECT_EQ(timecode(100, {100, 1}), "00:00:01:00");
  EXPECT_EQ(timecode(7, {120000, 1001}), "00:00:00:007");
  EXPECT_EQ(timecode(119, {120, 1}), "00:00:00:119");
}

TEST(Timecode, BeforeTheBeginningAndVeryLong) {
  EXPECT_EQ(timecode(-1, {30, 1}), "-00:00:00:01");
  EXPECT_EQ(timecode(-31, {30, 1}), "-00:00:01:01");
  EXPECT_EQ(timecode(int64_t{24} * 3600 * 99, {24, 1}), "99:00:00:00");
  EXPECT_EQ(timecode(int64_t{24} * 3600 * 100 + 1, {24, 1}), "100:00:00:01");
  EXPECT_EQ(timecode(INT64_MAX, {30, 1}), "85401592933840:31:00:07");
  EXPECT_EQ(timecode(INT64_MIN, {30, 1}), "-85401592933840:31:00:08");
}

TEST(Timeline, LabelsNeverCollide) {
  Dice dice(7);
  for (int i = 0; i < 3000; ++i) {
    View view = plain();
    view.width = 50 + static_cast<double>(dice.below(3000));
    view.pixels_per_frame = std::exp(static_cast<double>(dice.below(1000)) / 1000 * 9 - 5);
    view.scroll = static_cast<double>(dice.below(400000)) / 3 - 2000;
    const Rational rates[] = {{24, 1}, {25, 1}, {30, 1}, {30000, 1001}, {60, 1}, {24000, 1001}, {12, 1}, {1, 1}};
    const Rational fps = rates[dice.below(std::size(rates))];
    double free = -1e9;
    int64_t before = INT64_MIN;
    int labels = 0;
    const auto ticks = ruler_ticks(view, fps, 7, 12);
    for (const Tick& tick : ticks) {
      ASSERT_GT(tick.frame, before);
      before = tick.frame;
      ASSERT_DOUBLE_EQ(tick.x, x_of(view, static_cast<double>(tick.frame)));
      if (tick.label.empty()) continue;
      ASSERT_GE(tick.x, free - 1e-6);
      ASSERT_EQ(tick.label, timecode(tick.frame, fps));
      free = tick.x + 7 * static_cast<double>(tick.label.size()) + 12;
      ++labels;
    }
    ASSERT_GE(labels, 1);
    ASSERT_LE(ticks.size(), 2 * view.width / 5 + 40);
  }
}

// From one frame to hours on the screen, at every usual rate: labels are divided evenly, and never crowded.
TEST(Timeline, ShortTicksStandBetweenLabelsAtEveryZoom) {
  for (const Rational fps : {Rational{12, 1}, Rational{15, 1}, Rational{24000, 1001}, Rational{24, 1}, Rational{25, 1},
                             Rational{30000, 1001}, Rational{48, 1}, Rational{50, 1}, Rational{60, 1}, Rational{90, 1},
                             Rational{100, 1}, Rational{120, 1}, Rational{144, 1}, Rational{240, 1}}) {
    for (double zoom = 0.001; zoom < 64; zoom *= 1.07) {
      View view = plain();
      view.width = 1600;
      view.pixels_per_frame = zoom;
      const auto ticks = ruler_ticks(view, fps, 7, 14);
      std::vector<size_t> labels;
      for (size_t i = 0; i < ticks.size(); ++i) {
        if (!ticks[i].label.empty()) labels.push_back(i);
        if (i == 0) continue;
        ASSERT_EQ(ticks[i].frame - ticks[i - 1].frame, ticks[1].frame - ticks[0].frame);
        ASSERT_GE(ticks[i].x - ticks[i - 1].x, 5);
      }
      ASSERT_FALSE(labels.empty());
      if (labels.size() < 2) continue;
      const int64_t apart = ticks[labels[1]].frame - ticks[labels[0]].frame;
      ASSERT_EQ(labels[1] - labels[0] > 1, apart > 1) << zoom << " at " << fps.num << "/" << fps.den;
      // Between labels there is room for one more, not for many.
      ASSERT_LT(ticks[labels[1]].x - ticks[labels[0]].x, zoom > 30 ? 1e9 : 450) << zoom << " at " << fps.num;
    }
  }
}

TEST(Timeline, HitsTheThingOnTop) {
  using Kind = Hit::Kind;
  const auto layers = small();
  const View view = plain();
  const auto placed = place_rows(layers, list_rows(layers, view), view);
  const Marks marks{.playhead = 25, .work_begin = 10, .work_end = 60, .markers = {40}};
  const auto at = [&](double x, double y) { return hit_test(placed, view, marks, x, y); };
  EXPECT_EQ(at(101, 10).kind, Kind::playhead);
  EXPECT_EQ(at(38, 10).kind, Kind::work_begin);
  EXPECT_EQ(at(243, 10).kind, Kind::work_end);
  EXPECT_EQ(at(161, 10).kind, Kind::marker);
  EXPECT_EQ(at(300, 10).kind, Kind::ruler);
  EXPECT_EQ(at(300, 10).frame, 75);
  EXPECT_EQ(at(80, 40).kind, Kind::key);
  EXPECT_EQ(at(80, 40).frame, 20);
  EXPECT_EQ(at(84, 45).kind, Kind::bar) << "outside of the diamond, inside its square";
  EXPECT_EQ(at(45, 29).kind, Kind::in_handle);
  EXPECT_EQ(at(198, 40).kind, Kind::out_handle);
  EXPECT_EQ(at(150, 40).kind, Kind::bar);
  EXPECT_EQ(at(300, 40).kind, Kind::row);
  EXPECT_EQ(at(300, 40).layer, 0u);
  EXPECT_EQ(at(500, 40).kind, Kind::nothing);
}

TEST(Timeline, AShortBarCanBeTakenByBodyAndBothEnds) {
  using Kind = Hit::Kind;
  const std::vector<Layer> layers{{.id = "a", .in = 10, .out = 12}, {.id = "b", .fixed_in = true, .in = 0, .out = 50}};
  View view = plain();
  view.pixels_per_frame = 3;
  const auto placed = place_rows(layers, list_rows(layers, view), view);
  const auto kind = [&](double x, double y) { return hit_test(placed, view, {}, x, y).kind; };
  EXPECT_EQ(kind(31, 40), Kind::in_handle);
  EXPECT_EQ(kind(33, 40), Kind::bar);
  EXPECT_EQ(kind(35, 40), Kind::out_handle);
  EXPECT_EQ(kind(1, 60), Kind::bar) << "a fixed end has no handle";
}

TEST(Timeline, EveryPlacedThingIsHitAtItsMiddle) {
  Dice dice(3);
  for (int i = 0; i < 300; ++i) {
    std::vector<Layer> layers;
    for (size_t n = 1 + dice.below(20); n > 0; --n) {
      const auto in = static_cast<int64_t>(dice.below(200)) - 50;
      layers.push_back({.id = std::to_string(n), .in = in, .out = in + 1 + static_cast<int64_t>(dice.below(100))});
    }
    View view = plain();
    view.scroll = static_cast<double>(dice.below(100));
    view.scroll_y = static_cast<double>(dice.below(100));
    view.pixels_per_frame = 0.5 + static_cast<double>(dice.below(20));
    for (const PlacedRow& row : place_rows(layers, list_rows(layers, view), view)) {
      const double x = (row.bar.x0 + row.bar.x1) / 2, y = (row.bar.y0 + row.bar.y1) / 2;
      if (x < 0 || x >= view.width || y < view.ruler_height || y >= view.height) continue;
      const Hit hit = hit_test(place_rows(layers, list_rows(layers, view), view), view, {}, x, y);
      ASSERT_EQ(hit.kind, Hit::Kind::bar);
      ASSERT_EQ(hit.row, row.row);
    }
  }
}

TEST(Timeline, SnapsToTheNearestWithinTheThreshold) {
  using Kind = SnapTarget::Kind;
  const auto layers = small();
  const Marks marks{.playhead = 25, .work_begin = 4, .work_end = 98, .markers = {40}};
  const auto targets = snap_targets(layers, {"title"}, marks, 100);
  EXPECT_THAT(snap_targets({}, {}, marks, 100, false),
              ElementsAre(SnapTarget{0, Kind::bar}, SnapTarget{4, Kind::work_area}, SnapTarget{40, Kind::marker},
                          SnapTarget{98, Kind::work_area}, SnapTarget{100, Kind::bar}));
  EXPECT_EQ(snap(26.4, targets, 4, 8).frame, 25);
  EXPECT_EQ(snap(26.4, targets, 4, 8).target->kind, Kind::playhead);
  EXPECT_EQ(snap(27.4, targets, 4, 8).frame, 27);
  EXPECT_FALSE(snap(27.4, targets, 4, 8).target);
  EXPECT_EQ(snap(99, targets, 4, 8).frame, 98) << "as near as 100, and a work area goes before a bar";
  EXPECT_EQ(snap(10.2, targets, 4, 8).target, std::nullopt) << "what moves is no target";
  const int64_t edges[] = {10, 50};
  EXPECT_EQ(snap_delta(9.5, edges, targets, 4, 8).frame, 10) << "its end on the bar that begins at 60";
}

TEST(Timeline, SnappingIsTheNearestOfAll) {
  Dice dice(11);
  for (int i = 0; i < 2000; ++i) {
    std::vector<SnapTarget> targets;
    for (size_t n = dice.below(12); n > 0; --n)
      targets.push_back({static_cast<int64_t>(dice.below(60)), static_cast<SnapTarget::Kind>(dice.below(5))});
    std::ranges::sort(targets, {}, &SnapTarget::frame);
    const double frame = static_cast<double>(dice.below(240)) / 4;
    const Snapped snapped = snap(frame, targets, 2, 6);
    double best = 1e9;
    for (const SnapTarget& target : targets) best = std::min(best, std::abs(static_cast<double>(target.frame) - frame));
    ASSERT_EQ(snapped.target.has_value(), best <= 3);
    if (snapped.target) {
      ASSERT_DOUBLE_EQ(std::abs(static_cast<double>(snapped.frame) - frame), best);
    }
  }
}

TEST(Timeline, DragsAreClamped) {
  EXPECT_EQ(drag_bar({10, 50}, -100, 100), (Span{-39, 1}));
  EXPECT_EQ(drag_bar({10, 50}, 500, 100), (Span{99, 139}));
  EXPECT_EQ(drag_bar({10, 50}, 5, 100), (Span{15, 55}));
  EXPECT_EQ(drag_bar({150, 160}, 5, 100), (Span{150, 160}));
  EXPECT_EQ(drag_in({10, 50}, 70, 100), (Span{49, 50}));
  EXPECT_EQ(drag_in({10, 50}, -170, 100), (Span{-100, 50}));
  EXPECT_EQ(drag_out({10, 50}, 3, 100), (Span{10, 11}));
  const Span bars[] = {{10, 50}, {90, 100}};
  EXPECT_EQ(clamp_delta(bars, 50, 100), 9);
}

TEST(Timeline, ZoomingKeepsTheFrameUnderThePointer) {
  Dice dice(5);
  View view = plain();
  for (int i = 0; i < 500; ++i) {
    const double x = static_cast<double>(dice.below(400));
    const View next = zoom_around(view, dice.chance(2) ? 1.25 : 0.8, x);
    ASSERT_NEAR(frame_at(next, x), frame_at(view, x), 1e-6 * (1 + std::abs(frame_at(view, x))));
    ASSERT_GE(next.pixels_per_frame, 0.01);
    ASSERT_LE(next.pixels_per_frame, 64);
    view = next;
  }
}

TEST(Timeline, FitRevealAndAutoScroll) {
  const View fitted = fit(plain(), 0, 100);
  EXPECT_NEAR(x_of(fitted, 0), 16, 1e-9);
  EXPECT_NEAR(x_of(fitted, 100), 384, 1e-9);
  View view = plain();  // 100 frames wide
  EXPECT_EQ(reveal(view, 99).scroll, 0);
  EXPECT_EQ(reveal(view, 100).scroll, 100);
  EXPECT_EQ(reveal(view, 350).scroll, 300);
  view.scroll = 200;
  EXPECT_EQ(reveal(view, 120).scroll, 100);
  EXPECT_EQ(auto_scroll(view, 200, 60, 0.1).scroll, 200);
  EXPECT_GT(auto_scroll(view, 395, 60, 0.1).scroll, 200);
  EXPECT_LT(auto_scroll(view, 5, 60, 0.1).scroll, 200);
  EXPECT_GT(auto_scroll(view, 900, 60, 0.1).scroll, auto_scroll(view, 385, 60, 0.1).scroll);
  EXPECT_GT(auto_scroll(view, 200, 127, 0.1).scroll_y, 0);
  EXPECT_EQ(clamp_scroll(view, 100, 10).scroll, 50);
}

TEST(TimelineView, ARowIsScrolledToAsLittleAsNeeded) {
  View view;  // rows of 24 in a height of 300 - 28
  EXPECT_EQ(reveal_row(view, 3).scroll_y, 0);
  EXPECT_EQ(reveal_row(view, 20).scroll_y, 22 * 24 - 272);
  view.scroll_y = 400;
  EXPECT_EQ(reveal_row(view, 20).scroll_y, 400);
  EXPECT_EQ(reveal_row(view, 2).scroll_y, 24);
  EXPECT_EQ(reveal_row(view, 0).scroll_y, 0);
}

}  // namespace
}  // namespace fp::editor::timeline
