#include "engine/vulkan/pipelines.hpp"

#include <algorithm>

#include "engine/vulkan/pipeline_cache_file.hpp"
#include "engine/vulkan/spirv.hpp"

namespace fp::vulkan {

Vk<std::unique_ptr<Pipelines>> Pipelines::create(Device& device, std::filesystem::path cache) {
  std::unique_ptr<Pipelines> pipelines(new Pipelines(device));
  pipelines->cache_file_ = std::move(cache);
  if (auto made = pipelines->make_layouts(); !made) return std::unexpected(made.error());
  if (auto made = pipelines->make_modules(); !made) return std::unexpected(made.error());
  if (auto made = pipelines->load_cache(); !made) return std::unexpected(made.error());
  return pipelines;
}

Pipelines::~Pipelines() {
  if (cache_ && !cache_file_.empty()) save_cache();
}

Vk<void> Pipelines::make_layouts() {
  std::array<VkDescriptorSetLayoutBinding, kBindings> bindings{};
  for (uint32_t i = 0; i < kBindings; ++i) {
    bindings[i] = {.binding = i,
                   .descriptorType = i == 0 ? VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER : VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
                   .descriptorCount = 1,
                   .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
                   .pImmutableSamplers = nullptr};
  }
  const VkDescriptorSetLayoutCreateInfo set_info{.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
                                                 .pNext = nullptr,
                                                 .flags = 0,
                                                 .bindingCount = kBindings,
                                                 .pBindings = bindings.data()};
  VkDescriptorSetLayout set = nullptr;
  if (const VkResult r = vkCreateDescriptorSetLayout(device_.get(), &set_info, nullptr, &set)) {
    return failure(r, "vkCreateDescriptorSetLayout");
  }
  set_layout_ = SetLayout(device_.get(), set);
  const VkPushConstantRange push{.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT, .offset = 0, .size = sizeof(PushConstants)};
  const VkPipelineLayoutCreateInfo info{.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
                                        .pNext = nullptr,
                                        .flags = 0,
                                        .setLayoutCount = 1,
                                        .pSetLayouts = &set,
                                        .pushConstantRangeCount = 1,
                                        .pPushConstantRanges = &push};
  VkPipelineLayout layout = nullptr;
  if (const VkResult r = vkCreatePipelineLayout(device_.get(), &info, nullptr, &layout)) {
    return failure(r, "vkCreatePipelineLayout");
  }
  layout_ = PipelineLayout(device_.get(), layout);
  return {};
}

Vk<void> Pipelines::make_modules() {
  for (size_t i = 0; i < kKernelNames.size(); ++i) {
    const auto found = std::ranges::find(spirv_modules(), kKernelNames[i], &SpirvModule::name);
    FP_ASSERT(found != spirv_modules().end());
    const VkShaderModuleCreateInfo info{.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
                                        .pNext = nullptr,
                                        .flags = 0,
                                        .codeSize = found->words.size_bytes(),
                                        .pCode = found->words.data()};
    VkShaderModule module = nullptr;
    if (const VkResult r = vkCreateShaderModule(device_.get(), &info, nullptr, &module)) {
      return failure(r, "vkCreateShaderModule");
    }
    modules_[i] = ShaderModule(device_.get(), module);
  }
  return {};
}

Vk<VkPipeline> Pipelines::get(const Variant& variant) {
  const std::lock_guard lock(mutex_);
  if (const auto found = pipelines_.find(variant); found != pipelines_.end()) return found->second.get();
  const uint32_t values[] = {variant.blend, variant.cover, variant.mix};
  const VkSpecializationMapEntry entries[] = {
      {0, 0, 4}, {1, 4, 4}, {2, 8, 4}};  // a kernel ignores ids it does not have
  const VkSpecializationInfo constants{
      .mapEntryCount = 3, .pMapEntries = entries, .dataSize = sizeof values, .pData = values};
  VkComputePipelineCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO;
  info.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
  info.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
  info.stage.module = modules_[static_cast<size_t>(variant.kernel)].get();
  info.stage.pName = "main";
  info.stage.pSpecializationInfo = &constants;
  info.layout = layout_.get();
  VkPipeline pipeline = nullptr;
  if (const VkResult r = vkCreateComputePipelines(device_.get(), cache_.get(), 1, &info, nullptr, &pipeline)) {
    return failure(r, "vkCreateComputePipelines");
  }
  pipelines_.emplace(variant, Pipeline(device_.get(), pipeline));
  return pipeline;
}

Vk<void> Pipelines::load_cache() {
  const std::string data = cache_file_.empty() ? std::string() : read_pipeline_cache(cache_file_);
  cache_bytes_ = data.size();
  VkPipelineCacheCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO;
  info.initialDataSize = data.size();
  info.pInitialData = data.data();
  VkPipelineCache cache = nullptr;
  if (const VkResult r = vkCreatePipelineCache(device_.get(), &info, nullptr, &cache)) {
    return failure(r, "vkCreatePipelineCache");
  }
  cache_ = PipelineCache(device_.get(), cache);
  return {};
}

void Pipelines::save_cache() const {
  size_t size = 0;
  if (vkGetPipelineCacheData(device_.get(), cache_.get(), &size, nullptr) != VK_SUCCESS || size == cache_bytes_) return;
  std::string data(size, '\0');
  if (vkGetPipelineCacheData(device_.get(), cache_.get(), &size, data.data()) != VK_SUCCESS) return;
  data.resize(size);
  write_pipeline_cache(cache_file_, data);
}

}  // namespace fp::vulkan
