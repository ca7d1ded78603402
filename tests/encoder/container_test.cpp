#include "encoder/mux/container.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "encoder/codec/outputs.hpp"
#include "tests/encoder/support.hpp"

namespace fp {
namespace {

using testing::encode_pattern;
using testing::output_of;
using testing::ScratchFolder;
using testing::slurp;

constexpr int64_t kSegment = 10;

Recipe recipe_at(Rational fps, const char* preset = "medium") {
  return {.width = 128, .height = 96, .fps = fps, .preset = preset, .segment = kSegment};
}

// Writes `frames` frames in segments, handed over in the given order.
void write_mp4(const std::filesystem::path& path, const Recipe& recipe, int64_t frames,
               std::vector<int64_t> order = {}) {
  const int64_t segments = (frames + kSegment - 1) / kSegment;
  if (order.empty()) {
    for (int64_t i = 0; i < segments; ++i) order.push_back(i);
  }
  auto writer = ContainerWriter::create(path, recipe);
  ASSERT_TRUE(writer) << to_string(writer.error()[0]);
  for (const int64_t i : order) {
    const int64_t count = std::min(kSegment, frames - i * kSegment);
    auto added = writer->add(i, encode_pattern(recipe, i * kSegment, count));
    ASSERT_TRUE(added) << to_string(added.error()[0]);
  }
  EXPECT_EQ(writer->waiting(), 0u);
  auto finished = writer->finish(segments);
  ASSERT_TRUE(finished) << to_string(finished.error()[0]);
}

// What ffprobe says of a file, asked once: "streams.stream.0.pix_fmt=\"yuv420p\"" and so on, a line each.
std::string probe(const std::filesystem::path& path) {
  return output_of(
      fmt::format("ffprobe -v error -count_frames -of flat -show_format -show_streams -show_entries frame=pts '{}'",
                  path.string()));
}

std::string value_of(const std::string& probed, const std::string& key) {
  const size_t at = probed.find(key + '=');
  if (at == std::string::npos) return "";
  const size_t begin = at + key.size() + 1;
  std::string value = probed.substr(begin, probed.find('\n', begin) - begin);
  std::erase(value, '"');
  return value;
}

TEST(Mp4, OrderOfArrivalDoesNotMatter) {
  const ScratchFolder folder;
  const Recipe recipe = recipe_at({30, 1});
  write_mp4(folder.path / "a.mp4", recipe, 45);
  write_mp4(folder.path / "b.mp4", recipe, 45, {4, 2, 0, 3, 1});
  const std::string a = slurp(folder.path / "a.mp4");
  EXPECT_FALSE(a.empty());
  EXPECT_TRUE(a == slurp(folder.path / "b.mp4"));
}

TEST(Mp4, TimesAreExact) {
  struct Case {
    Rational fps;
    int64_t frames;
    const char* duration;
    const char* rate;
  };
  // The last segments have 5, 1 and 3 frames.
  const Case cases[] = {{{30, 1}, 45, "1.500000", "30/1"},
                        {{30000, 1001}, 31, "1.034367", "30000/1001"},
                        {{24000, 1001}, 23, "0.959292", "24000/1001"}};
  for (const Case& c : cases) {
    for (const char* preset : {"medium", "ultrafast"}) {
      const ScratchFolder folder;
      const auto file = folder.path / "a.mp4";
      write_mp4(file, recipe_at(c.fps, preset), c.frames);
      const std::string facts = probe(file);
      EXPECT_EQ(value_of(facts, "format.start_time"), "0.000000");
      EXPECT_EQ(value_of(facts, "streams.stream.0.start_time"), "0.000000");
      EXPECT_EQ(value_of(facts, "streams.stream.0.duration"), c.duration);
      EXPECT_EQ(value_of(facts, "format.duration"), c.duration);
      EXPECT_EQ(value_of(facts, "streams.stream.0.nb_read_frames"), std::to_string(c.frames));
      EXPECT_EQ(value_of(facts, "streams.stream.0.r_frame_rate"), c.rate);
      EXPECT_EQ(value_of(facts, "streams.stream.0.avg_frame_rate"), c.rate);
      // Every frame is shown one tick after the one before.
      const int64_t tick = std::stoll("0" + value_of(facts, "frames.frame.1.pts"));
      EXPECT_GT(tick, 0);
      for (int64_t n = 0; n < c.frames; ++n) {
        EXPECT_EQ(value_of(facts, fmt::format("frames.frame.{}.pts", n)), std::to_string(n * tick));
      }
    }
  }
}

TEST(Mp4, ColourAndShapeAreTagged) {
  const ScratchFolder folder;
  const auto file = folder.path / "a.mp4";
  write_mp4(file, recipe_at({30, 1}), 12);
  const std::string facts = probe(file);
  EXPECT_EQ(value_of(facts, "streams.stream.0.pix_fmt"), "yuv420p");
  EXPECT_EQ(value_of(facts, "streams.stream.0.color_range"), "tv");
  EXPECT_EQ(value_of(facts, "streams.stream.0.color_space"), "bt709");
  EXPECT_EQ(value_of(facts, "streams.stream.0.color_transfer"), "bt709");
  EXPECT_EQ(value_of(facts, "streams.stream.0.color_primaries"), "bt709");
  EXPECT_EQ(value_of(facts, "streams.stream.0.chroma_location"), "left");
  EXPECT_EQ(value_of(facts, "streams.stream.0.sample_aspect_ratio"), "1:1");
  const std::string bytes = slurp(file);
  const size_t colr = bytes.find("colrnclx");
  ASSERT_NE(colr, std::string::npos);
  EXPECT_EQ(bytes.substr(colr + 8, 7), std::string("\0\1\0\1\0\1\0", 7));
  // Index first, and nothing that tells when or by what it was written.
  EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
  EXPECT_EQ(bytes.find("Lavf"), std::string::npos);
  EXPECT_EQ(bytes.find(folder.path.string()), std::string::npos);
  EXPECT_EQ(facts.find("creation_time"), std::string::npos);
  EXPECT_EQ(facts.find("tags.encoder"), std::string::npos);
}

TEST(Mp4, LosslessFileDecodesToTheFramesGivenIn) {
  const ScratchFolder folder;
  const auto file = folder.path / "a.mp4";
  Recipe recipe = recipe_at({25, 1});
  recipe.crf = 0;
  write_mp4(file, recipe, 25);
  const std::string decoded =
      output_of(fmt::format("ffmpeg -v error -i '{}' -bitexact -f framehash -hash sha256 -", file.string()));
  for (int64_t n = 0; n < 25; ++n) {
    EXPECT_NE(decoded.find(to_hex(frame_hash(*testing::pattern_frame(128, 96, n)))), std::string::npos) << n;
  }
}

TEST(Mp4, RefusesASegmentOfAnotherRecipe) {
  const ScratchFolder folder;
  const Recipe recipe = recipe_at({30, 1});
  auto writer = ContainerWriter::create(folder.path / "a.mp4", recipe);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->add(0, encode_pattern(recipe, 0, kSegment)));
  Recipe other = recipe;
  other.preset = "ultrafast";
  EXPECT_FALSE(writer->add(1, encode_pattern(other, kSegment, kSegment)));
}

// ---- other containers, other codecs, sound and text
// ------------------------------------------------------------------

struct Case {
  const char *file, *codec;
  PixelFormat format;
  const char* pixels;  // what ffmpeg decodes to
  const char* sound = "";
};
const Case kCases[] = {
    {"a.mp4", "libx265", PixelFormat::yuv420p8, "yuv420p", "aac"},
    {"b.mp4", "libx265", PixelFormat::yuv420p10, "yuv420p10le", "aac"},
    {"a.mp4", "libsvtav1", PixelFormat::yuv420p10, "yuv420p10le", "aac"},
    {"a.webm", "libvpx-vp9", PixelFormat::yuv420p8, "yuv420p", "opus"},
    {"a.webm", "libvpx-vp9", PixelFormat::yuv420p10, "yuv420p10le", "opus"},
    {"b.webm", "libvpx-vp9", PixelFormat::yuva420p8, "yuv420p", "opus" /* ffmpeg's own decoder leaves the alpha */},
    {"a.webm", "libsvtav1", PixelFormat::yuv420p8, "yuv420p", "opus"},
    {"a.mov", "prores_ks", PixelFormat::yuv422p10, "yuv422p10le", "s24"},
    {"b.mov", "prores_ks", PixelFormat::yuva444p10, "yuva444p12le", "s16"},
    {"a.mkv", "ffv1", PixelFormat::bgr8, "bgr0", "flac"},
    {"b.mkv", "ffv1", PixelFormat::bgra8, "bgra", "s16"},
    {"c.mkv", "ffv1", PixelFormat::gbrp10, "gbrp10le", "flac"},
    {"d.mkv", "ffv1", PixelFormat::gbrap10, "gbrap10le", "s24"},
    {"e.mkv", "libx264", PixelFormat::yuv420p8, "yuv420p", "opus"},
    {"f.mkv", "libx265", PixelFormat::yuv420p8, "yuv420p", "flac"},
    {"a.gif", "gif", PixelFormat::rgba8, "bgra"},
    {"a.apng", "apng", PixelFormat::rgba8, "rgba"}};

Recipe recipe_of(const Case& c, Rational fps) {
  Recipe r = recipe_at(fps, "veryfast");
  r.codec = c.codec;
  r.format = c.format;
  r.crf = find_codec(c.codec)->usual;
  r.container = output_kind(c.file)->container;
  r.sound = c.sound;
  if (const SoundCodec* sound = find_sound_codec(c.sound)) r.sound_kbps = sound->usual_kbps;
  return r;
}

// A click at each of these sample frames, over a quiet tone.
std::vector<int32_t> clicks(int64_t frames, const std::vector<int64_t>& at) {
  std::vector<int32_t> samples(static_cast<size_t>(2 * frames));
  for (int64_t i = 0; i < frames; ++i) {
    samples[static_cast<size_t>(2 * i)] = samples[static_cast<size_t>(2 * i + 1)] = i % 48 < 24 ? 20000 : -20000;
  }
  for (const int64_t begin : at) {
    for (int64_t i = begin; i < std::min(frames, begin + 48); ++i)
      samples[static_cast<size_t>(2 * i)] = samples[static_cast<size_t>(2 * i + 1)] =
          (i - begin) % 8 < 4 ? 6000000 : -6000000;
  }
  return samples;
}

std::shared_ptr<const EncodedSound> sound_of(const Recipe& recipe, int64_t samples, const std::vector<int64_t>& at) {
  if (recipe.sound.empty()) return nullptr;
  auto encoded = encode_sound(clicks(samples, at), recipe.sound, recipe.sound_kbps);
  EXPECT_TRUE(encoded) << to_string(encoded.error()[0]);
  return std::make_shared<const EncodedSound>(std::move(*encoded));
}

// Stereo 16 bit samples, as ffmpeg decodes them.
std::vector<int16_t> decoded_sound(const std::filesystem::path& file) {
  const std::string bytes =
      output_of(fmt::format("ffmpeg -v error -i '{}' -map a:0 -f s16le -ar 48000 -", file.string()));
  std::vector<int16_t> samples(bytes.size() / 2);
  std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
  return samples;
}

// ffmpeg 5.1 decodes the last packet of AAC whole, whatever the edit list says: there the list is what is held.
void expect_length(const std::filesystem::path& file, std::string_view codec, int64_t decoded, int64_t samples) {
  if (codec != "aac") {
    EXPECT_EQ(decoded, samples);
    return;
  }
  const std::string told = output_of(fmt::format(
      "ffprobe -v error -select_streams a -show_entries stream=duration_ts -of csv=p=0 '{}'", file.string()));
  EXPECT_EQ(std::stoll("0" + told), samples);
  EXPECT_GE(decoded, samples);
  EXPECT_LT(decoded, samples + 1024);
}

void write_case(const std::filesystem::path& file, const Recipe& recipe, int64_t frames,
                std::shared_ptr<const EncodedSound> sound, std::vector<Cue> cues = {}) {
  auto writer = ContainerWriter::create(file, recipe, {.sound = std::move(sound), .cues = std::move(cues)});
  ASSERT_TRUE(writer) << to_string(writer.error()[0]);
  const bool whole = find_codec(recipe.codec)->whole;
  const int64_t step = whole ? frames : kSegment, segments = (frames + step - 1) / step;
  for (int64_t i = 0; i < segments; ++i) {
    auto added = writer->add(i, encode_pattern(recipe, i * step, std::min(step, frames - i * step)));
    ASSERT_TRUE(added) << to_string(added.error()[0]);
  }
  auto finished = writer->finish(segments);
  ASSERT_TRUE(finished) << to_string(finished.error()[0]);
}

TEST(Containers, HoldEveryCodecWithItsSoundAndTimes) {
  for (const Case& c : kCases) {
    for (const Rational fps : {Rational{30, 1}, Rational{30000, 1001}}) {
      const ScratchFolder folder;
      const auto file = folder.path / c.file;
      const Recipe recipe = recipe_of(c, fps);
      SCOPED_TRACE(canonical_text(recipe));
      ASSERT_TRUE(check(recipe)) << to_string(check(recipe).error()[0]);
      constexpr int64_t kFrames = 25;
      const int64_t samples = (kFrames * fps.den * 48000 + fps.num / 2) / fps.num;
      write_case(file, recipe, kFrames, sound_of(recipe, samples, {9600}));
      const std::string facts =
          output_of(fmt::format("ffprobe -v error -select_streams v -count_frames -of flat -show_streams -show_entries "
                                "frame=best_effort_timestamp_time '{}'",
                                file.string()));
      EXPECT_EQ(value_of(facts, "streams.stream.0.nb_read_frames"), std::to_string(kFrames));
      EXPECT_EQ(value_of(facts, "streams.stream.0.pix_fmt"), c.pixels);
      const bool lists = recipe.container == "gif" || recipe.container == "apng";
      if (!lists) {
        EXPECT_EQ(value_of(facts, "streams.stream.0.color_primaries"), "bt709");
        EXPECT_EQ(value_of(facts, "streams.stream.0.r_frame_rate"), fmt::format("{}/{}", fps.num, fps.den));
      }
      for (int64_t n = 0; n < kFrames; ++n) {
        const double time =
            std::stod("0" + value_of(facts, fmt::format("frames.frame.{}.best_effort_timestamp_time", n)));
        EXPECT_NEAR(time, static_cast<double>(n * fps.den) / static_cast<double>(fps.num), lists ? 0.0051 : 0.00051)
            << n;
      }
      if (recipe.sound.empty()) continue;
      const std::vector<int16_t> decoded = decoded_sound(file);
      expect_length(file, recipe.sound, static_cast<int64_t>(decoded.size() / 2), samples);
      // The click stands where it was put, to the sample where sound is kept, within 1 ms else.
      size_t loud = 0;
      while (loud < decoded.size() && std::abs(decoded[loud]) < 8000) ++loud;
      EXPECT_NEAR(static_cast<double>(loud / 2), 9600, find_sound_codec(c.sound)->usual_kbps > 0 ? 48 : 0);
    }
  }
}

TEST(Containers, AreTheSameBytesWhateverComesFirst) {
  for (const Case& c : kCases) {
    const ScratchFolder folder;
    const Recipe recipe = recipe_of(c, {25, 1});
    write_case(folder.path / "1", recipe, 25, sound_of(recipe, 48000, {}));
    write_case(folder.path / "2", recipe, 25, sound_of(recipe, 48000, {}));
    EXPECT_TRUE(slurp(folder.path / "1") == slurp(folder.path / "2")) << c.file;
  }
}

TEST(Containers, LosslessOnesGiveTheFramesBack) {
  for (const Case& c : kCases) {
    if (std::string_view(c.codec) != "ffv1") continue;
    const ScratchFolder folder;
    const Recipe recipe = recipe_of(c, {25, 1});
    write_case(folder.path / "a.mkv", recipe, 12, nullptr);
    const std::string decoded = output_of(
        fmt::format("ffmpeg -v error -i '{}' -bitexact -f framehash -hash sha256 -", (folder.path / "a.mkv").string()));
    for (int64_t n = 0; n < 12; ++n) {
      EXPECT_NE(decoded.find(to_hex(frame_hash(*testing::test_frame(recipe, n)))), std::string::npos)
          << layout(c.format).name << n;
    }
  }
}

// Primaries, greys, skin and a brand's orange in patches of 32 pixels, decoded by ffmpeg to RGB.
TEST(Containers, ColoursComeBack) {
  const uint8_t kPatches[12][3] = {{255, 0, 0},   {0, 255, 0},     {0, 0, 255},   {255, 255, 255},
                                   {0, 0, 0},     {128, 128, 128}, {64, 64, 64},  {224, 172, 105},
                                   {255, 122, 0}, {141, 85, 36},   {0, 255, 255}, {255, 0, 255}};
  Frame wide{PixelFormat::rgba16, 128, 96, std::vector<uint8_t>(8 * 128 * 96)};
  for (size_t i = 0; i < 128 * 96; ++i) {
    const uint8_t* c = kPatches[i / 128 / 32 * 4 + i % 128 / 32];
    const uint32_t rg = c[0] * 257u | c[1] * 257u << 16, ba = c[2] * 257u | 65535u << 16;
    std::memcpy(wide.data.data() + 4 * i, &rg, 4);
    std::memcpy(wide.data.data() + 4 * (128 * 96 + i), &ba, 4);
  }
  std::vector<Case> cases(std::begin(kCases), std::end(kCases));
  cases.push_back({"h264.mp4", "libx264", PixelFormat::yuv420p8, "yuv420p"});
  for (const Case& c : cases) {
    const ScratchFolder folder;
    const auto file = folder.path / c.file;
    Recipe recipe = recipe_of(c, {25, 1});
    recipe.sound.clear();
    recipe.crf = recipe.crf / 2;
    SCOPED_TRACE(canonical_text(recipe));
    const Codec& codec = *find_codec(recipe.codec);
    Segment segment{.frames = 3};
    const FramePtr frame = convert(wide, recipe.format);
    auto session = codec.open(recipe, segment);
    ASSERT_TRUE(session);
    if (codec.survey != nullptr) {
      ASSERT_TRUE(codec.survey(*session, frame));
    }
    for (int64_t n = 0; n < 3; ++n) ASSERT_TRUE(codec.encode(*session, frame, n, segment));
    ASSERT_TRUE(codec.finish(*session, segment));
    auto writer = ContainerWriter::create(file, recipe);
    ASSERT_TRUE(writer && writer->add(0, std::move(segment)) && writer->finish(1));
    const std::string rgb = output_of(
        fmt::format("ffmpeg -v error -i '{}' -frames:v 1 -sws_flags accurate_rnd+full_chroma_int+full_chroma_inp "
                    "-pix_fmt rgb24 -f rawvideo -",
                    file.string()));
    ASSERT_EQ(rgb.size(), 128u * 96 * 3);
    for (size_t patch = 0; patch < 12; ++patch) {
      const size_t at = (patch / 4 * 32 + 16) * 128 + patch % 4 * 32 + 16;
      for (size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(static_cast<uint8_t>(rgb[3 * at + i]), kPatches[patch][i], 2)
            << "patch " << patch << " channel " << i;
    }
  }
}

TEST(Containers, TextIsATrack) {
  const std::vector<Cue> cues = {{200, 600, "Hello"}, {500, 900, "there,\nworld"}};
  for (const char* name : {"a.mp4", "a.mov", "a.webm", "a.mkv"}) {
    SCOPED_TRACE(name);
    const ScratchFolder folder;
    const auto file = folder.path / name;
    Case c{name, std::string_view(name) == "a.webm" ? "libvpx-vp9" : "libx264", PixelFormat::yuv420p8, ""};
    write_case(file, recipe_of(c, {25, 1}), 25, nullptr, cues);
    std::string text = output_of(fmt::format("ffmpeg -v error -i '{}' -map s:0 -f srt -", file.string()));
    std::erase(text, '\r');  // ffmpeg breaks lines like this
    for (const char* part :
         {"00:00:00,200 --> 00:00:00,500\n", "Hello", "00:00:00,500 --> 00:00:00,900\n", "there,\nworld"})
      EXPECT_NE(text.find(part), std::string::npos) << text;
  }
}

TEST(SoundFiles, HoldExactlyWhatWentIn) {
  const struct {
    const char *file, *codec;
  } kFiles[] = {{"a.wav", "s24"}, {"b.wav", "s16"}, {"a.flac", "flac"}, {"a.m4a", "aac"}, {"a.opus", "opus"}};
  for (const auto& [name, codec] : kFiles) {
    for (const int64_t samples : {int64_t{1}, int64_t{48000}, int64_t{50001}}) {
      SCOPED_TRACE(fmt::format("{} {}", name, samples));
      const ScratchFolder folder;
      const auto file = folder.path / name;
      auto encoded = encode_sound(clicks(samples, {4800}), codec, find_sound_codec(codec)->usual_kbps);
      ASSERT_TRUE(encoded) << to_string(encoded.error()[0]);
      auto written = write_sound(file, std::string(output_kind(name)->container),
                                 std::make_shared<const EncodedSound>(std::move(*encoded)));
      ASSERT_TRUE(written) << to_string(written.error()[0]);
      expect_length(file, codec, static_cast<int64_t>(decoded_sound(file).size() / 2), samples);
    }
  }
}

TEST(Mp4, UnwritablePlaceIsAnError) {
  EXPECT_FALSE(ContainerWriter::create("/nonexistent/folder/a.mp4", recipe_at({30, 1})));
}

}  // namespace
}  // namespace fp
