// Small pictures of the examples.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "editor/app/examples.hpp"
#include "editor/app/loaded.hpp"
#include "editor/app/recent.hpp"
#include "engine/media/image.hpp"
#include "engine/media/png_write.hpp"
#include "engine/render/frame_source.hpp"

namespace fp::editor {
namespace {

struct Small {
  int width = 0, height = 0;
  std::vector<uint8_t> rgba;
};

// The mean of the pixels that each one stands for, so that thin type stays legible.
Small reduced(const Frame& frame) {
  const double scale =
      std::min({static_cast<double>(kStillWidth) / frame.width, static_cast<double>(kStillHeight) / frame.height, 1.0});
  Small small{.width = std::max(1, static_cast<int>(std::lround(frame.width * scale))),
              .height = std::max(1, static_cast<int>(std::lround(frame.height * scale)))};
  small.rgba.resize(size_t{4} * static_cast<size_t>(small.width) * static_cast<size_t>(small.height));
  for (int y = 0; y < small.height; ++y) {
    const int y0 = y * frame.height / small.height, y1 = std::max(y0 + 1, (y + 1) * frame.height / small.height);
    for (int x = 0; x < small.width; ++x) {
      const int x0 = x * frame.width / small.width, x1 = std::max(x0 + 1, (x + 1) * frame.width / small.width);
      uint32_t sum[4] = {};
      for (int v = y0; v < y1; ++v) {
        for (int u = x0; u < x1; ++u) {
          const uint8_t* at = frame.data.data() + 4 * (static_cast<ptrdiff_t>(v) * frame.width + u);
          for (int c = 0; c < 4; ++c) sum[c] += at[c];
        }
      }
      const auto count = static_cast<uint32_t>((y1 - y0) * (x1 - x0));
      uint8_t* to = small.rgba.data() + 4 * (static_cast<ptrdiff_t>(y) * small.width + x);
      for (int c = 0; c < 4; ++c) to[c] = static_cast<uint8_t>((sum[c] + count / 2) / count);
    }
  }
  return small;
}

std::optional<Small> cached_still(const std::filesystem::path& file) {
  const std::string bytes = read_small(file);
  const auto texels = bytes.empty() ? Result<Texels>(fail(Fault::missing, "")) : decode_image(bytes, file.string());
  if (!texels || texels->width > kStillWidth || texels->height > kStillHeight) return std::nullopt;
  Small small{.width = texels->width, .height = texels->height, .rgba = {}};
  small.rgba.resize(4 * texels->data.size());
  std::memcpy(small.rgba.data(), texels->data.data(), small.rgba.size());
  return small;
}

std::optional<Small> drawn_still(const panels::Example& example, const std::filesystem::path& cache) {
  const std::filesystem::path file = example.folder / "template.json";
  const std::string text = read_small(file);
  const std::filesystem::path kept =
      cache.empty() ? cache : cache / fmt::format("{}-{}.png", example.name, to_hex(sha256(text)).substr(0, 16));
  if (!kept.empty()) {
    if (auto still = cached_still(kept)) return still;
  }
  const auto loaded = load({.file = file.string(), .data = table_of_example(example.folder).string()});
  if (!loaded) return std::nullopt;
  const auto device = fp::Device::open({.request = "cpu", .say = {}});
  if (!device) return std::nullopt;
  FrameSource source(loaded->composition, loaded->assets, *device, PixelFormat::rgba8);
  const auto frame = source.frame(loaded->composition->frames / 2);
  if (!frame) return std::nullopt;
  Small small = reduced(*frame->frame);
  if (!kept.empty()) (void)write_small(kept, write_png(small.width, small.height, small.rgba));
  return small;
}

}  // namespace

Stills draw_stills(std::vector<panels::Example> examples, const std::filesystem::path& cache,
                   const std::atomic<bool>& stop) {
  Stills stills;
  stills.rgba.resize(size_t{4} * kStillWidth * kStillHeight * examples.size());
  stills.examples = std::move(examples);
  for (size_t i = 0; i < stills.examples.size() && !stop; ++i) {
    const auto small = drawn_still(stills.examples[i], cache);
    if (!small) continue;
    const size_t left = static_cast<size_t>(kStillWidth - small->width) / 2,
                 top = i * kStillHeight + static_cast<size_t>(kStillHeight - small->height) / 2;
    for (size_t y = 0; y < static_cast<size_t>(small->height); ++y) {
      std::memcpy(stills.rgba.data() + 4 * ((top + y) * kStillWidth + left),
                  small->rgba.data() + 4 * y * static_cast<size_t>(small->width),
                  4 * static_cast<size_t>(small->width));
    }
    stills.examples[i].still = static_cast<int>(i);
    stills.examples[i].width = static_cast<float>(small->width) / kStillWidth;
    stills.examples[i].height = static_cast<float>(small->height) / kStillHeight;
  }
  return stills;
}

}  // namespace fp::editor
