// Colours of flat patches as the maker of the file meant them, whatever the file says about matrix, range, depth,
// primaries and curve; and the way a picture is turned.
#include <cmath>

#include "tests/media/footage.hpp"

namespace fp {
namespace {

using namespace footage;

// Eight patches of 32x32 in a row.
constexpr int kPatches[8][3] = {{255, 0, 0},     {0, 255, 0},     {0, 0, 255},  {255, 122, 0},
                                {198, 134, 110}, {128, 128, 128}, {16, 16, 16}, {255, 255, 255}};

std::string patches() {
  std::string inputs, join;
  for (int i = 0; i < 8; ++i) {
    char color[160];
    std::snprintf(color, sizeof color, "color=0x%02x%02x%02x:size=32x32:rate=25,format=gbrp[p%d];", kPatches[i][0],
                  kPatches[i][1], kPatches[i][2], i);
    inputs += color;
    join += "[p" + std::to_string(i) + "]";
  }
  return "-f lavfi -i \"" + inputs + join + "hstack=8\" -frames:v 3 ";
}

struct Kind {
  const char* name;
  const char* file;
  const char* options;
  const char* color;  // what VideoInfo says
};
void PrintTo(const Kind& kind, std::ostream* out) {
  *out << kind.name;
}
class ClipColor : public FootageTest, public ::testing::WithParamInterface<Kind> {};

constexpr const char* kScale = "-sws_flags accurate_rnd+full_chroma_int+bitexact ";

TEST_P(ClipColor, PatchesComeBack) {
  const Kind& kind = GetParam();
  make(kind.file, patches() + kScale + kind.options);
  const auto clip = this->clip(kind.file);
  ASSERT_NE(clip, nullptr);
  EXPECT_EQ(clip->video()->color, kind.color);
  const Result<Texels> frame = clip->frame(1);
  ASSERT_TRUE(frame.has_value()) << to_string(frame.error()[0]);
  EXPECT_TRUE(frame->opaque);
  for (int i = 0; i < 8; ++i) {
    const Pixel p = pixel(*frame, i * 32 + 16, 16);
    EXPECT_NEAR(p.r, kPatches[i][0], 2) << "patch " << i;
    EXPECT_NEAR(p.g, kPatches[i][1], 2) << "patch " << i;
    EXPECT_NEAR(p.b, kPatches[i][2], 2) << "patch " << i;
    EXPECT_EQ(p.a, 255);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Tags, ClipColor,
    ::testing::Values(Kind{"bt709", "a.mp4",
                           "-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p -colorspace bt709 "
                           "-color_range tv -c:v libx264 -qp 4",
                           "bt709 limited 8 bit, yuv420p"},
                      Kind{"bt709_full", "a.mp4",
                           "-vf scale=out_color_matrix=bt709:out_range=pc,format=yuv420p -colorspace bt709 "
                           "-color_range pc -c:v libx264 -qp 4",
                           "bt709 full 8 bit, yuvj420p"},
                      Kind{"bt601", "a.mp4",
                           "-vf scale=out_color_matrix=bt601:out_range=tv,format=yuv422p -colorspace smpte170m "
                           "-color_range tv -c:v libx264 -qp 4",
                           "smpte170m limited 8 bit, yuv422p"},
                      Kind{"untagged_small", "a.mkv",
                           "-vf scale=out_color_matrix=bt601:out_range=tv,format=yuv444p -c:v ffv1",
                           "bt601 limited 8 bit, yuv444p"},
                      Kind{"ten_bit", "a.mkv",
                           "-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p10le -colorspace bt709 "
                           "-color_range tv -c:v ffv1",
                           "bt709 limited 10 bit, yuv420p10le"},
                      Kind{"twelve_bit_full", "a.mkv",
                           "-vf scale=out_color_matrix=bt709:out_range=pc,format=yuv422p12le -colorspace bt709 "
                           "-color_range pc -c:v ffv1",
                           "bt709 full 12 bit, yuv422p12le"},
                      Kind{"bt2020_matrix", "a.mkv",
                           "-vf scale=out_color_matrix=bt2020:out_range=tv,format=yuv444p10le -colorspace bt2020nc "
                           "-color_range tv -c:v ffv1",
                           "bt2020nc limited 10 bit, yuv444p10le"},
                      Kind{"rgb", "a.mkv", "-vf format=bgr0 -c:v ffv1", "rgb 8 bit, bgr0"},
                      Kind{"gbr_10", "a.mkv", "-vf format=gbrp10le -c:v ffv1", "rgb 10 bit, gbrp10le"},
                      Kind{"prores", "a.mov",
                           "-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv422p10le -colorspace bt709 "
                           "-color_primaries bt709 -color_trc bt709 -c:v "
                           "prores_ks -profile:v 3 -qscale:v 1",
                           "bt709 limited 10 bit, yuv422p10le"}),
    [](const auto& tested) { return std::string(tested.param.name); });

using ClipPicture = FootageTest;

TEST_F(ClipPicture, AlphaIsPremultiplied) {
  for (const auto& [file, options, slack] :
       {std::tuple{"a.mov", "-pix_fmt yuva444p10le -c:v prores_ks -profile:v 4 -alpha_bits 16 -qscale:v 1", 3},
        std::tuple{"a.webm", "-pix_fmt yuva420p -c:v libvpx-vp9 -auto-alt-ref 0 -crf 4 -b:v 0", 4},
        std::tuple{"a.webp", "-c:v libwebp_anim -lossless 1", 1}, std::tuple{"a.apng", "-f apng -pix_fmt rgba", 1}}) {
    make(file, std::string("-f lavfi -i \"color=0xff7a00@0.5:size=64x64:rate=25,format=rgba\" -frames:v 2 ") + options);
    const auto clip = this->clip(file);
    ASSERT_NE(clip, nullptr);
    EXPECT_TRUE(clip->video()->alpha) << file;
    const Result<Texels> frame = clip->frame(0);
    ASSERT_TRUE(frame.has_value()) << to_string(frame.error()[0]);
    EXPECT_FALSE(frame->opaque);
    const Pixel p = pixel(*frame, 20, 20);
    EXPECT_NEAR(p.a, 127, 1) << file;
    EXPECT_NEAR(p.r, 127, slack) << file;
    EXPECT_NEAR(p.g, 61, slack) << file;
    EXPECT_NEAR(p.b, 0, slack) << file;
  }
}

TEST_F(ClipPicture, IsTurnedUpright) {
  // Red left, blue right; below green left, white right.
  const std::string picture =
      "-f lavfi -i \"color=red:size=64x48:rate=25[a];color=blue:size=64x48:rate=25[b];color=lime:size=64x48:rate=25[c];"
      "color=white:size=64x48:rate=25[d];[a][b]hstack[t];[c][d]hstack[u];[t][u]vstack,format=yuv444p\" -frames:v 2 "
      "-c:v libx264 -qp 2";
  make("plain.mp4", picture);
  for (const int degrees : {0, 90, 180, 270}) {
    make("turned.mp4", "-i plain.mp4 -c copy -metadata:s:v rotate=" + std::to_string(degrees));
    const auto clip = this->clip("turned.mp4");
    ASSERT_NE(clip, nullptr);
    const bool swapped = degrees % 180 != 0;
    ASSERT_EQ(clip->video()->width, swapped ? 96 : 128) << degrees;
    ASSERT_EQ(clip->video()->height, swapped ? 128 : 96) << degrees;
    const Result<Texels> frame = clip->frame(0);
    ASSERT_TRUE(frame.has_value());
    const int w = clip->video()->width, h = clip->video()->height;
    const Pixel corners[4] = {pixel(*frame, 8, 8), pixel(*frame, w - 8, 8), pixel(*frame, w - 8, h - 8),
                              pixel(*frame, 8, h - 8)};
    // As ffmpeg turns it by itself.
    make("upright.png", "-i turned.mp4 -frames:v 1");
    const Result<Texels> upright = decode_image(bytes("upright.png"), "upright.png");
    ASSERT_TRUE(upright.has_value());
    ASSERT_EQ(upright->width, w);
    const Pixel wanted[4] = {pixel(*upright, 8, 8), pixel(*upright, w - 8, 8), pixel(*upright, w - 8, h - 8),
                             pixel(*upright, 8, h - 8)};
    for (int i = 0; i < 4; ++i) {
      EXPECT_NEAR(corners[i].r, wanted[i].r, 6) << degrees << " corner " << i;
      EXPECT_NEAR(corners[i].g, wanted[i].g, 6) << degrees << " corner " << i;
      EXPECT_NEAR(corners[i].b, wanted[i].b, 6) << degrees << " corner " << i;
    }
    EXPECT_EQ(degrees == 0, corners[0].r > 200 && corners[0].b < 60 && corners[0].g < 60) << "red is at the top left";
  }
}

TEST_F(ClipPicture, PixelAspectIsDelivered) {
  make("a.mp4", "-f lavfi -i testsrc2=size=64x48:rate=25 -vf setsar=4/3 -frames:v 2 -c:v libx264");
  EXPECT_EQ(clip("a.mp4")->video()->pixel_aspect, (Rational{4, 3}));
}

// Grey steps through the curves of HDR: what is up to 3/4 of reference white stays, reference white is 240, and
// 1000 cd/m2 white.
TEST_F(ClipPicture, HdrComesByTheStatedCurve) {
  // PQ 10-bit codes of 101.5 (half of reference white), 203 and 1000 cd/m2; limited range.
  const auto pq = [](double nits) {
    const double y = std::pow(nits / 10000, 0.1593017578125);
    return std::pow((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y), 78.84375);
  };
  const auto srgb = [](double v) { return 255 * (1.055 * std::pow(v, 1 / 2.4) - 0.055); };
  const struct {
    const char* transfer;
    double code;
    double wanted;
  } steps[] = {{"smpte2084", pq(101.5), srgb(0.5)}, {"smpte2084", pq(203), srgb(0.8754)}, {"smpte2084", pq(1000), 255},
               {"smpte2084", pq(4000), 255},        {"arib-std-b67", 0.75, srgb(0.8754)}, {"arib-std-b67", 1.0, 255}};
  for (const auto& step : steps) {
    const int luma = static_cast<int>(64 + 876 * step.code + 0.5);
    make("a.mkv",
         "-f lavfi -i \"color=black:size=64x64:rate=25,format=yuv420p10le,geq=lum=" + std::to_string(luma) +
             ":cb=512:cr=512\" -frames:v 1 -c:v ffv1 -colorspace bt2020nc -color_primaries bt2020 -color_trc " +
             step.transfer + " -color_range tv");
    const auto clip = this->clip("a.mkv");
    ASSERT_NE(clip, nullptr);
    const Result<Texels> frame = clip->frame(0);
    ASSERT_TRUE(frame.has_value());
    const Pixel p = pixel(*frame, 30, 30);
    EXPECT_NEAR(p.r, step.wanted, 1.5) << step.transfer << " " << step.code;
    EXPECT_NEAR(p.g, step.wanted, 1.5);
    EXPECT_NEAR(p.b, step.wanted, 1.5);
  }
}

TEST_F(ClipPicture, WidePrimariesComeToBt709) {
  // sRGB (200, 90, 60) expressed in BT.2020 primaries by zimg.
  make("a.mkv",
       "-f lavfi -i "
       "\"color=0xc85a3c:size=64x64:rate=25,format=gbrp16le,zscale=primariesin=bt709:transferin=iec61966-2-1:"
       "matrixin=gbr:primaries=bt2020:transfer=iec61966-2-1:matrix=2020_ncl:range=limited,format=yuv444p10le\" "
       "-frames:v 1 "
       "-c:v ffv1 -colorspace bt2020nc -color_primaries bt2020 -color_range tv");
  const Result<Texels> frame = clip("a.mkv")->frame(0);
  ASSERT_TRUE(frame.has_value());
  const Pixel p = pixel(*frame, 30, 30);
  EXPECT_NEAR(p.r, 200, 2);
  EXPECT_NEAR(p.g, 90, 2);
  EXPECT_NEAR(p.b, 60, 2);
}

}  // namespace
}  // namespace fp
