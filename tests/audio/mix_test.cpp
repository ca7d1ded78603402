#include <random>

#include "engine/audio/decibels.hpp"
#include "tests/audio/heard.hpp"

namespace fp::testing_audio {
namespace {

constexpr const char* kRates[] = {"24", "25", "30", "30000/1001", "60"};

TEST(Mix, LengthAndPlacesAreExactAtEveryRate) {
  for (const char* rate : kRates) {
    const Composition composition =
        built(canvas(R"({"type": "audio", "audio": "a", "in": "7f", "out": "41f"})", "100f", rate));
    const Mix mix = mix_of(composition, {{"a", constant(480000, 1000)}});
    const auto sample = [&](int64_t frame) { return frame * 48000 * composition.fps.den / composition.fps.num; };
    ASSERT_EQ(mix.plan.samples, sample(100)) << rate;
    std::vector<int32_t> out(static_cast<size_t>(mix.plan.samples) * 2);
    mix_sound(mix, 0, out);
    for (int64_t i = 0; i < mix.plan.samples; ++i)
      ASSERT_EQ(left(out, i), i >= sample(7) && i < sample(41) ? 1000 : 0) << rate << " at " << i;
  }
}

TEST(Mix, CopiesSamplesAtSpeedOneExactly) {
  for (const char* rate : kRates) {
    const auto out = mixed(canvas(R"({"type": "audio", "audio": "a", "in": "1f", "start": "0.5s"})", "1s", rate),
                           {{"a", counting(30000)}});
    const Composition composition = built(canvas("", "1s", rate));
    const int64_t begin = 48000 * composition.fps.den / composition.fps.num;
    EXPECT_EQ(left(out, begin - 1), 0);
    for (int64_t i = 0; i < 6000; ++i) {
      ASSERT_EQ(left(out, begin + i), 24001 + i) << rate;
      ASSERT_EQ(right(out, begin + i), -24001 - i) << rate;
    }
    EXPECT_EQ(left(out, begin + 6000), 0);  // the file has ended
  }
}

TEST(Mix, AddsClipsExactlyAndInAnyOrder) {
  const std::string a = R"({"type": "audio", "audio": "a"})", b = R"({"type": "audio", "audio": "b", "gain": -6})",
                    c = R"({"type": "video", "video": "c", "size": [9, 9], "sound": {"pan": 0.3, "fadeIn": "0.4s"}})";
  const Files files{
      {"a", noise(96000, 6'000'000, 1)}, {"b", noise(96000, 8'000'000, 2)}, {"c", noise(96000, 8'000'000, 3)}};
  const auto out = mixed(canvas(a + "," + b + "," + c), files);
  EXPECT_EQ(out, mixed(canvas(c + "," + a + "," + b), files));
  const auto sum = mixed(canvas(a), files);
  const auto twice = mixed(canvas(a + "," + a), files);
  for (size_t i = 0; i < sum.size(); ++i) ASSERT_EQ(twice[i], 2 * sum[i]);
}

TEST(Mix, BlocksOfAnySizeGiveTheWhole) {
  const std::string layers = R"(
    {"type": "audio", "id": "voice", "audio": "a", "in": "0.3s", "out": "0.9s", "speed": 1.37, "fadeIn": "0.2s"},
    {"type": "audio", "audio": "b", "gain": {"keys": [{"t": 0, "v": -20}, {"t": "1s", "v": 3}]},
     "duck": {"under": "voice"}, "atEnd": "loop"},
    {"type": "video", "video": "c", "size": [9, 9], "speed": {"keys": [{"t": 0, "v": 1}, {"t": "2s", "v": -2}]},
     "sound": {"pan": {"keys": [{"t": 0, "v": -1}, {"t": "2s", "v": 1}]}}, "atEnd": "pingpong"})";
  const Files files{
      {"a", noise(96000, 6'000'000, 1)}, {"b", noise(7777, 8'000'000, 2)}, {"c", noise(40000, 8'000'000, 3)}};
  const Mix mix = mix_of(built(canvas(layers, "2s", "30000/1001")), files);
  std::vector<int32_t> whole(static_cast<size_t>(mix.plan.samples) * 2), parts(whole.size());
  mix_sound(mix, 0, whole);
  std::mt19937 random(7);
  for (int round = 0; round < 5; ++round) {
    std::ranges::fill(parts, -1);
    for (size_t at = 0; at < parts.size();) {
      const size_t n = std::min<size_t>(2 * (1 + random() % (round == 0 ? 30 : 9000)), parts.size() - at);
      mix_sound(mix, static_cast<int64_t>(at / 2), std::span(parts).subspan(at, n));
      at += n;
    }
    ASSERT_EQ(parts, whole);
  }
}

TEST(Mix, GainIsInDecibels) {
  const auto at = [](const std::string& gain) {
    return left(
        mixed(canvas(R"({"type": "audio", "audio": "a", "gain": )" + gain + "}"), {{"a", constant(96000, 1'000'000)}}),
        500);
  };
  EXPECT_EQ(at("0"), 1'000'000);
  EXPECT_EQ(at("20"), 10'000'000);
  EXPECT_EQ(at("-20"), 100'000);
  EXPECT_NEAR(at("-6"), 501'187, 1);
  EXPECT_EQ(at("-96"), 0);
}

TEST(Mix, KeyedGainIsMetAtItsKeysAndInBetween) {
  const auto out = mixed(canvas(R"({"type": "audio", "audio": "a", "gain":
      {"keys": [{"t": 0, "v": 0, "ease": "linear"}, {"t": "1s", "v": -40}]}})"),
                         {{"a", constant(96000, 1'000'000)}});
  EXPECT_EQ(left(out, 0), 1'000'000);
  EXPECT_NEAR(left(out, 24000), 100'000, 60);
  EXPECT_EQ(left(out, 48000), 10'000);
  EXPECT_EQ(left(out, 90000), 10'000);
  for (int64_t i = 1; i < 48000; ++i) ASSERT_LE(left(out, i), left(out, i - 1)) << i;
}

TEST(Mix, PanIsABalance) {
  const auto at = [](const std::string& pan) {
    const auto out =
        mixed(canvas(R"({"type": "audio", "audio": "a", "pan": )" + pan + "}"), {{"a", constant(96000, 1000)}});
    return std::pair(left(out, 48000), right(out, 48000));
  };
  EXPECT_EQ(at("0"), std::pair(1000, 1000));
  EXPECT_EQ(at("1"), std::pair(0, 1000));
  EXPECT_EQ(at("-1"), std::pair(1000, 0));
  EXPECT_EQ(at("0.25"), std::pair(750, 1000));
  EXPECT_EQ(at(R"({"keys": [{"t": 0, "v": -1, "ease": "linear"}, {"t": "2s", "v": 1}]})"), std::pair(1000, 1000));
}

TEST(Mix, FadesAreLinearFromTheFirstSampleToTheLast) {
  const auto out = mixed(
      canvas(R"({"type": "audio", "audio": "a", "in": "0.5s", "out": "1.5s", "fadeIn": "0.2s", "fadeOut": "0.1s"})"),
      {{"a", constant(96000, 960'000)}});
  EXPECT_EQ(left(out, 24000), 0);
  EXPECT_EQ(left(out, 24000 + 4800), 480'000);
  EXPECT_EQ(left(out, 24000 + 9600), 960'000);
  EXPECT_EQ(left(out, 60000), 960'000);
  EXPECT_EQ(left(out, 72000 - 2400), 480'000);
  EXPECT_EQ(left(out, 72000 - 1), 200);
  EXPECT_EQ(left(out, 72000), 0);
}

TEST(Mix, LoudSumsKeepTheirShapeFarAboveFullScale) {
  const std::string layer = R"({"type": "audio", "audio": "a", "gain": 20})";
  const auto out = mixed(canvas(layer + "," + layer), {{"a", constant(96000, 8'000'000)}});
  EXPECT_EQ(left(out, 10), 160'000'000);
}

}  // namespace
}  // namespace fp::testing_audio
