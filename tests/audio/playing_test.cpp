#include "engine/scene/clip_time.hpp"
#include "tests/audio/heard.hpp"

namespace fp::testing_audio {
namespace {

std::vector<int32_t> played(const std::string& more, const Files& files, const std::string& fps = "30") {
  return mixed(canvas(R"({"type": "video", "size": [9, 9], "video": "a", )" + more + "}", "2s", fps), files);
}

TEST(Playing, BackwardsIsTheMirrorOfForwards) {
  const auto out = played(R"("speed": -1)", {{"a", counting(48000)}});
  for (int64_t i = 0; i < 48000; ++i) ASSERT_EQ(left(out, i), 48000 - i);
  EXPECT_EQ(left(out, 48000), 0);
}

TEST(Playing, LoopsAndGoesBackAndForthWithoutALostSample) {
  const auto loop = played(R"("atEnd": "loop", "start": "0.01s", "end": "0.03s")", {{"a", counting(4800)}});
  for (int64_t i = 0; i < 96000; ++i) ASSERT_EQ(left(loop, i), 481 + i % 960) << i;
  const auto back = played(R"("atEnd": "pingpong")", {{"a", counting(1000)}});
  for (int64_t i = 0; i < 96000; ++i) {
    const int64_t at = i % 2000;
    ASSERT_EQ(left(back, i), at < 1000 ? at + 1 : 2000 - at) << i;
  }
}

TEST(Playing, SoundOfFootageLoopsWithItsPictures) {
  // 30 pictures at 29.97 a second last 1.001 s; the sound beside them is a little longer.
  SoundFile file = counting(50000);
  file.picture_length = Rational{1001, 1000};
  const auto out = played(R"("atEnd": "loop")", {{"a", file}});
  EXPECT_EQ(left(out, 48047), 48048);
  EXPECT_EQ(left(out, 48048), 1);
  file = counting(40000);  // and here it ends before them
  file.picture_length = Rational{1001, 1000};
  const auto shorter = played(R"("atEnd": "loop")", {{"a", file}});
  EXPECT_EQ(left(shorter, 39999), 40000);
  EXPECT_EQ(left(shorter, 40000), 0);
  EXPECT_EQ(left(shorter, 48048), 1);
}

// The largest difference from a pure tone, in shares of full scale, over the middle of the sound.
double off_tone(const std::vector<int32_t>& sound, double hertz, double amplitude, int64_t begin, int64_t end) {
  double worst = 0;
  for (int64_t i = begin; i < end; ++i) {
    const double wanted = amplitude * std::sin(2 * kPi * hertz * static_cast<double>(i) / 48000);
    worst = std::max(worst, std::fabs(left(sound, i) / 8388608.0 - wanted));
  }
  return worst;
}

TEST(Playing, ChangesTheSpeedOfTonesAndNothingElse) {
  const Files files{{"a", tone(96000, 997, 0.5)}};
  EXPECT_LT(off_tone(played(R"("speed": 0.5)", files), 498.5, 0.5, 100, 95000), 1e-4);
  EXPECT_LT(off_tone(played(R"("speed": 1.37)", files), 997 * 1.37, 0.5, 100, 60000), 1e-4);
  EXPECT_LT(off_tone(played(R"("speed": 3)", files), 2991, 0.5, 100, 30000), 1e-4);
  EXPECT_LT(off_tone(played(R"("speed": 2)", {{"a", tone(96000, 9000, 0.5)}}), 18000, 0.5, 100, 40000), 1e-3);
}

TEST(Playing, WhatWouldAliasIsNotHeard) {
  const auto loudest = [](const std::vector<int32_t>& sound) {
    int32_t most = 0;
    for (int64_t i = 1000; i < 40000; ++i) most = std::max(most, std::abs(left(sound, i)));
    return most / 8388608.0;
  };
  // 15 kHz at twice the speed would be 30 kHz, which a sampler without a filter turns into 18 kHz.
  EXPECT_LT(loudest(played(R"("speed": 2)", {{"a", tone(96000, 15000, 0.9)}})), 2e-4);
  EXPECT_GT(loudest(played(R"("speed": 2)", {{"a", tone(96000, 9000, 0.9)}})), 0.89);
}

TEST(Playing, KeyedSpeedPassesThroughTheFileAsThePicturesDo) {
  // From standing still to twice the speed over 2 s: after t seconds t^2/2 of the file have passed. A file whose
  // samples rise evenly says where it is.
  const SoundFile ramp = file_of(200000, [](int64_t i) { return std::pair(static_cast<int32_t>(i * 40), 0); });
  const Composition composition = built(canvas(
      R"({"type": "video", "size": [9, 9], "video": "a", "speed": {"keys": [{"t": 0, "v": 0.5, "ease": "linear"},
      {"t": "2s", "v": 1.5}]}})",
      "2s", "30000/1001"));
  const Mix mix = mix_of(composition, {{"a", ramp}});
  std::vector<int32_t> out(static_cast<size_t>(mix.plan.samples) * 2);
  mix_sound(mix, 0, out);
  const ClipTime& time = std::get<VideoContent>(composition.layers[0].content).time;
  for (int64_t frame = 1; frame < composition.frames; ++frame) {
    const double passed = to_double(passed_at(time, static_cast<double>(frame)));
    const auto sample = static_cast<int64_t>(std::ceil(static_cast<double>(frame) * 1601.6));
    ASSERT_NEAR(left(out, sample) / 40.0, passed * 48000, 2) << frame;
  }
}

TEST(Playing, AFileThatIsAllCutAwayIsAFault) {
  const Composition all = built(canvas(R"({"type": "audio", "audio": "a", "start": "3s"})"));
  const Result<Mix> mix = prepare_mix(*plan_sound(all), source({{"a", counting(48000)}}));
  ASSERT_FALSE(mix.has_value());
  EXPECT_EQ(mix.error()[0].message, "nothing of 'a' is heard: \"start\" is 3 s, and it lasts 1 s");
  EXPECT_EQ(mix.error()[0].pointer, "/layers/0");
}

}  // namespace
}  // namespace fp::testing_audio
