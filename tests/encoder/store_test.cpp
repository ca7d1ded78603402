// The store of segments: what is put in comes out, what is damaged does not, and videos do not depend on it.
#include "encoder/store/store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "encoder/job/press.hpp"
#include "encoder/manifest/version.hpp"
#include "tests/encoder/press_fixture.hpp"

namespace fp {
namespace {

using testing::PressFixture;
using testing::ScratchFolder;
using testing::slurp;

StoredSegment sample() {
  StoredSegment stored;
  stored.segment.frames = 2;
  stored.segment.reorder = 1;
  stored.segment.header = std::string("\0\1head", 6);
  stored.segment.packets = {{.data = {1, 2, 3}, .pts = 0, .key = true}, {.data = {}, .pts = 1, .key = false}};
  stored.hashes = {sha256("a"), sha256("b")};
  return stored;
}
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, ignored)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}
void spoil(const std::filesystem::path& file, std::streamoff at) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(at);
  const int old = stream.get();
  stream.seekp(at);
  stream.put(static_cast<char>(old ^ 1));
}

TEST(Store, WhatIsPutInComesOut) {
  const ScratchFolder folder;
  const Store store{folder.path / "store"};
  const Sha256 key = sha256("key");
  EXPECT_FALSE(find(store, key));
  ASSERT_TRUE(put(store, key, sample()));
  const auto found = find(store, key);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->hashes, sample().hashes);
  EXPECT_EQ(found->segment.header, sample().segment.header);
  EXPECT_EQ(found->segment.reorder, 1);
  ASSERT_EQ(found->segment.packets.size(), 2u);
  EXPECT_EQ(found->segment.packets[0].data, (std::vector<uint8_t>{1, 2, 3}));
  EXPECT_TRUE(found->segment.packets[0].key);
  EXPECT_EQ(found->segment.packets[1].pts, 1);
  EXPECT_FALSE(find(store, sha256("other")));
  EXPECT_EQ(contents(store)->entries, 1u);
}

TEST(Store, NoDamagedByteIsReadAsASegment) {
  const Sha256 key = sha256("key");
  const std::string good = write_entry(key, sample());
  ASSERT_TRUE(read_entry(good, key));
  EXPECT_FALSE(read_entry(good, sha256("another key")));
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x40);
    EXPECT_FALSE(read_entry(bad, key)) << "byte " << i;
    EXPECT_FALSE(read_entry(good.substr(0, i), key)) << "cut at " << i;
  }
  // Lengths that lie under a right checksum.
  const std::string body = good.substr(0, good.size() - sizeof(Sha256));
  for (size_t i = 40; i < body.size(); ++i) {
    std::string bad = body;
    bad[i] = '\xff';
    const Sha256 sum = sha256(bad);
    bad.append(reinterpret_cast<const char*>(&sum), sizeof sum);
    (void)read_entry(bad, key);  // a segment or none, but never out of bounds
  }
}

TEST(Store, NoDamagedByteIsReadAsIdentities) {
  const Sha256 key = sha256("key");
  const std::vector<Sha256> frames = {sha256("1"), sha256("2"), sha256("3")};
  const std::string good = write_identities(key, frames);
  EXPECT_EQ(read_identities(good, key), frames);
  EXPECT_FALSE(read_identities(good, sha256("another key")));
  EXPECT_FALSE(read_entry(good, key));
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x40);
    EXPECT_FALSE(read_identities(bad, key)) << "byte " << i;
    EXPECT_FALSE(read_identities(good.substr(0, i), key)) << "cut at " << i;
  }
  std::string lying = good.substr(0, good.size() - sizeof(Sha256));
  lying[40] = '\x7f';  // more hashes than there are, under a right checksum
  const Sha256 sum = sha256(lying);
  lying.append(reinterpret_cast<const char*>(&sum), sizeof sum);
  EXPECT_FALSE(read_identities(lying, key));
}

TEST(Store, KeysOfIdentitiesTellVideosApart) {
  Manifest m{.engine = "1", .format = "1:1"};
  m.template_hash = sha256("template");
  m.row.set("name", Json::of("A"));
  m.assets["a.png"] = sha256("a");
  m.identities.resize(30);
  const Sha256 key = identities_key(m);
  EXPECT_EQ(identities_key(Manifest(m)), key);
  const auto differs = [&](const auto& change) {
    Manifest other = m;
    change(other);
    return identities_key(other) != key;
  };
  EXPECT_TRUE(differs([](Manifest& o) { o.engine = "2"; }));
  EXPECT_TRUE(differs([](Manifest& o) { o.format = "9:16"; }));
  EXPECT_TRUE(differs([](Manifest& o) { o.template_hash = sha256("t"); }));
  EXPECT_TRUE(differs([](Manifest& o) { o.row.set("name", Json::of("B")); }));
  EXPECT_TRUE(differs([](Manifest& o) { o.assets["a.png"] = sha256("b"); }));
  EXPECT_TRUE(differs([](Manifest& o) { o.first_frame = 1; }));
  EXPECT_TRUE(differs([](Manifest& o) { o.identities.resize(31); }));
  EXPECT_FALSE(differs([](Manifest& o) { o.recipe.crf = 30; }));  // the encoder decides no frame
}

TEST(Store, ADamagedEntryIsRemoved) {
  const ScratchFolder folder;
  const Store store{folder.path / "store"};
  for (const char* name : {"a", "b", "c"}) ASSERT_TRUE(put(store, sha256(name), sample()));
  spoil(files_in(store.folder).at(0), 60);
  EXPECT_EQ(verify(store)->bad, 1u);
  EXPECT_EQ(contents(store)->entries, 2u);
  const std::filesystem::path second = files_in(store.folder).at(0);
  spoil(second, 60);
  for (const char* name : {"a", "b", "c"}) (void)find(store, sha256(name));
  EXPECT_FALSE(std::filesystem::exists(second));
}

TEST(Store, WhatWasNotUsedForLongestGoesFirst) {
  const ScratchFolder folder;
  const Store store{folder.path / "store"};
  for (const char* name : {"a", "b", "c"}) {
    ASSERT_TRUE(put(store, sha256(name), sample()));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_TRUE(find(store, sha256("a")));
  const uint64_t each = contents(store)->bytes / 3;
  const auto left = trim(store, 2 * each);
  EXPECT_EQ(left->removed, 1u);
  EXPECT_EQ(left->entries, 2u);
  EXPECT_FALSE(find(store, sha256("b")));
  EXPECT_TRUE(find(store, sha256("a")) && find(store, sha256("c")));
}

TEST(Store, KeysTellProgramsRecipesAndFramesApart) {
  const Recipe recipe{.width = 64, .height = 64};
  const CodecBuild build{"lib", "enc", "opt"};
  const std::vector<Sha256> frames = {sha256("1"), sha256("2")};
  const Sha256 key = segment_key(recipe, build, frames);
  Recipe finer = recipe;
  finer.crf = 17;
  EXPECT_NE(segment_key(finer, build, frames), key);
  EXPECT_NE(segment_key(recipe, {"lib", "enc 2", "opt"}, frames), key);
  EXPECT_NE(segment_key(recipe, build, std::vector{frames[1], frames[0]}), key);
  EXPECT_NE(segment_key(recipe, build, std::span(frames).first(1)), key);
  EXPECT_EQ(segment_key(recipe, build, frames), key);
  EXPECT_GE(program_identity().size(), 40u);
}

// ---- Pressing by way of the store

struct Result3 {
  std::map<std::string, std::string> bytes;
  int64_t reused = 0, segments = 0;
};
Result3 run(const PressFixture& f, const std::optional<Store>& store, int jobs) {
  const std::vector<Video> videos = {f.video("a.mp4", 1), f.video("b.mp4", 0.5), f.video("c.mp4", 1)};
  const auto results = press(videos, f.assets, f.device, {.jobs = jobs, .store = store});
  Result3 made;
  for (const Pressed& r : results) {
    EXPECT_TRUE(r.manifest) << to_string(r.errors.at(0));
    made.reused += r.reused;
    made.segments += r.segments;
  }
  for (const std::string& name : f.written()) made.bytes[name] = slurp(f.folder.path / "out" / name);
  return made;
}

TEST(Store, VideosDoNotDependOnIt) {
  const ScratchFolder folder;
  const Store store{folder.path / "store"};
  const Result3 plain = run(PressFixture(), std::nullopt, 2);
  EXPECT_EQ(plain.reused, 0);
  const Result3 cold = run(PressFixture(), store, 1);
  EXPECT_EQ(cold.bytes, plain.bytes);
  EXPECT_EQ(cold.reused, 5);  // the third video is the first one again
  const Result3 warm = run(PressFixture(), store, 8);
  EXPECT_EQ(warm.bytes, plain.bytes);
  EXPECT_EQ(warm.reused, warm.segments);
  const std::vector files = files_in(store.folder);  // names are hashes: of each kind some, in any order
  std::map<std::string, std::vector<std::filesystem::path>> kinds;
  for (const auto& file : files) kinds[slurp(file).substr(0, 8)].push_back(file);
  ASSERT_EQ(kinds["FPSEG002"].size() + kinds["FPFRM001"].size(), files.size());
  for (const auto& [kind, of_it] : kinds) {
    spoil(of_it.at(0), 100);
    std::filesystem::remove(of_it.at(1));
  }
  const Result3 partly = run(PressFixture(), store, 2);
  EXPECT_EQ(partly.bytes, plain.bytes);
  EXPECT_EQ(partly.reused, partly.segments - 2);
  for (int round = 0; round < 5; ++round) {  // equal segments at the same time
    const Store fresh{folder.path / ("fresh" + std::to_string(round))};
    const Result3 together = run(PressFixture(), fresh, 8);
    EXPECT_EQ(together.bytes, plain.bytes);
    EXPECT_EQ(together.reused, 5);
  }
}

TEST(Store, AStoreThatCannotBeWrittenOnlyWarns) {
  const PressFixture f;
  const ScratchFolder folder;
  std::ofstream(folder.path / "file") << "no folder";
  int warnings = 0;
  const auto results =
      press({f.video("a.mp4", 1)}, f.assets, f.device,
            {.jobs = 2, .store = Store{folder.path / "file/store"}, .warn = [&](const Errors&) { ++warnings; }});
  EXPECT_TRUE(results[0].manifest);
  EXPECT_EQ(warnings, 1);
}

TEST(Resume, KeepsWhatIsFinishedAndMadeOfTheSame) {
  const PressFixture f;
  const auto resumed = [&](double red) {
    return press({f.video("a.mp4", 1), f.video("b.mp4", red)}, f.assets, f.device, {.jobs = 2, .resume = true});
  };
  EXPECT_FALSE(resumed(0.5)[0].kept);
  const std::string a = slurp(f.folder.path / "out/a.mp4"), b = slurp(f.folder.path / "out/b.mp4");
  auto again = resumed(0.5);
  EXPECT_TRUE(again[0].kept && again[1].kept && again[0].manifest);
  std::filesystem::remove(f.folder.path / "out/a.manifest.json");  // as when it was killed before the last step
  again = resumed(0.5);
  EXPECT_FALSE(again[0].kept);
  EXPECT_TRUE(again[1].kept);
  spoil(f.folder.path / "out/b.mp4", 200);
  again = resumed(0.5);
  EXPECT_TRUE(again[0].kept);
  EXPECT_FALSE(again[1].kept);
  EXPECT_EQ(slurp(f.folder.path / "out/a.mp4"), a);
  EXPECT_EQ(slurp(f.folder.path / "out/b.mp4"), b);
}

TEST(Assess, SaysWhatPressingWouldRender) {
  const PressFixture f;
  const ScratchFolder folder;
  const Store store{folder.path / "store"};
  const std::vector<Video> videos = {f.video("a.mp4", 1), f.video("b.mp4", 0.5), f.video("c.mp4", 1)};
  auto impacts = assess(videos, f.assets, {.jobs = 2, .store = store});
  ASSERT_TRUE(impacts);
  EXPECT_EQ((*impacts)[0].frames_to_do, 50);
  EXPECT_EQ((*impacts)[2].reused, 5);
  EXPECT_EQ((*impacts)[2].frames_to_do, 0);
  EXPECT_TRUE(f.written().empty());
  for (const Pressed& r : press(videos, f.assets, f.device, {.jobs = 2, .store = store})) ASSERT_TRUE(r.manifest);
  impacts = assess(videos, f.assets, {.jobs = 2, .resume = true, .store = store});
  EXPECT_TRUE((*impacts)[1].kept);
  impacts = assess(videos, f.assets, {.jobs = 2, .store = store});
  EXPECT_EQ((*impacts)[1].reused, 5);
}

TEST(Assess, EstimatesByTryingAPart) {
  const PressFixture f;
  const std::vector<Video> videos = {f.video("a.mp4", 1), f.video("b.mp4", 0.5)};
  const auto impacts = assess(videos, f.assets, {.jobs = 2});
  ASSERT_TRUE(impacts);
  const auto guess = estimate(videos, *impacts, f.assets, f.device, {.jobs = 2});
  ASSERT_TRUE(guess);
  EXPECT_EQ(guess->frames_tried, 24);
  EXPECT_GT(guess->seconds, 0);
  EXPECT_TRUE(f.written().empty());
  const auto nothing = estimate(videos, std::vector<Impact>(2), f.assets, f.device, {.jobs = 2});
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->seconds, 0);
}

}  // namespace
}  // namespace fp
