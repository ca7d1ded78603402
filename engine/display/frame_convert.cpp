#include "engine/display/frame_convert.hpp"

#include <algorithm>
#include <cstring>

#include "engine/core/result.hpp"

namespace fp {
namespace {

struct Rgba {
  uint32_t r, g, b, a;  // 16 bits
};

// The words of an rgba16 frame, which may stand at any address.
struct Source {
  const uint8_t* rg;
  const uint8_t* ba;
  int32_t width, height;

  explicit Source(const Frame& f)
      : rg(f.data.data()),
        ba(f.data.data() + 4 * static_cast<size_t>(f.width) * static_cast<size_t>(f.height)),
        width(f.width),
        height(f.height) {}
  Rgba at(int32_t x, int32_t y) const {
    const size_t i = 4 * (static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x));
    uint32_t low, high;
    std::memcpy(&low, rg + i, 4);
    std::memcpy(&high, ba + i, 4);
    return {low & 0xffff, low >> 16, high & 0xffff, high >> 16};
  }
};

uint32_t straight(uint32_t c, uint32_t a) {
  return a == 0 ? 0 : std::min((c * 65535u + (a >> 1)) / a, 65535u);
}
Rgba straight(const Rgba& p) {
  if (p.a == 65535) return p;
  return {straight(p.r, p.a), straight(p.g, p.a), straight(p.b, p.a), p.a};
}
// 16 bits to `depth`, nearest.
uint32_t narrow(uint32_t v, int depth) {
  const uint32_t most = (1u << depth) - 1;
  return (v * most + 32767u) / 65535u;
}
// As the executors' rgba8: from premultiplied to straight in one rounding.
uint32_t straight8(uint32_t c, uint32_t a) {
  return a == 0 ? 0 : std::min((c * 255u + (a >> 1)) / a, 255u);
}

// shaders/kernel.h's weights and offsets (fp_luma709, fp_cb709, fp_cr709), with `depth - 8` bits fewer shifted out.
uint32_t luma(const Rgba& p, int depth) {
  const int shift = 32 - depth;
  return (p.r * 11919u + p.g * 40098u + p.b * 4048u + (16u << 24) + (1u << (shift - 1))) >> shift;
}
uint32_t chroma(int32_t weighed, int depth) {
  const int shift = 31 - depth;
  return static_cast<uint32_t>(weighed + (128 << 23) + (1 << (shift - 1))) >> shift;
}
int32_t blue_difference(const Rgba& p) {
  return static_cast<int32_t>(p.b) * 14336 - static_cast<int32_t>(p.r) * 3285 - static_cast<int32_t>(p.g) * 11051;
}
int32_t red_difference(const Rgba& p) {
  return static_cast<int32_t>(p.r) * 14336 - static_cast<int32_t>(p.g) * 13022 - static_cast<int32_t>(p.b) * 1314;
}

uint8_t* put(uint8_t* out, uint32_t v, int depth) {
  *out++ = static_cast<uint8_t>(v);
  if (depth > 8) *out++ = static_cast<uint8_t>(v >> 8);
  return out;
}

// The mean colour around a chroma sample, premultiplied.
Rgba chroma_mean(const Source& from, const PixelLayout& l, int32_t cx, int32_t cy) {
  const int32_t x = cx << l.across, y = cy << l.down;
  const int32_t low = std::min(y + (l.down > 0 ? 1 : 0), from.height - 1);
  if (l.across == 0) return from.at(x, y);
  Rgba sum{4, 4, 4, 4};
  const auto add = [&](int32_t column, uint32_t weight) {
    const Rgba top = from.at(column, y), bottom = from.at(column, low);
    sum.r += weight * (top.r + bottom.r);
    sum.g += weight * (top.g + bottom.g);
    sum.b += weight * (top.b + bottom.b);
    sum.a += weight * (top.a + bottom.a);
  };
  add(std::max(x - 1, 0), 1);
  add(x, 2);
  add(std::min(x + 1, from.width - 1), 1);
  return {sum.r >> 3, sum.g >> 3, sum.b >> 3, sum.a >> 3};
}

void to_yuv(const Source& from, const PixelLayout& l, uint8_t* out) {
  for (int32_t y = 0; y < from.height; ++y) {
    for (int32_t x = 0; x < from.width; ++x) {
      const Rgba p = from.at(x, y);
      out = put(out, luma(l.alpha ? straight(p) : p, l.depth), l.depth);
    }
  }
  const int32_t width = (from.width + (1 << l.across) - 1) >> l.across;
  const int32_t height = (from.height + (1 << l.down) - 1) >> l.down;
  const size_t plane = static_cast<size_t>(width) * static_cast<size_t>(height) * (l.depth > 8 ? 2 : 1);
  uint8_t *cb = out, *cr = out + plane;
  for (int32_t y = 0; y < height; ++y) {
    for (int32_t x = 0; x < width; ++x) {
      const Rgba mean = chroma_mean(from, l, x, y);
      const Rgba p = l.alpha ? straight(mean) : mean;
      cb = put(cb, chroma(blue_difference(p), l.depth), l.depth);
      cr = put(cr, chroma(red_difference(p), l.depth), l.depth);
    }
  }
  if (!l.alpha) return;
  out += 2 * plane;
  for (int32_t y = 0; y < from.height; ++y) {
    for (int32_t x = 0; x < from.width; ++x) out = put(out, narrow(from.at(x, y).a, l.depth), l.depth);
  }
}

void to_planar_rgb(const Source& from, const PixelLayout& l, uint8_t* out) {
  for (int plane = 0; plane < (l.alpha ? 4 : 3); ++plane) {
    for (int32_t y = 0; y < from.height; ++y) {
      for (int32_t x = 0; x < from.width; ++x) {
        const Rgba p = l.alpha ? straight(from.at(x, y)) : from.at(x, y);
        const uint32_t v = plane == 0 ? p.g : plane == 1 ? p.b : plane == 2 ? p.r : p.a;
        out = put(out, narrow(v, l.depth), l.depth);
      }
    }
  }
}

void to_packed_rgb(const Source& from, PixelFormat format, uint8_t* out) {
  const bool alpha = layout(format).alpha;
  for (int32_t y = 0; y < from.height; ++y) {
    for (int32_t x = 0; x < from.width; ++x, out += 4) {
      const Rgba p = from.at(x, y);
      const auto channel = [&](uint32_t c) { return static_cast<uint8_t>(alpha ? straight8(c, p.a) : narrow(c, 8)); };
      const bool red_first = format == PixelFormat::rgba8;
      out[red_first ? 0 : 2] = channel(p.r);
      out[1] = channel(p.g);
      out[red_first ? 2 : 0] = channel(p.b);
      out[3] = alpha ? static_cast<uint8_t>(narrow(p.a, 8)) : 0;
    }
  }
}

}  // namespace

PixelFormat drawn_format(PixelFormat format) {
  const bool own = format == PixelFormat::rgba8 || format == PixelFormat::rgba16 || format == PixelFormat::yuv420p8;
  return own ? format : PixelFormat::rgba16;
}

FramePtr convert(const Frame& frame, PixelFormat format) {
  FP_ASSERT(frame.format == PixelFormat::rgba16);
  auto made = std::make_shared<Frame>(Frame{format, frame.width, frame.height, {}});
  made->data.resize(frame_bytes(format, frame.width, frame.height));
  const Source from(frame);
  const PixelLayout& l = layout(format);
  if (format == PixelFormat::rgba16) {
    made->data = frame.data;
  } else if (!l.planar) {
    to_packed_rgb(from, format, made->data.data());
  } else if (l.yuv) {
    to_yuv(from, l, made->data.data());
  } else {
    to_planar_rgb(from, l, made->data.data());
  }
  return made;
}

}  // namespace fp
