#include "editor/shell/textures.hpp"

#include <algorithm>
#include <cstring>

namespace fp::shell {
namespace {

void transition(VkCommandBuffer commands, const TextureImage& texture, uint32_t level, uint32_t count,
                VkImageLayout from, VkImageLayout to, VkAccessFlags written, VkAccessFlags used,
                VkPipelineStageFlags before, VkPipelineStageFlags after) {
  const VkImageMemoryBarrier barrier{.sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER,
                                     .srcAccessMask = written,
                                     .dstAccessMask = used,
                                     .oldLayout = from,
                                     .newLayout = to,
                                     .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
                                     .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
                                     .image = texture.image.get(),
                                     .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, level, count, 0, 1}};
  vkCmdPipelineBarrier(commands, before, after, 0, 0, nullptr, 0, nullptr, 1, &barrier);
}

// Level k from level k-1, each half as wide and high.
void record_reduction(VkCommandBuffer commands, const TextureImage& t) {
  int32_t width = static_cast<int32_t>(t.width), height = static_cast<int32_t>(t.height);
  for (uint32_t level = 1; level < t.levels; ++level) {
    transition(commands, t, level - 1, 1, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
               VK_ACCESS_TRANSFER_WRITE_BIT, VK_ACCESS_TRANSFER_READ_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT,
               VK_PIPELINE_STAGE_TRANSFER_BIT);
    const int32_t w = std::max(1, width / 2), h = std::max(1, height / 2);
    const VkImageBlit blit{.srcSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, level - 1, 0, 1},
                           .srcOffsets = {{0, 0, 0}, {width, height, 1}},
                           .dstSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, level, 0, 1},
                           .dstOffsets = {{0, 0, 0}, {w, h, 1}}};
    vkCmdBlitImage(commands, t.image.get(), VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, t.image.get(),
                   VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &blit, VK_FILTER_LINEAR);
    width = w;
    height = h;
  }
}

}  // namespace

Vk<TextureImage> make_texture(const Gpu& gpu, uint32_t width, uint32_t height, uint32_t levels) {
  TextureImage out;
  out.width = width;
  out.height = height;
  out.levels = levels;
  const VkImageCreateInfo info{
      .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
      .imageType = VK_IMAGE_TYPE_2D,
      .format = VK_FORMAT_R8G8B8A8_UNORM,
      .extent = {width, height, 1},
      .mipLevels = levels,
      .arrayLayers = 1,
      .samples = VK_SAMPLE_COUNT_1_BIT,
      .tiling = VK_IMAGE_TILING_OPTIMAL,
      .usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT};
  VkImage image = nullptr;
  if (const VkResult r = vkCreateImage(gpu.device, &info, nullptr, &image)) return failure(r, "vkCreateImage");
  out.image = Image(gpu.device, image);
  VkMemoryRequirements needs{};
  vkGetImageMemoryRequirements(gpu.device, image, &needs);
  auto memory = allocate(gpu, needs, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
  if (!memory) return std::unexpected(memory.error());
  out.memory = std::move(*memory);
  if (const VkResult r = vkBindImageMemory(gpu.device, image, out.memory.get(), 0))
    return failure(r, "vkBindImageMemory");
  const VkImageViewCreateInfo view_info{.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
                                        .image = image,
                                        .viewType = VK_IMAGE_VIEW_TYPE_2D,
                                        .format = VK_FORMAT_R8G8B8A8_UNORM,
                                        .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, levels, 0, 1}};
  VkImageView view = nullptr;
  if (const VkResult r = vkCreateImageView(gpu.device, &view_info, nullptr, &view))
    return failure(r, "vkCreateImageView");
  out.view = ImageView(gpu.device, view);
  auto staging = make_host_buffer(gpu, size_t{4} * width * height, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
  if (!staging) return std::unexpected(staging.error());
  out.staging = std::move(*staging);
  return out;
}

void stage(TextureImage& texture, std::span<const uint8_t> rgba) {
  FP_ASSERT(rgba.size() <= texture.staging.size);
  std::memcpy(texture.staging.mapped, rgba.data(), rgba.size());
  texture.pending = true;
}

void record_upload(VkCommandBuffer commands, TextureImage& t) {
  if (!t.pending) return;
  t.pending = false;
  const VkImageLayout before = t.filled ? VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL : VK_IMAGE_LAYOUT_UNDEFINED;
  transition(commands, t, 0, t.levels, before, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 0, VK_ACCESS_TRANSFER_WRITE_BIT,
             VK_PIPELINE_STAGE_FRAGMENT_SHADER_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT);
  const VkBufferImageCopy copy{.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
                               .imageExtent = {t.width, t.height, 1}};
  vkCmdCopyBufferToImage(commands, t.staging.buffer.get(), t.image.get(), VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1,
                         &copy);
  record_reduction(commands, t);
  if (t.levels > 1) {
    transition(commands, t, 0, t.levels - 1, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
               VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL, VK_ACCESS_TRANSFER_WRITE_BIT, VK_ACCESS_SHADER_READ_BIT,
               VK_PIPELINE_STAGE_TRANSFER_BIT, VK_PIPELINE_STAGE_FRAGMENT_SHADER_BIT);
  }
  transition(commands, t, t.levels - 1, 1, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL,
             VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL, VK_ACCESS_TRANSFER_WRITE_BIT, VK_ACCESS_SHADER_READ_BIT,
             VK_PIPELINE_STAGE_TRANSFER_BIT, VK_PIPELINE_STAGE_FRAGMENT_SHADER_BIT);
  t.filled = true;
}

Vk<Sampler> make_sampler(const Gpu& gpu, Sampling sampling) {
  const bool smooth = sampling == Sampling::smooth;
  const VkFilter filter = smooth ? VK_FILTER_LINEAR : VK_FILTER_NEAREST;
  const VkSamplerAddressMode edge =
      sampling == Sampling::repeat ? VK_SAMPLER_ADDRESS_MODE_REPEAT : VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE;
  const VkSamplerCreateInfo info{.sType = VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO,
                                 .magFilter = filter,
                                 .minFilter = filter,
                                 .mipmapMode = smooth ? VK_SAMPLER_MIPMAP_MODE_LINEAR : VK_SAMPLER_MIPMAP_MODE_NEAREST,
                                 .addressModeU = edge,
                                 .addressModeV = edge,
                                 .addressModeW = edge,
                                 .maxLod = smooth ? VK_LOD_CLAMP_NONE : 0};
  VkSampler sampler = nullptr;
  if (const VkResult r = vkCreateSampler(gpu.device, &info, nullptr, &sampler)) return failure(r, "vkCreateSampler");
  return Sampler(gpu.device, sampler);
}

}  // namespace fp::shell
