// The worker, drawn for by a table that a test can hold up.
#include "editor/preview/preview.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>

namespace fp::preview {
namespace {

// Frames are flat colours: frame, edition and size stand in the first bytes. While closed, drawing waits.
struct Table {
  std::mutex mutex;
  std::condition_variable changed;
  bool closed = false;
  int waiting = 0;
  int64_t hashed = 0;
  std::vector<std::pair<int64_t, int>> drawn;  // frame, divisor
  std::set<int64_t> broken;

  void close(bool value) {
    const std::lock_guard lock(mutex);
    closed = value;
    changed.notify_all();
  }
  void wait_for_drawing() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return waiting > 0; });
  }
  size_t count() {
    const std::lock_guard lock(mutex);
    return drawn.size();
  }
};

Sha256 name(int64_t frame, int divisor, int look) {
  ByteWriter writer;
  return writer.put(frame).put(divisor).put(look).sha();
}

// `look` tells editions apart; frames before `same_until` look alike in all of them.
Drawing drawing(Table& table, int look = 0, int64_t same_until = 0, int64_t frames = 100) {
  Drawing d{.frames = frames, .width = 16, .height = 8};
  const auto look_of = [=](int64_t frame) { return frame < same_until ? 0 : look; };
  d.identity = [=](int64_t frame, int divisor) -> Result<Sha256> { return name(frame, divisor, look_of(frame)); };
  d.pixels = [=, &table](int64_t frame, int divisor, View view) -> Result<FramePtr> {
    std::unique_lock lock(table.mutex);
    ++table.waiting;
    table.changed.notify_all();
    table.changed.wait(lock, [&] { return !table.closed; });
    --table.waiting;
    if (table.broken.contains(frame)) return fail(Fault::missing, "no such picture");
    table.drawn.emplace_back(frame, divisor);
    Frame f{PixelFormat::rgba8, 16 / divisor, 8 / divisor, {}};
    f.data.assign(frame_bytes(f.format, f.width, f.height), static_cast<uint8_t>(frame));
    f.data[1] = static_cast<uint8_t>(look_of(frame));
    f.data[2] = static_cast<uint8_t>(view);
    return std::make_shared<const Frame>(std::move(f));
  };
  d.hash = [=, &table](int64_t frame) -> Result<Sha256> {
    const std::lock_guard lock(table.mutex);
    ++table.hashed;
    return name(frame, 1000, look_of(frame));
  };
  return d;
}

constexpr size_t kFull = 16 * 8 * 4;
const WorkArea kAll{.first = 0, .last = 99};
// No prefetching: the work area is one frame.
Ask only(int64_t frame, bool moving = false) {
  return {.frame = frame, .moving = moving, .area = {.first = frame, .last = frame}};
}

TEST(Preview, AtRestAFullPictureAndItsHash) {
  Table table;
  Preview preview;
  EXPECT_EQ(preview.picture(), nullptr);
  preview.show(drawing(table));
  preview.ask(only(7));
  preview.wait_idle();
  const auto picture = preview.picture();
  ASSERT_NE(picture, nullptr);
  EXPECT_EQ(picture->frame, 7);
  EXPECT_EQ(picture->divisor, 1);
  EXPECT_EQ(picture->pixels->data[0], 7);
  EXPECT_EQ(picture->hash, name(7, 1000, 0));
  EXPECT_TRUE(preview.settled());
}

TEST(Preview, MovingADraftAndOnReleaseTheFullPicture) {
  Table table;
  Preview preview;
  preview.show(drawing(table));
  Ask ask = only(7, true);
  ask.draft = 4;
  preview.ask(ask);
  preview.wait_idle();
  EXPECT_EQ(preview.picture()->divisor, 4);
  EXPECT_EQ(preview.picture()->hash, std::nullopt);
  ask.moving = false;
  preview.ask(ask);
  preview.wait_idle();
  EXPECT_EQ(preview.picture()->divisor, 1);
  EXPECT_TRUE(preview.picture()->hash);
  const size_t drawn = table.count();
  ask.moving = true;  // the full one is there by now: nothing is drawn, nothing gets worse
  preview.ask(ask);
  preview.wait_idle();
  EXPECT_EQ(preview.picture()->divisor, 1);
  EXPECT_EQ(table.count(), drawn);
}

TEST(Preview, TheLatestWinsAndWhatWasBegunIsStillOffered) {
  Table table;
  Preview preview;
  preview.show(drawing(table));
  table.close(true);
  preview.ask(only(1, true));
  table.wait_for_drawing();
  for (int64_t frame = 2; frame <= 50; ++frame) preview.ask(only(frame, true));
  std::mutex mutex;
  table.close(false);
  preview.wait_idle();
  EXPECT_EQ(preview.picture()->frame, 50);
  // Frame 0 of show() may have been begun before; then 1, which was on its way, and of the others only the last.
  EXPECT_LE(table.count(), 3u);
  EXPECT_EQ(table.drawn.back().first, 50);
  EXPECT_EQ(table.drawn[table.count() - 2].first, 1);
}

TEST(Preview, RequestsWithoutEndDoNotStarveTheScreen) {
  Table table;
  std::vector<int64_t> seen;
  Preview* shown = nullptr;
  // Every finished picture finds a newer request already there.
  Preview preview({.on_picture = [&] {
    const int64_t frame = shown->picture()->frame;
    seen.push_back(frame);
    if (frame < 90) shown->ask(only(frame + 1, true));
  }});
  shown = &preview;
  table.close(true);
  preview.show(drawing(table));
  preview.ask(only(10, true));
  table.wait_for_drawing();
  preview.ask(only(11, true));
  table.close(false);
  preview.wait_idle();
  EXPECT_GE(seen.size(), 79u);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(seen.back(), 90);
}

TEST(Preview, ALateOldFrameDoesNotReplaceANewerOne) {
  Table table;
  Preview preview;
  preview.show(drawing(table));
  preview.ask(only(30));
  preview.wait_idle();
  table.close(true);
  preview.ask(only(20));
  table.wait_for_drawing();
  preview.ask(only(30));  // from the cache, at once
  EXPECT_EQ(preview.picture()->frame, 30);
  table.close(false);
  preview.wait_idle();
  EXPECT_EQ(preview.picture()->frame, 30);
}

TEST(Preview, PrefetchesAheadFirstThenBehind) {
  Table table;
  Preview preview({.cache_bytes = 100 * kFull});
  table.close(true);
  preview.show(drawing(table));
  preview.ask({.frame = 10, .moving = true, .draft = 2, .area = kAll});
  table.wait_for_drawing();
  table.close(false);
  preview.wait_idle();
  const auto at = std::ranges::find(table.drawn, std::pair<int64_t, int>{10, 2});
  ASSERT_LE(at + 3, table.drawn.end());
  EXPECT_EQ(*(at + 1), (std::pair<int64_t, int>{11, 2}));
  EXPECT_EQ(*(at + 2), (std::pair<int64_t, int>{12, 2}));
  const auto levels = preview.cached();
  EXPECT_EQ((*levels)[9], 1);
  EXPECT_EQ((*levels)[80], 1);
}

TEST(Preview, PrefetchGoesTheWayOfThePlay) {
  Table table;
  Preview preview({.cache_bytes = 8 * kFull});
  table.close(true);
  preview.show(drawing(table));
  preview.ask({.frame = 50, .moving = true, .draft = 1, .step = -2, .area = kAll});
  table.wait_for_drawing();
  table.close(false);
  preview.wait_idle();
  const auto levels = preview.cached();
  for (const size_t frame : {50, 48, 46, 44, 42}) EXPECT_EQ((*levels)[frame], 2) << frame;
  EXPECT_EQ((*levels)[49], 0);
}

TEST(Preview, TheCacheKeepsToItsBudget) {
  Table table;
  Preview preview({.cache_bytes = 10 * kFull});
  preview.show(drawing(table));
  for (int64_t frame = 0; frame < 60; ++frame) {
    preview.ask(only(frame));
    preview.wait_idle();
    EXPECT_LE(preview.cached_bytes(), 10 * kFull);
  }
  const auto levels = preview.cached();
  EXPECT_EQ((*levels)[59], 2);
  EXPECT_EQ((*levels)[51], 2);
  EXPECT_EQ((*levels)[20], 0);
}

TEST(Preview, AnEditDrawsOnlyWhatLooksDifferent) {
  Table table;
  Preview preview;
  preview.show(drawing(table, 0));
  for (const int64_t frame : {60, 10}) {
    preview.ask(only(frame));
    preview.wait_idle();
  }
  const size_t before = table.count();
  preview.show(drawing(table, 1, 50));  // frames from 50 on have changed
  preview.wait_idle();
  EXPECT_EQ(table.count(), before);
  preview.ask(only(60));
  preview.wait_idle();
  EXPECT_EQ(table.count(), before + 1);
  EXPECT_EQ(preview.picture()->pixels->data[1], 1);
  EXPECT_EQ(preview.picture()->hash, name(60, 1000, 1));
}

TEST(Preview, EditsWithoutEndDoNotStarveTheScreen) {
  Table table;
  int looks = 0;
  Preview* shown = nullptr;
  std::vector<int> seen;
  Preview preview({.on_picture = [&] {
    seen.push_back(shown->picture()->pixels->data[1]);
    if (looks < 40) shown->show(drawing(table, ++looks));
  }});
  shown = &preview;
  preview.show(drawing(table, 0));
  preview.ask(only(5, true));
  preview.wait_idle();
  EXPECT_GE(seen.size(), 40u);
  EXPECT_EQ(preview.picture()->pixels->data[1], 40);
}

TEST(Preview, AShorterCompositionKeepsThePlayheadInside) {
  Table table;
  Preview preview;
  preview.show(drawing(table));
  preview.ask(only(80));
  preview.wait_idle();
  preview.show(drawing(table, 1, 0, 20));
  preview.wait_idle();
  EXPECT_EQ(preview.picture()->frame, 19);
  EXPECT_EQ(preview.cached()->size(), 20u);
}

TEST(Preview, WhatCannotBeDrawnIsSaidAndThePictureStays) {
  Table table;
  table.broken = {5};
  Preview preview;
  preview.show(drawing(table));
  preview.ask(only(4));
  preview.wait_idle();
  preview.ask(only(5));
  preview.wait_idle();
  EXPECT_EQ(preview.errors().size(), 1u);
  EXPECT_EQ(preview.picture()->frame, 4);
  EXPECT_TRUE(preview.settled());
  preview.ask(only(6));
  preview.wait_idle();
  EXPECT_TRUE(preview.errors().empty());
  EXPECT_EQ(preview.picture()->frame, 6);
}

TEST(Preview, ViewsAreKeptApart) {
  Table table;
  Preview preview;
  preview.show(drawing(table));
  Ask ask = only(3);
  preview.ask(ask);
  preview.wait_idle();
  ask.view = View::client;
  preview.ask(ask);
  preview.wait_idle();
  EXPECT_EQ(preview.picture()->pixels->data[2], static_cast<uint8_t>(View::client));
  EXPECT_TRUE(preview.picture()->hash);
}

TEST(Preview, EndsWhileDrawing) {
  Table table;
  Preview preview;
  preview.show(drawing(table));
  preview.ask({.frame = 10, .area = kAll});
}

}  // namespace
}  // namespace fp::preview
