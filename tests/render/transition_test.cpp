// Transitions seen as pixels: a white scene follows a black one on a sequence of 100 x 50.
#include <gtest/gtest.h>

#include <cstring>

#include "engine/render/frame_source.hpp"

namespace fp {
namespace {

constexpr int kWidth = 100, kHeight = 50;

Layer plain(Color color, int64_t in, int64_t out) {
  Layer layer;
  layer.in = in;
  layer.out = out;
  layer.size.emplace().constant = {kWidth, kHeight};
  layer.transform.scale.constant = {1, 1};
  layer.opacity.constant = 1;
  layer.content = SolidContent{.color = {.constant = color}};
  return layer;
}

// The first channel of every pixel, 0..65535, `at` frames into a transition of 9, whose progress is then (at + 1) / 10.
struct Shown {
  std::vector<uint32_t> words;
  uint32_t at(int x, int y) const { return words[static_cast<size_t>(y * kWidth + x)] & 0xffffu; }
};
Shown show(Transition transition, int64_t at, Color background = {1, 0, 0, 1}) {
  auto composition = std::make_shared<Composition>();
  composition->width = kWidth;
  composition->height = kHeight;
  composition->frames = 40;
  composition->background = background;
  Layer sequence = plain({}, 0, 40);
  sequence.id = "sequence";
  transition.frames = 9;
  GroupContent group;
  group.clip = true;
  group.children = {plain({0, 0, 0, 1}, 0, 20), plain({1, 1, 1, 1}, 11, 40)};
  group.children[0].id = "from", group.children[1].id = "to";
  group.transitions = {Transition{}, transition};
  sequence.content = std::move(group);
  composition->layers = {std::move(sequence)};
  const auto device = Device::open({.request = "cpu"});
  FrameSource source(composition, std::make_shared<Assets>(nullptr), *device, PixelFormat::rgba16);
  const auto rendered = source.frame(11 + at);
  EXPECT_TRUE(rendered) << (rendered ? "" : to_string(rendered.error().front()));
  Shown shown{std::vector<uint32_t>(rendered->frame->data.size() / 4)};
  std::memcpy(shown.words.data(), rendered->frame->data.data(), rendered->frame->data.size());
  return shown;
}
double mean(const Shown& shown) {
  double sum = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) sum += shown.at(x, y);
  }
  return sum / (kWidth * kHeight * 65535.0);
}

TEST(Transitions, DissolveIsTheSumOfItsShares) {
  for (int64_t at = 0; at < 9; ++at) {
    const double progress = static_cast<double>(at + 1) / 10;
    EXPECT_NEAR(show({.kind = Transition::Kind::dissolve}, at).at(50, 25), progress * 65535, 1.01);
  }
}

TEST(Transitions, DipIsTheColourHalfWay) {
  EXPECT_EQ(show({.kind = Transition::Kind::dip, .color = {0.2, 0.4, 0.6, 1}}, 4).at(10, 10), 13107u);
}

TEST(Transitions, WhatTravelsMovesByItsShareOfTheFrame) {
  using Kind = Transition::Kind;
  for (const Kind kind : {Kind::push, Kind::cover, Kind::slide}) {
    const Shown shown = show({.kind = kind, .angle = 180}, 2);  // 0.3: the edge stands at x = 70
    EXPECT_EQ(shown.at(69, 25), 0u);
    EXPECT_EQ(shown.at(70, 25), 65535u);
    const Shown down = show({.kind = kind, .angle = 90}, 2);  // the edge stands at y = 15
    EXPECT_EQ(down.at(50, 14), 65535u);
    EXPECT_EQ(down.at(50, 15), 0u);
  }
}

TEST(Transitions, MasksUncoverTheirShareOfTheFrame) {
  using Kind = Transition::Kind;
  for (int64_t at = 0; at < 9; ++at) {
    const double progress = static_cast<double>(at + 1) / 10;
    EXPECT_NEAR(mean(show({.kind = Kind::wipe, .angle = 0}, at)), progress, 0.011) << at;
    EXPECT_NEAR(mean(show({.kind = Kind::clock, .angle = -90}, at)), progress, 0.09) << at;  // by angle, not by area
    EXPECT_NEAR(mean(show({.kind = Kind::iris, .shape = Transition::Shape::rect}, at)), progress * progress, 0.002);
  }
  const Shown half = show({.kind = Kind::clock, .angle = -90}, 4);
  EXPECT_EQ(half.at(75, 25), 65535u);
  EXPECT_EQ(half.at(25, 25), 0u);
  const Shown other = show({.kind = Kind::clock, .angle = -90, .reversed = true}, 4);
  EXPECT_EQ(other.at(75, 25), 0u);
  const Shown closes = show({.kind = Kind::iris, .reversed = true}, 4);
  EXPECT_EQ(closes.at(50, 25), 0u);
  EXPECT_EQ(closes.at(1, 1), 65535u);
}

TEST(Transitions, EveryKindKeepsAnOpaqueFrameOpaque) {
  for (int kind = 1; kind <= static_cast<int>(Transition::Kind::blur); ++kind) {
    Transition transition{.kind = static_cast<Transition::Kind>(kind), .angle = 30, .softness = 0.3, .amount = 6};
    if (transition.kind == Transition::Kind::push) transition.angle = 270;  // others would leave corners
    for (const int64_t at : {0, 4, 8}) {
      // What lies beneath would show through a frame that is not opaque.
      const Shown red = show(transition, at, {1, 0, 0, 1}), black = show(transition, at, {0, 0, 0, 1});
      for (size_t i = 0; i < red.words.size() / 2; ++i) {
        const auto difference = static_cast<int>(red.words[i] & 0xffffu) - static_cast<int>(black.words[i] & 0xffffu);
        ASSERT_LE(difference, 2) << "kind " << kind << " frame " << at << " pixel " << i;
      }
    }
  }
}

}  // namespace
}  // namespace fp
