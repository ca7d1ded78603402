#include "engine/cpu/pictures.hpp"

#include <algorithm>

namespace fp::cpu {
namespace {

// A filter pass is cut into bands of rows: few enough that taking one costs nothing beside filtering it.
constexpr int64_t kBandPixels = 4 * 1024;
constexpr int32_t kLeastBand = 4;

}  // namespace

PixelsPtr Pictures::take(int32_t width, int32_t height) {
  const size_t words = 2 * static_cast<size_t>(width) * static_cast<size_t>(height), most = 2 * words + 65536;
  auto best = spare_.end();
  for (auto it = spare_.begin(); it != spare_.end(); ++it) {
    const size_t has = (*it)->has;
    if (has >= words && has <= most && (best == spare_.end() || has < (*best)->has)) best = it;
  }
  PixelsPtr pixels;
  if (best != spare_.end()) {
    pixels = std::move(*best);
    spare_.erase(best);
  } else {
    pixels = cache_.recycle(words * sizeof(uint32_t), most * sizeof(uint32_t));
  }
  if (!pixels) {
    pixels = std::make_shared<Pixels>();
    pixels->words = std::make_unique_for_overwrite<uint32_t[]>(words);
    pixels->has = words;
  }
  pixels->width = width;
  pixels->height = height;
  return pixels;
}

void Pictures::give_back(PixelsPtr pixels) {
  constexpr size_t kMostSpare = 8, kSpareWords = 16u << 20;
  if (pixels.use_count() != 1) return;
  spare_.push_back(std::move(pixels));
  size_t words = 0;
  for (const PixelsPtr& spare : spare_) words += spare->has;
  while (spare_.size() > kMostSpare || (spare_.size() > 2 && words > kSpareWords)) {
    words -= spare_.front()->has;
    spare_.erase(spare_.begin());
  }
}

void Pictures::begin_frame(const PassPlan& plan) {
  std::unordered_set<Hash128> missing;
  for (const Resource& resource : plan.resources) {
    if (const auto* picture = std::get_if<PicturePtr>(&resource.data)) look_for(**picture, missing);
  }
}

// What a picture is made from is only asked for where it is not there itself.
void Pictures::look_for(const Picture& picture, std::unordered_set<Hash128>& missing) {
  if (cache_.find(picture.hash) || !missing.insert(picture.hash).second) return;
  for (const PicturePtr& input : picture.inputs) look_for(*input, missing);
  for (const Resource& resource : picture.list.resources) {
    if (const auto* inside = std::get_if<PicturePtr>(&resource.data)) look_for(**inside, missing);
  }
}

std::vector<Bound> Pictures::bind_all(const PassPlan& plan, const Kernels& kernels, Workers& workers) {
  std::vector<Bound> bounds;
  bounds.reserve(plan.passes.size());
  for (const Pass& pass : plan.passes) {
    bounds.push_back(bind(plan, pass));
    if (pass.constants.kind != FP_PASS_PICTURE) continue;
    const auto& picture = std::get<PicturePtr>(plan.resources[pass.texture_a].data);
    bounds.back().picture = get(*picture, kernels, workers)->surface();
    bounds.back().picture.x0 = pass.constants.source_x;
    bounds.back().picture.y0 = pass.constants.source_y;
  }
  return bounds;
}

void Pictures::end_frame() {
  for (PixelsPtr& dropped : cache_.end_frame()) give_back(std::move(dropped));
}

PixelsPtr Pictures::get(const Picture& picture, const Kernels& kernels, Workers& workers) {
  if (PixelsPtr known = cache_.find(picture.hash)) return known;
  PixelsPtr made =
      picture.filter.kind == Filter::Kind::none ? draw(picture, kernels, workers) : filter(picture, kernels, workers);
  cache_.insert(picture.hash, made, made->has * sizeof(uint32_t));
  ++rendered_;
  return made;
}

PixelsPtr Pictures::draw(const Picture& picture, const Kernels& kernels, Workers& workers) {
  const PassPlan passes = plan(picture.list, {{0, 0, picture.width, picture.height}});
  const std::vector<Bound> bounds = bind_all(passes, kernels, workers);
  PixelsPtr pixels = take(picture.width, picture.height);
  const Drawing drawing{kernels, passes, bounds, pixels->surface(), true};
  const std::vector<IRect> strips = cut_into_strips(passes.damage);
  workers.run(strips.size(), [&](size_t i, size_t worker) { draw_strip(drawing, strips[i], workers.scratch(worker)); });
  return pixels;
}

PixelsPtr Pictures::filter(const Picture& picture, const Kernels& kernels, Workers& workers) {
  const FilterPlan passes = plan_filter(picture);
  std::vector<PixelsPtr> surfaces(passes.surfaces.size());
  for (size_t i = 0; i < picture.inputs.size(); ++i) surfaces[i] = get(*picture.inputs[i], kernels, workers);
  for (const FilterPass& pass : passes.passes) {
    const Extent size = passes.surfaces[pass.target];
    surfaces[pass.target] = take(size.width, size.height);
    FilterArgs args{.constants = &pass.constants,
                    .target = surfaces[pass.target]->surface(),
                    .source = surfaces[pass.source]->surface(),
                    .map = pass.map == kNoResource ? Surface{} : surfaces[pass.map]->surface(),
                    .table = picture.table ? picture.table->words.data() : nullptr};
    const auto rows = static_cast<int32_t>(std::max<int64_t>(kLeastBand, kBandPixels / size.width));
    workers.run(static_cast<size_t>((size.height + rows - 1) / rows), [&](size_t i, size_t) {
      FilterArgs band = args;
      band.y0 = static_cast<int32_t>(i) * rows;
      band.y1 = std::min(band.y0 + rows, size.height);
      kernels.filter(band);
    });
    if (pass.source >= picture.inputs.size()) give_back(std::move(surfaces[pass.source]));
  }
  return surfaces.back();
}

}  // namespace fp::cpu
