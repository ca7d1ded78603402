#include <algorithm>

#include "tests/audio/heard.hpp"

namespace fp::testing_audio {
namespace {

const std::string kLayers =
    R"({"type": "audio", "id": "voice", "audio": "a", "in": "1s", "fadeIn": "0.2s", "speed": 1.1},
    {"type": "audio", "audio": "b", "atEnd": "loop", "duck": {"under": "voice"}})";

std::string document(const char* fps = "30000/1001") {
  return canvas(kLayers, "4s", fps, R"("sound": {"loudness": -14},)");
}

Files files() {
  return {{"a", noise(96000, 6'000'000, 1)}, {"b", noise(31234, 3'000'000, 2)}};
}

TEST(Programme, APartIsASliceOfTheWhole) {
  for (const char* fps : {"24", "25", "30", "30000/1001", "60"}) {
    const Programme whole = programme(document(fps), files());
    const Composition composition = built(document(fps));
    const auto sample = [&](int64_t frame) { return frame * 48000 * composition.fps.den / composition.fps.num; };
    ASSERT_EQ(whole.pcm->frames(), sample(composition.frames));
    const Programme part = programme(document(fps), files(), 17, 31);
    ASSERT_EQ(part.pcm->frames(), sample(48) - sample(17)) << fps;
    EXPECT_TRUE(std::ranges::equal(
        part.pcm->samples(),
        whole.pcm->samples().subspan(static_cast<size_t>(sample(17)) * 2, part.pcm->samples().size())));
    EXPECT_EQ(part.loudness, whole.loudness);
    EXPECT_NE(part.hash, whole.hash);
  }
}

TEST(Programme, ThreadsDoNotMatter) {
  const Programme one = programme(document(), files());
  EXPECT_EQ(one.hash, programme(document(), files(), 0, -1, 2).hash);
  EXPECT_EQ(one.hash, programme(document(), files(), 0, -1, 5).hash);
  EXPECT_EQ(one.hash, sha256(std::as_bytes(one.pcm->samples())));
}

// Its bits may not change unseen: every number on the way to them is our own or an integer.
TEST(Programme, IsTheSameOnEveryMachine) {
  EXPECT_EQ(to_hex(programme(document(), files()).hash),
            "d6d637880d6144bb7aa910cc76b394f5fbdc6fc906ef2282ef92d0464b8a090a");
}

TEST(Programme, NoSoundIsSaid) {
  const Programme none = programme(canvas(R"({"type": "solid", "color": "#fff"})"), {});
  EXPECT_FALSE(none.has_sound);
  EXPECT_EQ(none.pcm, nullptr);
  EXPECT_EQ(none.notes, std::vector<std::string>{"no layer is heard: there is no sound"});
  const Programme mute =
      programme(canvas(R"({"type": "video", "id": "v", "video": "m", "size": [9, 9]})"), {{"m", {}}});
  EXPECT_FALSE(mute.has_sound);
  EXPECT_EQ(mute.notes.at(0), "the file of the layer \"v\" has no sound");
}

TEST(Programme, TemporaryFilesThatCannotBeMadeAreAnError) {
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before ? before : "";
  ::setenv("TMPDIR", "/proc/self", 1);
  const Errors errors = programme_errors(document(), files());
  before ? ::setenv("TMPDIR", kept.c_str(), 1) : ::unsetenv("TMPDIR");
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].fault, Fault::failed);
}

}  // namespace
}  // namespace fp::testing_audio
