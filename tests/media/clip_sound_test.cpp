// Sound: how long it is to the sample, where things stand in it, and what more channels come to.
#include <algorithm>
#include <cmath>

#include "tests/media/footage.hpp"

namespace fp {
namespace {

using namespace footage;

using ClipSound_ = FootageTest;

// A click of one sample at `at`, else silence; `rate` Hz, `seconds` long.
std::string click(int rate, double seconds, int at) {
  return "-f lavfi -i \"aevalsrc=exprs='if(eq(n," + std::to_string(at) + "),0.9,0)':s=" + std::to_string(rate) +
         ":d=" + std::to_string(seconds) + "\" ";
}

int64_t loudest(const Pcm& pcm, int channel = 0) {
  int64_t at = 0;
  const auto samples = pcm.samples();
  for (int64_t i = 0; i < pcm.frames(); ++i) {
    const auto level = [&](int64_t n) { return std::abs(samples[static_cast<size_t>(n * 2 + channel)]); };
    if (level(i) > level(at)) at = i;
  }
  return at;
}

struct Kind {
  const char* name;
  const char* file;
  const char* options;
  int slack;  // samples a lossy codec may move a click
};
void PrintTo(const Kind& kind, std::ostream* out) {
  *out << kind.name;
}
class ClipClick : public FootageTest, public ::testing::WithParamInterface<Kind> {};

TEST_P(ClipClick, StandsWhereItWasPut) {
  const Kind& kind = GetParam();
  make(kind.file, click(48000, 2, 30000) + kind.options);
  const auto clip = this->clip(kind.file);
  ASSERT_NE(clip, nullptr);
  ASSERT_TRUE(clip->sound().has_value());
  EXPECT_EQ(clip->sound()->frames, 96000);
  const auto pcm = clip->pcm();
  ASSERT_TRUE(pcm.has_value()) << to_string(pcm.error()[0]);
  EXPECT_EQ((*pcm)->frames(), 96000);
  EXPECT_NEAR(static_cast<double>(loudest(**pcm)), 30000, kind.slack);
  const auto samples = (*pcm)->samples();
  EXPECT_EQ(samples[60000], samples[60001]) << "mono on both sides";
}

INSTANTIATE_TEST_SUITE_P(Codecs, ClipClick,
                         ::testing::Values(Kind{"wav", "a.wav", "", 0}, Kind{"flac", "a.flac", "", 0},
                                           Kind{"alac", "a.m4a", "-c:a alac", 0}, Kind{"aac", "a.m4a", "-c:a aac", 1},
                                           Kind{"aac_mp4", "a.mp4", "-c:a aac -b:a 192k", 1},
                                           Kind{"opus_ogg", "a.opus", "-c:a libopus -b:a 160k", 1},
                                           Kind{"opus_webm", "a.webm", "-c:a libopus -b:a 160k", 1},
                                           Kind{"vorbis", "a.ogg", "-c:a libvorbis -q:a 8", 1},
                                           Kind{"mp3", "a.mp3", "-c:a libmp3lame -b:a 256k", 1},
                                           Kind{"pcm_mov", "a.mov", "-c:a pcm_s24le", 0},
                                           Kind{"float_mkv", "a.mkv", "-c:a pcm_f32le", 0}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(ClipSound_, IsResampledInPlace) {
  make("a.wav", click(44100, 2, 22050));
  const auto clip = this->clip("a.wav");
  ASSERT_NE(clip, nullptr);
  EXPECT_EQ(clip->sound()->rate, 44100);
  const auto pcm = clip->pcm();
  ASSERT_TRUE(pcm.has_value()) << to_string(pcm.error()[0]);
  EXPECT_EQ((*pcm)->frames(), 96000);
  EXPECT_EQ(loudest(**pcm), 24000);
}

// What LAME says is to be left out is longer than a packet of low rates.
TEST_F(ClipSound_, Mp3OfLowRatesBeginsWhereItBegan) {
  for (const int rate : {8000, 16000, 22050, 44100}) {
    make("a.mp3", click(rate, 1, rate / 2) + "-c:a libmp3lame -b:a 64k");
    const auto clip = this->clip("a.mp3");
    ASSERT_NE(clip, nullptr);
    const auto pcm = clip->pcm();
    ASSERT_TRUE(pcm.has_value()) << to_string(pcm.error()[0]);
    EXPECT_NEAR(static_cast<double>((*pcm)->frames()), 48000, 2) << rate;
    EXPECT_NEAR(static_cast<double>(loudest(**pcm)), 24000, 2 * 48000.0 / rate) << rate;
  }
}

TEST_F(ClipSound_, KeepsItsBitsAt48kHz) {
  make("a.wav", "-f lavfi -i \"aevalsrc=exprs='0.5*sin(n*0.37)|-0.25*sin(n*0.11)':s=48000:d=0.2\" -c:a pcm_s24le");
  const auto pcm = clip("a.wav")->pcm();
  ASSERT_TRUE(pcm.has_value());
  const std::string bytes = this->bytes("a.wav");
  const size_t data = bytes.find("data") + 8;
  for (size_t i = 0; i < static_cast<size_t>((*pcm)->frames()) * 2; ++i) {
    const auto byte = [&](size_t n) {
      return static_cast<uint32_t>(static_cast<unsigned char>(bytes[data + i * 3 + n]));
    };
    const int32_t stored = static_cast<int32_t>(byte(0) << 8 | byte(1) << 16 | byte(2) << 24) >> 8;
    ASSERT_EQ((*pcm)->samples()[i], stored) << i;
  }
}

TEST_F(ClipSound_, MixesMoreChannelsDown) {
  make("a.wav", "-f lavfi -i \"aevalsrc=exprs='0.1|0.2|0.3|0.9|0.05|0.07':c=5.1:s=48000:d=0.1\" -c:a pcm_f32le");
  const auto pcm = clip("a.wav")->pcm();
  ASSERT_TRUE(pcm.has_value()) << to_string(pcm.error()[0]);
  const double half = std::sqrt(0.5), full = 1 << 23;
  EXPECT_NEAR((*pcm)->samples()[200] / full, 0.1 + 0.3 * half + 0.05 * half, 1e-6);
  EXPECT_NEAR((*pcm)->samples()[201] / full, 0.2 + 0.3 * half + 0.07 * half, 1e-6);
}

TEST_F(ClipSound_, StaysWithThePicture) {
  make("v.mp4", numbered(50) + "-c:v libx264 -bf 2");
  make("s.m4a", click(48000, 1, 4800) + "-c:a aac");
  make("later.mp4", "-i v.mp4 -itsoffset 0.5 -i s.m4a -map 0:v -map 1:a -c copy");
  const auto clip = this->clip("later.mp4");
  ASSERT_NE(clip, nullptr);
  const auto pcm = clip->pcm();
  ASSERT_TRUE(pcm.has_value()) << to_string(pcm.error()[0]);
  EXPECT_NEAR(static_cast<double>(loudest(**pcm)), 24000 + 4800, 48);  // MP4's edit list counts in milliseconds
  EXPECT_EQ(clip->frame_at({0, 1}), 0);
}

TEST_F(ClipSound_, IsTheSameEachTime) {
  make("a.ogg", "-f lavfi -i \"anoisesrc=seed=3:d=1:r=44100\" -c:a libvorbis");
  const auto first = clip("a.ogg")->pcm(), second = clip("a.ogg")->pcm();
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(std::ranges::equal((*first)->samples(), (*second)->samples()));
}

TEST_F(ClipSound_, DamageIsAnErrorNotSilence) {
  make("a.flac", "-f lavfi -i \"anoisesrc=seed=3:d=1:r=44100\"");
  std::string bytes = this->bytes("a.flac");
  for (size_t i = bytes.size() / 2; i < bytes.size() / 2 + 40; ++i) bytes[i] = static_cast<char>(bytes[i] ^ 0x5a);
  write("bad.flac", bytes);
  const auto clip = this->clip("bad.flac");
  ASSERT_NE(clip, nullptr);
  const auto pcm = clip->pcm();
  ASSERT_FALSE(pcm.has_value());
  EXPECT_EQ(pcm.error()[0].fault, Fault::missing);
  EXPECT_NE(pcm.error()[0].message.find("bad.flac"), std::string::npos);
}

TEST_F(ClipSound_, AFileWithoutAnySaysSo) {
  make("a.mp4", numbered(3) + "-c:v libx264");
  const auto pcm = clip("a.mp4")->pcm();
  ASSERT_FALSE(pcm.has_value());
  EXPECT_NE(pcm.error()[0].message.find("no sound"), std::string::npos);
}

}  // namespace
}  // namespace fp
