#include "engine/core/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace fp {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "framepress-files-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
    fs::create_directories(top_ / "root/sub");
    put(top_ / "root/a.txt", "hello");
    put(top_ / "root/sub/b.txt", "below");
    put(top_ / "secret.txt", "secret");
  }
  void TearDown() override { fs::remove_all(top_); }

  static void put(const fs::path& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }
  static std::string get(const fs::path& path) { return read_file(path, Fault::failed).value_or("<none>"); }
  static size_t count(const fs::path& folder) {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
  static std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

  AssetRoot root() { return *AssetRoot::open(top_ / "root"); }
  std::string refusal(std::string_view name) {
    const Result<std::string> got = root().read(name);
    EXPECT_FALSE(got.has_value()) << name;
    if (got) return {};
    EXPECT_EQ(got.error().at(0).fault, Fault::missing);
    return got.error().at(0).message;
  }

  fs::path top_;
};

TEST_F(Files, ReadFileTakesWholeFilesAndNamesFaults) {
  EXPECT_EQ(get(top_ / "root/a.txt"), "hello");
  put(top_ / "big", std::string(100'000, 'x'));
  EXPECT_EQ(get(top_ / "big").size(), 100'000u);
  put(top_ / "empty", "");
  EXPECT_EQ(get(top_ / "empty"), "");
  const Result<std::string> absent = read_file(top_ / "absent", Fault::usage);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error()[0].fault, Fault::usage);
  EXPECT_THAT(absent.error()[0].message, HasSubstr("No such file"));
  EXPECT_THAT(read_file(top_, Fault::failed).error()[0].message, HasSubstr("is a folder"));
  EXPECT_THAT(read_file(top_ / "big", Fault::failed, 99'999).error()[0].message, HasSubstr("limit of 99999"));
  EXPECT_TRUE(read_file(top_ / "big", Fault::failed, 100'000).has_value());
  EXPECT_THAT(read_file("/dev/zero", Fault::failed, 1000).error()[0].message, HasSubstr("limit of 1000"));
}

TEST_F(Files, AssetsAreReadBeneathTheirFolder) {
  EXPECT_EQ(*root().read("a.txt"), "hello");
  EXPECT_EQ(*root().read("sub/b.txt"), "below");
  EXPECT_EQ(*root().read("./sub//b.txt"), "below");
  fs::create_symlink("sub/b.txt", top_ / "root/inside");
  EXPECT_EQ(*root().read("inside"), "below");
  put(top_ / "root/..odd", "dots");
  EXPECT_EQ(*root().read("..odd"), "dots");
}

TEST_F(Files, EscapesAreRefusedByRule) {
  EXPECT_THAT(refusal("../secret.txt"), HasSubstr("\"..\" is not allowed"));
  EXPECT_THAT(refusal("sub/../a.txt"), HasSubstr("\"..\" is not allowed"));
  EXPECT_THAT(refusal("sub/.."), HasSubstr("\"..\" is not allowed"));
  EXPECT_THAT(refusal((top_ / "secret.txt").string()), HasSubstr("absolute paths"));
  EXPECT_THAT(refusal(""), HasSubstr("empty"));
  EXPECT_THAT(refusal(std::string_view("a.txt\0.png", 10)), HasSubstr("zero byte"));

  fs::create_symlink("../secret.txt", top_ / "root/link");
  fs::create_symlink(top_ / "secret.txt", top_ / "root/absolute");
  fs::create_directory_symlink("..", top_ / "root/up");
  fs::create_symlink("loop", top_ / "root/loop");
  EXPECT_THAT(refusal("link"), HasSubstr("symbolic link"));
  EXPECT_THAT(refusal("absolute"), HasSubstr("symbolic link"));
  EXPECT_THAT(refusal("up/secret.txt"), HasSubstr("symbolic link"));
  EXPECT_THAT(refusal("loop"), HasSubstr("symbolic link"));
  fs::create_directory_symlink("/proc/self/root", top_ / "root/magic");
  EXPECT_THAT(refusal("magic/etc/hostname"), HasSubstr("symbolic link"));
}

TEST_F(Files, OnlyPlainFilesWithinTheLimitAreAssets) {
  EXPECT_THAT(refusal("sub"), HasSubstr("is a folder"));
  ASSERT_EQ(::mkfifo((top_ / "root/pipe").c_str(), 0600), 0);
  EXPECT_THAT(refusal("pipe"), HasSubstr("is a pipe"));  // and does not hang
  EXPECT_THAT(refusal("absent.png"), HasSubstr("does not exist"));
  EXPECT_THAT(refusal("a.txt/x"), HasSubstr("cannot be opened"));
  EXPECT_THAT(root().read("a.txt", 4).error()[0].message, HasSubstr("limit of 4"));
  EXPECT_FALSE(AssetRoot::open(top_ / "nowhere").has_value());
  EXPECT_FALSE(AssetRoot::open(top_ / "secret.txt").has_value());
}

TEST_F(Files, PublishingMakesTheFileVisibleWhole) {
  const fs::path target = top_ / "out/deep/video.mp4";
  Result<PendingFile> file = PendingFile::create(target, false);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->path().parent_path(), target.parent_path());
  EXPECT_EQ(file->path().extension(), ".mp4");
  ASSERT_TRUE(file->write(bytes("one ")).has_value());
  ASSERT_TRUE(file->write(bytes("two")).has_value());
  EXPECT_FALSE(fs::exists(target));
  ASSERT_TRUE(file->publish().has_value());
  EXPECT_EQ(get(target), "one two");
  EXPECT_EQ(count(target.parent_path()), 1u);
}

TEST_F(Files, UnpublishedFilesVanish) {
  {
    Result<PendingFile> file = PendingFile::create(top_ / "x.mp4", false);
    ASSERT_TRUE(file.has_value());
    ASSERT_TRUE(file->write(bytes("half")).has_value());
    PendingFile moved = *std::move(file);
    EXPECT_EQ(count(top_), 3u);
  }
  EXPECT_EQ(count(top_), 2u);
}

TEST_F(Files, ExistingTargetsAreKeptUnlessForced) {
  put(top_ / "x.mp4", "old");
  const Result<PendingFile> refused = PendingFile::create(top_ / "x.mp4", false);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error()[0].fault, Fault::usage);
  EXPECT_THAT(refused.error()[0].hint, HasSubstr("--force"));
  Result<PendingFile> forced = PendingFile::create(top_ / "x.mp4", true);
  ASSERT_TRUE(forced && forced->write(bytes("new")) && forced->publish());
  EXPECT_EQ(get(top_ / "x.mp4"), "new");
}

TEST_F(Files, ATargetThatAppearsMeanwhileIsKept) {
  Result<PendingFile> file = PendingFile::create(top_ / "x.mp4", false);
  ASSERT_TRUE(file && file->write(bytes("new")));
  put(top_ / "x.mp4", "theirs");
  EXPECT_FALSE(file->publish().has_value());
  EXPECT_EQ(get(top_ / "x.mp4"), "theirs");
}

TEST_F(Files, FoldersDevicesAndNamelessTargetsAreRefused) {
  EXPECT_FALSE(PendingFile::create(top_ / "root", true).has_value());
  EXPECT_FALSE(PendingFile::create("/dev/null", true).has_value());
  EXPECT_FALSE(PendingFile::create(top_ / "root/", true).has_value());
  EXPECT_FALSE(PendingFile::create(top_ / "secret.txt/x.mp4", true).has_value());
}

TEST_F(Files, LeftoversAreRemovedUnlessSomebodyHoldsThem) {
  Result<PendingFile> living = PendingFile::create(top_ / "x.mp4", false);
  ASSERT_TRUE(living.has_value());
  put(top_ / ".framepress-1-0.partial.mp4", "half");
  put(top_ / ".framepress-notes", "mine");
  fs::create_symlink("secret.txt", top_ / ".framepress-1-1.partial.mp4");
  remove_leftovers(top_);
  EXPECT_FALSE(fs::exists(top_ / ".framepress-1-0.partial.mp4"));
  EXPECT_TRUE(fs::exists(top_ / ".framepress-notes"));
  EXPECT_TRUE(fs::exists(top_ / ".framepress-1-1.partial.mp4"));
  ASSERT_TRUE(fs::exists(living->path()));
  EXPECT_TRUE(living->publish().has_value());
  remove_leftovers(top_ / "nowhere");
}

TEST_F(Files, TheFirstFileInAFolderRemovesLeftovers) {
  fs::create_directory(top_ / "out");
  put(top_ / "out/.framepress-1-0.partial.mp4", "half");
  const Result<PendingFile> file = PendingFile::create(top_ / "out/x.mp4", false);
  EXPECT_EQ(count(top_ / "out"), 1u);
}

TEST_F(Files, AnInterruptRemovesWhatIsPending) {
  Result<PendingFile> a = PendingFile::create(top_ / "a.mp4", false);
  Result<PendingFile> b = PendingFile::create(top_ / "b.mp4", false);
  ASSERT_TRUE(a && b && a->publish());
  EXPECT_EQ(count(top_), 4u);
  remove_pending_files();
  EXPECT_EQ(count(top_), 3u);
  EXPECT_TRUE(fs::exists(top_ / "a.mp4"));
  EXPECT_FALSE(b->publish().has_value());
}

}  // namespace
}  // namespace fp
