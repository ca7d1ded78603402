// Frames made up for encoder tests, and a scratch folder that goes away.
#pragma once

#include <stdlib.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "encoder/codec/codec.hpp"
#include "engine/display/frame_convert.hpp"

namespace fp::testing {

// Frame n of a moving pattern: no two alike, cheap, and not trivial for the encoder.
inline FramePtr pattern_frame(int32_t w, int32_t h, int64_t n) {
  auto frame = std::make_shared<Frame>();
  frame->format = PixelFormat::yuv420p8;
  frame->width = w;
  frame->height = h;
  frame->data.resize(frame_bytes(frame->format, w, h));
  uint8_t* out = frame->data.data();
  const int t = static_cast<int>(n);
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) *out++ = static_cast<uint8_t>(16 + ((x * 3 + t * 5) ^ (y * 2 + t)) % 219);
  }
  for (int plane = 0; plane < 2; ++plane) {
    for (int y = 0; y < h / 2; ++y) {
      for (int x = 0; x < w / 2; ++x) *out++ = static_cast<uint8_t>(64 + (x + y * (plane + 1) + t) % 128);
    }
  }
  return frame;
}

// A picture of patches that moves a little with n, in any format.
inline FramePtr patches_frame(PixelFormat format, int32_t w, int32_t h, int64_t n, bool transparent = false) {
  Frame frame{PixelFormat::rgba16, w, h, {}};
  const auto pixels = static_cast<size_t>(w) * static_cast<size_t>(h);
  frame.data.resize(8 * pixels);
  for (int32_t y = 0; y < h; ++y) {
    for (int32_t x = 0; x < w; ++x) {
      const auto cell = static_cast<uint32_t>((x + n) / 16 * 7 + y / 16 * 13);
      const uint32_t a = transparent && x < w / 2 ? 32768 : 65535;
      const auto channel = [&](uint32_t step) { return cell * step % 256 * 257 * a / 65535; };
      const uint32_t rg = channel(37) | channel(91) << 16, ba = channel(53) | a << 16;
      const size_t i = static_cast<size_t>(y) * static_cast<size_t>(w) + static_cast<size_t>(x);
      std::memcpy(frame.data.data() + 4 * i, &rg, 4);
      std::memcpy(frame.data.data() + 4 * (pixels + i), &ba, 4);
    }
  }
  return convert(frame, format);
}

inline FramePtr test_frame(const Recipe& recipe, int64_t n) {
  return recipe.format == PixelFormat::yuv420p8 ? pattern_frame(recipe.width, recipe.height, n)
                                                : patches_frame(recipe.format, recipe.width, recipe.height, n, true);
}

inline Segment encode_pattern(const Recipe& recipe, int64_t first, int64_t frames) {
  const Codec* codec = find_codec(recipe.codec);
  Segment segment{.first = first, .frames = frames};
  auto session = codec->open(recipe, segment);
  FP_ASSERT(session.has_value());
  for (int64_t n = 0; n < frames && codec->survey != nullptr; ++n) {
    FP_ASSERT(codec->survey(*session, test_frame(recipe, first + n)).has_value());
  }
  for (int64_t n = 0; n < frames; ++n) {
    FP_ASSERT(codec->encode(*session, test_frame(recipe, first + n), n, segment).has_value());
  }
  FP_ASSERT(codec->finish(*session, segment).has_value());
  return segment;
}

struct ScratchFolder {
  std::filesystem::path path;
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "framepress-test-XXXXXX").string();
    FP_ASSERT(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What a command prints on standard output.
inline std::string output_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  FP_ASSERT(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part;
  for (size_t n; (n = std::fread(part.data(), 1, part.size(), pipe)) > 0;) text.append(part.data(), n);
  ::pclose(pipe);
  return text;
}

}  // namespace fp::testing
