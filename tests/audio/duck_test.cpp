#include "engine/audio/duck.hpp"
#include "engine/audio/decibels.hpp"
#include "tests/audio/heard.hpp"

namespace fp::testing_audio {
namespace {

// 1 s of silence, then a voice from 1 s to 1.5 s and, where asked for, another from 1.6 s on to 1.8 s.
SoundFile voice(bool twice = false) {
  return file_of(192000, [=](int64_t i) {
    const bool on = (i >= 48000 && i < 72000) || (twice && i >= 76800 && i < 86400);
    const int32_t v = on ? (i % 2 == 0 ? 1'000'000 : -1'000'000) : 0;
    return std::pair(v, v);
  });
}

std::vector<int32_t> music_under(const std::string& duck, const SoundFile& spoken, const std::string& voice_more = "",
                                 const std::string& music_more = "") {
  const std::string document =
      canvas(R"({"type": "audio", "id": "voice", "audio": "v")" + voice_more +
                 R"(}, {"type": "audio", "id": "music", "audio": "m", "duck": )" + duck + music_more + "}",
             "4s");
  const Files files{{"v", spoken}, {"m", constant(192000, 1'000'000)}};
  const Mix mix = mix_of(built(document), files);
  std::vector<int64_t> sums(static_cast<size_t>(mix.plan.samples) * 2);
  for (const HeardClip& clip : mix.plan.clips) {
    if (mix.plan.layers[clip.layer].id == "music") add_clip(mix, clip, 0, sums, true);
  }
  std::vector<int32_t> out;
  for (const int64_t v : sums) out.push_back(static_cast<int32_t>(v >> 8));
  return out;
}

constexpr const char* kDuck = R"({"under": "voice", "by": 20, "attack": "0.1s", "release": "0.5s"})";

double decibels(const std::vector<int32_t>& sound, double seconds) {
  return 20 * std::log10(left(sound, static_cast<int64_t>(seconds * 48000)) / 1e6);
}

TEST(Duck, MakesRoomBeforeTheFirstSyllableAndComesBackAfterTheLast) {
  const auto out = music_under(kDuck, voice());
  EXPECT_EQ(left(out, 43200 - 48), 1'000'000);
  EXPECT_NEAR(decibels(out, 0.95), -10, 0.1);
  for (int64_t i = 48000; i < 72000; ++i) ASSERT_EQ(left(out, i), 100'000) << i;  // all the time it speaks
  EXPECT_NEAR(decibels(out, 1.75), -10, 0.1);
  EXPECT_EQ(left(out, 96000 + 48), 1'000'000);
}

TEST(Duck, ShortPausesCountAsHeard) {
  const auto out = music_under(kDuck, voice(true));
  for (int64_t i = 48000; i < 86400; ++i) ASSERT_EQ(left(out, i), 100'000) << i;
  EXPECT_GT(left(out, 90000), 100'000);
}

TEST(Duck, WhatIsBelowTheThresholdIsNotHeard) {
  for (const int32_t v : music_under(kDuck, voice(), R"(, "gain": -30)")) ASSERT_EQ(v, 1'000'000);  // -48 dB
  EXPECT_LT(decibels(music_under(kDuck, voice(), R"(, "gain": -20)"), 1.2), -19.9);                 // -38 dB
  const auto louder = music_under(R"({"under": ["voice"], "threshold": -10})", voice());
  for (const int32_t v : louder) ASSERT_EQ(v, 1'000'000);
}

TEST(Duck, OwnGainsAndFadesOfTheOthersCount) {
  const auto out = music_under(kDuck, voice(), R"(, "fadeIn": "2s", "fadeOut": "2s")");
  EXPECT_EQ(left(out, 60000), 100'000);
}

TEST(Duck, EverythingInAGroupIsMeantByItsName) {
  const std::string document = canvas(
      R"({"type": "group", "id": "talk", "children": [{"type": "audio", "id": "voice", "audio": "v"}]},
         {"type": "audio", "id": "music", "audio": "m", "duck": {"under": "talk"}})",
      "4s");
  const Mix mix = mix_of(built(document), {{"v", voice()}, {"m", constant(192000, 1'000'000)}});
  ASSERT_EQ(mix.ducks.size(), 1u);
  EXPECT_EQ(mix.ducks[0][1200], fixed_gain(factor_of(-12)));
}

TEST(Duck, TwoThatDuckUnderEachOtherHearEachOtherAsRecorded) {
  const std::string document = canvas(
      R"({"type": "audio", "id": "a", "audio": "v", "duck": {"under": "b"}},
         {"type": "audio", "id": "b", "audio": "v", "duck": {"under": "a"}})",
      "4s");
  const Mix mix = mix_of(built(document), {{"v", voice()}});
  ASSERT_EQ(mix.ducks.size(), 2u);
  EXPECT_EQ(mix.ducks[0], mix.ducks[1]);
  EXPECT_LT(mix.ducks[0][1200], kUnityGain);
}

TEST(Duck, AVoiceThatThisRowDoesNotHaveDucksNothing) {
  const std::string document = canvas(
      R"({"type": "audio", "id": "voice", "audio": ""}, {"type": "audio", "audio": "m", "duck": {"under": "voice"}})");
  for (const int32_t v : mixed(document, {{"m", constant(192000, 1000)}})) ASSERT_EQ(v, 1000);
}

TEST(Duck, CopiesAnswerToTheNameOfTheirLayer) {
  const HeardLayer copy{.within = {"list.2", "voice.2.11"}};
  EXPECT_TRUE(answers_to(copy, "voice"));
  EXPECT_TRUE(answers_to(copy, "voice.2"));
  EXPECT_TRUE(answers_to(copy, "list"));
  EXPECT_FALSE(answers_to(copy, "voi"));
  EXPECT_FALSE(answers_to(copy, "voice.1"));
  EXPECT_FALSE(answers_to({.within = {"voice.over"}}, "voice"));
}

}  // namespace
}  // namespace fp::testing_audio
