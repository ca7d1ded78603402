#include "encoder/codec/palette.hpp"

#include <algorithm>

namespace fp {
namespace {

// The eye's unequal sharpness for the channels, roughly, in whole numbers.
int64_t distance(int r, int g, int b) {
  return int64_t{2} * r * r + int64_t{4} * g * g + int64_t{3} * b * b;
}
int64_t distance(const Rgb8& x, const Rgb8& y) {
  return distance(x.r - y.r, x.g - y.g, x.b - y.b);
}

struct Spot {
  Rgb8 colour;
  uint64_t count;
};

// Spots [first, last), split along their widest channel in the middle of their number.
struct Box {
  size_t first, last;
  uint64_t count;
  int widest;      // channel
  int64_t spread;  // along it, weighted
};

uint8_t channel(const Rgb8& c, int i) {
  return i == 0 ? c.r : i == 1 ? c.g : c.b;
}

Box measure(const std::vector<Spot>& spots, size_t first, size_t last) {
  constexpr int64_t kWeight[] = {2, 4, 3};
  Box box{first, last, 0, 0, -1};
  for (size_t i = first; i < last; ++i) box.count += spots[i].count;
  for (int c = 0; c < 3; ++c) {
    int low = 255, high = 0;
    for (size_t i = first; i < last; ++i) {
      low = std::min<int>(low, channel(spots[i].colour, c));
      high = std::max<int>(high, channel(spots[i].colour, c));
    }
    const int64_t spread = kWeight[c] * (high - low) * (high - low);
    if (spread > box.spread) box.spread = spread, box.widest = c;
  }
  return box;
}

// Where the box is cut: behind half of its pixels, with something on both sides.
size_t middle(const std::vector<Spot>& spots, const Box& box) {
  uint64_t seen = 0;
  for (size_t i = box.first; i + 1 < box.last; ++i) {
    seen += spots[i].count;
    if (2 * seen >= box.count) return i + 1;
  }
  return box.last - 1;
}

struct Mean {
  uint64_t r = 0, g = 0, b = 0, count = 0;
  void add(const Spot& s) {
    r += s.count * s.colour.r;
    g += s.count * s.colour.g;
    b += s.count * s.colour.b;
    count += s.count;
  }
  Rgb8 colour() const {
    const uint64_t half = count / 2;
    return {static_cast<uint8_t>((r + half) / count), static_cast<uint8_t>((g + half) / count),
            static_cast<uint8_t>((b + half) / count)};
  }
};

std::vector<Rgb8> cut(std::vector<Spot>& spots) {
  std::vector<Box> boxes{measure(spots, 0, spots.size())};
  while (boxes.size() < kPaletteColours) {
    // Boxes of many pixels first, as long as there is something to tell apart in them.
    const auto worth = [](const Box& b) {
      return b.spread * static_cast<int64_t>(std::min<uint64_t>(b.count, 1 << 20));
    };
    const auto at = std::ranges::max_element(boxes, {}, worth);
    if (worth(*at) <= 0 || at->last - at->first < 2) break;
    const Box box = *at;
    const auto from = spots.begin() + static_cast<ptrdiff_t>(box.first);
    std::stable_sort(from, spots.begin() + static_cast<ptrdiff_t>(box.last), [&](const Spot& x, const Spot& y) {
      return channel(x.colour, box.widest) < channel(y.colour, box.widest);
    });
    const size_t half = middle(spots, box);
    *at = measure(spots, box.first, half);
    boxes.push_back(measure(spots, half, box.last));
  }
  std::vector<Rgb8> palette;
  for (const Box& box : boxes) {
    Mean mean;
    for (size_t i = box.first; i < box.last; ++i) mean.add(spots[i]);
    palette.push_back(mean.colour());
  }
  return palette;
}

size_t nearest_in(const std::vector<Rgb8>& palette, const Rgb8& colour) {
  size_t best = 0;
  int64_t least = INT64_MAX;
  for (size_t i = 0; i < palette.size(); ++i) {
    const int64_t d = distance(palette[i], colour);
    if (d < least) least = d, best = i;
  }
  return best;
}

}  // namespace

void ColourCount::add(std::span<const uint8_t> rgba) {
  for (size_t i = 0; i + 3 < rgba.size(); i += 4) {
    if (rgba[i + 3] < 128) continue;
    Cell& cell = cells_[static_cast<size_t>(rgba[i] >> 3) << 10 | static_cast<size_t>(rgba[i + 1] >> 3) << 5 |
                        static_cast<size_t>(rgba[i + 2] >> 3)];
    ++cell.count;
    cell.r += rgba[i];
    cell.g += rgba[i + 1];
    cell.b += rgba[i + 2];
  }
}

std::vector<Rgb8> ColourCount::palette() const {
  std::vector<Spot> spots;
  for (const Cell& c : cells_) {
    if (c.count == 0) continue;
    const Mean mean{.r = c.r, .g = c.g, .b = c.b, .count = c.count};
    spots.push_back({mean.colour(), c.count});
  }
  if (spots.empty()) return {Rgb8{}};
  std::vector<Rgb8> palette = cut(spots);
  for (int round = 0; round < 4; ++round) {
    std::vector<Mean> means(palette.size());
    for (const Spot& s : spots) means[nearest_in(palette, s.colour)].add(s);
    for (size_t i = 0; i < palette.size(); ++i) {
      if (means[i].count > 0) palette[i] = means[i].colour();
    }
  }
  return palette;
}

Ditherer::Ditherer(std::vector<Rgb8> palette) : palette_(std::move(palette)), known_(1 << 16) {}

uint8_t Ditherer::nearest(int r, int g, int b) const {
  size_t best = 0;
  int64_t least = INT64_MAX;
  for (size_t i = 0; i < palette_.size(); ++i) {
    const int64_t d = distance(palette_[i].r - r, palette_[i].g - g, palette_[i].b - b);
    if (d < least) least = d, best = i;
  }
  return static_cast<uint8_t>(best);
}

// The nearest entry, and the one nearest to as far beyond the colour on the other side; mixed as the colour stands
// between them.
Ditherer::Choice Ditherer::choose(Rgb8 c) const {
  Choice choice{.colour = uint32_t{c.r} << 16 | uint32_t{c.g} << 8 | c.b};
  choice.first = choice.second = nearest(c.r, c.g, c.b);
  const Rgb8 a = palette_[choice.first];
  constexpr int64_t kNear = 9 * 3;  // a difference of about two steps is no reason to dither
  if (distance(a, c) <= kNear) return choice;
  choice.second = nearest(2 * c.r - a.r, 2 * c.g - a.g, 2 * c.b - a.b);
  const Rgb8 b = palette_[choice.second];
  const int64_t whole = distance(a, b);
  if (whole == 0) return choice;
  const int64_t along = int64_t{2} * (c.r - a.r) * (b.r - a.r) + int64_t{4} * (c.g - a.g) * (b.g - a.g) +
                        int64_t{3} * (c.b - a.b) * (b.b - a.b);
  choice.share = static_cast<uint8_t>(std::clamp<int64_t>((along * 64 + whole / 2) / whole, 0, 32));
  return choice;
}

void Ditherer::apply(std::span<const uint8_t> rgba, int32_t width, std::span<uint8_t> out) {
  for (size_t i = 0; i < out.size(); ++i) {
    const uint8_t* p = rgba.data() + 4 * i;
    if (p[3] < 128) {
      out[i] = kTransparent;
      continue;
    }
    const Rgb8 c{p[0], p[1], p[2]};
    const uint32_t word = uint32_t{c.r} << 16 | uint32_t{c.g} << 8 | c.b;
    Choice& known = known_[(word * 0x9e3779b1u) >> 16];
    if (known.colour != word) known = choose(c);
    // Bayer's 8 x 8 pattern, as shaders/kernel.h has it: 0..63, each once.
    const auto x = static_cast<uint32_t>(i % static_cast<size_t>(width)),
               y = static_cast<uint32_t>(i / static_cast<size_t>(width));
    const uint32_t m = x ^ y;
    const uint32_t level =
        ((m & 1) << 5) | ((y & 1) << 4) | ((m & 2) << 2) | ((y & 2) << 1) | ((m & 4) >> 1) | ((y & 4) >> 2);
    out[i] = level < known.share ? known.second : known.first;
  }
}

}  // namespace fp
