#include "engine/vulkan/recording.hpp"

namespace fp::vulkan {
namespace {

constexpr VkPipelineStageFlags kCompute = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT;
constexpr VkPipelineStageFlags kTransfer = VK_PIPELINE_STAGE_TRANSFER_BIT;
constexpr VkAccessFlags kShaderAccess = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT;

// What a kernel does not use is bound to the constants: a descriptor must be valid even where a constant folds its use
// away.
Bindings complete(const Recording& r, Step step) {
  for (VkDescriptorBufferInfo& binding : step.bindings) {
    if (binding.buffer == nullptr) binding = {r.constants->get(), 0, kConstantsBytes};
  }
  step.bindings[kConstants].offset = step.constants * r.constants_stride;
  return step.bindings;
}

Step conversion_step(const Recording& r, const Dispatch& dispatch) {
  Step step{.dispatch = dispatch, .constants = 0, .width = r.canvas->width, .height = r.canvas->height};
  bind_planes(step.bindings, kSourceRg, *r.canvas, 0, dispatch.plane);
  const Range target = dispatch.variant.kernel == Kernel::to_rgba8 ? dispatch.plane : Range{0, r.output->buffer.size()};
  step.bindings[kTargetRg] = {r.output->buffer.get(), target.offset, target.bytes};
  step.bindings[kTargetBa] = step.bindings[kTargetRg];
  return step;
}

PushConstants push_constants_of(const Step& step) {
  const Dispatch& d = step.dispatch;
  const auto base = [](const Range& range) { return static_cast<uint32_t>(range.offset / 4); };
  return {.x0 = d.rect.x0,
          .y0 = d.rect.y0,
          .x1 = d.rect.x1,
          .y1 = d.rect.y1,
          .width = step.width,
          .height = step.height,
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
Vk<void> dispatch(Context::State& context, const Recording& r, const Step& step, VkPipeline& bound,
                  VkCommandBuffer commands) {
  const auto pipeline = context.pipelines->get(step.dispatch.variant);
  if (!pipeline) return std::unexpected(pipeline.error());
  if (*pipeline != bound) vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, *pipeline);
  bound = *pipeline;
  if (auto set = bind_set(context, r, complete(r, step), commands); !set) return set;
  const PushConstants push = push_constants_of(step);
  vkCmdPushConstants(commands, context.pipelines->layout(), VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof push, &push);
  const Groups groups = groups_of(step.dispatch);
  vkCmdDispatch(commands, groups.x, groups.y, 1);
  barrier(commands, kCompute, VK_ACCESS_SHADER_WRITE_BIT, kCompute, kShaderAccess);
  return {};
}

void copy_out(const Recording& r, uint32_t queue_family, VkCommandBuffer commands) {
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
  if (r.exported != nullptr) copy_to_export(commands, r.output->buffer.get(), *r.exported, queue_family);
  barrier(commands, kTransfer, VK_ACCESS_TRANSFER_WRITE_BIT, VK_PIPELINE_STAGE_HOST_BIT, VK_ACCESS_HOST_READ_BIT);
}

}  // namespace

Vk<void> record(Context::State& context, const Recording& r, VkCommandBuffer commands) {
  // The frame before may still be drawing on the surface or copying from the output.
  barrier(commands, kCompute | kTransfer, VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT,
          kCompute | kTransfer, kShaderAccess | VK_ACCESS_TRANSFER_WRITE_BIT);
  if (r.canvas->fresh) {
    vkCmdFillBuffer(commands, r.canvas->surfaces[0].get(), 0, VK_WHOLE_SIZE, 0);
    barrier(commands, kTransfer, VK_ACCESS_TRANSFER_WRITE_BIT, kCompute, kShaderAccess);
    r.canvas->fresh = false;
  }
  VkPipeline bound = nullptr;
  for (const Step& step : *r.draws) {
    if (auto drawn = dispatch(context, r, step, bound, commands); !drawn) return drawn;
  }
  for (const Dispatch& conversion : r.conversions) {
    if (auto done = dispatch(context, r, conversion_step(r, conversion), bound, commands); !done) return done;
  }
  copy_out(r, context.device->queue_family(), commands);
  return {};
}

}  // namespace fp::vulkan
