// The images the window shows. Made anew whenever the window's size or surface changes.
#pragma once

#include "editor/shell/gpu.hpp"

namespace fp::shell {

// UNORM, so that a byte drawn is the byte on the screen.
Result<VkSurfaceFormatKHR> choose_format(const Gpu& gpu);
Vk<RenderPass> make_render_pass(const Gpu& gpu, VkFormat format);  // clears, then leaves the image ready to present

class Swapchain {
 public:
  // A window without an area (minimised) gives an empty one: extent 0x0.
  static Vk<Swapchain> create(const Gpu& gpu, VkRenderPass pass, VkSurfaceFormatKHR format, VkExtent2D window,
                              const Swapchain* old);
  Swapchain() = default;

  VkSwapchainKHR get() const { return chain_.get(); }
  VkExtent2D extent() const { return extent_; }
  VkFramebuffer framebuffer(uint32_t image) const { return targets_[image].framebuffer.get(); }
  VkSemaphore drawn(uint32_t image) const { return targets_[image].drawn.get(); }

 private:
  struct Target {
    ImageView view;
    Framebuffer framebuffer;
    Semaphore drawn;
  };
  Owned<VkSwapchainKHR, vkDestroySwapchainKHR> chain_;
  std::vector<Target> targets_;
  VkExtent2D extent_{};
};

Vk<Semaphore> make_semaphore(const Gpu& gpu);

}  // namespace fp::shell
