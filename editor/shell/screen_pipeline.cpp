// What Screen makes once: samplers, sets, the pipeline.
#include <imgui.h>

#include <cstddef>

#include "editor/shell/screen.hpp"
#include "editor_shaders/ui_frag.h"
#include "editor_shaders/ui_vert.h"

namespace fp::shell {
namespace {

Vk<vulkan::ShaderModule> make_module(const Gpu& gpu, std::span<const uint32_t> words) {
  const VkShaderModuleCreateInfo info{
      .sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO, .codeSize = words.size_bytes(), .pCode = words.data()};
  VkShaderModule module = nullptr;
  if (const VkResult r = vkCreateShaderModule(gpu.device, &info, nullptr, &module))
    return failure(r, "vkCreateShaderModule");
  return vulkan::ShaderModule(gpu.device, module);
}

// Straight alpha over what is there; an opaque pixel arrives as it is.
constexpr VkPipelineColorBlendAttachmentState kOver{
    .blendEnable = VK_TRUE,
    .srcColorBlendFactor = VK_BLEND_FACTOR_SRC_ALPHA,
    .dstColorBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA,
    .colorBlendOp = VK_BLEND_OP_ADD,
    .srcAlphaBlendFactor = VK_BLEND_FACTOR_ONE,
    .dstAlphaBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA,
    .alphaBlendOp = VK_BLEND_OP_ADD,
    .colorWriteMask =
        VK_COLOR_COMPONENT_R_BIT | VK_COLOR_COMPONENT_G_BIT | VK_COLOR_COMPONENT_B_BIT | VK_COLOR_COMPONENT_A_BIT};

constexpr VkVertexInputBindingDescription kVertex{0, sizeof(ImDrawVert), VK_VERTEX_INPUT_RATE_VERTEX};
constexpr VkVertexInputAttributeDescription kAttributes[] = {
    {0, 0, VK_FORMAT_R32G32_SFLOAT, offsetof(ImDrawVert, pos)},
    {1, 0, VK_FORMAT_R32G32_SFLOAT, offsetof(ImDrawVert, uv)},
    {2, 0, VK_FORMAT_R8G8B8A8_UNORM, offsetof(ImDrawVert, col)}};

Vk<vulkan::Pipeline> make_pipeline(const Gpu& gpu, VkPipelineLayout layout, VkRenderPass pass, VkShaderModule vert,
                                   VkShaderModule frag) {
  const VkPipelineShaderStageCreateInfo stages[] = {{.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                                                     .stage = VK_SHADER_STAGE_VERTEX_BIT,
                                                     .module = vert,
                                                     .pName = "main"},
                                                    {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                                                     .stage = VK_SHADER_STAGE_FRAGMENT_BIT,
                                                     .module = frag,
                                                     .pName = "main"}};
  const VkPipelineVertexInputStateCreateInfo input{.sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO,
                                                   .vertexBindingDescriptionCount = 1,
                                                   .pVertexBindingDescriptions = &kVertex,
                                                   .vertexAttributeDescriptionCount = 3,
                                                   .pVertexAttributeDescriptions = kAttributes};
  const VkPipelineInputAssemblyStateCreateInfo assembly{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO,
      .topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST};
  const VkPipelineViewportStateCreateInfo viewport{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO, .viewportCount = 1, .scissorCount = 1};
  const VkPipelineRasterizationStateCreateInfo raster{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO, .lineWidth = 1};
  const VkPipelineMultisampleStateCreateInfo samples{.sType = VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO,
                                                     .rasterizationSamples = VK_SAMPLE_COUNT_1_BIT};
  const VkPipelineColorBlendStateCreateInfo blend{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO, .attachmentCount = 1, .pAttachments = &kOver};
  const VkDynamicState dynamic[] = {VK_DYNAMIC_STATE_VIEWPORT, VK_DYNAMIC_STATE_SCISSOR};
  const VkPipelineDynamicStateCreateInfo dynamics{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_DYNAMIC_STATE_CREATE_INFO, .dynamicStateCount = 2, .pDynamicStates = dynamic};
  const VkGraphicsPipelineCreateInfo info{.sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO,
                                          .stageCount = 2,
                                          .pStages = stages,
                                          .pVertexInputState = &input,
                                          .pInputAssemblyState = &assembly,
                                          .pViewportState = &viewport,
                                          .pRasterizationState = &raster,
                                          .pMultisampleState = &samples,
                                          .pColorBlendState = &blend,
                                          .pDynamicState = &dynamics,
                                          .layout = layout,
                                          .renderPass = pass};
  VkPipeline pipeline = nullptr;
  if (const VkResult r = vkCreateGraphicsPipelines(gpu.device, nullptr, 1, &info, nullptr, &pipeline))
    return failure(r, "vkCreateGraphicsPipelines");
  return vulkan::Pipeline(gpu.device, pipeline);
}

}  // namespace

Vk<void> Screen::build_sets() {
  for (const Sampling sampling : {Sampling::nearest, Sampling::smooth, Sampling::repeat}) {
    auto sampler = make_sampler(*gpu_, sampling);
    if (!sampler) return std::unexpected(sampler.error());
    samplers_[static_cast<size_t>(sampling)] = std::move(*sampler);
  }
  const VkDescriptorSetLayoutBinding binding{0, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, 1,
                                             VK_SHADER_STAGE_FRAGMENT_BIT, nullptr};
  const VkDescriptorSetLayoutCreateInfo layout_info{
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO, .bindingCount = 1, .pBindings = &binding};
  VkDescriptorSetLayout layout = nullptr;
  if (const VkResult r = vkCreateDescriptorSetLayout(gpu_->device, &layout_info, nullptr, &layout))
    return failure(r, "vkCreateDescriptorSetLayout");
  set_layout_ = {gpu_->device, layout};
  const VkDescriptorPoolSize size{VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, kTextures};
  const VkDescriptorPoolCreateInfo pool_info{.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
                                             .maxSets = kTextures,
                                             .poolSizeCount = 1,
                                             .pPoolSizes = &size};
  VkDescriptorPool pool = nullptr;
  if (const VkResult r = vkCreateDescriptorPool(gpu_->device, &pool_info, nullptr, &pool))
    return failure(r, "vkCreateDescriptorPool");
  pool_ = {gpu_->device, pool};
  std::array<VkDescriptorSetLayout, kTextures> layouts{};
  layouts.fill(layout);
  const VkDescriptorSetAllocateInfo allocation{.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
                                               .descriptorPool = pool,
                                               .descriptorSetCount = kTextures,
                                               .pSetLayouts = layouts.data()};
  if (const VkResult r = vkAllocateDescriptorSets(gpu_->device, &allocation, sets_.data()))
    return failure(r, "vkAllocateDescriptorSets");
  return {};
}

Vk<void> Screen::build_pipeline() {
  const VkPushConstantRange window{VK_SHADER_STAGE_VERTEX_BIT, 0, 4 * sizeof(float)};
  VkDescriptorSetLayout set_layout = set_layout_.get();
  const VkPipelineLayoutCreateInfo layout_info{.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
                                               .setLayoutCount = 1,
                                               .pSetLayouts = &set_layout,
                                               .pushConstantRangeCount = 1,
                                               .pPushConstantRanges = &window};
  VkPipelineLayout layout = nullptr;
  if (const VkResult r = vkCreatePipelineLayout(gpu_->device, &layout_info, nullptr, &layout))
    return failure(r, "vkCreatePipelineLayout");
  layout_ = {gpu_->device, layout};
  auto vert = make_module(*gpu_, kUiVert);
  if (!vert) return std::unexpected(vert.error());
  auto frag = make_module(*gpu_, kUiFrag);
  if (!frag) return std::unexpected(frag.error());
  auto pipeline = make_pipeline(*gpu_, layout, pass_.get(), vert->get(), frag->get());
  if (!pipeline) return std::unexpected(pipeline.error());
  pipeline_ = std::move(*pipeline);
  return {};
}

void Screen::point(Texture slot, const TextureImage& texture) {
  const Sampling sampling = slot == Texture::frame     ? Sampling::nearest
                            : slot == Texture::checker ? Sampling::repeat
                                                       : Sampling::smooth;
  const VkDescriptorImageInfo image{samplers_[static_cast<size_t>(sampling)].get(), texture.view.get(),
                                    VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL};
  const VkWriteDescriptorSet write{.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                                   .dstSet = sets_[static_cast<size_t>(slot)],
                                   .descriptorCount = 1,
                                   .descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
                                   .pImageInfo = &image};
  vkUpdateDescriptorSets(gpu_->device, 1, &write, 0, nullptr);
}

}  // namespace fp::shell
