// Footage and sound as templates say it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/template/built.hpp"

namespace fp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing_documents::built;
using testing_documents::faults;
using testing_documents::layer_faults;
using testing_documents::layers;

VideoContent video(const std::string& members) {
  const std::vector<Layer> made = layers(R"({"type": "video", "video": "a.mp4", )" + members + "}");
  EXPECT_EQ(made.size(), 1u);
  return made.empty() ? VideoContent{} : std::get<VideoContent>(made[0].content);
}
AudioContent audio(const std::string& members) {
  const std::vector<Layer> made = layers(R"({"type": "audio", "audio": "a.wav", )" + members + "}");
  EXPECT_EQ(made.size(), 1u);
  return made.empty() ? AudioContent{} : std::get<AudioContent>(made[0].content);
}
std::string video_faults(const std::string& members) {
  return layer_faults(R"({"type": "video", "video": "a.mp4", )" + members + "}");
}

TEST(Clips, Times) {
  const ClipTime time = video(R"("start": "1.25s", "end": "2500ms", "speed": 0.5, "atEnd": "loop")").time;
  EXPECT_EQ(time.start, (Rational{5, 4}));
  EXPECT_EQ(time.end, (Rational{5, 2}));
  EXPECT_EQ(time.speed, (Rational{1, 2}));
  EXPECT_EQ(time.at_end, ClipTime::AtEnd::loop);
  EXPECT_EQ(video(R"("start": "10f")").time.start, (Rational{1, 3}));
  EXPECT_EQ(video(R"("start": 0.1)").time.start, (Rational{1, 10}));
  EXPECT_EQ(video(R"("speed": -1)").time.speed, (Rational{-1, 1}));
  EXPECT_TRUE(video(R"("speed": {"keys": [{"t": 0, "v": 0}, {"t": 1, "v": 1}]})").time.speeds.has_value());
}

TEST(Clips, TimesThatAreWrong) {
  EXPECT_THAT(video_faults(R"("start": 2, "end": "2s")"), HasSubstr("\"end\" is not after \"start\""));
  EXPECT_THAT(video_faults(R"("speed": 0)"), HasSubstr("a speed of 0 never shows another picture"));
  EXPECT_THAT(video_faults(R"("speed": 101)"), HasSubstr("a speed lies between -100 and 100"));
  EXPECT_THAT(video_faults(R"("start": "end-1s")"), HasSubstr("a time such as"));
  EXPECT_THAT(video_faults(R"("atEnd": "stop")"), HasSubstr("what follows its end"));
}

TEST(Clips, SoundOfAVideo) {
  EXPECT_TRUE(video(R"("fit": "contain")").sound.has_value());
  EXPECT_FALSE(video(R"("sound": false)").sound.has_value());
  const VideoContent made = video(R"("sound": {"gain": -6, "pan": 0.5, "fadeIn": "1s", "fadeOut": 2})");
  EXPECT_EQ(made.sound->gain.constant, -6);
  EXPECT_EQ(made.sound->pan.constant, 0.5);
  EXPECT_EQ(made.sound->fade_in, 30);
  EXPECT_EQ(made.sound->fade_out, 60);
  EXPECT_THAT(video_faults(R"("duration": "1s", "sound": {"fadeIn": "1s", "fadeOut": "1s"})"),
              HasSubstr("the fades take 60 frames, and the layer lasts 30"));
}

TEST(Clips, AudioLayers) {
  EXPECT_EQ(audio(R"("gain": 0)").time.at_end, ClipTime::AtEnd::hide);
  EXPECT_EQ(audio(R"("atEnd": "loop")").time.at_end, ClipTime::AtEnd::loop);
  const std::vector<Layer> all = layers(
      R"({"type": "audio", "audio": "a.wav", "duck": {"under": ["voice", "clip"], "by": 9, "attack": "100ms",
          "release": "0.25s", "threshold": -30}},
         {"id": "voice", "type": "audio", "audio": "b.wav"}, {"id": "clip", "type": "video", "video": "c.mp4"})");
  ASSERT_EQ(all.size(), 3u);
  const auto& made = std::get<AudioContent>(all[0].content);
  ASSERT_TRUE(made.sound.duck.has_value());
  EXPECT_THAT(made.sound.duck->under, ElementsAre("voice", "clip"));
  EXPECT_EQ(made.sound.duck->by, 9);
  EXPECT_DOUBLE_EQ(made.sound.duck->attack, 0.1);
  EXPECT_DOUBLE_EQ(made.sound.duck->release, 0.25);
  EXPECT_EQ(made.sound.duck->threshold, -30);
}

TEST(Clips, NumberedPictures) {
  const std::string head = R"({"type": "video", "video": )";
  const std::vector<Layer> made = layers(head + R"("shot/####.png", "numbered": {"from": 1, "to": 48, "fps": 24}})");
  ASSERT_EQ(made.size(), 1u);
  const VideoContent& shot = std::get<VideoContent>(made[0].content);
  EXPECT_EQ(shot.numbered->first, 1);
  EXPECT_EQ(shot.numbered->last, 48);
  EXPECT_EQ(shot.numbered->rate, (Rational{24, 1}));
  EXPECT_FALSE(shot.sound.has_value());
  EXPECT_THAT(layer_faults(head + R"("shot/####.png"})"), HasSubstr("nothing says which"));
  EXPECT_THAT(layer_faults(head + R"("a.mp4", "numbered": {"from": 1, "to": 2}})"), HasSubstr("has no #"));
  EXPECT_THAT(layer_faults(head + R"("#.png", "numbered": {"from": 3, "to": 2}})"),
              HasSubstr("\"to\" is below \"from\""));
}

TEST(Clips, Mastering) {
  const Composition c = built(
      R"({"framepress": 1, "canvas": {"size": [8, 8], "duration": 1}, "sound": {"loudness": -14, "truePeak": -2}, "layers": []})");
  EXPECT_EQ(c.mastering.loudness, -14);
  EXPECT_EQ(c.mastering.true_peak, -2);
  EXPECT_THAT(
      faults(R"({"framepress": 1, "canvas": {"size": [8, 8], "duration": 1}, "sound": {"loudness": 3}, "layers": []})"),
      HasSubstr("a loudness from -40 to -5 LUFS"));
}

}  // namespace
}  // namespace fp
