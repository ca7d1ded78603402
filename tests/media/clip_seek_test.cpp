// Any frame, asked for at any time, is the frame that playing from the beginning shows; and it is the right one.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <random>
#include <thread>

#include "engine/core/hash.hpp"
#include "engine/media/clip_decoders.hpp"
#include "engine/media/clip_sniff.hpp"
#include "tests/media/footage.hpp"

namespace fp {
namespace {

using namespace footage;

struct Kind {
  const char* name;
  const char* file;
  const char* format;
  const char* options;
  int frames = 75;
  int tolerance = 3;  // of a grey
};

void PrintTo(const Kind& kind, std::ostream* out) {
  *out << kind.name;
}

// Studio range: luma 20 + 3 n is this grey.
int grey(int n) {
  return std::min(static_cast<int>((20 + 3 * n - 16) * 255.0 / 219 + 0.5), 255);
}

const Kind kKinds[] = {
    {"h264", "a.mp4", "yuv420p", "-c:v libx264 -g 25 -bf 3"},
    {"h264_open_gop", "a.mkv", "yuv420p",
     "-c:v libx264 -g 12 -bf 4 -x264-params open-gop=1:scenecut=0:b-pyramid=normal"},
    {"h264_open_gop_mp4", "a.mp4", "yuv420p", "-c:v libx264 -g 12 -bf 4 -x264-params open-gop=1:scenecut=0"},
    {"h264_intra_refresh", "a.mp4", "yuv420p", "-c:v libx264 -g 20 -x264-params intra-refresh=1"},
    {"h264_one_key", "a.mov", "yuv420p", "-c:v libx264 -g 250 -bf 2"},
    {"h264_444_10", "a.mkv", "yuv444p10le", "-c:v libx264 -g 20"},
    {"hevc_open_gop", "a.mp4", "yuv420p",
     "-c:v libx265 -x265-params "
     "log-level=none:open-gop=1:keyint=12:min-keyint=12:bframes=4:pools=none:frame-threads=1"},
    {"hevc_10", "a.mkv", "yuv420p10le",
     "-c:v libx265 -x265-params log-level=none:open-gop=0:keyint=20:pools=none:frame-threads=1"},
    {"vp8", "a.webm", "yuv420p", "-c:v libvpx -g 20 -b:v 1M -auto-alt-ref 1 -lag-in-frames 16"},
    {"vp9", "a.webm", "yuv420p", "-c:v libvpx-vp9 -g 20 -b:v 1M -lag-in-frames 16 -cpu-used 5"},
    {"vp9_alpha", "a.webm", "yuva420p", "-c:v libvpx-vp9 -g 20 -b:v 1M -auto-alt-ref 0 -cpu-used 5"},
    {"av1", "a.mkv", "yuv420p", "-c:v libsvtav1 -preset 10 -g 20 -svtav1-params lp=1"},
    {"prores", "a.mov", "yuv422p10le", "-c:v prores_ks -profile:v 3"},
    {"prores_4444", "a.mov", "yuva444p10le", "-c:v prores_ks -profile:v 4 -alpha_bits 16"},
    {"mpeg4", "a.mp4", "yuv420p", "-c:v mpeg4 -g 15 -bf 2 -q:v 2"},
    {"mjpeg", "a.mov", "yuvj420p", "-c:v mjpeg -q:v 2"},
    {"ffv1", "a.mkv", "yuv420p", "-c:v ffv1 -level 3 -g 10", 75, 1},
    {"gif", "a.gif", "rgb24", "-filter_complex \"[0:v]split[a][b];[a]palettegen[p];[b][p]paletteuse=dither=none\"", 40,
     12},
    {"apng", "a.apng", "rgba", "-f apng", 40, 1},
    {"webp", "a.webp", "bgra", "-c:v libwebp_anim -lossless 1", 40, 1},
};

class ClipSeek : public FootageTest, public ::testing::WithParamInterface<Kind> {};

TEST_P(ClipSeek, RandomEqualsSequential) {
  const Kind& kind = GetParam();
  make(kind.file, numbered(kind.frames, kind.format) + kind.options);
  const auto clip = this->clip(kind.file);
  ASSERT_NE(clip, nullptr);
  ASSERT_TRUE(clip->video().has_value());
  EXPECT_EQ(clip->video()->frames, kind.frames);
  EXPECT_EQ(clip->video()->duration, (Rational{kind.frames, 1} / Rational{25, 1}));
  EXPECT_FALSE(clip->sound().has_value());
  std::vector<Hash128> played;
  for (int n = 0; n < kind.frames; ++n) {
    const Result<Texels> frame = clip->frame(n);
    ASSERT_TRUE(frame.has_value()) << n << ": " << to_string(frame.error()[0]);
    ASSERT_EQ(frame->data.size(), 128u * 64u);
    EXPECT_NEAR(pixel(*frame, 100, 40).g, grey(n), kind.tolerance) << "frame " << n;
    played.push_back(texel_hash(*frame));
    EXPECT_EQ(clip->outline(n).hash, frame->hash);
  }
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    const int64_t n = random() % static_cast<unsigned>(kind.frames);
    const Result<Texels> frame = clip->frame(n);
    ASSERT_TRUE(frame.has_value()) << n << ": " << to_string(frame.error()[0]);
    ASSERT_EQ(texel_hash(*frame), played[static_cast<size_t>(n)]) << "frame " << n << ", request " << i;
  }
  for (int n = kind.frames - 1; n >= 0; --n) {
    const Result<Texels> frame = clip->frame(n);
    ASSERT_TRUE(frame.has_value()) << n << ": " << to_string(frame.error()[0]);
    ASSERT_EQ(texel_hash(*frame), played[static_cast<size_t>(n)]) << "frame " << n << ", backwards";
  }
}

INSTANTIATE_TEST_SUITE_P(Codecs, ClipSeek, ::testing::ValuesIn(kKinds),
                         [](const auto& tested) { return std::string(tested.param.name); });

using ClipReaders = FootageTest;

TEST_F(ClipReaders, SeveralAtOnceGetTheSameFrames) {
  make("a.mp4", numbered(60) + "-c:v libx264 -g 25 -bf 3");
  const auto clip = this->clip("a.mp4");
  ASSERT_NE(clip, nullptr);
  std::vector<Hash128> played;
  for (int n = 0; n < 60; ++n) played.push_back(texel_hash(*clip->frame(n)));
  std::vector<std::jthread> readers;
  std::atomic<int> wrong = 0;
  for (int reader = 0; reader < 6; ++reader) {
    readers.emplace_back([&, reader] {
      for (int i = 0; i < 40; ++i) {
        const int n = (reader * 10 + i) % 60;
        const Result<Texels> frame = clip->frame(n);
        if (!frame || texel_hash(*frame) != played[static_cast<size_t>(n)]) ++wrong;
      }
    });
  }
  readers.clear();
  EXPECT_EQ(wrong, 0);
}

// Frames shown later may stand earlier in the file: playing on is still playing on, by a decoder for each reader.
TEST_F(ClipReaders, EachKeepsItsDecoder) {
  make("a.mp4", numbered(75) + "-c:v libx264 -g 250 -bf 3");
  const int file = ::open((folder() + "/a.mp4").c_str(), O_RDONLY | O_CLOEXEC);
  auto decoders = media::ClipDecoders::open(file, *media::sniff(file));
  ASSERT_TRUE(decoders.has_value());
  std::vector<uint32_t> texels;
  for (int64_t n = 0; n < 40; ++n) ASSERT_TRUE((*decoders)->frame(n, texels).has_value());
  EXPECT_EQ((*decoders)->running(), 1u);
  for (int64_t n = 40; n < 60; ++n) {
    ASSERT_TRUE((*decoders)->frame(n, texels).has_value());
    ASSERT_TRUE((*decoders)->frame(n - 36, texels).has_value());
  }
  EXPECT_EQ((*decoders)->running(), 2u);
  ::close(file);
}

}  // namespace
}  // namespace fp
