#include "encoder/job/press.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "encoder/job/frames.hpp"
#include "encoder/manifest/framehash.hpp"
#include "encoder/manifest/version.hpp"
#include "engine/core/file_hash.hpp"
#include "tests/encoder/press_fixture.hpp"

namespace fp {
namespace {

using testing::kFrames;
using testing::moving_square;
using testing::output_of;
using testing::PressFixture;
using testing::slurp;

TEST(Press, TheSameBytesAtAnyNumberOfJobs) {
  std::map<std::string, std::string> first;
  for (const int jobs : {1, 2, 8}) {
    const PressFixture f;
    const std::vector<Video> videos = {f.video("a.mp4", 1), f.video("b.mp4", 0.5), f.video("c.mp4", 0)};
    const auto results = press(videos, f.assets, f.device, {.jobs = jobs});
    for (const Pressed& r : results) ASSERT_TRUE(r.manifest) << to_string(r.errors.at(0));
    EXPECT_EQ(f.written().size(), 6u);
    for (const std::string& name : f.written()) {
      const std::string bytes = slurp(f.folder.path / "out" / name);
      EXPECT_FALSE(bytes.empty());
      if (jobs == 1) first[name] = bytes;
      EXPECT_TRUE(first[name] == bytes) << name << " at " << jobs << " jobs";
    }
  }
  EXPECT_NE(first["a.mp4"], first["b.mp4"]);
}

TEST(Press, TheManifestTellsTheTruth) {
  const PressFixture f;
  Video video = f.video("a.mp4", 1);
  video.recipe.crf = 0;
  const auto results = press({video}, f.assets, f.device, {.jobs = 2});
  ASSERT_TRUE(results[0].manifest);
  const auto manifest = parse_manifest(slurp(f.folder.path / "out" / "a.manifest.json"), "a");
  ASSERT_TRUE(manifest) << to_string(manifest.error()[0]);
  const auto file = hash_file(video.output);
  ASSERT_TRUE(file);
  EXPECT_EQ(manifest->output_hash, file->hash);
  EXPECT_EQ(manifest->output_size, file->size);
  EXPECT_EQ(manifest->segments.size(), 5u);
  // Lossless: what ffmpeg decodes must have the frame hashes on record.
  std::string expected = framehash_header(192, 128, {30, 1});
  for (int64_t n = 0; n < kFrames; ++n) {
    expected +=
        framehash_line(n, frame_bytes(PixelFormat::yuv420p8, 192, 128), manifest->hashes[static_cast<size_t>(n)]) +
        "\n";
  }
  EXPECT_EQ(
      output_of(fmt::format("ffmpeg -v error -i '{}' -bitexact -f framehash -hash sha256 -", video.output.string())),
      expected);
  EXPECT_EQ(manifest->hashes[40], manifest->hashes[45]);  // it stands still there
  EXPECT_NE(manifest->hashes[0], manifest->hashes[1]);
}

TEST(Press, ARangeOfFramesStartsItsOwnSegments) {
  const PressFixture f;
  Video video = f.video("a.mp4", 1);
  video.first = 7;
  video.frames = 20;
  const auto part = press({video}, f.assets, f.device, {.jobs = 2});
  Video all = f.video("b.mp4", 1);
  const auto whole = press({all}, f.assets, f.device, {.jobs = 2});
  ASSERT_TRUE(part[0].manifest && whole[0].manifest);
  EXPECT_EQ(part[0].manifest->first_frame, 7);
  ASSERT_EQ(part[0].manifest->hashes.size(), 20u);
  for (size_t i = 0; i < 20; ++i) EXPECT_EQ(part[0].manifest->hashes[i], whole[0].manifest->hashes[i + 7]);
}

TEST(Press, OneFailureDoesNotStopTheOthers) {
  const PressFixture f;
  std::ofstream(f.folder.path / "broken.png") << "\x89PNG\r\n\x1a\nnot really";
  const std::vector<Video> videos = {f.video("a.mp4", 1), f.video("b.mp4", 1, "broken.png"), f.video("c.mp4", 0.5),
                                     f.video("d.mp4", 1, "absent.png")};
  std::vector<size_t> failed, done;
  PressOptions options{.jobs = 2};
  options.progress = [&](const Progress& p) {
    if (p.event == Progress::Event::video_failed) failed.push_back(p.video);
    if (p.event == Progress::Event::video_done) done.push_back(p.video);
  };
  const auto results = press(videos, f.assets, f.device, options);
  EXPECT_TRUE(results[0].manifest && results[2].manifest);
  EXPECT_FALSE(results[1].manifest || results[3].manifest);
  EXPECT_EQ(exit_code(results[1].errors), 4);
  EXPECT_EQ(exit_code(results[3].errors), 4);
  EXPECT_EQ(failed, (std::vector<size_t>{1, 3}));
  EXPECT_EQ(done.size(), 2u);
  EXPECT_EQ(f.written(), (std::vector<std::string>{"a.manifest.json", "a.mp4", "c.manifest.json", "c.mp4"}));
}

TEST(Press, NothingIsReplacedWithoutBeingTold) {
  const PressFixture f;
  const std::vector<Video> videos = {f.video("a.mp4", 1)};
  std::filesystem::create_directories(f.folder.path / "out");
  std::ofstream(videos[0].output) << "mine";
  auto results = press(videos, f.assets, f.device, {.jobs = 1});
  EXPECT_FALSE(results[0].manifest);
  EXPECT_EQ(exit_code(results[0].errors), 2);
  EXPECT_EQ(slurp(videos[0].output), "mine");
  EXPECT_EQ(f.written(), std::vector<std::string>{"a.mp4"});
  results = press(videos, f.assets, f.device, {.jobs = 1, .overwrite = true});
  EXPECT_TRUE(results[0].manifest);
  EXPECT_EQ(f.written(), (std::vector<std::string>{"a.manifest.json", "a.mp4"}));
}

TEST(Press, AnInterruptLeavesNothingHalfWritten) {
  for (const int64_t after : {1, 20, 60, 110}) {
    const PressFixture f;
    const std::vector<Video> videos = {f.video("a.mp4", 1), f.video("b.mp4", 0.5), f.video("c.mp4", 0)};
    std::stop_source stop;
    PressOptions options{.jobs = 2, .stop = stop.get_token()};
    options.progress = [&](const Progress& p) {
      if (p.frames >= after) stop.request_stop();
    };
    const auto results = press(videos, f.assets, f.device, options);
    std::vector<std::string> expected;
    for (size_t i = 0; i < videos.size(); ++i) {
      EXPECT_TRUE(results[i].errors.empty());
      if (!results[i].manifest) continue;
      expected.push_back(manifest_path(videos[i].output).filename());
      expected.push_back(videos[i].output.filename());
    }
    EXPECT_LT(expected.size(), 6u);
    EXPECT_EQ(f.written(), expected) << "after " << after;
  }
}

TEST(Press, UnpublishedVideosLeaveNothing) {
  const PressFixture f;
  const auto results = press({f.video("a.mp4", 1)}, f.assets, f.device, {.jobs = 2, .publish = false});
  ASSERT_TRUE(results[0].manifest);
  EXPECT_GT(results[0].manifest->output_size, 0u);
  EXPECT_TRUE(f.written().empty());
}

TEST(HashFrames, ComeInOrderAtAnyNumberOfJobs) {
  const PressFixture f;
  std::vector<Sha256> first;
  for (const int jobs : {1, 3}) {
    std::vector<Sha256> hashes;
    const HashRequest request{
        .composition = moving_square(1), .assets = f.assets, .device = f.device, .first = 5, .count = 45, .jobs = jobs};
    const auto done = hash_frames(request, {}, [&](int64_t frame, const HashedFrame& hashed) -> Result<void> {
      EXPECT_EQ(frame, static_cast<int64_t>(hashes.size()));
      hashes.push_back(hashed.hash);
      return {};
    });
    ASSERT_TRUE(done);
    ASSERT_EQ(hashes.size(), 45u);
    if (first.empty()) first = hashes;
    EXPECT_EQ(first, hashes);
  }
}

TEST(HashFrames, StopsAtTheFirstRefusal) {
  const PressFixture f;
  int64_t taken = 0;
  const HashRequest request{
      .composition = moving_square(1), .assets = f.assets, .device = f.device, .first = 0, .count = kFrames, .jobs = 2};
  const auto done = hash_frames(request, {}, [&](int64_t, const HashedFrame&) -> Result<void> {
    ++taken;
    return fail(Fault::failed, "no more");
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(taken, 1);
}

}  // namespace
}  // namespace fp
