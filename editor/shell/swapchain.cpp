#include "editor/shell/swapchain.hpp"

#include <algorithm>

namespace fp::shell {
namespace {

VkExtent2D extent_of(const VkSurfaceCapabilitiesKHR& surface, VkExtent2D window) {
  if (surface.currentExtent.width != UINT32_MAX) return surface.currentExtent;
  return {std::clamp(window.width, surface.minImageExtent.width, surface.maxImageExtent.width),
          std::clamp(window.height, surface.minImageExtent.height, surface.maxImageExtent.height)};
}

Vk<VkSwapchainKHR> make_chain(const Gpu& gpu, const VkSurfaceCapabilitiesKHR& surface, VkSurfaceFormatKHR format,
                              VkExtent2D extent, VkSwapchainKHR old) {
  uint32_t images = surface.minImageCount + 1;
  if (surface.maxImageCount != 0) images = std::min(images, surface.maxImageCount);
  const bool opaque = (surface.supportedCompositeAlpha & VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR) != 0;
  const VkSwapchainCreateInfoKHR info{
      .sType = VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR,
      .surface = gpu.surface,
      .minImageCount = images,
      .imageFormat = format.format,
      .imageColorSpace = format.colorSpace,
      .imageExtent = extent,
      .imageArrayLayers = 1,
      .imageUsage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT,
      .imageSharingMode = VK_SHARING_MODE_EXCLUSIVE,
      .preTransform = surface.currentTransform,
      .compositeAlpha = opaque ? VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR : VK_COMPOSITE_ALPHA_INHERIT_BIT_KHR,
      .presentMode = VK_PRESENT_MODE_FIFO_KHR,
      .clipped = VK_TRUE,
      .oldSwapchain = old};
  VkSwapchainKHR chain = nullptr;
  if (const VkResult r = vkCreateSwapchainKHR(gpu.device, &info, nullptr, &chain))
    return failure(r, "vkCreateSwapchainKHR");
  return chain;
}

Vk<ImageView> make_view(const Gpu& gpu, VkImage image, VkFormat format) {
  const VkImageViewCreateInfo info{.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
                                   .image = image,
                                   .viewType = VK_IMAGE_VIEW_TYPE_2D,
                                   .format = format,
                                   .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1}};
  VkImageView view = nullptr;
  if (const VkResult r = vkCreateImageView(gpu.device, &info, nullptr, &view)) return failure(r, "vkCreateImageView");
  return ImageView(gpu.device, view);
}

Vk<Framebuffer> make_framebuffer(const Gpu& gpu, VkRenderPass pass, VkImageView view, VkExtent2D extent) {
  const VkFramebufferCreateInfo info{.sType = VK_STRUCTURE_TYPE_FRAMEBUFFER_CREATE_INFO,
                                     .renderPass = pass,
                                     .attachmentCount = 1,
                                     .pAttachments = &view,
                                     .width = extent.width,
                                     .height = extent.height,
                                     .layers = 1};
  VkFramebuffer framebuffer = nullptr;
  if (const VkResult r = vkCreateFramebuffer(gpu.device, &info, nullptr, &framebuffer))
    return failure(r, "vkCreateFramebuffer");
  return Framebuffer(gpu.device, framebuffer);
}

}  // namespace

Vk<Semaphore> make_semaphore(const Gpu& gpu) {
  const VkSemaphoreCreateInfo info{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO};
  VkSemaphore semaphore = nullptr;
  if (const VkResult r = vkCreateSemaphore(gpu.device, &info, nullptr, &semaphore))
    return failure(r, "vkCreateSemaphore");
  return Semaphore(gpu.device, semaphore);
}

Result<VkSurfaceFormatKHR> choose_format(const Gpu& gpu) {
  uint32_t count = 0;
  vkGetPhysicalDeviceSurfaceFormatsKHR(gpu.physical, gpu.surface, &count, nullptr);
  std::vector<VkSurfaceFormatKHR> formats(count);
  vkGetPhysicalDeviceSurfaceFormatsKHR(gpu.physical, gpu.surface, &count, formats.data());
  for (const VkFormat wanted :
       {VK_FORMAT_B8G8R8A8_UNORM, VK_FORMAT_R8G8B8A8_UNORM, VK_FORMAT_A2B10G10R10_UNORM_PACK32}) {
    const auto found = std::ranges::find(formats, wanted, &VkSurfaceFormatKHR::format);
    if (found != formats.end()) return *found;
  }
  return fail(Fault::no_device, gpu.name + " has no surface of 8 bits a channel to show frames on");
}

Vk<RenderPass> make_render_pass(const Gpu& gpu, VkFormat format) {
  const VkAttachmentDescription target{.format = format,
                                       .samples = VK_SAMPLE_COUNT_1_BIT,
                                       .loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,
                                       .storeOp = VK_ATTACHMENT_STORE_OP_STORE,
                                       .stencilLoadOp = VK_ATTACHMENT_LOAD_OP_DONT_CARE,
                                       .stencilStoreOp = VK_ATTACHMENT_STORE_OP_DONT_CARE,
                                       .initialLayout = VK_IMAGE_LAYOUT_UNDEFINED,
                                       .finalLayout = VK_IMAGE_LAYOUT_PRESENT_SRC_KHR};
  const VkAttachmentReference color{0, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL};
  const VkSubpassDescription subpass{
      .pipelineBindPoint = VK_PIPELINE_BIND_POINT_GRAPHICS, .colorAttachmentCount = 1, .pColorAttachments = &color};
  const VkSubpassDependency acquired{.srcSubpass = VK_SUBPASS_EXTERNAL,
                                     .dstSubpass = 0,
                                     .srcStageMask = VK_PIPELINE_STAGE_COLOR_ATTACHMENT_OUTPUT_BIT,
                                     .dstStageMask = VK_PIPELINE_STAGE_COLOR_ATTACHMENT_OUTPUT_BIT,
                                     .dstAccessMask = VK_ACCESS_COLOR_ATTACHMENT_WRITE_BIT};
  const VkRenderPassCreateInfo info{.sType = VK_STRUCTURE_TYPE_RENDER_PASS_CREATE_INFO,
                                    .attachmentCount = 1,
                                    .pAttachments = &target,
                                    .subpassCount = 1,
                                    .pSubpasses = &subpass,
                                    .dependencyCount = 1,
                                    .pDependencies = &acquired};
  VkRenderPass pass = nullptr;
  if (const VkResult r = vkCreateRenderPass(gpu.device, &info, nullptr, &pass)) return failure(r, "vkCreateRenderPass");
  return RenderPass(gpu.device, pass);
}

Vk<Swapchain> Swapchain::create(const Gpu& gpu, VkRenderPass pass, VkSurfaceFormatKHR format, VkExtent2D window,
                                const Swapchain* old) {
  VkSurfaceCapabilitiesKHR surface{};
  if (const VkResult r = vkGetPhysicalDeviceSurfaceCapabilitiesKHR(gpu.physical, gpu.surface, &surface))
    return failure(r, "vkGetPhysicalDeviceSurfaceCapabilitiesKHR");
  Swapchain out;
  out.extent_ = extent_of(surface, window);
  if (out.extent_.width == 0 || out.extent_.height == 0) return out;
  const auto chain = make_chain(gpu, surface, format, out.extent_, old != nullptr ? old->get() : nullptr);
  if (!chain) return std::unexpected(chain.error());
  out.chain_ = {gpu.device, *chain};
  uint32_t count = 0;
  vkGetSwapchainImagesKHR(gpu.device, *chain, &count, nullptr);
  std::vector<VkImage> images(count);
  vkGetSwapchainImagesKHR(gpu.device, *chain, &count, images.data());
  for (VkImage image : images) {
    auto view = make_view(gpu, image, format.format);
    if (!view) return std::unexpected(view.error());
    auto framebuffer = make_framebuffer(gpu, pass, view->get(), out.extent_);
    if (!framebuffer) return std::unexpected(framebuffer.error());
    auto drawn = make_semaphore(gpu);
    if (!drawn) return std::unexpected(drawn.error());
    out.targets_.push_back({std::move(*view), std::move(*framebuffer), std::move(*drawn)});
  }
  return out;
}

}  // namespace fp::shell
