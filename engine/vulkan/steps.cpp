#include "engine/vulkan/steps.hpp"

namespace fp::vulkan {
namespace {

struct Builder {
  Context::State& context;
  PictureSurfaces& pictures;
  Steps& steps;

  Vk<std::shared_ptr<Canvas>> surface_of(const Picture& picture);
  Vk<void> draw(const PassPlan& plan, const Canvas& canvas);
  Vk<void> draw_picture(const Picture& picture, const std::shared_ptr<Canvas>& canvas);
  Vk<std::shared_ptr<Canvas>> filter(const Picture& picture);
  Vk<std::shared_ptr<Canvas>> new_canvas(int32_t width, int32_t height) {
    auto canvas = make_canvas(*context.memory, width, height, context.limits);
    if (canvas) steps.canvases.push_back(*canvas);
    return canvas;
  }
  void clear(const Canvas& canvas);
};

Kernel kernel_of(uint32_t filter_pass) {
  switch (filter_pass) {
    case FP_PASS_REDUCE:
      return Kernel::filter_reduce;
    case FP_PASS_EXPAND:
      return Kernel::filter_expand;
    case FP_PASS_BLUR:
      return Kernel::filter_blur;
    case FP_PASS_SMEAR:
      return Kernel::filter_smear;
    default:
      return Kernel::filter_displace;
  }
}

Range whole_plane(const Canvas& canvas) {
  return {0, canvas.plane_bytes};
}

// A picture starts transparent. Pictures are small enough to be bound whole.
void Builder::clear(const Canvas& canvas) {
  Step step{.dispatch = {.variant = {Kernel::clear_group, 0, 0, 0},
                         .rect = {0, 0, canvas.width, canvas.height},
                         .plane = whole_plane(canvas)},
            .constants = static_cast<uint32_t>(steps.constants.size()),
            .width = canvas.width,
            .height = canvas.height};
  steps.constants.push_back({});
  bind_planes(step.bindings, kTargetRg, canvas, 0, step.dispatch.plane);
  steps.list.push_back(step);
}

Vk<void> Builder::draw(const PassPlan& plan, const Canvas& canvas) {
  auto uploads = context.uploads->get(plan.resources);
  if (!uploads) return std::unexpected(uploads.error());
  std::vector<std::shared_ptr<Canvas>> surfaces(plan.resources.size());
  for (size_t i = 0; i < plan.resources.size(); ++i) {
    const auto* picture = std::get_if<PicturePtr>(&plan.resources[i].data);
    if (!picture) continue;
    auto surface = surface_of(**picture);
    if (!surface) return std::unexpected(surface.error());
    surfaces[i] = std::move(*surface);
  }
  const auto first = static_cast<uint32_t>(steps.constants.size());
  for (const Pass& pass : plan.passes) steps.constants.push_back(pass.constants);
  for (const Dispatch& dispatch : draws(plan, context.limits)) {
    const Pass& pass = plan.passes[dispatch.pass];
    Step step{.dispatch = dispatch, .constants = first + dispatch.pass, .width = canvas.width, .height = canvas.height};
    bind_planes(step.bindings, kTargetRg, canvas, pass.constants.depth, dispatch.plane);
    if (dispatch.variant.kernel == Kernel::composite_group)
      bind_planes(step.bindings, kSourceRg, canvas, pass.constants.depth + 1, dispatch.plane);
    const auto bind_resource = [&](Binding at, uint32_t resource, const Range& range) {
      if (resource == kNoResource) return;
      const Buffer& buffer = *(*uploads)[resource];
      step.bindings[at] = {buffer.get(), range.offset, range.bytes == 0 ? buffer.size() : range.bytes};
    };
    if (dispatch.variant.kernel == Kernel::fill_picture) {
      const Canvas& source = *surfaces[pass.texture_a];
      bind_planes(step.bindings, kSourceRg, source, 0, whole_plane(source));
    } else {
      bind_resource(kTextureA, pass.texture_a, dispatch.texture_a);
    }
    if (dispatch.variant.kernel == Kernel::fill_image && dispatch.variant.mix != 0)
      bind_resource(kTextureB, pass.texture_b, dispatch.texture_b);
    if (pass.constants.cover == FP_COVER_MASK) bind_resource(kCoverage, pass.mask, {});
    steps.list.push_back(step);
  }
  for (UploadPtr& upload : *uploads) steps.uploads.push_back(std::move(upload));
  return {};
}

Vk<void> Builder::draw_picture(const Picture& picture, const std::shared_ptr<Canvas>& canvas) {
  const PassPlan passes = plan(picture.list, {{0, 0, picture.width, picture.height}});
  auto added = add_surfaces(*context.memory, *canvas, static_cast<size_t>(passes.depth) + 1);
  if (!added) return added;
  // Its own pictures first, so that the clearing stands right before the drawing.
  for (const Resource& resource : passes.resources) {
    const auto* inner = std::get_if<PicturePtr>(&resource.data);
    if (!inner) continue;
    if (auto surface = surface_of(**inner); !surface) return std::unexpected(surface.error());
  }
  clear(*canvas);
  return draw(passes, *canvas);
}

Vk<std::shared_ptr<Canvas>> Builder::filter(const Picture& picture) {
  const FilterPlan passes = plan_filter(picture);
  std::vector<std::shared_ptr<Canvas>> surfaces;
  for (const PicturePtr& input : picture.inputs) {
    auto surface = surface_of(*input);
    if (!surface) return surface;
    surfaces.push_back(std::move(*surface));
  }
  for (size_t i = surfaces.size(); i < passes.surfaces.size(); ++i) {
    auto surface = new_canvas(passes.surfaces[i].width, passes.surfaces[i].height);
    if (!surface) return surface;
    surfaces.push_back(std::move(*surface));
  }
  UploadPtr table;
  if (picture.table) {
    const Resource resource{picture.table};
    auto uploads = context.uploads->get({&resource, 1});
    if (!uploads) return std::unexpected(uploads.error());
    table = uploads->front();
    steps.uploads.push_back(table);
  }
  for (const FilterPass& pass : passes.passes) {
    const Canvas& target = *surfaces[pass.target];
    const Canvas& source = *surfaces[pass.source];
    Step step{.dispatch = {.variant = {kernel_of(pass.constants.kind), 0, 0, 0},
                           .rect = {0, 0, target.width, target.height},
                           .plane = whole_plane(target)},
              .constants = static_cast<uint32_t>(steps.constants.size()),
              .width = target.width,
              .height = target.height};
    bind_planes(step.bindings, kTargetRg, target, 0, step.dispatch.plane);
    bind_planes(step.bindings, kSourceRg, source, 0, whole_plane(source));
    if (pass.map != kNoResource)
      bind_planes(step.bindings, kTextureA, *surfaces[pass.map], 0, whole_plane(*surfaces[pass.map]));
    if (table) step.bindings[kTextureA] = {table->get(), 0, table->size()};
    steps.constants.push_back(pass.constants);
    steps.list.push_back(step);
  }
  return surfaces.back();
}

Vk<std::shared_ptr<Canvas>> Builder::surface_of(const Picture& picture) {
  if (auto known = pictures.find(picture.hash)) {
    steps.canvases.push_back(known);
    return known;
  }
  Vk<std::shared_ptr<Canvas>> made;
  if (picture.filter.kind == Filter::Kind::none) {
    made = new_canvas(picture.width, picture.height);
    if (!made) return made;
    if (auto drawn = draw_picture(picture, *made); !drawn) return std::unexpected(drawn.error());
  } else {
    made = filter(picture);
    if (!made) return made;
  }
  pictures.insert(picture.hash, *made, 2 * (*made)->plane_bytes);
  return made;
}

}  // namespace

Vk<std::shared_ptr<Canvas>> make_canvas(Memory& memory, int32_t width, int32_t height, const Limits& limits) {
  auto canvas = std::make_shared<Canvas>();
  canvas->width = width;
  canvas->height = height;
  canvas->plane_bytes = static_cast<uint64_t>(width) * static_cast<uint64_t>(height) * 4;
  canvas->plane_offset = (canvas->plane_bytes + limits.alignment - 1) / limits.alignment * limits.alignment;
  if (auto added = add_surfaces(memory, *canvas, 1); !added) return std::unexpected(added.error());
  return canvas;
}

Vk<void> add_surfaces(Memory& memory, Canvas& canvas, size_t count) {
  while (canvas.surfaces.size() < count) {
    auto surface = Buffer::create(memory, canvas.plane_offset + canvas.plane_bytes, Use::device);
    if (!surface) return std::unexpected(surface.error());
    canvas.surfaces.push_back(std::move(*surface));
  }
  return {};
}

void bind_planes(Bindings& bindings, Binding rg, const Canvas& canvas, size_t surface, const Range& plane) {
  const VkBuffer buffer = canvas.surfaces[surface].get();
  bindings[rg] = {buffer, plane.offset, plane.bytes};
  bindings[rg + 1] = {buffer, canvas.plane_offset + plane.offset, plane.bytes};
}

Vk<void> add_draws(Context::State& context, PictureSurfaces& pictures, const PassPlan& plan, const Canvas& canvas,
                   Steps& steps) {
  return Builder{context, pictures, steps}.draw(plan, canvas);
}

}  // namespace fp::vulkan
