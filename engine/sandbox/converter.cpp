#include "engine/sandbox/converter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "engine/sandbox/pixel_rows.hpp"

extern "C" {
#include <libavutil/display.h>
}

namespace fp::media {
namespace {

constexpr int kStrip = 16;  // rows turned at once: 64 bytes of an output row

template <class T>
const T* row_of(const AVFrame& frame, int plane, int y) {
  return reinterpret_cast<const T*>(frame.data[plane] + static_cast<ptrdiff_t>(frame.linesize[plane]) * y);
}

struct Between {
  int near, beyond, far;
};

// Which chroma rows (columns) an output row lies between. `shift`: 0 where chroma is not halved along this axis.
Between between(int at, int count, int shift, const Neighbours& n) {
  if (shift == 0) return {at, at, 0};
  const int near = std::min(at >> 1, count - 1);
  const bool odd = (at & 1) != 0;
  return {near, std::clamp(near + (odd ? n.side_odd : n.side_even), 0, count - 1), odd ? n.far_odd : n.far_even};
}

constexpr Neighbours kCosited{0, 2, 1, 1}, kCentred{1, 1, -1, 1}, kLate{2, 0, -1, -1};

Neighbours across_of(AVChromaLocation chroma) {
  switch (chroma) {
    case AVCHROMA_LOC_CENTER:
    case AVCHROMA_LOC_TOP:
    case AVCHROMA_LOC_BOTTOM:
      return kCentred;
    default:
      return kCosited;  // as MPEG-2 and later have it
  }
}

Neighbours down_of(AVChromaLocation chroma) {
  switch (chroma) {
    case AVCHROMA_LOC_TOPLEFT:
    case AVCHROMA_LOC_TOP:
      return kCosited;
    case AVCHROMA_LOC_BOTTOMLEFT:
    case AVCHROMA_LOC_BOTTOM:
      return kLate;
    default:
      return kCentred;
  }
}

// One component of one pixel of any format that is not packed into bits.
uint32_t sample(const AVFrame& frame, const AVPixFmtDescriptor& layout, int component, int x, int y) {
  const AVComponentDescriptor& c = layout.comp[component];
  const uint8_t* at = row_of<uint8_t>(frame, c.plane, y) + static_cast<ptrdiff_t>(c.step) * x + c.offset;
  uint32_t v = at[0];
  if (c.depth + c.shift > 8)
    v = (layout.flags & AV_PIX_FMT_FLAG_BE) != 0 ? uint32_t{at[0]} << 8 | at[1] : uint32_t{at[1]} << 8 | at[0];
  return std::min(v >> c.shift, (1u << c.depth) - 1);
}

}  // namespace

uint32_t premultiplied(uint32_t r, uint32_t g, uint32_t b, uint32_t alpha) {
  const auto times = [&](uint32_t c) { return (c * alpha + 127) / 255; };
  return times(r) | times(g) << 8 | times(b) << 16 | alpha << 24;
}

int orientation_of(const AVStream& stream) {
  size_t bytes = 0;
  const uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &bytes);
  if (data == nullptr || bytes < 9 * sizeof(int32_t)) return 1;
  int32_t m[9];
  std::memcpy(m, data, sizeof m);
  // x' = m[0] x + m[3] y, y' = m[1] x + m[4] y, with y downwards.
  const auto size = [](int32_t v) { return v < 0 ? -static_cast<int64_t>(v) : int64_t{v}; };
  if (size(m[0]) + size(m[4]) >= size(m[1]) + size(m[3])) {
    if (m[0] >= 0) return m[4] >= 0 ? 1 : 4;
    return m[4] >= 0 ? 2 : 3;
  }
  if (m[1] >= 0) return m[3] >= 0 ? 5 : 6;
  return m[3] >= 0 ? 8 : 7;
}

ColorTags tags_of(const AVCodecParameters& codec) {
  return {static_cast<AVPixelFormat>(codec.format),
          codec.color_space,
          codec.color_range,
          codec.color_primaries,
          codec.color_trc,
          codec.chroma_location,
          codec.width,
          codec.height};
}

Result<void> Converter::convert(const AVFrame& frame, uint32_t* to) {
  if (frame.width != told_.width || frame.height != told_.height) {
    return fail(Fault::missing, fmt::format("the picture changes from {}x{} to {}x{} midway", told_.width, told_.height,
                                            frame.width, frame.height));
  }
  ColorTags tags = told_;
  tags.format = static_cast<AVPixelFormat>(frame.format);
  if (frame.colorspace != AVCOL_SPC_UNSPECIFIED) tags.matrix = frame.colorspace;
  if (frame.color_range != AVCOL_RANGE_UNSPECIFIED) tags.range = frame.color_range;
  if (frame.color_primaries != AVCOL_PRI_UNSPECIFIED) tags.primaries = frame.color_primaries;
  if (frame.color_trc != AVCOL_TRC_UNSPECIFIED) tags.transfer = frame.color_trc;
  if (frame.chroma_location != AVCHROMA_LOC_UNSPECIFIED) tags.chroma = frame.chroma_location;
  if (!plan_ || !(plan_->tags == tags)) {
    Result<ColorPlan> plan = plan_color(tags);
    if (!plan) return fail(std::move(plan.error()));
    plan_ = std::move(*plan);
  }
  const auto width = static_cast<size_t>(tags.width);
  for (std::vector<int16_t>* row : {&a_, &b_, &c_}) row->resize(width);
  cell8_.resize(width + 2);
  cell16_.resize(width + 2);
  if (orientation_ == 1) {
    for (int y = 0; y < tags.height; ++y) row(frame, y, to + static_cast<size_t>(y) * width);
    return {};
  }
  strip_.resize(width * kStrip);
  for (int first = 0; first < tags.height; first += kStrip) {
    const int rows = std::min(kStrip, tags.height - first);
    for (int y = 0; y < rows; ++y) row(frame, first + y, strip_.data() + static_cast<size_t>(y) * width);
    place(strip_.data(), first, rows, to);
  }
  return {};
}

void Converter::row(const AVFrame& frame, int y, uint32_t* to) {
  const ColorPlan& plan = *plan_;
  constexpr uint64_t kPlain = AV_PIX_FMT_FLAG_PLANAR;
  const uint64_t flags = plan.layout->flags;
  const bool planar = !plan.rgb && ((flags & kPlain) != 0 || plan.gray) && (flags & AV_PIX_FMT_FLAG_BE) == 0 &&
                      plan.layout->comp[0].shift == 0 && plan.layout->comp[0].step <= 2 &&
                      (plan.gray || plan.layout->comp[1].plane != plan.layout->comp[2].plane) &&
                      plan.layout->comp[0].step == (plan.layout->comp[0].depth + 7) / 8;
  planar ? planar_rows(frame, y) : packed_rows(frame, y);
  if (!plan.rgb && !plan.alpha && !plan.linear) {
    row_loops().texels(plan, a_.data(), b_.data(), c_.data(), to, frame.width);
    return;
  }
  if (!plan.rgb) row_loops().codes(plan, a_.data(), b_.data(), c_.data(), frame.width);
  if (plan.linear) through_light();
  pack(frame, y, to);
}

void Converter::planar_rows(const AVFrame& frame, int y) {
  const AVPixFmtDescriptor& layout = *plan_->layout;
  const RowLoops& loops = row_loops();
  const int bits = layout.comp[0].depth, width = frame.width;
  if (bits == 8) {
    loops.luma8(row_of<uint8_t>(frame, 0, y), a_.data(), width);
  } else {
    loops.luma16(row_of<uint16_t>(frame, 0, y), a_.data(), width, bits);
  }
  if (plan_->gray) {
    std::ranges::fill(b_, int16_t{128 << kRowBits});
    std::ranges::fill(c_, int16_t{128 << kRowBits});
    return;
  }
  const int chroma_width = -((-width) >> layout.log2_chroma_w), rows = -((-frame.height) >> layout.log2_chroma_h);
  const Neighbours across = across_of(plan_->tags.chroma);
  const Between at = between(y, rows, layout.log2_chroma_h, down_of(plan_->tags.chroma));
  for (int plane = 1; plane <= 2; ++plane) {
    int16_t* to = plane == 1 ? b_.data() : c_.data();
    if (bits == 8) {
      loops.chroma8(row_of<uint8_t>(frame, plane, at.near), row_of<uint8_t>(frame, plane, at.beyond), at.far,
                    chroma_width, cell8_.data(), &across, to, width);
    } else {
      loops.chroma16(row_of<uint16_t>(frame, plane, at.near), row_of<uint16_t>(frame, plane, at.beyond), at.far,
                     chroma_width, cell16_.data(), &across, to, width, bits);
    }
  }
}

// Everything else, a sample at a time. RGB comes out as 12-bit codes, luma and chroma as rows.
void Converter::packed_rows(const AVFrame& frame, int y) {
  const ColorPlan& plan = *plan_;
  const AVPixFmtDescriptor& layout = *plan.layout;
  int16_t* const rows[3] = {a_.data(), b_.data(), c_.data()};
  if ((layout.flags & AV_PIX_FMT_FLAG_PAL) != 0) {
    const auto* palette = reinterpret_cast<const uint32_t*>(frame.data[1]);
    const uint8_t* index = row_of<uint8_t>(frame, 0, y);
    for (int x = 0; x < frame.width; ++x) {
      const uint32_t argb = palette[index[x]];
      for (int c = 0; c < 3; ++c) rows[c][x] = static_cast<int16_t>((argb >> (16 - 8 * c) & 255) * 16);
    }
    return;
  }
  const auto most = static_cast<int64_t>((1u << layout.comp[0].depth) - 1);
  for (int c = 0; c < 3; ++c) {
    for (int x = 0; x < frame.width; ++x) {
      if (plan.rgb) {
        rows[c][x] = static_cast<int16_t>((sample(frame, layout, c, x, y) * int64_t{kWhite12} + most / 2) / most);
      } else if (c == 0 || !plan.gray) {
        const int sx = c == 0 ? x : x >> layout.log2_chroma_w, sy = c == 0 ? y : y >> layout.log2_chroma_h;
        const int64_t v = sample(frame, layout, c, sx, sy);
        rows[c][x] = static_cast<int16_t>(std::min<int64_t>((v << kRowBits) >> (layout.comp[c].depth - 8), 8191));
      } else {
        rows[c][x] = 128 << kRowBits;
      }
    }
  }
}

// 12-bit codes to linear light, BT.709's primaries, tones of SDR, and back.
void Converter::through_light() {
  const ColorPlan& plan = *plan_;
  const std::array<int32_t, 9>& m = plan.primaries;
  for (size_t x = 0; x < a_.size(); ++x) {
    const auto code = [](int16_t v) { return static_cast<size_t>(std::clamp<int32_t>(v, 0, 4095)); };
    int64_t c[3] = {plan.decode[code(a_[x])], plan.decode[code(b_[x])], plan.decode[code(c_[x])]};
    if (plan.hlg) {
      const int64_t luminance = (c[0] * 4304 + c[1] * 11108 + c[2] * 972) >> 14;  // BT.2100: .2627 .6780 .0593
      const int64_t gain = plan.gain[static_cast<size_t>(std::min<int64_t>(luminance, 65536))];
      for (int64_t& v : c) v = v * gain >> 14;
    }
    int64_t out[3];
    for (size_t i = 0; i < 3; ++i) {
      out[i] = std::max<int64_t>((m[i * 3] * c[0] + m[i * 3 + 1] * c[1] + m[i * 3 + 2] * c[2] + 8192) >> 14, 0);
    }
    if (plan.hdr) {
      const auto top = static_cast<size_t>(std::max({out[0], out[1], out[2]}) >> 4);
      const int64_t factor = plan.tone[std::min(top, plan.tone.size() - 1)];
      for (int64_t& v : out) v = v * factor >> 14;  // Q14 * Q15 -> Q15
    }
    const auto encoded = [&](int64_t v) {
      return static_cast<int16_t>(plan.encode[static_cast<size_t>(std::min<int64_t>(v, 32767))] * 16);
    };
    a_[x] = encoded(out[0]), b_[x] = encoded(out[1]), c_[x] = encoded(out[2]);
  }
}

void Converter::pack(const AVFrame& frame, int y, uint32_t* to) {
  const ColorPlan& plan = *plan_;
  const AVPixFmtDescriptor& layout = *plan.layout;
  const auto eight = [](int16_t v) { return static_cast<uint32_t>(std::clamp((v + 8) >> 4, 0, 255)); };
  const bool palette = (layout.flags & AV_PIX_FMT_FLAG_PAL) != 0;
  const int component = layout.nb_components - 1;
  for (int x = 0; x < frame.width; ++x) {
    const auto i = static_cast<size_t>(x);
    uint32_t alpha = 255;
    if (plan.alpha && palette) {
      alpha = reinterpret_cast<const uint32_t*>(frame.data[1])[row_of<uint8_t>(frame, 0, y)[x]] >> 24;
    } else if (plan.alpha) {
      const uint32_t most = (1u << layout.comp[component].depth) - 1;
      alpha = (sample(frame, layout, component, x, y) * 255 + most / 2) / most;
    }
    to[x] = premultiplied(eight(a_[i]), eight(b_[i]), eight(c_[i]), alpha);
  }
}

void Converter::place(const uint32_t* strip, int first, int rows, uint32_t* to) const {
  const int width = told_.width, height = told_.height;
  const bool swapped = orientation_ >= 5;
  const bool from_right = orientation_ == 2 || orientation_ == 3 || orientation_ == 7 || orientation_ == 8;
  const bool from_bottom = orientation_ == 3 || orientation_ == 4 || orientation_ == 6 || orientation_ == 7;
  // The stored texel (x, y) comes to stand at (tx, ty), or at (ty, tx) where the axes are swapped.
  const auto target = [&](int x, int y) {
    const int tx = from_right ? width - 1 - x : x, ty = from_bottom ? height - 1 - y : y;
    return swapped ? static_cast<size_t>(tx) * static_cast<size_t>(height) + static_cast<size_t>(ty)
                   : static_cast<size_t>(ty) * static_cast<size_t>(width) + static_cast<size_t>(tx);
  };
  if (!swapped) {
    for (int y = 0; y < rows; ++y) {
      for (int x = 0; x < width; ++x) to[target(x, first + y)] = strip[static_cast<size_t>(y * width + x)];
    }
    return;
  }
  for (int x = 0; x < width; ++x) {
    for (int y = 0; y < rows; ++y) to[target(x, first + y)] = strip[static_cast<size_t>(y * width + x)];
  }
}

}  // namespace fp::media
