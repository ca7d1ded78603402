#include "encoder/manifest/manifest.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "encoder/manifest/framehash.hpp"
#include "encoder/manifest/version.hpp"
#include "engine/core/file_hash.hpp"
#include "tests/encoder/support.hpp"

namespace fp {
namespace {

using testing::output_of;
using testing::ScratchFolder;
using testing::slurp;

Manifest sample() {
  Manifest m;
  m.engine = "0.1.0";
  m.template_name = "ad";
  m.template_file = "../ad.json";
  m.template_hash = sha256(std::string_view("template"));
  m.format = "9:16";
  m.row_label = "products.csv:14";
  m.row.set("name", Json::of("Lamp \"3\" – é"));
  m.row.set("price", Json::of(19.5));
  m.assets["img/lamp.png"] = sha256(std::string_view("lamp"));
  m.device = {.kind = "cpu", .name = "avx2", .driver = "", .reason = "asked for"};
  m.recipe = {.width = 64, .height = 64, .fps = {30000, 1001}, .crf = 20, .preset = "fast", .segment = 2};
  m.build = {.codec_library = "Lavc59", .encoder = "x264 - core 164", .options = "cabac=1"};
  for (const char* text : {"a", "b", "c"}) {
    m.hashes.push_back(sha256(std::string_view(text)));
    m.identities.push_back(sha256(std::string_view(text)));
  }
  m.segments = {
      {.first = 0, .frames = 2, .identity = segment_identity(m.recipe, m.identities, 0, 2), .hash = m.hashes[0]},
      {.first = 2, .frames = 1, .identity = segment_identity(m.recipe, m.identities, 2, 1), .hash = m.hashes[1]}};
  m.output_file = "lamp.mp4";
  m.output_size = 123456;
  m.output_hash = sha256(std::string_view("file"));
  return m;
}

TEST(Manifest, ReadsWhatItWrites) {
  const std::string text = write_manifest(sample());
  const auto read = parse_manifest(text, "a.manifest.json");
  ASSERT_TRUE(read) << to_string(read.error()[0]);
  EXPECT_EQ(write_manifest(*read), text);
  EXPECT_TRUE(compare(sample(), *read).empty());
  EXPECT_EQ(read->recipe, sample().recipe);
  EXPECT_EQ(read->output_size, 123456u);
  EXPECT_EQ(read->assets, sample().assets);
}

// Replaces one piece of a good manifest and expects the fault to be found, at a place.
void expect_refused(const std::string& good, const std::string& what, const std::string& by) {
  std::string text = good;
  const size_t at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), by);
  const auto read = parse_manifest(text, "bad.json");
  ASSERT_FALSE(read) << what << " -> " << by;
  EXPECT_EQ(read.error()[0].fault, Fault::invalid);
  EXPECT_EQ(read.error()[0].file, "bad.json");
  EXPECT_GT(read.error()[0].line, 0) << to_string(read.error()[0]);
}

TEST(Manifest, MalformedInputIsRefusedWithAPlace) {
  const std::string good = write_manifest(sample());
  expect_refused(good, "\"manifest\": 1", "\"manifest\": 2");
  expect_refused(good, "\"manifest\": 1", "\"manifest\": 1.5");
  expect_refused(good, "\"manifest\": 1", "\"manifesto\": 1");
  expect_refused(good, "\"crf\": 20", "\"crf\": 52");
  expect_refused(good, "\"crf\": 20", "\"crf\": \"20\"");
  expect_refused(good, "\"preset\": \"fast\"", "\"preset\": \"warp\"");
  expect_refused(good, "\"codec\": \"libx264\"", "\"codec\": \"x\"");
  expect_refused(good, "\"width\": 64", "\"width\": 63");
  expect_refused(good, "\"width\": 64", "\"width\": 99999999999999999999");
  expect_refused(good, "\"width\": 64", "\"width\": 66");  // the frame lines no longer agree
  expect_refused(good, "30000/1001\"", "29.97\"");
  expect_refused(good, "\"segment\": 2", "\"segment\": 0");
  expect_refused(good, "\"count\": 3", "\"count\": 4");
  expect_refused(good, "\"count\": 3", "\"count\": 0");
  expect_refused(good, "\"first\": 2", "\"first\": 1");
  expect_refused(good, "\"frames\": 1,", "\"frames\": 9,");
  expect_refused(good, "0,          1,", "0,          2,");
  expect_refused(good, "\"lamp.mp4\"", "\"../lamp.mp4\"");
  expect_refused(good, "\"lamp.mp4\"", "\"\"");
  expect_refused(good, to_hex(sample().template_hash), "abc");
  expect_refused(good, to_hex(sample().output_hash), std::string(64, 'G'));
  expect_refused(good, "\"displayLists\": [", "\"displayLists\": [ 5, ");
}

TEST(Manifest, NoTruncationIsAccepted) {
  const std::string good = write_manifest(sample());
  for (size_t n = 0; n + 2 < good.size(); n += 37) {
    EXPECT_FALSE(parse_manifest(std::string_view(good).substr(0, n), "cut.json")) << n;
  }
  for (const char* text : {"", "[]", "null", "{}", "{\"manifest\":1}", "\xff\xfe"})
    EXPECT_FALSE(parse_manifest(text, "x")) << text;
}

TEST(Manifest, ComparisonNamesTheFirstDifferenceAndItsStage) {
  const Manifest a = sample();
  Manifest b = a;
  b.hashes[1] = sha256(std::string_view("x"));
  b.hashes[2] = sha256(std::string_view("y"));
  auto found = compare(a, b);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].stage, "pixels");
  EXPECT_EQ(found[0].frame, 1);
  b.identities[1] = sha256(std::string_view("x"));
  EXPECT_EQ(compare(a, b)[0].stage, "display list");
  b = a;
  b.segments[1].hash = sha256(std::string_view("x"));
  found = compare(a, b);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].stage, "encoder");
  EXPECT_EQ(found[0].frame, 2);
  b = a;
  b.output_hash = sha256(std::string_view("x"));
  EXPECT_EQ(compare(a, b)[0].stage, "file");
  b = a;
  b.template_hash = sha256(std::string_view("x"));
  EXPECT_EQ(compare(a, b)[0].stage, "template");
  b = a;
  b.assets["img/lamp.png"] = sha256(std::string_view("x"));
  EXPECT_EQ(compare(a, b)[0].stage, "asset");
  b = a;
  b.row.set("price", Json::of(20.0));
  EXPECT_EQ(compare(a, b)[0].stage, "row");
  b = a;
  b.hashes.pop_back();
  EXPECT_EQ(compare(a, b)[0].stage, "display list");
}

TEST(Manifest, SegmentIdentityTellsEverythingApart) {
  const Manifest m = sample();
  Recipe other = m.recipe;
  other.crf = 21;
  const Sha256 base = segment_identity(m.recipe, m.identities, 0, 2);
  EXPECT_NE(base, segment_identity(other, m.identities, 0, 2));
  EXPECT_NE(base, segment_identity(m.recipe, m.identities, 1, 2));
  EXPECT_NE(base, segment_identity(m.recipe, m.identities, 0, 1));
  EXPECT_EQ(base, segment_identity(m.recipe, m.identities, 0, 2));
}

TEST(Manifest, NamesFilesWithoutTellingWhereTheMachineKeepsThem) {
  const ScratchFolder folder;
  std::filesystem::create_directories(folder.path / "out" / "deep");
  std::ofstream(folder.path / "ad.json") << "{}";
  EXPECT_EQ(portable_name(folder.path / "ad.json", folder.path), "ad.json");
  EXPECT_EQ(portable_name(folder.path / "ad.json", folder.path / "out" / "deep"), "../../ad.json");
  EXPECT_EQ(portable_name(folder.path / "ad.json", folder.path / "not" / "yet"), "../../ad.json");
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path);
  EXPECT_EQ(portable_name("ad.json", "not-yet"), "../ad.json");
  EXPECT_EQ(portable_name("ad.json", ""), "ad.json");
  std::filesystem::current_path(before);
  EXPECT_EQ(portable_name("/etc/hosts", folder.path), "hosts");
  EXPECT_EQ(manifest_path("out/a.mp4"), "out/a.manifest.json");
}

TEST(Manifest, VersionIsTheProjects) {
  const std::string project = slurp(FP_SOURCE_DIR "/CMakeLists.txt");
  EXPECT_NE(project.find(fmt::format("project(framepress VERSION {} ", kEngineVersion)), std::string::npos);
}

TEST(FrameHash, IsTheTextThatFfmpegPrints) {
  const ScratchFolder folder;
  for (const Rational fps : {Rational{30000, 1001}, Rational{25, 1}}) {
    const auto raw = folder.path / "frames.yuv";
    std::ofstream out(raw, std::ios::binary);
    std::string ours = framehash_header(96, 64, fps);
    for (int64_t n = 0; n < 12; ++n) {
      const FramePtr frame = testing::pattern_frame(96, 64, n);
      out.write(reinterpret_cast<const char*>(frame->data.data()), static_cast<std::streamsize>(frame->data.size()));
      ours += framehash_line(n, frame->data.size(), frame_hash(*frame)) + "\n";
    }
    out.close();
    for (const char* name : {"lossless.nut", "lossless.mkv"}) {
      const auto file = folder.path / name;
      const std::string codec = std::string_view(name).ends_with("nut") ? "rawvideo" : "ffv1";
      output_of(
          fmt::format("ffmpeg -v error -y -f rawvideo -s 96x64 -pix_fmt yuv420p -r {}/{} -i '{}' -vf setsar=1 -c:v {} "
                      "-bitexact '{}'",
                      fps.num, fps.den, raw.string(), codec, file.string()));
      const std::string theirs = output_of(fmt::format(
          "ffmpeg -v error -r {}/{} -i '{}' -bitexact -f framehash -hash sha256 -", fps.num, fps.den, file.string()));
      EXPECT_EQ(ours, theirs) << name;
    }
  }
}

TEST(FileHash, StreamsToTheSameHash) {
  const ScratchFolder folder;
  std::string text;
  for (int i = 0; i < 400000; ++i) text += static_cast<char>(i * 7 % 251);
  std::ofstream(folder.path / "f", std::ios::binary) << text << text << text;
  const auto hash = hash_file(folder.path / "f");
  ASSERT_TRUE(hash);
  EXPECT_EQ(hash->size, 1200000u);
  EXPECT_EQ(hash->hash, sha256(std::string_view(text + text + text)));
  const auto absent = hash_file(folder.path / "g");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error()[0].fault, Fault::missing);
  EXPECT_EQ(parse_sha256(to_hex(hash->hash)), hash->hash);
  EXPECT_FALSE(parse_sha256("A" + to_hex(hash->hash).substr(1)));
}

}  // namespace
}  // namespace fp
