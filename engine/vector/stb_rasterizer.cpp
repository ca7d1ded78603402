#include "engine/vector/stb_rasterizer.hpp"

#include <cstring>

// stb takes its vertex type from us. float holds every multiple of 1/1024 pixel up to 16384 exactly; the library's own
// short would hold whole font units only. Curves never reach it.
namespace {
struct StbVertex {
  float x, y, cx, cy, cx1, cy1;
  unsigned char type, padding;
};
}  // namespace
#define stbtt_vertex StbVertex
#define stbtt_vertex_type float
// Its asserts state what holds in exact arithmetic; rounding can break them, while every index stays checked without
// them.
#define STBTT_assert(x) ((void)sizeof(x))
#define STBTT_STATIC
#define STB_TRUETYPE_IMPLEMENTATION
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_truetype.h>
#pragma GCC diagnostic pop

namespace fp {

void stb_rasterize(const std::vector<RasterPoint>& outlines, int32_t width, int32_t height, int32_t stride,
                   uint8_t* coverage) {
  std::vector<StbVertex> vertices;
  vertices.reserve(outlines.size());
  for (const RasterPoint& p : outlines) {
    const auto type = static_cast<unsigned char>(p.begins ? STBTT_vmove : STBTT_vline);
    vertices.push_back({p.x, p.y, 0, 0, 0, 0, type, 0});
  }
  stbtt__bitmap bitmap{width, height, stride, coverage};
  stbtt_Rasterize(&bitmap, 1.0f, vertices.data(), static_cast<int>(vertices.size()), 1, 1, 0, 0, 0, 0, 0, nullptr);
}

}  // namespace fp
