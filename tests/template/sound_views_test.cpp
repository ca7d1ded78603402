#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/template/built.hpp"

namespace fp {
namespace {

using namespace testing_documents;
using testing::AllOf;
using testing::HasSubstr;

const std::string kVoice = R"({"type": "audio", "id": "voice", "audio": "v.wav", "in": "1s", "start": "0.5s"})";

const SoundViewContent& view_of(const Layer& layer) {
  return std::get<SoundViewContent>(layer.content);
}

TEST(SoundViews, AreBoundToTheirLayer) {
  const std::vector<Layer> made = layers(kVoice + R"(,
    {"type": "waveform", "of": "voice", "size": [400, 80], "in": "3s", "played": "#ff0000", "count": 40},
    {"type": "spectrum", "of": "voice", "size": [400, 80], "low": 100, "high": 8000, "release": "200ms"},
    {"type": "waveform", "of": "voice", "size": [400, 80], "style": "scope"})");
  const SoundViewContent& wave = view_of(made[1]);
  EXPECT_EQ(wave.shows, SoundViewContent::Shows::waveform);
  EXPECT_EQ(wave.sound.asset, "v.wav");
  EXPECT_EQ(wave.sound.time.start, (Rational{1, 2}));
  EXPECT_EQ(wave.sound.offset, made[1].in - made[0].in);
  EXPECT_EQ(wave.sound.frames, made[0].out - made[0].in);
  EXPECT_EQ(wave.count, 40);
  EXPECT_TRUE(wave.played);
  const SoundViewContent& spectrum = view_of(made[2]);
  EXPECT_EQ(spectrum.shows, SoundViewContent::Shows::spectrum);
  EXPECT_EQ(spectrum.band.low, 100);
  EXPECT_DOUBLE_EQ(spectrum.ballistics.release, 0.2);
  EXPECT_EQ(spectrum.style, SoundViewContent::Style::bars);
  EXPECT_DOUBLE_EQ(view_of(made[3]).window.value_or(0), 0.04);
}

TEST(SoundViews, CountFramesAcrossGroups) {
  const std::vector<Layer> made = layers(
      R"({"type": "group", "in": "1s", "out": "3s", "children": [{"type": "group", "in": "0.5s", "children": [)" +
      kVoice + R"(]}]},
         {"type": "group", "in": "2s", "children": [{"type": "waveform", "of": "voice", "size": [400, 80], "in": "1s"}]})");
  const auto& wave = view_of(std::get<GroupContent>(made[1].content).children[0]);
  const int64_t second = made[0].in;
  EXPECT_EQ(wave.sound.offset, 3 * second - 5 * second / 2);
  EXPECT_EQ(wave.sound.from, 0);
  EXPECT_EQ(wave.sound.to, second / 2);  // the outer group ends then
}

TEST(SoundViews, ValuesFollowSound) {
  const std::vector<Layer> made = layers(kVoice + R"(,
    {"type": "shape", "shape": "rect", "size": [10, 10], "in": "2s",
     "scale": {"level": "voice", "low": 30, "high": 120, "from": 1, "to": [1.5, 2], "range": [-50, -10], "attack": 0},
     "opacity": {"level": "voice", "from": 0.2, "to": 1, "wiggle": {"amplitude": 0.1, "frequency": 2}},
     "position": {"level": "voice", "from": ["50%", 0], "to": [0, 10]},
     "fill": {"level": "voice", "from": "#000000", "to": "#ff0000"},
     "stroke": {"color": "#fff", "width": {"level": "voice", "from": 1, "to": 9}}})");
  const Transform& t = made[1].transform;
  ASSERT_TRUE(t.scale.level);
  EXPECT_EQ(t.scale.constant, Vec2(1, 1));
  EXPECT_EQ(t.scale.loud, Vec2(1.5, 2));
  EXPECT_EQ(t.scale.level->sound.asset, "v.wav");
  EXPECT_EQ(t.scale.level->sound.offset, made[1].in - made[0].in);
  EXPECT_EQ(t.scale.level->band->high, 120);
  EXPECT_EQ(t.scale.level->range->quiet, -50);
  EXPECT_EQ(t.scale.level->ballistics.attack, 0);
  EXPECT_TRUE(made[1].opacity.level);
  EXPECT_EQ(made[1].opacity.wiggle.amplitude, 0.1);
  EXPECT_TRUE(t.position.level);
  const auto& shape = std::get<ShapeContent>(made[1].content);
  EXPECT_TRUE(std::get<Tint>(*shape.fill).level);
  EXPECT_EQ(shape.stroke->width.loud, 9);
  // What stands in no level's way: the level is heard later.
  t.scale.level->ear->level = [](double frame) { return frame / 10; };
  EXPECT_EQ(built(with_layers(kVoice)).levels.size(), 0u);
}

TEST(SoundViews, WhatARowLeavesOutIsNotHeard) {
  const std::vector<Layer> made = layers(R"(
    {"type": "audio", "id": "voice", "audio": null},
    {"type": "audio", "id": "hidden", "audio": "v.wav", "visible": false},
    {"type": "waveform", "of": "voice", "size": [400, 80]}, {"type": "waveform", "of": "hidden", "size": [400, 80]})");
  for (const Layer& layer : made) {
    const auto* view = std::get_if<SoundViewContent>(&layer.content);
    EXPECT_TRUE(!view || view->sound.asset.empty());
  }
}

TEST(SoundViews, FaultsAreNamed) {
  const auto wave = [](const std::string& more) {
    return layer_faults(kVoice + R"(, {"type": "waveform", "size": [400, 80], )" + more + "}");
  };
  const auto spectrum = [](const std::string& more) {
    return layer_faults(kVoice + R"(, {"type": "spectrum", "size": [400, 80], "of": "voice", )" + more + "}");
  };
  const auto shape = [](const std::string& more) {
    return layer_faults(kVoice + R"(, {"type": "shape", "shape": "rect", "size": [10, 10], "fill": "#fff", )" + more +
                        "}");
  };
  EXPECT_EQ(wave(R"("of": "voice")"), "");
  EXPECT_THAT(wave(R"("of": "voise")"), HasSubstr("no layer has the id \"voise\" | /layers/1/of"));
  EXPECT_THAT(
      layer_faults(
          R"({"type": "shape", "id": "box", "shape": "rect"}, {"type": "waveform", "of": "box", "size": [9, 9]})"),
      HasSubstr("the layer \"box\" has no sound to follow | /layers/1/of"));
  EXPECT_THAT(
      layer_faults(
          R"({"type": "video", "id": "mute", "video": "v.mp4", "sound": false}, {"type": "waveform", "of": "mute", "size": [9, 9]})"),
      HasSubstr("has no sound to follow"));
  EXPECT_THAT(layer_faults(R"({"type": "group", "id": "g", "children": [)" + kVoice +
                           R"(]}, {"type": "waveform", "of": "g", "size": [9, 9]})"),
              HasSubstr("has no sound to follow"));
  EXPECT_THAT(layer_faults(R"({"type": "group", "time": {"start": "1s"}, "children": [)" + kVoice +
                           R"(]}, {"type": "waveform", "of": "voice", "size": [9, 9]})"),
              HasSubstr("has a time of its own"));
  EXPECT_THAT(wave(R"("count": 3)"), HasSubstr("\"of\""));
  EXPECT_THAT(wave(R"("of": "voice", "count": 0)"), HasSubstr("a whole number from 2 to 1000"));
  EXPECT_THAT(wave(R"("of": "voice", "count": 5000)"), HasSubstr("a whole number from 2 to 1000"));
  EXPECT_THAT(wave(R"("of": "voice", "low": 30)"), HasSubstr("\"low\""));
  EXPECT_THAT(wave(R"("of": "voice", "window": "0s")"), HasSubstr("/layers/1/window"));
  EXPECT_THAT(wave(R"("of": "voice", "style": "dots")"), HasSubstr("/layers/1/style"));
  EXPECT_THAT(spectrum(R"("low": 9000, "high": 300)"),
              HasSubstr("\"high\", 300 Hz, is not above \"low\", 9000 Hz | /layers/1/high"));
  EXPECT_THAT(spectrum(R"("range": [-10, -60])"), HasSubstr("not above where it begins, -10 dB | /layers/1/range"));
  EXPECT_THAT(spectrum(R"("played": "#fff")"), HasSubstr("\"played\""));
  EXPECT_THAT(spectrum(R"("style": "scope")"), HasSubstr("/layers/1/style"));
  EXPECT_THAT(shape(R"("opacity": {"level": "nobody", "from": 0, "to": 1})"),
              HasSubstr("no layer has the id \"nobody\" | /layers/1/opacity/level"));
  EXPECT_THAT(shape(R"("opacity": {"level": "voice", "from": 0})"), HasSubstr("/layers/1/opacity"));
  EXPECT_THAT(shape(R"("opacity": {"level": "voice", "from": 0, "to": 3})"), HasSubstr("/layers/1/opacity"));
  EXPECT_THAT(shape(R"("opacity": {"level": "voice", "from": 0, "to": 1, "keys": [{"t": 0, "v": 1}]})"),
              HasSubstr("\"level\" has no meaning beside"));
  EXPECT_THAT(layer_faults(kVoice +
                           R"(, {"type": "audio", "audio": "m.wav", "gain": {"level": "voice", "from": 0, "to": -9}})"),
              HasSubstr("what is heard cannot follow sound itself | /layers/1/gain"));
}

}  // namespace
}  // namespace fp
