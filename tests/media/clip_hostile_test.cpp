// Files that are damaged, lie, or want to have other files opened: typed errors or frames, and this process goes on.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "engine/core/sanitized.hpp"
#include "engine/media/clip_decoders.hpp"
#include "engine/media/clip_sniff.hpp"
#include "tests/media/footage.hpp"

namespace fp {
namespace {

using namespace footage;

void expect_typed(const Errors& errors, const std::string& name) {
  EXPECT_EQ(errors[0].fault, Fault::missing) << to_string(errors[0]);
  EXPECT_NE(errors[0].message.find(name), std::string::npos) << errors[0].message;
  EXPECT_LT(errors[0].message.size(), 1500u);
  for (const char c : errors[0].message) EXPECT_TRUE(c >= ' ' && c <= '~') << errors[0].message;
}

// Opens it and takes a few frames and all sound. True: something came out.
bool try_all(const Result<std::shared_ptr<Clip>>& opened, const std::string& name) {
  if (!opened) {
    expect_typed(opened.error(), name);
    return false;
  }
  Clip& clip = **opened;
  bool any = false;
  if (clip.video()) {
    const int64_t count = clip.video()->frames;
    for (const int64_t n : {int64_t{0}, count - 1, count / 2}) {
      const Result<Texels> frame = clip.frame(n);
      if (!frame) {
        expect_typed(frame.error(), name);
        continue;
      }
      any = true;
      EXPECT_EQ(frame->data.size(), static_cast<size_t>(frame->width) * static_cast<size_t>(frame->height));
    }
  }
  if (clip.sound()) {
    const auto pcm = clip.pcm();
    if (!pcm) expect_typed(pcm.error(), name);
    any |= pcm.has_value();
  }
  return any;
}

struct Kind {
  const char* name;
  const char* file;
  const char* arguments;
};
void PrintTo(const Kind& kind, std::ostream* out) {
  *out << kind.name;
}
class ClipDamage : public FootageTest, public ::testing::WithParamInterface<Kind> {};

#define FP_PICTURE "-f lavfi -i testsrc2=size=64x64:rate=25 -frames:v 12 "
#define FP_SOUND "-f lavfi -i anoisesrc=seed=3:d=0.5 "

TEST_P(ClipDamage, GivesErrorsOrFrames) {
  const Kind& kind = GetParam();
  make(kind.file, kind.arguments);
  const std::string whole = bytes(kind.file), name = std::string("bad_") + kind.file;
  ASSERT_TRUE(try_all(open(kind.file), kind.file));
  std::mt19937 random(20261126);
  for (int round = 0; round < 24; ++round) {
    std::string damaged = whole;
    if (round % 4 == 3) {
      damaged.resize(random() % whole.size());
    } else {
      // Headers are where lies do most: half of the changes go into the first and last kilobyte.
      for (unsigned i = 0; i < 1 + random() % 12; ++i) {
        const size_t edge = std::min<size_t>(1024, whole.size());
        const size_t at = random() % 2 == 0   ? random() % whole.size()
                          : random() % 2 == 0 ? random() % edge
                                              : whole.size() - 1 - random() % edge;
        damaged[at] = static_cast<char>(random());
      }
    }
    write(name, damaged);
    try_all(open(name), name);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ClipDamage,
    ::testing::Values(
        Kind{"h264_mp4", "a.mp4", FP_PICTURE "-c:v libx264 -bf 2"},
        Kind{"h264_aac", "a.mov", FP_SOUND FP_PICTURE "-c:v libx264 -c:a aac"},
        Kind{"hevc_mkv", "a.mkv", FP_PICTURE "-c:v libx265 -x265-params log-level=none:pools=none:frame-threads=1"},
        Kind{"vp9_webm", "a.webm", FP_PICTURE "-c:v libvpx-vp9 -cpu-used 8"},
        Kind{"vp9_alpha", "a.webm", FP_PICTURE "-pix_fmt yuva420p -c:v libvpx-vp9 -auto-alt-ref 0 -cpu-used 8"},
        Kind{"vp8_webm", "a.webm", FP_PICTURE "-c:v libvpx"},
        Kind{"av1", "a.mkv", FP_PICTURE "-c:v libsvtav1 -preset 12 -svtav1-params lp=1"},
        Kind{"prores", "a.mov", FP_PICTURE "-c:v prores_ks"}, Kind{"mpeg4", "a.mp4", FP_PICTURE "-c:v mpeg4"},
        Kind{"ffv1", "a.mkv", FP_PICTURE "-c:v ffv1"}, Kind{"gif", "a.gif", FP_PICTURE},
        Kind{"apng", "a.apng", FP_PICTURE "-f apng"}, Kind{"webp", "a.webp", FP_PICTURE "-c:v libwebp_anim"},
        Kind{"opus", "a.ogg", FP_SOUND "-c:a libopus"}, Kind{"vorbis", "a.ogg", FP_SOUND "-c:a libvorbis"},
        Kind{"mp3", "a.mp3", FP_SOUND "-c:a libmp3lame"}, Kind{"flac", "a.flac", FP_SOUND},
        Kind{"wav", "a.wav", FP_SOUND}, Kind{"adts", "a.aac", FP_SOUND}),
    [](const auto& tested) { return std::string(tested.param.name); });

// Where a container says how long it is, less of it is an error, not silence or a picture that stands.
class ClipCutShort : public FootageTest, public ::testing::WithParamInterface<Kind> {};

TEST_P(ClipCutShort, IsSaid) {
  const Kind& kind = GetParam();
  make(kind.file, kind.arguments);
  const std::string whole = bytes(kind.file), name = std::string("short_") + kind.file;
  ASSERT_TRUE(try_all(open(kind.file), kind.file));
  for (const size_t percent : {50, 80, 97}) {
    write(name, whole.substr(0, whole.size() * percent / 100));
    const auto opened = open(name);
    ASSERT_FALSE(opened.has_value()) << percent;
    expect_typed(opened.error(), name);
    EXPECT_NE(opened.error()[0].message.find("cut short"), std::string::npos) << opened.error()[0].message;
  }
}

#define FP_LONG_SOUND "-f lavfi -i anoisesrc=seed=3:d=8 "
#define FP_LONG_PICTURE "-f lavfi -i testsrc2=size=64x64:rate=25 -frames:v 100 "
INSTANTIATE_TEST_SUITE_P(Kinds, ClipCutShort,
                         ::testing::Values(Kind{"wav", "a.wav", FP_LONG_SOUND},
                                           Kind{"wav_24", "a.wav", FP_LONG_SOUND "-c:a pcm_s24le"},
                                           Kind{"rf64", "a.wav", FP_LONG_SOUND "-rf64 always"},
                                           Kind{"flac", "a.flac", FP_LONG_SOUND},
                                           Kind{"mp3", "a.mp3", FP_LONG_SOUND "-c:a libmp3lame"},
                                           Kind{"opus", "a.ogg", FP_LONG_SOUND "-c:a libopus"},
                                           Kind{"vorbis", "a.ogg", FP_LONG_SOUND "-c:a libvorbis"},
                                           Kind{"mp4", "a.mp4", FP_LONG_PICTURE "-c:v libx264 -movflags +faststart"},
                                           Kind{"m4a", "a.m4a", FP_LONG_SOUND "-c:a aac -movflags +faststart"},
                                           Kind{"mkv", "a.mkv", FP_LONG_PICTURE "-c:v libx264"},
                                           Kind{"mkv_pcm", "a.mkv", FP_LONG_SOUND "-c:a pcm_s16le"},
                                           Kind{"webm", "a.webm", FP_LONG_SOUND "-c:a libopus"}),
                         [](const auto& tested) { return std::string(tested.param.name); });

// What was written as a stream says nothing of its length, and is taken as it is.
class ClipOfNoLength : public FootageTest, public ::testing::WithParamInterface<Kind> {};

TEST_P(ClipOfNoLength, IsRead) {
  const Kind& kind = GetParam();
  make(std::string("pipe: >") + kind.file, kind.arguments);
  const auto clip = this->clip(kind.file);
  ASSERT_NE(clip, nullptr);
  const auto pcm = clip->pcm();
  ASSERT_TRUE(pcm.has_value()) << to_string(pcm.error()[0]);
  EXPECT_NEAR(static_cast<double>((*pcm)->frames()), 8 * 48000, 3000);
}

INSTANTIATE_TEST_SUITE_P(Kinds, ClipOfNoLength,
                         ::testing::Values(Kind{"wav", "a.wav", FP_LONG_SOUND "-f wav "},
                                           Kind{"flac", "a.flac", FP_LONG_SOUND "-f flac "},
                                           Kind{"mkv", "a.mkv", FP_LONG_SOUND "-c:a pcm_s16le -f matroska "},
                                           Kind{"webm", "a.webm", FP_LONG_SOUND "-c:a libopus -f webm "},
                                           Kind{"ogg", "a.ogg", FP_LONG_SOUND "-c:a libopus -f ogg "},
                                           Kind{"mp3", "a.mp3", FP_LONG_SOUND "-c:a libmp3lame -write_xing 0 -f mp3 "}),
                         [](const auto& tested) { return std::string(tested.param.name); });

using ClipHostile = FootageTest;

TEST_F(ClipHostile, WavThatCountsItsHeadInIsWhole) {
  make("a.wav", "-f lavfi -i sine=d=1 -bitexact");
  std::string bytes = this->bytes("a.wav");
  const size_t size = bytes.find("data") + 4;
  bytes[size] = static_cast<char>(static_cast<unsigned char>(bytes[size]) + 44);
  write("b.wav", bytes);
  ASSERT_NE(bytes, this->bytes("a.wav"));
  const auto opened = open("b.wav");
  ASSERT_TRUE(opened.has_value()) << to_string(opened.error()[0]);
  EXPECT_TRUE((*opened)->pcm().has_value());
}

TEST_F(ClipHostile, OffsetsBeyondAllFilesAreAnError) {
  make("a.mov", "-f lavfi -i sine=d=1 -c:a pcm_s16le");
  std::string bytes = this->bytes("a.mov");
  const size_t table = bytes.find("stco");
  ASSERT_NE(table, std::string::npos);
  for (size_t i = table + 12; i < table + 16; ++i) bytes[i] = static_cast<char>(0xff);
  write("b.mov", bytes);
  const auto opened = open("b.mov");
  ASSERT_FALSE(opened.has_value());
  expect_typed(opened.error(), "b.mov");
}

TEST_F(ClipHostile, PlaylistsInDisguiseAreRefused) {
  make("secret.mp4", FP_PICTURE "-c:v libx264");
  for (const std::string& text : {std::string("ffconcat version 1.0\nfile secret.mp4\n"),
                                  "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + folder() + "/secret.mp4\n",
                                  std::string("<?xml version=\"1.0\"?><MPD><BaseURL>secret.mp4</BaseURL></MPD>")}) {
    write("evil.mp4", text);
    const auto opened = open("evil.mp4");
    ASSERT_FALSE(opened.has_value());
    expect_typed(opened.error(), "evil.mp4");
  }
}

TEST_F(ClipHostile, ATrackThatLiesElsewhereIsNotFetched) {
  make("a.mov", FP_PICTURE "-c:v libx264");
  std::string bytes = this->bytes("a.mov");
  const size_t entry = bytes.find("dref");
  ASSERT_NE(entry, std::string::npos);
  bytes[bytes.find("url ", entry) + 7] = 0;  // "not in this file"
  write("elsewhere.mov", bytes);
  try_all(open("elsewhere.mov"), "elsewhere.mov");
}

TEST_F(ClipHostile, HugePicturesAreRefused) {
  make("a.gif", FP_PICTURE);
  std::string gif = bytes("a.gif");
  for (size_t i = 6; i < 10; ++i) gif[i] = static_cast<char>(0xff);
  write("huge.gif", gif);
  const auto opened = open("huge.gif");
  ASSERT_FALSE(opened.has_value());
  expect_typed(opened.error(), "huge.gif");
}

TEST_F(ClipHostile, WhatIsNoFileOfFootageSaysSo) {
  write("empty.mp4", "");
  write("text.mp4", "hello, I am not a video at all");
  write("short.mp4", std::string("\0\0\0\x20"
                                 "ftypisom",
                                 12));
  ASSERT_EQ(::mkdir((folder() + "/folder.mp4").c_str(), 0700), 0);
  ASSERT_EQ(::mkfifo((folder() + "/pipe.mp4").c_str(), 0600), 0);
  ASSERT_EQ(::symlink("/dev/zero", (folder() + "/endless.mp4").c_str()), 0);
  for (const char* name : {"empty.mp4", "text.mp4", "short.mp4", "folder.mp4", "pipe.mp4", "endless.mp4", "none.mp4"}) {
    const auto opened = open(name);
    ASSERT_FALSE(opened.has_value()) << name;
    expect_typed(opened.error(), name);
  }
}

TEST_F(ClipHostile, ADecoderThatDiesIsOneError) {
  make("a.mp4", FP_PICTURE "-c:v libx264");
  const int file = ::open((folder() + "/a.mp4").c_str(), O_RDONLY | O_CLOEXEC);
  auto decoders = media::ClipDecoders::open(file, *media::sniff(file));
  ASSERT_TRUE(decoders.has_value());
  std::vector<uint32_t> texels;
  ASSERT_TRUE((*decoders)->frame(0, texels).has_value());
  ASSERT_EQ((*decoders)->processes().size(), 1u);
  ::kill((*decoders)->processes()[0], SIGSEGV);
  const Result<void> after = (*decoders)->frame(1, texels);
  ASSERT_FALSE(after.has_value());
  EXPECT_NE(after.error()[0].message.find("crashed"), std::string::npos) << after.error()[0].message;
  EXPECT_TRUE((*decoders)->frame(1, texels).has_value());
  ::close(file);
}

// What a confined decoder may not do ends it.
TEST(MediaSandbox, ForbiddenCallsEndIt) {
  const std::string program =
      std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "framepress-media";
  for (const char* what : {"open", "socket", "exec", "fork", "truncate", "code"}) {
    const int status = std::system(("exec " + program + " attempt " + what).c_str());
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) << what << ": " << status;
  }
  if (!FP_SANITIZED) {
    EXPECT_EQ(std::system((program + " attempt nothing").c_str()), 0);
  }
}

using MediaTrace = FootageTest;

TEST_F(MediaTrace, NothingIsOpenedOnceItIsConfined) {
  if (FP_SANITIZED) GTEST_SKIP() << "a sanitizer's runtime opens files of its own, and does not work when traced";
  if (std::system("strace -o /dev/null true 2>/dev/null") != 0) GTEST_SKIP() << "strace is not installed, or forbidden";
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  const std::string log = folder() + "/log";
  const std::string command = "strace -f -o " + log +
                              " -e trace=open,openat,openat2,socket,connect,execve,seccomp,clone,clone3 " + self +
                              " --gtest_filter='ClipTimes.ATimeToTrace' >/dev/null 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0);
  std::ifstream in(log);
  std::string line;
  std::vector<std::string> confined;  // process numbers
  int seen = 0;
  while (std::getline(in, line)) {
    const std::string id = line.substr(0, line.find(' '));
    if (std::ranges::find(confined, id) != confined.end()) {
      EXPECT_NE(line.find("+++"), std::string::npos) << line;  // its end is all there may be
    }
    // libseccomp first asks what the kernel knows; the filter itself is what comes back with 0.
    const bool filter = line.find(" seccomp(SECCOMP_SET_MODE_FILTER") != std::string::npos;
    if (filter && line.ends_with("= 0")) {
      confined.push_back(id);
      ++seen;
    }
  }
  EXPECT_GE(seen, 2);  // one for pictures, one for sound
}

}  // namespace
}  // namespace fp
