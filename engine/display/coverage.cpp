#include "engine/display/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace fp {
namespace {

int32_t fixed8(double v) {
  return static_cast<int32_t>(std::floor(std::clamp(v, -1e6, 1e6) * 256.0 + 0.5));
}

IRect pixels_of(const IRect& fixed) {
  return {fixed.x0 >> 8, fixed.y0 >> 8, (fixed.x1 + 255) >> 8, (fixed.y1 + 255) >> 8};
}

double step16(double v) {
  return std::floor(v * 16.0 + 0.5) / 16.0;
}

// Outlines up to the canvas plus this much on every side are rasterised whole, so that one mask serves while they move.
constexpr int32_t kMargin = 512;

struct Placement {
  Affine matrix;  // with a translation in [0,1)
  int32_t x, y;   // whole pixels left to add
};
Placement split_translation(const Affine& m) {
  const double e = step16(m.e), f = step16(m.f);
  const double whole_e = std::floor(e), whole_f = std::floor(f);
  Affine fraction = m;
  fraction.e = e - whole_e;
  fraction.f = f - whole_f;
  return {fraction, static_cast<int32_t>(std::clamp(whole_e, -1e6, 1e6)),
          static_cast<int32_t>(std::clamp(whole_f, -1e6, 1e6))};
}

ByteWriter key_of(const Hash128& content, const Affine& m) {
  ByteWriter key;
  key.put(content).put_double(m.a).put_double(m.b).put_double(m.c).put_double(m.d).put_double(m.e).put_double(m.f);
  return key;
}

IRect outer_pixels(const Bounds& b) {
  const auto low = [](double v) { return static_cast<int32_t>(std::floor(std::clamp(v, -1e6, 1e6))) - 1; };
  const auto high = [](double v) { return static_cast<int32_t>(std::ceil(std::clamp(v, -1e6, 1e6))) + 1; };
  return {low(b.min.x), low(b.min.y), high(b.max.x), high(b.max.y)};
}

}  // namespace

Coverage cover_rectangle(Vec2 corner, Vec2 size, const Affine& to_device, const IRect& clip) {
  const Vec2 p = apply(to_device, corner), q = apply(to_device, corner + size);
  const IRect rect{fixed8(std::min(p.x, q.x)), fixed8(std::min(p.y, q.y)), fixed8(std::max(p.x, q.x)),
                   fixed8(std::max(p.y, q.y))};
  Coverage result;
  result.bounds = intersect(pixels_of(rect), clip);
  const IRect inner{(rect.x0 + 255) >> 8, (rect.y0 + 255) >> 8, rect.x1 >> 8, rect.y1 >> 8};
  if (result.bounds.empty() || intersect(inner, result.bounds) == result.bounds) return result;  // full
  result.cover = Cover::rect;
  result.rect = rect;
  return result;
}

Coverage cover_outline(const Hash128& content, const std::function<Path()>& make, const Affine& to_device,
                       const IRect& clip, const IRect& canvas, MaskCache& cache) {
  const Placement place = split_translation(to_device);
  ByteWriter key = key_of(content, place.matrix);
  key.put(canvas.width()).put(canvas.height());
  const Hash128 whole_key = key.hash();
  const auto cut_key = [&] { return key.put(place.x - canvas.x0).put(place.y - canvas.y0).hash(); };
  std::shared_ptr<const PlacedMask> placed = cache.find(whole_key);
  std::optional<Hash128> cut;
  if (placed && placed->cut) placed = cache.find(*(cut = cut_key()));
  if (!placed) {
    const Path device = transformed(make(), place.matrix);
    const IRect extent = outer_pixels(control_bounds(device));
    // Whole or cut depends on the outline's size alone, never on where it stands or what is cached: a cut mask may
    // differ from a whole one in the last bit, and the same frame must always get the same one.
    const bool whole =
        extent.width() <= canvas.width() + 2 * kMargin && extent.height() <= canvas.height() + 2 * kMargin;
    const IRect seen{canvas.x0 - place.x, canvas.y0 - place.y, canvas.x1 - place.x, canvas.y1 - place.y};
    placed = std::make_shared<const PlacedMask>(rasterize(device, whole ? extent : intersect(extent, seen)));
    if (!whole && !cut) {
      cache.insert(whole_key, std::make_shared<const PlacedMask>(PlacedMask{.cut = true}));
      cut = cut_key();
    }
    cache.insert(cut.value_or(whole_key), placed);
  }
  Coverage result;
  if (!placed->mask) return result;
  result.cover = Cover::mask;
  result.mask = placed->mask;
  result.mask_x = place.x + placed->x;
  result.mask_y = place.y + placed->y;
  result.bounds = intersect(
      {result.mask_x, result.mask_y, result.mask_x + placed->mask->width, result.mask_y + placed->mask->height}, clip);
  return result;
}

void set_coverage(DisplayList& list, Command& command, const Coverage& coverage) {
  command.bounds = coverage.bounds;
  command.cover = coverage.cover;
  command.cover_rect = coverage.rect;
  if (coverage.cover == Cover::mask) {
    command.mask = use_resource(list, {coverage.mask});
    command.mask_x = coverage.mask_x;
    command.mask_y = coverage.mask_y;
  }
}

}  // namespace fp
