#include "tools/framepress/sheet_canvas.hpp"

#include <algorithm>

#include "engine/core/result.hpp"
#include "engine/media/image.hpp"

namespace fp::cli {
namespace {

constexpr int32_t kGap = 16;
constexpr uint8_t kBackground[4] = {24, 26, 31, 255};

// c*a/255, rounded.
uint32_t scaled(uint32_t c, uint32_t a) {
  return (c * a + 127) / 255;
}

Texels premultiplied(const Frame& frame) {
  Texels texels{.width = frame.width, .height = frame.height};
  texels.opaque = true;
  texels.data.reserve(frame.data.size() / 4);
  for (size_t i = 0; i < frame.data.size(); i += 4) {
    const uint32_t a = frame.data[i + 3];
    texels.opaque &= a == 255;
    texels.data.push_back(scaled(frame.data[i], a) | scaled(frame.data[i + 1], a) << 8 |
                          scaled(frame.data[i + 2], a) << 16 | a << 24);
  }
  texels.hash = hash128(std::as_bytes(std::span(texels.data)));
  return texels;
}

void copy_into(Rgba& sheet, const Rgba& part, int32_t x, int32_t y) {
  const auto row = static_cast<size_t>(part.width) * 4;
  for (int32_t line = 0; line < part.height; ++line) {
    const size_t to = (static_cast<size_t>(y + line) * static_cast<size_t>(sheet.width) + static_cast<size_t>(x)) * 4;
    std::copy_n(part.pixels.begin() + static_cast<std::ptrdiff_t>(static_cast<size_t>(line) * row), row,
                sheet.pixels.begin() + static_cast<std::ptrdiff_t>(to));
  }
}

}  // namespace

Rgba thumbnail(const Frame& frame, int32_t width, int32_t height) {
  FP_ASSERT(frame.format == PixelFormat::rgba8);
  const Image image(premultiplied(frame));
  int level = 0;
  std::shared_ptr<const Texels> texels = image.level(0);
  while ((texels->width > width || texels->height > height) && level + 1 < image.level_count())
    texels = image.level(++level);
  Rgba out{.width = texels->width, .height = texels->height};
  out.pixels.reserve(texels->data.size() * 4);
  for (const uint32_t t : texels->data) {
    const uint32_t rest = 255 - (t >> 24);
    for (uint32_t c = 0; c < 3; ++c) {
      out.pixels.push_back(static_cast<uint8_t>(std::min(255u, ((t >> (8 * c)) & 255) + scaled(kBackground[c], rest))));
    }
    out.pixels.push_back(255);
  }
  return out;
}

SheetLayout lay_out(size_t count, size_t group, int32_t cell_width, int32_t cell_height, int32_t caption_height) {
  SheetLayout best{
      .columns = 1, .cell_width = cell_width, .cell_height = cell_height, .caption_height = caption_height};
  double best_miss = 1e9;
  const auto n = static_cast<int32_t>(count);
  const auto step = static_cast<int32_t>(std::max<size_t>(1, group));
  for (int32_t columns = std::min(step, n); columns <= n; columns += step) {
    const int32_t rows = (n + columns - 1) / columns;
    const double w = columns * (cell_width + kGap), h = rows * (cell_height + caption_height + kGap);
    const double ratio = w / h / 1.5;
    const double miss = ratio > 1 ? ratio : 1 / ratio;
    if (miss < best_miss) {
      best_miss = miss;
      best.columns = columns;
    }
  }
  return best;
}

Rgba compose(const SheetLayout& layout, const std::vector<Cell>& cells) {
  const auto n = static_cast<int32_t>(cells.size());
  const int32_t rows = (n + layout.columns - 1) / layout.columns;
  const int32_t step_x = layout.cell_width + kGap, step_y = layout.cell_height + layout.caption_height + kGap;
  Rgba sheet{.width = layout.columns * step_x + kGap, .height = rows * step_y + kGap};
  sheet.pixels.reserve(static_cast<size_t>(sheet.width) * static_cast<size_t>(sheet.height) * 4);
  for (int64_t i = 0; i < int64_t{sheet.width} * sheet.height; ++i) {
    sheet.pixels.insert(sheet.pixels.end(), kBackground, kBackground + 4);
  }
  for (int32_t i = 0; i < n; ++i) {
    const Cell& cell = cells[static_cast<size_t>(i)];
    const int32_t x = kGap + i % layout.columns * step_x, y = kGap + i / layout.columns * step_y;
    copy_into(sheet, cell.picture, x + (layout.cell_width - cell.picture.width) / 2,
              y + (layout.cell_height - cell.picture.height) / 2);
    if (!cell.caption.pixels.empty()) copy_into(sheet, cell.caption, x, y + layout.cell_height);
  }
  return sheet;
}

}  // namespace fp::cli
