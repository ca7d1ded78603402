#include "tests/vulkan/reference.hpp"

#define FP_KERNEL_NAMESPACE test::kernel
#include "engine/cpu/kernel_types.hpp"

namespace fp::test {
namespace {

using namespace kernel;  // NOLINT: the arithmetic is written as in the shaders
using kernel::uint;

struct Picture {
  std::vector<uint32_t>& words;
  int32_t width, height;
  size_t at(int x, int y) const { return static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x); }
  size_t plane() const { return static_cast<size_t>(width) * static_cast<size_t>(height); }
  uvec2 get(int x, int y) const { return {words[at(x, y)], words[plane() + at(x, y)]}; }
  void set(int x, int y, uvec2 p) const {
    words[at(x, y)] = p.x;
    words[plane() + at(x, y)] = p.y;
  }
};

int map(int mx, int my, int m0, int x, int y) {
  return static_cast<int>(int64_t{mx} * (2 * x + 1) + int64_t{my} * (2 * y + 1) + m0);
}

uvec2 ramp_at(const Resource& resource, uint position) {
  const auto& words = std::get<std::shared_ptr<const Ramp>>(resource.data)->words;
  const uint e = (position >> 6) * 2;
  return fp_ramp_mix({words[e], words[e + 1]}, {words[e + 2], words[e + 3]}, position & 63u);
}

uvec2 texel_at(const Resource& resource, int u, int v, uint shift) {
  const Texels& t = *std::get<std::shared_ptr<const Texels>>(resource.data);
  const int px = fp_texel_position(u, shift), py = fp_texel_position(v, shift);
  const auto texel = [&](int x, int y) {
    return t.data[static_cast<size_t>(fp_clamp(y, 0, t.height - 1)) * static_cast<size_t>(t.width) +
                  static_cast<size_t>(fp_clamp(x, 0, t.width - 1))];
  };
  const int x = px >> 8, y = py >> 8;
  const uint fx = static_cast<uint>(px & 255), fy = static_cast<uint>(py & 255);
  return fp_lerp_columns(fp_lerp_rb(texel(x, y), texel(x, y + 1), fy), fp_lerp_ga(texel(x, y), texel(x, y + 1), fy),
                         fp_lerp_rb(texel(x + 1, y), texel(x + 1, y + 1), fy),
                         fp_lerp_ga(texel(x + 1, y), texel(x + 1, y + 1), fy), fx);
}

uint coverage(const PassPlan& plan, const Pass& pass, int x, int y) {
  const PassConstants& c = pass.constants;
  if (c.cover == FP_COVER_FULL) return 65535;
  if (c.cover == FP_COVER_RECT)
    return fp_rect_cover(fp_span_cover(x, c.cover_x0, c.cover_x1), fp_span_cover(y, c.cover_y0, c.cover_y1));
  const Mask& mask = *std::get<std::shared_ptr<const Mask>>(plan.resources[pass.mask].data);
  const int column = x - c.mask_x, row = y - c.mask_y;
  if (column < 0 || row < 0 || column >= mask.width || row >= mask.height) return 0;
  return fp_mask_cover(coverage_at(mask, column, row));
}

uvec2 paint(const PassPlan& plan, const Pass& pass, const std::vector<std::vector<uint32_t>>& surfaces, int x, int y) {
  const PassConstants& c = pass.constants;
  const int u = map(c.a0, c.a1, c.a2, x, y), v = map(c.a3, c.a4, c.a5, x, y);
  switch (c.kind) {
    case FP_PASS_SOLID:
      return {c.color_rg, c.color_ba};
    case FP_PASS_LINEAR:
      return ramp_at(plan.resources[pass.texture_a], fp_ramp_position(u >> (c.a_shift - 16)));
    case FP_PASS_RADIAL:
      return ramp_at(plan.resources[pass.texture_a], fp_radial_position(u >> (c.a_shift - 14), v >> (c.a_shift - 14)));
    case FP_PASS_IMAGE: {
      const uvec2 a = texel_at(plan.resources[pass.texture_a], u, v, c.a_shift);
      if (c.level_mix == 0) return a;
      const uvec2 b =
          texel_at(plan.resources[pass.texture_b], map(c.b0, c.b1, c.b2, x, y), map(c.b3, c.b4, c.b5, x, y), c.b_shift);
      return fp_level_mix(a, b, c.level_mix);
    }
    default: {  // FP_PASS_POP
      const auto& above = surfaces[c.depth + 1];
      const size_t at = static_cast<size_t>(y) * static_cast<size_t>(plan.width) + static_cast<size_t>(x);
      return {above[at], above[above.size() / 2 + at]};
    }
  }
}

void convert(const Picture& from, PixelFormat format, std::vector<uint8_t>& out) {
  if (format == PixelFormat::rgba16) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(from.words.data());
    out.assign(bytes, bytes + from.words.size() * 4);
    return;
  }
  const auto put = [&](uint value) { out.push_back(static_cast<uint8_t>(value)); };
  for (int y = 0; y < from.height; ++y) {
    for (int x = 0; x < from.width; ++x) {
      const uvec2 p = from.get(x, y);
      if (format == PixelFormat::yuv420p8) {
        put(fp_luma709(fp_red(p), fp_green(p), fp_blue(p)));
        continue;
      }
      for (const uint c : {fp_red(p), fp_green(p), fp_blue(p)}) put(fp_straight8(c, fp_alpha(p)));
      put(fp_to8(fp_alpha(p)));
    }
  }
  if (format != PixelFormat::yuv420p8) return;
  for (const bool blue : {true, false}) {
    for (int cy = 0; cy < (from.height + 1) / 2; ++cy) {
      for (int cx = 0; cx < (from.width + 1) / 2; ++cx) {
        uint mean[3];
        for (int channel = 0; channel < 3; ++channel) {
          const auto rows = [&](int x) {
            x = fp_clamp(x, 0, from.width - 1);
            uint sum = 0;
            for (const int y : {2 * cy, fp_clamp(2 * cy + 1, 0, from.height - 1)}) {
              const uvec2 p = from.get(x, y);
              sum += channel == 0 ? fp_red(p) : channel == 1 ? fp_green(p) : fp_blue(p);
            }
            return sum;
          };
          mean[channel] = fp_chroma_mean(rows(2 * cx - 1), rows(2 * cx), rows(2 * cx + 1));
        }
        put(blue ? fp_cb709(mean[0], mean[1], mean[2]) : fp_cr709(mean[0], mean[1], mean[2]));
      }
    }
  }
}

}  // namespace

Frame Reference::execute(const PassPlan& plan, PixelFormat format) {
  const size_t words = 2 * static_cast<size_t>(plan.width) * static_cast<size_t>(plan.height);
  if (width_ != plan.width || height_ != plan.height) surfaces_.clear();
  width_ = plan.width;
  height_ = plan.height;
  while (surfaces_.size() < static_cast<size_t>(plan.depth) + 1) surfaces_.emplace_back(words, 0u);
  for (const Pass& pass : plan.passes) {
    const PassConstants& c = pass.constants;
    const Picture target{surfaces_[c.depth], width_, height_};
    for (const IRect& damaged : plan.damage) {
      const IRect r = intersect(damaged, {c.x0, c.y0, c.x1, c.y1});
      for (int y = r.y0; y < r.y1; ++y) {
        for (int x = r.x0; x < r.x1; ++x) {
          if (c.kind == FP_PASS_PUSH) {
            target.set(x, y, {0, 0});
            continue;
          }
          const uint k = fp_mul16(c.opacity, coverage(plan, pass, x, y));
          target.set(x, y, fp_blend(c.blend, fp_scale(paint(plan, pass, surfaces_, x, y), k), target.get(x, y)));
        }
      }
    }
  }
  Frame frame{format, width_, height_, {}};
  convert({surfaces_[0], width_, height_}, format, frame.data);
  return frame;
}

}  // namespace fp::test
