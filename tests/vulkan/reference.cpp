#include "tests/vulkan/reference.hpp"

#include <array>
#include <cstring>
#include <map>

#include "engine/display/picture.hpp"

#define FP_KERNEL_NAMESPACE test::kernel
#include "engine/cpu/kernel_types.hpp"

namespace fp::test {
namespace {

using namespace kernel;  // NOLINT: the arithmetic is written as in the shaders
using kernel::uint;

struct Plane {
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

uvec2 ramp_at(const Resource& resource, uint position, int x, int y) {
  const auto& words = std::get<std::shared_ptr<const Lookup>>(resource.data)->words;
  const uint e = position >> 6;
  return fp_ramp_mix({words[2 * e], words[2 * e + 1]}, {words[2 * e + 2], words[2 * e + 3]},
                     fp_ramp_fraction(position, words[2050 + e], fp_dither(x, y)));
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

// A picture's pixels, transparent outside.
struct Surface {
  int width = 0, height = 0;
  std::vector<uint32_t> words;
  uvec2 at(int x, int y) const {
    if (x < 0 || y < 0 || x >= width || y >= height) return {0, 0};
    const size_t i = static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x);
    return {words[i], words[words.size() / 2 + i]};
  }
  uvec2 between(int px, int py) const {
    const int x = px >> 8, y = py >> 8;
    return fp_bilinear_pixel(at(x, y), at(x + 1, y), at(x, y + 1), at(x + 1, y + 1), static_cast<uint>(px & 255),
                             static_cast<uint>(py & 255));
  }
};
using Channels = std::array<uint, 4>;
Channels channels_of(uvec2 p) {
  return {fp_red(p), fp_green(p), fp_blue(p), fp_alpha(p)};
}

uvec2 filtered(const FilterPass& pass, const Picture& picture, const std::vector<Surface>& surfaces, int x, int y) {
  const PassConstants& c = pass.constants;
  const Surface& source = surfaces[pass.source];
  const auto at = [&](int px, int py) { return source.at(px - c.source_x, py - c.source_y); };
  if (c.kind == FP_PASS_SMEAR) {
    const auto place = [&](int m0, int m1, int m2, uint shift) {
      return fp_texel_position(map(m0, m1, m2, x, y), shift);
    };
    return fp_mean(source.between(place(c.a0, c.a1, c.a2, c.a_shift), place(c.a3, c.a4, c.a5, c.a_shift)),
                   source.between(place(c.b0, c.b1, c.b2, c.b_shift), place(c.b3, c.b4, c.b5, c.b_shift)));
  }
  if (c.kind == FP_PASS_DISPLACE) {
    const uvec2 m = surfaces[pass.map].at(x - c.p2, y - c.p3);
    return source.between((x - c.source_x) * 256 + fp_displacement(fp_red(m), fp_alpha(m), c.p0),
                          (y - c.source_y) * 256 + fp_displacement(fp_green(m), fp_alpha(m), c.p1));
  }
  Channels out{};
  for (size_t i = 0; i < 4; ++i) {
    const auto v = [&](int px, int py) { return channels_of(at(px, py))[i]; };
    if (c.kind == FP_PASS_REDUCE) {
      const auto row = [&](int r) {
        return fp_reduce_sum(v(2 * x - 1, r), v(2 * x, r), v(2 * x + 1, r), v(2 * x + 2, r));
      };
      out[i] = fp_reduce_mean(fp_reduce_sum(row(2 * y - 1), row(2 * y), row(2 * y + 1), row(2 * y + 2)));
    } else if (c.kind == FP_PASS_EXPAND) {
      const int ox = (x >> 1) + 2 * (x & 1) - 1, oy = (y >> 1) + 2 * (y & 1) - 1;
      out[i] = fp_expand_mean(
          fp_expand_sum(fp_expand_sum(v(x >> 1, y >> 1), v(ox, y >> 1)), fp_expand_sum(v(x >> 1, oy), v(ox, oy))));
    } else {
      uint sum = v(x, y) * picture.table->words[0];
      for (int k = 1; k <= c.p0; ++k)
        sum += (v(x + k * c.p1, y + k * c.p2) + v(x - k * c.p1, y - k * c.p2)) *
               picture.table->words[static_cast<size_t>(k)];
      out[i] = fp_blur_mean(sum);
    }
  }
  return fp_pixel(out[0], out[1], out[2], out[3]);
}

Surface render(const Picture& picture) {
  if (picture.filter.kind == Filter::Kind::none) {
    const Frame frame =
        Reference().execute(plan(picture.list, {{0, 0, picture.width, picture.height}}), PixelFormat::rgba16);
    Surface surface{picture.width, picture.height, std::vector<uint32_t>(frame.data.size() / 4)};
    std::memcpy(surface.words.data(), frame.data.data(), frame.data.size());
    return surface;
  }
  const FilterPlan passes = plan_filter(picture);
  std::vector<Surface> surfaces;
  for (const PicturePtr& input : picture.inputs) surfaces.push_back(render(*input));
  for (size_t i = surfaces.size(); i < passes.surfaces.size(); ++i) {
    const auto [w, h] = passes.surfaces[i];
    surfaces.push_back({w, h, std::vector<uint32_t>(2 * static_cast<size_t>(w) * static_cast<size_t>(h))});
  }
  for (const FilterPass& pass : passes.passes) {
    Surface& target = surfaces[pass.target];
    for (int y = 0; y < target.height; ++y) {
      for (int x = 0; x < target.width; ++x) {
        const uvec2 p = filtered(pass, picture, surfaces, x, y);
        const size_t at = static_cast<size_t>(y) * static_cast<size_t>(target.width) + static_cast<size_t>(x);
        target.words[at] = p.x;
        target.words[target.words.size() / 2 + at] = p.y;
      }
    }
  }
  return surfaces.back();
}

uint curve_at(const Resource& resource, uint value, size_t channel) {
  const auto& words = std::get<std::shared_ptr<const Lookup>>(resource.data)->words;
  const size_t e = (value >> 6) * 2;
  return fp_curve(channels_of({words[e], words[e + 1]})[channel], channels_of({words[e + 2], words[e + 3]})[channel],
                  value & 63u);
}

uvec2 adjusted(const PassPlan& plan, const Pass& pass, uvec2 p, int x, int y) {
  const PassConstants& c = pass.constants;
  const uint a = fp_alpha(p);
  const uint r = fp_straight(fp_red(p), a), g = fp_straight(fp_green(p), a), b = fp_straight(fp_blue(p), a);
  switch (c.take) {
    case FP_ADJUST_CURVES: {
      const Resource& t = plan.resources[pass.texture_a];
      return fp_pixel(fp_mul16(curve_at(t, r, 0), a), fp_mul16(curve_at(t, g, 1), a), fp_mul16(curve_at(t, b, 2), a),
                      a);
    }
    case FP_ADJUST_MATRIX:
      return fp_pixel(fp_matrix_row(p, c.a0, c.a1, c.a2, c.a3), fp_matrix_row(p, c.a4, c.a5, c.b0, c.b1),
                      fp_matrix_row(p, c.b2, c.b3, c.b4, c.b5), a);
    case FP_ADJUST_GRADIENT_MAP: {
      const Resource& t = plan.resources[pass.texture_a];
      const uint luma = fp_straight(fp_min(fp_luma(p), a), a);
      return fp_scale(fp_pixel(curve_at(t, luma, 0), curve_at(t, luma, 1), curve_at(t, luma, 2), curve_at(t, luma, 3)),
                      a);
    }
    case FP_ADJUST_LUT: {
      const auto& words = std::get<std::shared_ptr<const Lookup>>(plan.resources[pass.texture_a].data)->words;
      const FpTetrahedron t = fp_tetrahedron(r, g, b, static_cast<uint>(c.p0));
      const auto corner = [&](uint i) { return channels_of({words[2 * i], words[2 * i + 1]}); };
      const Channels c0 = corner(t.i0), c1 = corner(t.i1), c2 = corner(t.i2), c3 = corner(t.i3);
      const auto mixed = [&](size_t i) { return fp_mul16(fp_corner_mix(t, c0[i], c1[i], c2[i], c3[i]), a); };
      return fp_pixel(mixed(0), mixed(1), mixed(2), a);
    }
    case FP_ADJUST_GRAIN:
      return fp_grain(p, fp_smooth_noise((x - c.p3) * c.p1, (y - c.p4) * c.p1, static_cast<uint>(c.p0)), c.p2);
    default:
      return fp_key(p,
                    fp_key_keep(fp_key_cb(r, g, b), fp_key_cr(r, g, b), c.p0, c.p1, static_cast<uint>(c.p2),
                                static_cast<uint>(c.p3)),
                    static_cast<uint>(c.p4), static_cast<uint>(c.p5));
  }
}

uvec2 paint(const PassPlan& plan, const Pass& pass, const std::vector<std::vector<uint32_t>>& surfaces, int x, int y) {
  const PassConstants& c = pass.constants;
  const int u = map(c.a0, c.a1, c.a2, x, y), v = map(c.a3, c.a4, c.a5, x, y);
  switch (c.kind) {
    case FP_PASS_SOLID:
      return {c.color_rg, c.color_ba};
    case FP_PASS_LINEAR:
      return ramp_at(plan.resources[pass.texture_a], fp_ramp_position(u >> (c.a_shift - 16)), x, y);
    case FP_PASS_RADIAL:
      return ramp_at(plan.resources[pass.texture_a], fp_radial_position(u >> (c.a_shift - 14), v >> (c.a_shift - 14)),
                     x, y);
    case FP_PASS_IMAGE: {
      const uvec2 a = texel_at(plan.resources[pass.texture_a], u, v, c.a_shift);
      if (c.level_mix == 0) return a;
      const uvec2 b =
          texel_at(plan.resources[pass.texture_b], map(c.b0, c.b1, c.b2, x, y), map(c.b3, c.b4, c.b5, x, y), c.b_shift);
      return fp_level_mix(a, b, c.level_mix);
    }
    case FP_PASS_CONIC:
      return ramp_at(plan.resources[pass.texture_a], fp_conic_position(u, v), x, y);
    case FP_PASS_PICTURE: {
      static thread_local std::map<Hash128, Surface> known;  // tests render the same pictures again and again
      const Picture& picture = *std::get<PicturePtr>(plan.resources[pass.texture_a].data);
      if (!known.contains(picture.hash)) known.emplace(picture.hash, render(picture));
      const Surface& surface = known.at(picture.hash);
      return fp_take(c.take, surface.at(x - c.source_x, y - c.source_y), {c.color_rg, c.color_ba});
    }
    default: {  // FP_PASS_POP
      const auto& above = surfaces[c.depth + 1];
      const size_t at = static_cast<size_t>(y) * static_cast<size_t>(plan.width) + static_cast<size_t>(x);
      return {above[at], above[above.size() / 2 + at]};
    }
  }
}

void convert(const Plane& from, PixelFormat format, std::vector<uint8_t>& out) {
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
    const Plane target{surfaces_[c.depth], width_, height_};
    for (const IRect& damaged : plan.damage) {
      const IRect r = intersect(damaged, {c.x0, c.y0, c.x1, c.y1});
      for (int y = r.y0; y < r.y1; ++y) {
        for (int x = r.x0; x < r.x1; ++x) {
          if (c.kind == FP_PASS_PUSH) {
            target.set(x, y, {0, 0});
            continue;
          }
          const uint k = fp_mul16(c.opacity, coverage(plan, pass, x, y));
          if (c.kind == FP_PASS_ADJUST) {
            const uvec2 before = target.get(x, y);
            target.set(x, y, fp_adjusted(before, adjusted(plan, pass, before, x, y), k));
            continue;
          }
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
