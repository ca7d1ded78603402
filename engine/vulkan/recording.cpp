#include "engine/vulkan/recording.hpp"

#include <array>

namespace fp::vulkan {
namespace {

constexpr VkPipelineStageFlags kCompute = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT;
constexpr VkPipelineStageFlags kTransfer = VK_PIPELINE_STAGE_TRANSFER_BIT;
constexpr VkAccessFlags kShaderAccess = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT;

using Bindings = std::array<VkDescriptorBufferInfo, kBindings>;
enum Binding : uint8_t { kConstants, kTargetRg, kTargetBa, kSourceRg, kSourceBa, kTextureA, kTextureB, kCoverage };

void bind_planes(Bindings& bindings, Binding rg, const Canvas& canvas, size_t surface, const Range& plane) {
  const VkBuffer buffer = canvas.surfaces[surface].get();
  bindings[rg] = {buffer, plane.offset, plane.bytes};
  bindings[rg + 1] = {buffer, canvas.plane_offset + plane.offset, plane.bytes};
}

// What a kernel does not use is bound to the constants: a descriptor must be valid even where a constant folds its use
// away.
Bindings bindings_of(const Recording& r, const Dispatch& dispatch) {
  Bindings bindings;
  bindings.fill({r.constants->get(), 0, kConstantsBytes});
  bindings[kConstants].offset = dispatch.pass * r.constants_stride;
  const auto kernel = dispatch.variant.kernel;
  if (kernel == Kernel::to_rgba8 || kernel == Kernel::to_yuv420) {
    bind_planes(bindings, kSourceRg, *r.canvas, 0, dispatch.plane);
    const Range target = kernel == Kernel::to_rgba8 ? dispatch.plane : Range{0, r.output->buffer.size()};
    bindings[kTargetRg] = {r.output->buffer.get(), target.offset, target.bytes};
    bindings[kTargetBa] = bindings[kTargetRg];
    return bindings;
  }
  const Pass& pass = r.plan->passes[dispatch.pass];
  bind_planes(bindings, kTargetRg, *r.canvas, pass.constants.depth, dispatch.plane);
  if (kernel == Kernel::composite_group)
    bind_planes(bindings, kSourceRg, *r.canvas, pass.constants.depth + 1, dispatch.plane);
  const auto bind_resource = [&](Binding at, uint32_t resource, const Range& range) {
    if (resource == kNoResource) return;
    const Buffer& buffer = *(*r.uploads)[resource];
    bindings[at] = {buffer.get(), range.offset, range.bytes == 0 ? buffer.size() : range.bytes};
  };
  bind_resource(kTextureA, pass.texture_a, dispatch.texture_a);
  if (dispatch.variant.mix != 0) bind_resource(kTextureB, pass.texture_b, dispatch.texture_b);
  if (pass.constants.cover == FP_COVER_MASK) bind_resource(kCoverage, pass.mask, {});
  return bindings;
}

PushConstants push_constants_of(const Recording& r, const Dispatch& d) {
  const auto base = [](const Range& range) { return static_cast<uint32_t>(range.offset / 4); };
  return {.x0 = d.rect.x0,
          .y0 = d.rect.y0,
          .x1 = d.rect.x1,
          .y1 = d.rect.y1,
          .width = r.canvas->width,
          .height = r.canvas->height,
          .base_target = d.variant.kernel == Kernel::to_yuv420 ? 0 : base(d.plane),
          .base_source = base(d.plane),
          .base_a = base(d.texture_a),
          .base_b = base(d.texture_b)};
}

Vk<void> bind_set(Context::State& context, const Recording& r, const Bindings& bindings, VkCommandBuffer commands) {
  const VkDescriptorSetLayout layout = context.pipelines->set_layout();
  const VkDescriptorSetAllocateInfo info{.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
                                         .pNext = nullptr,
                                         .descriptorPool = r.pool,
                                         .descriptorSetCount = 1,
                                         .pSetLayouts = &layout};
  VkDescriptorSet set = nullptr;
  if (const VkResult result = vkAllocateDescriptorSets(context.device->get(), &info, &set)) {
    return failure(result, "vkAllocateDescriptorSets");
  }
  VkWriteDescriptorSet constants{};
  constants.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET;
  constants.dstSet = set;
  constants.dstBinding = kConstants;
  constants.descriptorCount = 1;
  constants.descriptorType = VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER;
  constants.pBufferInfo = &bindings[kConstants];
  VkWriteDescriptorSet storage = constants;  // one write runs on over the bindings that follow
  storage.dstBinding = kTargetRg;
  storage.descriptorCount = kBindings - 1;
  storage.descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
  storage.pBufferInfo = &bindings[kTargetRg];
  const VkWriteDescriptorSet writes[] = {constants, storage};
  vkUpdateDescriptorSets(context.device->get(), 2, writes, 0, nullptr);
  vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, context.pipelines->layout(), 0, 1, &set, 0,
                          nullptr);
  return {};
}

// Each dispatch waits for the one before it: passes build on each other's pixels.
Vk<void> dispatch_all(Context::State& context, const Recording& r, const std::vector<Dispatch>& dispatches,
                      VkCommandBuffer commands) {
  VkPipeline bound = nullptr;
  for (const Dispatch& dispatch : dispatches) {
    const auto pipeline = context.pipelines->get(dispatch.variant);
    if (!pipeline) return std::unexpected(pipeline.error());
    if (*pipeline != bound) vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, *pipeline);
    bound = *pipeline;
    if (auto set = bind_set(context, r, bindings_of(r, dispatch), commands); !set) return set;
    const PushConstants push = push_constants_of(r, dispatch);
    vkCmdPushConstants(commands, context.pipelines->layout(), VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof push, &push);
    const Groups groups = groups_of(dispatch);
    vkCmdDispatch(commands, groups.x, groups.y, 1);
    barrier(commands, kCompute, VK_ACCESS_SHADER_WRITE_BIT, kCompute, kShaderAccess);
  }
  return {};
}

void copy_out(const Recording& r, VkCommandBuffer commands) {
  barrier(commands, kCompute | kTransfer, VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT, kTransfer,
          VK_ACCESS_TRANSFER_READ_BIT);
  if (r.output->format == PixelFormat::rgba16) {
    const uint64_t bytes = r.canvas->plane_bytes;
    const VkBufferCopy planes[] = {{.srcOffset = 0, .dstOffset = 0, .size = bytes},
                                   {.srcOffset = r.canvas->plane_offset, .dstOffset = bytes, .size = bytes}};
    vkCmdCopyBuffer(commands, r.canvas->surfaces[0].get(), r.readback->get(), 2, planes);
  } else {
    const VkBufferCopy whole{.srcOffset = 0, .dstOffset = 0, .size = r.output->buffer.size()};
    vkCmdCopyBuffer(commands, r.output->buffer.get(), r.readback->get(), 1, &whole);
  }
  barrier(commands, kTransfer, VK_ACCESS_TRANSFER_WRITE_BIT, VK_PIPELINE_STAGE_HOST_BIT, VK_ACCESS_HOST_READ_BIT);
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

Vk<void> record(Context::State& context, const Recording& r, VkCommandBuffer commands) {
  // The frame before may still be drawing on the surface or copying from the output.
  barrier(commands, kCompute | kTransfer, VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT,
          kCompute | kTransfer, kShaderAccess | VK_ACCESS_TRANSFER_WRITE_BIT);
  if (r.canvas->fresh) {
    vkCmdFillBuffer(commands, r.canvas->surfaces[0].get(), 0, VK_WHOLE_SIZE, 0);
    barrier(commands, kTransfer, VK_ACCESS_TRANSFER_WRITE_BIT, kCompute, kShaderAccess);
    r.canvas->fresh = false;
  }
  if (auto drawn = dispatch_all(context, r, r.draws, commands); !drawn) return drawn;
  if (auto converted = dispatch_all(context, r, r.conversions, commands); !converted) return converted;
  copy_out(r, commands);
  return {};
}

}  // namespace fp::vulkan
