#include "engine/cpu/pictures.hpp"

#include <algorithm>

namespace fp::cpu {
namespace {

constexpr int32_t kBand = 16;           // rows of a filter pass at a time
constexpr int64_t kAlone = 256 * 1024;  // pixels that are not worth a second thread

int threads_for(int threads, int32_t width, int32_t height) {
  return int64_t{width} * height < kAlone ? 1 : std::max(threads, 1);
}

}  // namespace

PixelsPtr Pictures::take(int32_t width, int32_t height) {
  const size_t words = 2 * static_cast<size_t>(width) * static_cast<size_t>(height);
  auto best = spare_.end();
  for (auto it = spare_.begin(); it != spare_.end(); ++it) {
    const size_t has = (*it)->words.size();
    if (has >= words && has <= 2 * words + 65536 && (best == spare_.end() || has < (*best)->words.size())) best = it;
  }
  PixelsPtr pixels;
  if (best == spare_.end()) {
    pixels = std::make_shared<Pixels>();
    pixels->words.resize(words);
  } else {
    pixels = std::move(*best);
    spare_.erase(best);
  }
  pixels->width = width;
  pixels->height = height;
  return pixels;
}

void Pictures::give_back(PixelsPtr pixels) {
  constexpr size_t kMostSpare = 8;
  if (pixels.use_count() != 1) return;
  spare_.push_back(std::move(pixels));
  if (spare_.size() > kMostSpare) spare_.erase(spare_.begin());
}

std::vector<Bound> Pictures::bind_all(const PassPlan& plan, const Kernels& kernels, int threads) {
  std::vector<Bound> bounds;
  bounds.reserve(plan.passes.size());
  for (const Pass& pass : plan.passes) {
    bounds.push_back(bind(plan, pass));
    if (pass.constants.kind != FP_PASS_PICTURE) continue;
    const auto& picture = std::get<PicturePtr>(plan.resources[pass.texture_a].data);
    bounds.back().picture = get(*picture, kernels, threads)->surface();
    bounds.back().picture.x0 = pass.constants.source_x;
    bounds.back().picture.y0 = pass.constants.source_y;
  }
  return bounds;
}

void Pictures::end_frame() {
  for (PixelsPtr& dropped : cache_.end_frame()) give_back(std::move(dropped));
}

PixelsPtr Pictures::get(const Picture& picture, const Kernels& kernels, int threads) {
  if (PixelsPtr known = cache_.find(picture.hash)) return known;
  PixelsPtr made =
      picture.filter.kind == Filter::Kind::none ? draw(picture, kernels, threads) : filter(picture, kernels, threads);
  cache_.insert(picture.hash, made, made->words.size() * sizeof(uint32_t));
  ++rendered_;
  return made;
}

PixelsPtr Pictures::draw(const Picture& picture, const Kernels& kernels, int threads) {
  const PassPlan passes = plan(picture.list, {{0, 0, picture.width, picture.height}});
  const std::vector<Bound> bounds = bind_all(passes, kernels, threads);
  PixelsPtr pixels = take(picture.width, picture.height);
  const Drawing drawing{kernels, passes, bounds, pixels->surface(), true};
  const std::vector<IRect> strips = cut_into_strips(passes.damage);
  const int used = threads_for(threads, picture.width, picture.height);
  std::vector<std::vector<uint32_t>> scratch(static_cast<size_t>(used));
  for_each_index(strips.size(), used,
                 [&](size_t i, size_t worker) { draw_strip(drawing, strips[i], scratch[worker]); });
  return pixels;
}

PixelsPtr Pictures::filter(const Picture& picture, const Kernels& kernels, int threads) {
  const FilterPlan passes = plan_filter(picture);
  std::vector<PixelsPtr> surfaces(passes.surfaces.size());
  for (size_t i = 0; i < picture.inputs.size(); ++i) surfaces[i] = get(*picture.inputs[i], kernels, threads);
  for (const FilterPass& pass : passes.passes) {
    const Extent size = passes.surfaces[pass.target];
    surfaces[pass.target] = take(size.width, size.height);
    FilterArgs args{.constants = &pass.constants,
                    .target = surfaces[pass.target]->surface(),
                    .source = surfaces[pass.source]->surface(),
                    .map = pass.map == kNoResource ? Surface{} : surfaces[pass.map]->surface(),
                    .table = picture.table ? picture.table->words.data() : nullptr};
    const auto bands = static_cast<size_t>((size.height + kBand - 1) / kBand);
    for_each_index(bands, threads_for(threads, size.width, size.height), [&](size_t i, size_t) {
      FilterArgs band = args;
      band.y0 = static_cast<int32_t>(i) * kBand;
      band.y1 = std::min(band.y0 + kBand, size.height);
      kernels.filter(band);
    });
    if (pass.source >= picture.inputs.size()) give_back(std::move(surfaces[pass.source]));
  }
  return surfaces.back();
}

}  // namespace fp::cpu
