#include "engine/display/picture.hpp"

#include "engine/core/result.hpp"

namespace fp {
namespace {

struct Planner {
  const Picture& picture;
  FilterPlan plan;

  uint32_t add_surface(Extent extent) {
    plan.surfaces.push_back(extent);
    return static_cast<uint32_t>(plan.surfaces.size() - 1);
  }
  // A pass over the whole of `target` that reads `source`, which stands on pixel (x, y) of the target.
  PassConstants& add_pass(uint32_t kind, uint32_t source, uint32_t target, int32_t x = 0, int32_t y = 0) {
    FilterPass pass{.constants = {}, .source = source, .target = target};
    PassConstants& c = pass.constants;
    c.kind = kind;
    c.x1 = plan.surfaces[target].width;
    c.y1 = plan.surfaces[target].height;
    c.a_width = static_cast<uint32_t>(plan.surfaces[source].width);
    c.a_height = static_cast<uint32_t>(plan.surfaces[source].height);
    c.source_x = x;
    c.source_y = y;
    plan.passes.push_back(pass);
    return plan.passes.back().constants;
  }
};

// Down the levels, along rows and columns there, and up again. The first halving reads the input in its place: the
// padding is a multiple of 2^levels, so every level's grid is the input's own.
void plan_blur(Planner& p) {
  const Filter& f = p.picture.filter;
  uint32_t at = 0;
  int32_t x = f.pad_x, y = f.pad_y;
  std::vector<Extent> sizes{{p.picture.width, p.picture.height}};
  for (uint32_t i = 0; i < f.levels; ++i) {
    sizes.push_back({(sizes.back().width + 1) / 2, (sizes.back().height + 1) / 2});
    const uint32_t half = p.add_surface(sizes.back());
    p.add_pass(FP_PASS_REDUCE, at, half, x, y);
    at = half;
    x = y = 0;
  }
  for (const bool rows : {true, false}) {
    const uint32_t blurred = p.add_surface(sizes.back());
    PassConstants& c = p.add_pass(FP_PASS_BLUR, at, blurred, x, y);
    c.p0 = static_cast<int32_t>(f.radius);
    c.p1 = rows ? 1 : 0;
    c.p2 = rows ? 0 : 1;
    at = blurred;
    x = y = 0;
  }
  for (uint32_t i = f.levels; i > 0; --i) {
    const uint32_t twice = p.add_surface(sizes[i - 1]);
    p.add_pass(FP_PASS_EXPAND, at, twice);
    at = twice;
  }
}

void set_maps(PassConstants& c, const SmearStep& step) {
  const auto& a = step.a.m;
  const auto& b = step.b.m;
  c.a0 = a[0], c.a1 = a[1], c.a2 = a[2], c.a3 = a[3], c.a4 = a[4], c.a5 = a[5], c.a_shift = step.a.shift;
  c.b0 = b[0], c.b1 = b[1], c.b2 = b[2], c.b3 = b[3], c.b4 = b[4], c.b5 = b[5], c.b_shift = step.b.shift;
}

void plan_smear(Planner& p) {
  uint32_t at = 0;
  for (const SmearStep& step : p.picture.steps) {
    const uint32_t next = p.add_surface({p.picture.width, p.picture.height});
    set_maps(p.add_pass(FP_PASS_SMEAR, at, next), step);
    at = next;
  }
}

void plan_displace(Planner& p) {
  const Filter& f = p.picture.filter;
  const uint32_t moved = p.add_surface({p.picture.width, p.picture.height});
  PassConstants& c = p.add_pass(FP_PASS_DISPLACE, 0, moved, f.pad_x, f.pad_y);
  c.p0 = f.amount_x, c.p1 = f.amount_y, c.p2 = f.map_x, c.p3 = f.map_y;
  c.b_width = static_cast<uint32_t>(p.plan.surfaces[1].width);
  c.b_height = static_cast<uint32_t>(p.plan.surfaces[1].height);
  p.plan.passes.back().map = 1;
}

}  // namespace

PicturePtr finished(Picture picture) {
  ByteWriter bytes;
  bytes.put(picture.width).put(picture.height).put(picture.filter).put(static_cast<uint64_t>(picture.inputs.size()));
  for (const PicturePtr& input : picture.inputs) bytes.put(input->hash);
  bytes.put(picture.table ? picture.table->hash : Hash128{});
  for (const SmearStep& step : picture.steps) bytes.put(step);
  bytes.put(picture.filter.kind == Filter::Kind::none ? identity(picture.list) : Sha256{});
  picture.hash = bytes.hash();
  return std::make_shared<const Picture>(std::move(picture));
}

FilterPlan plan_filter(const Picture& picture) {
  Planner p{picture, {}};
  for (const PicturePtr& input : picture.inputs) p.add_surface({input->width, input->height});
  switch (picture.filter.kind) {
    case Filter::Kind::none:
      break;
    case Filter::Kind::blur:
      plan_blur(p);
      break;
    case Filter::Kind::smear:
      plan_smear(p);
      break;
    case Filter::Kind::displace:
      plan_displace(p);
      break;
  }
  FP_ASSERT(!p.plan.passes.empty());
  return std::move(p.plan);
}

}  // namespace fp
