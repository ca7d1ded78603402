// What is pressed that is no video file: numbered pictures, raw frames, nothing, sound alone, captions beside a video.
#include <gtest/gtest.h>

#include <condition_variable>

#include "encoder/job/captions.hpp"
#include "encoder/job/sound_file.hpp"
#include "encoder/mux/pictures.hpp"
#include "tests/encoder/press_fixture.hpp"

namespace fp {
namespace {

using testing::kFrames;
using testing::PressFixture;
using testing::slurp;

Video pictures(const PressFixture& f) {
  Video v = f.video("f-##.png", 1);
  v.recipe.codec = v.recipe.container = "png";
  v.recipe.format = PixelFormat::rgba8;
  v.recipe.crf = 0;
  v.recipe.segment = 4;
  v.first = 3;
  v.frames = 20;
  return v;
}

TEST(Kinds, PicturesAndTheirManifestAtAnyNumberOfJobs) {
  std::map<std::string, std::string> first;
  for (const int jobs : {1, 3}) {
    const PressFixture f;
    const Video v = pictures(f);
    ASSERT_TRUE(check(v.recipe));
    const auto results = press({v}, f.assets, f.device, {.jobs = jobs});
    ASSERT_TRUE(results[0].manifest) << to_string(results[0].errors.at(0));
    ASSERT_EQ(f.written().size(), 21u);
    EXPECT_EQ(f.written().front(), "f-03.png");
    for (const std::string& name : f.written()) {
      const std::string bytes = slurp(f.folder.path / "out" / name);
      if (jobs == 1) first[name] = bytes;
      EXPECT_TRUE(first[name] == bytes) << name << " at " << jobs << " jobs";
    }
    const auto recorded = parse_manifest(slurp(f.folder.path / "out" / "f.manifest.json"), "f");
    ASSERT_TRUE(recorded) << to_string(recorded.error()[0]);
    ASSERT_EQ(recorded->pictures.size(), 20u);
    EXPECT_EQ(recorded->pictures[1].name, "f-04.png");
    EXPECT_EQ(recorded->pictures[1].file.hash, sha256(std::string_view(first["f-04.png"])));
    EXPECT_TRUE(changed_files(*recorded, f.folder.path / "out").empty());
    std::ofstream(f.folder.path / "out" / "f-07.png", std::ios::app) << "x";
    const Errors changed = changed_files(*recorded, f.folder.path / "out");
    ASSERT_EQ(changed.size(), 1u);
    EXPECT_NE(changed[0].message.find("f-07.png"), std::string::npos);
  }
}

TEST(Kinds, PicturesThatAreNotPublishedLeaveNothingAndCompare) {
  const PressFixture f;
  const Video v = pictures(f);
  const auto made = press({v}, f.assets, f.device, {.jobs = 2});
  const auto again = press({v}, f.assets, f.device, {.jobs = 1, .publish = false});
  ASSERT_TRUE(made[0].manifest && again[0].manifest);
  EXPECT_TRUE(compare(*made[0].manifest, *again[0].manifest).empty());
  EXPECT_EQ(f.written().size(), 21u);
  Manifest other = *again[0].manifest;
  other.output_hash = {};
  EXPECT_FALSE(compare(*made[0].manifest, other).empty());
  // What is kept is whole: every picture counts.
  const auto kept = press({v}, f.assets, f.device, {.jobs = 1, .resume = true});
  EXPECT_TRUE(kept[0].kept);
  std::filesystem::remove(f.folder.path / "out" / "f-10.png");
  const auto mended = press({v}, f.assets, f.device, {.jobs = 1, .resume = true});
  EXPECT_FALSE(mended[0].kept);
  EXPECT_EQ(f.written().size(), 21u);
}

TEST(Kinds, ManifestsOfPicturesAreNamedByTheirPattern) {
  EXPECT_EQ(manifest_path("out/ad-####.png"), "out/ad.manifest.json");
  EXPECT_EQ(manifest_path("out/####.png"), "out/frames.manifest.json");
  EXPECT_EQ(manifest_path("out/a#.mp4"), "out/a#.manifest.json");
  EXPECT_EQ(captions_path("out/ad-####.png", "srt"), "out/ad.srt");
  EXPECT_EQ(captions_path("out/a.b.mp4", "vtt"), "out/a.b.vtt");
}

TEST(Kinds, RawFramesGoInOrderToTheSink) {
  const PressFixture f;
  std::vector<Sha256> expected;
  for (const int jobs : {1, 3}) {
    Video v = f.video("-", 1);
    v.recipe.codec = "raw";
    v.recipe.container = "rawvideo";
    v.recipe.crf = 0;
    v.recipe.segment = 4;
    std::vector<Sha256> got;
    v.sink = [&](std::span<const std::byte> data) -> Result<void> {
      got.push_back(sha256(data));
      return {};
    };
    const auto results = press({v}, f.assets, f.device, {.jobs = jobs});
    ASSERT_TRUE(results[0].manifest);
    EXPECT_EQ(got, results[0].manifest->hashes);
    EXPECT_EQ(got.size(), static_cast<size_t>(kFrames));
    EXPECT_TRUE(f.written().empty());
    v.sink = [](std::span<const std::byte>) -> Result<void> { return fail(Fault::failed, "the pipe is closed"); };
    const auto failed = press({v}, f.assets, f.device, {.jobs = jobs});
    ASSERT_FALSE(failed[0].errors.empty());
    EXPECT_EQ(failed[0].errors[0].message, "the pipe is closed");
  }
}

TEST(Kinds, ASlowSinkHoldsTheWorkersBack) {
  const PressFixture f;
  Video v = f.video("-", 1);
  v.recipe.codec = "raw";
  v.recipe.container = "rawvideo";
  v.recipe.crf = 0;
  v.recipe.segment = 2;
  std::atomic<int64_t> drawn = 0, meanwhile = -1;
  v.sink = [&](std::span<const std::byte>) -> Result<void> {
    if (meanwhile >= 0) return {};
    const int64_t before = drawn;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    meanwhile = drawn - before;
    return {};
  };
  PressOptions options{.jobs = 3};
  options.progress = [&](const Progress& p) { drawn = p.frames; };
  const auto results = press({v}, f.assets, f.device, options);
  ASSERT_TRUE(results[0].manifest);
  EXPECT_LE(meanwhile, 6);  // of 50: what three workers had in hand, a segment each
}

TEST(Kinds, NullDrawsAndHashesAndWritesNothing) {
  const PressFixture f;
  Video v = f.video("a.mp4", 1);
  const auto made = press({v}, f.assets, f.device, {.jobs = 2});
  ASSERT_TRUE(made[0].manifest);
  const auto files = f.written();
  v.recipe.codec = v.recipe.container = "null";
  v.recipe.crf = 0;
  ASSERT_TRUE(check(v.recipe));
  const Store store{f.folder.path / "store"};
  const auto nothing = press({v}, f.assets, f.device, {.jobs = 2, .publish = false, .store = store});
  ASSERT_TRUE(nothing[0].manifest) << to_string(nothing[0].errors.at(0));
  EXPECT_EQ(nothing[0].manifest->hashes, made[0].manifest->hashes);
  EXPECT_EQ(nothing[0].manifest->identities, made[0].manifest->identities);
  EXPECT_EQ(f.written(), files);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(store.folder))
    EXPECT_NE(entry.path().extension(), ".segment");
  v.recipe.container = "mp4";
  EXPECT_FALSE(check(v.recipe));
  v.recipe.codec = "libx264";
  v.recipe.container = "null";
  EXPECT_FALSE(check(v.recipe));
}

// A second of a tone, at the frame rate of the fixture's videos.
SoundTrack tone() {
  const int64_t frames = kFrames * 1600;
  auto samples = std::make_shared<std::vector<int32_t>>(2 * frames);
  for (size_t i = 0; i < samples->size(); ++i) (*samples)[i] = static_cast<int32_t>(i / 2 % 100) * 20'000 - 1'000'000;
  return {.pcm = std::make_shared<Pcm>(samples->data(), frames, samples),
          .hash = sha256(std::as_bytes(std::span(*samples)))};
}

TEST(Kinds, SoundAloneHasAManifest) {
  for (const auto& [file, codec, kbps] : {std::tuple{"a.wav", "s24", 0}, {"a.flac", "flac", 0}, {"a.m4a", "aac", 96}}) {
    const PressFixture f;
    Video v = f.video(file, 1);
    v.sound = tone();
    v.recipe = {.codec = "", .fps = {30, 1}, .container = std::string(file).substr(2)};
    v.recipe.sound = codec;
    v.recipe.sound_kbps = kbps;
    const auto made = press_sound(v, *f.assets, true, false);
    ASSERT_TRUE(made) << to_string(made.error()[0]);
    EXPECT_EQ(f.written(), (std::vector<std::string>{file == std::string("a.wav") ? "a.manifest.json" : file,
                                                     file == std::string("a.wav") ? file : "a.manifest.json"}));
    const auto recorded = parse_manifest(slurp(f.folder.path / "out" / "a.manifest.json"), "a");
    ASSERT_TRUE(recorded) << to_string(recorded.error()[0]);
    EXPECT_EQ(recorded->recipe, v.recipe);
    EXPECT_EQ(frames_of(*recorded), kFrames);
    EXPECT_TRUE(changed_files(*recorded, f.folder.path / "out").empty());
    auto again = press_sound(v, *f.assets, false, true);
    ASSERT_TRUE(again);
    EXPECT_TRUE(compare(*recorded, *again).empty());
    again->sound->pcm = {};
    EXPECT_EQ(compare(*recorded, *again).at(0).stage, "sound");
  }
}

TEST(Kinds, CaptionsBesideAVideoAreInItsManifest) {
  const PressFixture f;
  Video v = f.video("a.mp4", 1);
  v.captions = "srt";  // there are none: an empty file
  const auto made = press({v}, f.assets, f.device, {.jobs = 1});
  ASSERT_TRUE(made[0].manifest);
  EXPECT_EQ(f.written(), (std::vector<std::string>{"a.manifest.json", "a.mp4", "a.srt"}));
  auto recorded = parse_manifest(slurp(f.folder.path / "out" / "a.manifest.json"), "a");
  ASSERT_TRUE(recorded && recorded->captions);
  EXPECT_EQ(recorded->captions->name, "a.srt");
  EXPECT_TRUE(press({v}, f.assets, f.device, {.jobs = 1, .resume = true})[0].kept);
  std::ofstream(f.folder.path / "out" / "a.srt", std::ios::app) << "x";
  EXPECT_EQ(changed_files(*recorded, f.folder.path / "out").size(), 1u);
  EXPECT_FALSE(press({v}, f.assets, f.device, {.jobs = 1, .resume = true})[0].kept);
  Manifest other = *recorded;
  other.captions->file.hash = {};
  EXPECT_EQ(compare(*recorded, other).at(0).stage, "captions");
}

}  // namespace
}  // namespace fp
