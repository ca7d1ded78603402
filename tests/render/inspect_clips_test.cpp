// What is found in footage and sound.
#include <gmock/gmock.h>

#include "engine/render/check.hpp"
#include "engine/template/template.hpp"
#include "tests/media/footage.hpp"
#include "tests/template/documents.hpp"

namespace fp {
namespace {

using testing_documents::parsed;

class InspectClips : public footage::FootageTest {
 protected:
  // "kind:layer:frame" of a two-second template at 30 frames a second, separated by spaces.
  std::string found(const std::string& layers) {
    Template tpl;
    tpl.file = "t.json";
    const Result<Composition> made = build_composition(
        tpl, parsed(R"({"framepress": 1, "canvas": {"size": [64, 64], "duration": "2s"}, "layers": [)" + layers + "]}"),
        "", "");
    EXPECT_TRUE(made.has_value()) << (made ? "" : to_string(made.error()[0]));
    if (!made) return "";
    Assets assets{std::make_shared<AssetRoot>(*AssetRoot::open(folder()))};
    cpu::Executor executor;
    const Result<std::vector<Finding>> findings = inspect(*made, assets, executor);
    if (!findings) return findings.error()[0].message;
    std::string all;
    for (const Finding& f : *findings) {
      all += (all.empty() ? "" : " ") + std::string(name_of(f.kind)) + ":" + f.name.layer->id + ":" +
             std::to_string(f.frame);
      EXPECT_FALSE(summary_of(kept(f, *made, "")).empty());
    }
    return all;
  }
};

std::string layer(const std::string& type, const std::string& file, const std::string& members = "") {
  return R"({"id": "x", "type": ")" + type + R"(", ")" + type + R"(": ")" + file + "\"" + members + "}";
}

TEST_F(InspectClips, FootageThatEndsEarly) {
  make("a.mp4", "-f lavfi -i testsrc2=size=64x64:rate=25:d=1 -c:v libx264");
  EXPECT_EQ(found(layer("video", "a.mp4")), "frozen:x:30");
  EXPECT_EQ(found(layer("video", "a.mp4", R"(, "in": "0.5s", "duration": "1.4s")")), "");  // 0.4 s: unnoticed
  EXPECT_EQ(found(layer("video", "a.mp4", R"(, "speed": 0.5)")), "");
  EXPECT_EQ(found(layer("video", "a.mp4", R"(, "speed": 2)")), "frozen:x:15");
  EXPECT_EQ(found(layer("video", "a.mp4", R"(, "speed": -1)")), "frozen:x:30");
  EXPECT_EQ(found(layer("video", "a.mp4", R"(, "start": "0.5s")")), "frozen:x:15");
  EXPECT_EQ(found(layer("video", "a.mp4", R"(, "atEnd": "loop")")), "");
  EXPECT_EQ(found(layer("video", "a.mp4", R"(, "duration": "1s")")), "");
  EXPECT_EQ(found(layer("video", "a.mp4", R"(, "ignore": ["frozen"])")), "");
  // In a group, in the composition's frames; and in one whose time runs at half speed.
  EXPECT_EQ(found(R"({"id": "g", "type": "group", "in": "0.2s", "children": [)" + layer("video", "a.mp4") + "]}"),
            "frozen:x:36");
  EXPECT_EQ(found(R"({"id": "g", "type": "group", "time": {"speed": 2, "duration": "4s"}, "children": [)" +
                  layer("video", "a.mp4", R"(, "sound": false)") + "]}"),
            "frozen:x:15");
}

TEST_F(InspectClips, InGroupsWithATimeOfTheirOwn) {
  make("a.mp4", "-f lavfi -i testsrc2=size=64x64:rate=25:d=1 -c:v libx264");
  const auto group = [&](const std::string& members, const std::string& time) {
    return found(R"({"id": "g", "type": "group", )" + members + R"("time": {)" + time + R"(}, "children": [)" +
                 layer("video", "a.mp4", R"(, "sound": false)") + "]}");
  };
  EXPECT_EQ(group("", R"("duration": "4s")"), "frozen:x:30");
  EXPECT_EQ(group(R"("duration": "0.9s", )", R"("duration": "4s")"), "");        // gone before
  EXPECT_EQ(group("", R"("speed": 4, "duration": "2s", "atEnd": "loop")"), "");  // a quarter of a second at a time
  EXPECT_EQ(group("", R"("speed": 4, "duration": "4s", "atEnd": "loop")"), "frozen:x:8");
  EXPECT_EQ(group(R"("in": "0.5s", )", R"("start": "2s", "duration": "4s")"), "frozen:x:15");  // from its first frame
}

// Where the speed turns, what counts is the end.
TEST_F(InspectClips, FootageThatGoesToAndFro) {
  make("a.mp4", "-f lavfi -i testsrc2=size=64x64:rate=25:d=1 -c:v libx264");
  const auto keyed = [&](const std::string& keys) {
    return found(layer("video", "a.mp4", R"(, "sound": false, "speed": {"keys": [)" + keys + "]}"));
  };
  EXPECT_EQ(keyed(R"({"t": 0, "v": 1, "ease": "hold"}, {"t": "1.2s", "v": -1})"), "");
  EXPECT_EQ(keyed(R"({"t": 0, "v": 2, "ease": "hold"}, {"t": "1s", "v": 0})"), "frozen:x:15");
}

TEST_F(InspectClips, FootageOfWhichNothingIsLeft) {
  make("a.mp4", "-f lavfi -i testsrc2=size=64x64:rate=25:d=1 -c:v libx264");
  EXPECT_EQ(found(layer("video", "a.mp4", R"(, "start": "5s")")),
            "layer \"x\": nothing of 'a.mp4' is shown: \"start\" is 5 s, and it lasts 1 s");
}

// Each frame is seen once on the way back, as it is on the way there: frame n ends where it began to be heard.
TEST_F(InspectClips, PingpongGoesBackFrameByFrame) {
  make("a.mp4", "-f lavfi -i testsrc2=size=64x64:rate=25 -frames:v 10 -c:v libx264");
  Assets assets{std::make_shared<AssetRoot>(*AssetRoot::open(folder()))};
  VideoContent video;
  video.asset = "a.mp4";
  video.time = {.fps = {25, 1}, .at_end = ClipTime::AtEnd::pingpong};
  const auto shown = [&](int64_t frame) {
    const auto footage = assets.footage(video, {frame, 25}, false);
    return footage && footage->image ? footage->image->level(0)->hash : Hash128{};
  };
  for (int64_t n = 0; n < 10; ++n) {
    EXPECT_EQ(shown(19 - n), shown(n)) << n;
    EXPECT_EQ(shown(20 + n), shown(n)) << n;
    if (n > 0) {
      EXPECT_NE(shown(n), shown(n - 1)) << n;
    }
  }
}

TEST_F(InspectClips, InterlacedFootage) {
  make("h264.mp4", "-f lavfi -i testsrc2=size=64x64:rate=25:d=2 -c:v libx264 -x264-params tff=1");
  make("prores.mov", "-f lavfi -i testsrc2=size=64x64:rate=25:d=2 -vf setfield=tff -c:v prores_ks -flags +ildct");
  make("plain.mp4", "-f lavfi -i testsrc2=size=64x64:rate=25:d=2 -c:v libx264");
  EXPECT_EQ(found(layer("video", "h264.mp4")), "interlaced:x:0");
  EXPECT_EQ(found(layer("video", "prores.mov")), "interlaced:x:0");
  EXPECT_EQ(found(layer("video", "plain.mp4")), "");
}

TEST_F(InspectClips, SoundThatIsCutOff) {
  make("long.wav", "-f lavfi -i sine=440:d=5");
  make("short.wav", "-f lavfi -i sine=440:d=1");
  make("pause.wav", "-f lavfi -i \"aevalsrc=if(lt(t\\,1.9)+gt(t\\,2.2)\\,0.5*sin(2764*t)\\,0):d=4\"");
  EXPECT_EQ(found(layer("audio", "long.wav")), "cut-off:x:59");
  EXPECT_EQ(found(layer("audio", "long.wav", R"(, "duration": "1s")")), "cut-off:x:29");
  EXPECT_EQ(found(layer("audio", "long.wav", R"(, "fadeOut": "0.5s")")), "");
  EXPECT_EQ(found(layer("audio", "long.wav", R"(, "gain": -50)")), "");
  EXPECT_EQ(found(layer("audio", "long.wav", R"(, "ignore": ["all"])")), "");
  EXPECT_EQ(found(layer("audio", "short.wav")), "");
  EXPECT_EQ(found(layer("audio", "short.wav", R"(, "duration": "1s")")), "");  // it ends there
  EXPECT_EQ(found(layer("audio", "short.wav", R"(, "atEnd": "loop")")), "cut-off:x:59");
  EXPECT_EQ(found(layer("audio", "pause.wav")), "");
}

// What a render would fail at is found too.
TEST_F(InspectClips, FilesThatCannotBeHeard) {
  make("mute.mp4", "-f lavfi -i testsrc2=size=64x64:rate=25:d=2 -c:v libx264");
  EXPECT_THAT(found(layer("audio", "mute.mp4")), ::testing::HasSubstr("has no sound"));
  EXPECT_THAT(found(layer("audio", "none.wav")), ::testing::HasSubstr("none.wav"));
}

}  // namespace
}  // namespace fp
