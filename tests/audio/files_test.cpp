// From files to a programme, through the decoder.
#include <algorithm>

#include "tests/audio/heard.hpp"
#include "tests/media/footage.hpp"

namespace fp::testing_audio {
namespace {

class SoundFiles : public footage::FootageTest {
 protected:
  PcmSource files() {
    return [this](const std::string& name) -> Result<SoundFile> {
      Result<std::shared_ptr<Clip>> clip = open(name);
      if (!clip) return fail(std::move(clip.error()));
      return sound_of(**clip);
    };
  }
  Result<Programme> programme_of(const std::string& document) {
    const Composition composition = built(document);
    return make_programme(composition, 0, composition.frames, files());
  }
};

std::vector<int64_t> clicks(const Pcm& pcm) {
  std::vector<int64_t> places;
  for (int64_t i = 0; i < pcm.frames(); ++i) {
    if (std::abs(pcm.samples()[static_cast<size_t>(i) * 2]) > 1'000'000) places.push_back(i);
  }
  return places;
}

TEST_F(SoundFiles, ClicksOfALoopedVideoStandWithItsPictures) {
  // 51 pictures last 2.04 s, its sound only 2 s.
  make("v.mov",
       "-f lavfi -i testsrc2=size=64x64:rate=25:d=2.04 -f lavfi -i "
       "\"aevalsrc=exprs='if(eq(n,4800),0.5,0)':s=48000:d=2\" -c:v mpeg4 -c:a pcm_s24le");
  make("v.wav", "-f lavfi -i \"aevalsrc=exprs='if(eq(n,100),0.5,0)':s=48000:d=1\" -c:a pcm_s24le");
  const auto made =
      programme_of(canvas(R"({"type": "video", "video": "v.mov", "size": [9, 9], "in": "10f", "atEnd": "loop"},
      {"type": "audio", "audio": "v.wav", "in": "100f"})",
                          "6s", "25"));
  ASSERT_TRUE(made) << to_string(made.error()[0]);
  EXPECT_EQ(made->pcm->frames(), 288000);
  const int64_t in = 10 * 1920 + 4800, round = 51 * 1920;
  EXPECT_EQ(clicks(*made->pcm), (std::vector<int64_t>{in, in + round, 100 * 1920 + 100, in + 2 * round}));
}

TEST_F(SoundFiles, FaultsAreSaidAtTheLayer) {
  write("noise.mp3", "this is no sound");
  make("mute.mp4", "-f lavfi -i testsrc2=size=64x64:rate=25:d=1 -c:v mpeg4");
  const auto message = [&](const std::string& layer) {
    const auto made = programme_of(canvas(layer));
    EXPECT_FALSE(made.has_value());
    if (made) return std::string();
    EXPECT_EQ(made.error()[0].fault, Fault::missing);
    return made.error()[0].message + " " + made.error()[0].pointer;
  };
  for (const char* name : {"noise.mp3", "gone.wav", "../x.wav", "mute.mp4"}) {
    const std::string text = message(fmt::format(R"({{"type": "audio", "audio": "{}"}})", name));
    EXPECT_NE(text.find(name), std::string::npos) << text;
    EXPECT_NE(text.find("/layers/0"), std::string::npos) << text;
  }
  const auto mute = programme_of(canvas(R"({"type": "video", "id": "v", "video": "mute.mp4", "size": [9, 9]})"));
  ASSERT_TRUE(mute) << to_string(mute.error()[0]);
  EXPECT_FALSE(mute->has_sound);
}

}  // namespace
}  // namespace fp::testing_audio
