// A palette for a whole animation, and pixels as entries of it: in integers, so the same everywhere.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace fp {

inline constexpr int kPaletteColours = 255;  // the last entry of 256 is the transparent one
inline constexpr uint8_t kTransparent = kPaletteColours;

struct Rgb8 {
  uint8_t r = 0, g = 0, b = 0;
  bool operator==(const Rgb8&) const = default;
};

// How often colours come up, in cells of 5 bits a channel that know their mean.
class ColourCount {
 public:
  ColourCount() : cells_(32768) {}
  void add(std::span<const uint8_t> rgba);  // pixels below half opacity do not count
  // At most kPaletteColours: median cut along the widest channel, then four rounds of moving each to the mean of what
  // is nearest to it.
  std::vector<Rgb8> palette() const;

 private:
  struct Cell {
    uint64_t count = 0, r = 0, g = 0, b = 0;
  };
  std::vector<Cell> cells_;
};

// Ordered dithering between the two entries that stand around a colour: what does not move does not flicker, and a
// colour that is an entry stays whole.
class Ditherer {
 public:
  explicit Ditherer(std::vector<Rgb8> palette);
  // One byte a pixel.
  void apply(std::span<const uint8_t> rgba, int32_t width, std::span<uint8_t> out);

 private:
  struct Choice {
    uint32_t colour = ~0u;
    uint8_t first = 0, second = 0, share = 0;  // of the second, in 1/64
  };
  Choice choose(Rgb8 colour) const;
  uint8_t nearest(int r, int g, int b) const;
  std::vector<Rgb8> palette_;
  std::vector<Choice> known_;
};

}  // namespace fp
