#include "engine/sandbox/color_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "engine/core/math.hpp"

namespace fp::media {
namespace {

constexpr double kReference = 203, kPeak = 1000 / kReference, kKnee = 0.75;

int32_t rounded(double value) {
  return static_cast<int32_t>(value < 0 ? value - 0.5 : value + 0.5);
}

struct Luma {
  double red, blue;
};

std::optional<Luma> luma_of(AVColorSpace matrix, int32_t width, int32_t height) {
  switch (matrix) {
    case AVCOL_SPC_BT709:
      return Luma{0.2126, 0.0722};
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
      return Luma{0.299, 0.114};
    case AVCOL_SPC_BT2020_NCL:
      return Luma{0.2627, 0.0593};
    case AVCOL_SPC_SMPTE240M:
      return Luma{0.212, 0.087};
    case AVCOL_SPC_FCC:
      return Luma{0.30, 0.11};
    case AVCOL_SPC_UNSPECIFIED:
    case AVCOL_SPC_RESERVED:
    case AVCOL_SPC_RGB:  // on a format of luma and chroma it says nothing
      return luma_of(
          std::max(width, height) >= 1280 || std::min(width, height) >= 720 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M,
          width, height);
    default:
      return std::nullopt;
  }
}

bool is_full(const ColorTags& tags) {
  switch (tags.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YA8:
    case AV_PIX_FMT_YA16BE:
      return true;
    default:
      return tags.range == AVCOL_RANGE_JPEG;
  }
}

void plan_matrix(ColorPlan& plan, Luma luma) {
  const int depth = plan.layout->comp[0].depth;
  const bool full = is_full(plan.tags);
  // Full range ends at 2^depth - 1, which is a little more than 255 steps of 8 bits.
  const double top = static_cast<double>((1 << depth) - 1) / (1 << (depth - 8));
  const double y = 8192 * (full ? 255 / top : 255.0 / 219), c = 8192 * (full ? 255 / top : 255.0 / 224);
  const double green = 1 - luma.red - luma.blue;
  plan.black = full ? 0 : 16 << kRowBits;
  plan.luma = rounded(y);
  plan.red_cr = rounded(c * 2 * (1 - luma.red));
  plan.blue_cb = rounded(c * 2 * (1 - luma.blue));
  plan.green_cb = rounded(-c * 2 * (1 - luma.blue) * luma.blue / green);
  plan.green_cr = rounded(-c * 2 * (1 - luma.red) * luma.red / green);
}

using Matrix = std::array<double, 9>;

struct Chromaticities {
  double rx, ry, gx, gy, bx, by;
};

std::optional<Chromaticities> chromaticities(AVColorPrimaries primaries) {
  switch (primaries) {
    case AVCOL_PRI_BT470BG:
      return Chromaticities{0.64, 0.33, 0.29, 0.60, 0.15, 0.06};
    case AVCOL_PRI_SMPTE170M:
    case AVCOL_PRI_SMPTE240M:
      return Chromaticities{0.63, 0.34, 0.31, 0.595, 0.155, 0.07};
    case AVCOL_PRI_BT2020:
      return Chromaticities{0.708, 0.292, 0.170, 0.797, 0.131, 0.046};
    case AVCOL_PRI_SMPTE431:
    case AVCOL_PRI_SMPTE432:
      return Chromaticities{0.680, 0.320, 0.265, 0.690, 0.150, 0.060};
    default:
      return std::nullopt;  // BT.709, untagged, or so old that nobody means it
  }
}

Matrix inverse(const Matrix& m) {
  const auto minor = [&](int a, int b, int c, int d) {
    return m[static_cast<size_t>(a)] * m[static_cast<size_t>(d)] -
           m[static_cast<size_t>(b)] * m[static_cast<size_t>(c)];
  };
  const Matrix adjugate = {minor(4, 5, 7, 8),  -minor(1, 2, 7, 8), minor(1, 2, 4, 5),
                           -minor(3, 5, 6, 8), minor(0, 2, 6, 8),  -minor(0, 2, 3, 5),
                           minor(3, 4, 6, 7),  -minor(0, 1, 6, 7), minor(0, 1, 3, 4)};
  const double determinant = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6];
  Matrix result{};
  for (size_t i = 0; i < 9; ++i) result[i] = adjugate[i] / determinant;
  return result;
}

Matrix multiply(const Matrix& a, const Matrix& b) {
  Matrix result{};
  for (size_t r = 0; r < 3; ++r) {
    for (size_t c = 0; c < 3; ++c) {
      for (size_t k = 0; k < 3; ++k) result[r * 3 + c] += a[r * 3 + k] * b[k * 3 + c];
    }
  }
  return result;
}

// Linear RGB with white D65 -> XYZ.
Matrix to_xyz(const Chromaticities& p) {
  const Matrix ends = {p.rx / p.ry,
                       p.gx / p.gy,
                       p.bx / p.by,
                       1,
                       1,
                       1,
                       (1 - p.rx - p.ry) / p.ry,
                       (1 - p.gx - p.gy) / p.gy,
                       (1 - p.bx - p.by) / p.by};
  const Matrix back = inverse(ends);
  const double x = 0.3127 / 0.3290, z = (1 - 0.3127 - 0.3290) / 0.3290;
  Matrix result{};
  for (size_t c = 0; c < 3; ++c) {
    const double scale = back[c * 3] * x + back[c * 3 + 1] + back[c * 3 + 2] * z;
    for (size_t r = 0; r < 3; ++r) result[r * 3 + c] = ends[r * 3 + c] * scale;
  }
  return result;
}

double srgb_to_linear(double v) {
  return v <= 0.04045 ? v / 12.92 : exact_pow((v + 0.055) / 1.055, 2.4);
}
double linear_to_srgb(double v) {
  return v <= 0.0031308 ? v * 12.92 : 1.055 * exact_pow(v, 1 / 2.4) - 0.055;
}
double pq_to_light(double v) {  // SMPTE ST 2084, in units of reference white
  const double p = exact_pow(v, 1 / 78.84375);
  const double base = std::max(p - 0.8359375, 0.0) / (18.8515625 - 18.6875 * p);
  return 10000 / kReference * exact_pow(base, 1 / 0.1593017578125);
}
double hlg_to_scene(double v) {  // ITU-R BT.2100
  if (v <= 0.5) return v * v / 3;
  const double a = 0.17883277, b = 1 - 4 * a, c = 0.55991073;
  return (exact_exp((v - c) / a) + b) / 12;
}

double tone_of(double m) {
  if (m <= kKnee) return 1;
  const double t = (m - kKnee) / (1 - kKnee), top = (kPeak - kKnee) / (1 - kKnee);
  return std::min(kKnee + (1 - kKnee) * t * (1 + t / (top * top)) / (1 + t), 1.0) / m;
}

void plan_tables(ColorPlan& plan) {
  plan.decode.resize(4096);
  for (size_t i = 0; i < 4096; ++i) {
    const double v = std::min(static_cast<double>(i) / kWhite12, 1.0);
    if (plan.hlg) {
      plan.decode[i] = rounded(std::min(hlg_to_scene(v), 1.0) * 65536);
    } else {
      plan.decode[i] = plan.hdr ? rounded(pq_to_light(v) * 16384) : rounded(srgb_to_linear(v) * 32767);
    }
  }
  plan.encode.resize(32768);
  for (size_t i = 0; i < 32768; ++i) {
    plan.encode[i] = static_cast<uint8_t>(rounded(linear_to_srgb(static_cast<double>(i) / 32767) * 255));
  }
  if (plan.hlg) {
    plan.gain.resize(65537);
    for (size_t i = 1; i <= 65536; ++i) {
      plan.gain[i] = static_cast<uint16_t>(rounded(kPeak * exact_pow(static_cast<double>(i) / 65536, 0.2) * 4096));
    }
  }
  if (plan.hdr) {
    plan.tone.resize(1 << 17);
    for (size_t i = 0; i < plan.tone.size(); ++i) {
      plan.tone[i] = static_cast<uint16_t>(rounded(tone_of((static_cast<double>(i) * 16 + 8) / 16384) * 32768));
    }
  }
}

bool is_transparent(AVPixelFormat format, const AVPixFmtDescriptor& layout) {
  return (layout.flags & AV_PIX_FMT_FLAG_ALPHA) != 0 || format == AV_PIX_FMT_PAL8;
}

const char* matrix_name(const ColorPlan& plan) {
  if (plan.rgb) return "rgb";
  if (plan.gray) return "gray";
  const bool told = plan.tags.matrix != AVCOL_SPC_UNSPECIFIED && plan.tags.matrix != AVCOL_SPC_RGB;
  if (told) return av_color_space_name(plan.tags.matrix);
  const bool high =
      std::max(plan.tags.width, plan.tags.height) >= 1280 || std::min(plan.tags.width, plan.tags.height) >= 720;
  return high ? "bt709" : "bt601";
}

}  // namespace

Result<ColorPlan> plan_color(const ColorTags& tags) {
  ColorPlan plan{.tags = tags, .layout = av_pix_fmt_desc_get(tags.format)};
  const auto refuse = [&](const char* what, const char* name) {
    return fail(Fault::missing, fmt::format("{} {} is not read", what, name != nullptr ? name : "of this kind"));
  };
  constexpr uint64_t kOther =
      AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_FLOAT;
  if (plan.layout == nullptr) return refuse("a pixel format", nullptr);
  const AVPixFmtDescriptor& layout = *plan.layout;
  const int depth = layout.comp[0].depth;
  if ((layout.flags & kOther) != 0 || layout.log2_chroma_w > 1 || layout.log2_chroma_h > 1 || depth < 8 || depth > 16)
    return refuse("the pixel format", layout.name);
  plan.rgb = (layout.flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
  plan.gray = !plan.rgb && layout.nb_components < 3;
  plan.alpha = is_transparent(tags.format, layout);
  const std::optional<Luma> luma = luma_of(tags.matrix, tags.width, tags.height);
  if (!plan.rgb && !luma) return refuse("the colour matrix", av_color_space_name(tags.matrix));
  if (!plan.rgb) plan_matrix(plan, *luma);
  plan.hlg = tags.transfer == AVCOL_TRC_ARIB_STD_B67;
  plan.hdr = plan.hlg || tags.transfer == AVCOL_TRC_SMPTE2084;
  const std::optional<Chromaticities> from = chromaticities(tags.primaries);
  plan.linear = plan.hdr || from;
  if (!plan.linear) return plan;
  constexpr Chromaticities k709{0.64, 0.33, 0.30, 0.60, 0.15, 0.06};
  const Matrix to_709 = multiply(inverse(to_xyz(k709)), to_xyz(from.value_or(k709)));
  for (size_t i = 0; i < 9; ++i) plan.primaries[i] = rounded(to_709[i] * 16384);
  plan_tables(plan);
  return plan;
}

std::string describe(const ColorPlan& plan) {
  std::string text = matrix_name(plan);
  if (chromaticities(plan.tags.primaries))
    text += fmt::format(" {} primaries", av_color_primaries_name(plan.tags.primaries));
  if (plan.hdr) text += plan.hlg ? " HLG" : " PQ";
  if (!plan.rgb) text += is_full(plan.tags) ? " full" : " limited";
  return fmt::format("{} {} bit, {}", text, plan.layout->comp[0].depth, plan.layout->name);
}

}  // namespace fp::media
