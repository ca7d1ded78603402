#include "encoder/job/press.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "encoder/job/frames.hpp"
#include "encoder/manifest/file_hash.hpp"
#include "encoder/manifest/framehash.hpp"
#include "encoder/manifest/version.hpp"
#include "tests/encoder/support.hpp"

namespace fp {
namespace {

using testing::output_of;
using testing::ScratchFolder;
using testing::slurp;

constexpr int64_t kFrames = 50;

// A square that moves, then stands: some frames are shared.
std::shared_ptr<const Composition> moving_square(double red, const std::string& image = "") {
  auto c = std::make_shared<Composition>();
  c->name = "square";
  c->width = 192;
  c->height = 128;
  c->frames = kFrames;
  c->background = {0.1, 0.2, 0.3, 1};
  Layer layer;
  layer.id = "square";
  layer.out = kFrames;
  layer.transform.position.keys = {{.frame = 0, .value = {0, 10}}, {.frame = 30, .value = {100, 60}}};
  layer.transform.scale.constant = {1, 1};
  layer.opacity.constant = 1;
  layer.size = Point{.constant = {60, 50}};
  layer.content = SolidContent{.color = {.constant = {red, 0.5, 0.25, 1}}};
  if (!image.empty()) {
    ImageContent content;
    content.asset = image;
    layer.content = content;
  }
  c->layers.push_back(std::move(layer));
  return c;
}

struct Fixture {
  ScratchFolder folder;
  std::shared_ptr<Assets> assets;
  std::shared_ptr<Device> device;

  Fixture() {
    auto root = AssetRoot::open(folder.path);
    FP_ASSERT(root.has_value());
    assets = std::make_shared<Assets>(std::make_shared<const AssetRoot>(std::move(*root)));
    auto opened = Device::open({.request = "cpu"});
    FP_ASSERT(opened.has_value());
    device = *opened;
  }

  Video video(const std::string& name, double red, const std::string& image = "") const {
    Video v{.composition = moving_square(red, image), .first = 0, .frames = kFrames};
    v.recipe = {.width = 192, .height = 128, .fps = {30, 1}, .preset = "veryfast", .segment = 12};
    v.output = folder.path / "out" / name;
    v.inputs.engine = kEngineVersion;
    v.inputs.template_name = "square";
    v.inputs.template_file = "square.json";
    return v;
  }

  // Every file beneath the output folder, hidden ones too.
  std::vector<std::string> written() const {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path / "out", error))
      names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }
};

TEST(Press, TheSameBytesAtAnyNumberOfJobs) {
  std::map<std::string, std::string> first;
  for (const int jobs : {1, 2, 8}) {
    const Fixture f;
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
  const Fixture f;
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
  const Fixture f;
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
  const Fixture f;
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
  const Fixture f;
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
    const Fixture f;
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
  const Fixture f;
  const auto results = press({f.video("a.mp4", 1)}, f.assets, f.device, {.jobs = 2, .publish = false});
  ASSERT_TRUE(results[0].manifest);
  EXPECT_GT(results[0].manifest->output_size, 0u);
  EXPECT_TRUE(f.written().empty());
}

TEST(HashFrames, ComeInOrderAtAnyNumberOfJobs) {
  const Fixture f;
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
  const Fixture f;
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
