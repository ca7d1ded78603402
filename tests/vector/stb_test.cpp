// Masks against another scan converter: stb_truetype's, which sums signed areas and so agrees wherever an outline meets
// itself nowhere.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "engine/core/random.hpp"
#include "engine/vector/mask.hpp"

// stb takes its vertex type from us: floats hold fractions of pixels, its own short only whole units.
namespace {
struct StbVertex {
  float x, y, cx, cy, cx1, cy1;
  unsigned char type, padding;
};
}  // namespace
#define stbtt_vertex StbVertex
#define stbtt_vertex_type float
#define STBTT_assert(x) ((void)sizeof(x))  // states what holds in exact arithmetic only
#define STBTT_STATIC
#define STB_TRUETYPE_IMPLEMENTATION
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_truetype.h>
#pragma GCC diagnostic pop

namespace fp {
namespace {

constexpr int kSide = 64;

std::vector<uint8_t> drawn_by_stb(const std::vector<Vec2>& corners) {
  std::vector<StbVertex> vertices;
  for (size_t i = 0; i <= corners.size(); ++i) {
    const Vec2 p = corners[i % corners.size()];
    const auto type = static_cast<unsigned char>(i == 0 ? STBTT_vmove : STBTT_vline);
    vertices.push_back({static_cast<float>(p.x), static_cast<float>(p.y), 0, 0, 0, 0, type, 0});
  }
  std::vector<uint8_t> coverage(kSide * kSide);
  stbtt__bitmap bitmap{kSide, kSide, kSide, coverage.data()};
  stbtt_Rasterize(&bitmap, 1.0f, vertices.data(), static_cast<int>(vertices.size()), 1, 1, 0, 0, 0, 0, 0, nullptr);
  return coverage;
}

TEST(Stb, AgreesOnStars) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const int count = 3 + static_cast<int>(seed % 13);
    std::vector<Vec2> corners;
    for (int i = 0; i < count; ++i) {
      const double turn = 2 * kPi * (i + 0.6 * random_at(seed, static_cast<uint64_t>(2 * i))) / count;
      const double radius = 6 + 24 * random_at(seed, static_cast<uint64_t>(2 * i + 1));
      corners.push_back({32 + radius * exact_cos(turn), 32 + radius * exact_sin(turn)});
    }
    const std::vector<uint8_t> expected = drawn_by_stb(corners);
    const PlacedMask m = rasterize(polyline_path(corners, true), {0, 0, kSide, kSide});
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        const bool inside = m.mask && x >= m.x && y >= m.y && x < m.x + m.mask->width && y < m.y + m.mask->height;
        const int got = inside ? coverage_at(*m.mask, x - m.x, y - m.y) : 0;
        ASSERT_LE(std::abs(got - expected[static_cast<size_t>(y * kSide + x)]), 2)
            << "seed " << seed << " at " << x << ", " << y;
      }
    }
  }
}

}  // namespace
}  // namespace fp
