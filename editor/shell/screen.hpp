// Draws Dear ImGui's lists into the window and presents them. Everything on the device lives here, so that after a lost
// device the whole is thrown away and opened again; what it showed is staged anew by its owner.
#pragma once

#include <array>

#include "editor/shell/swapchain.hpp"
#include "editor/shell/textures.hpp"

struct ImDrawData;

namespace fp::shell {

struct Broken {
  bool lost = false;  // the device or the surface: open another Screen and go on
  std::string why;
};

class Screen {
 public:
  static Result<std::unique_ptr<Screen>> open(GLFWwindow* window, bool validation);
  ~Screen();

  const std::string& device() const { return gpu_->name; }

  // RGBA bytes for what Texture names. Taken over at once; uploaded with the next draw. What fails, show() says.
  void set_font(int width, int height, std::span<const uint8_t> rgba);
  // `reduced`: it will be shown smaller than it is.
  void set_frame(int width, int height, std::span<const uint8_t> rgba, bool reduced);
  // Pictures on one sheet: thumbnails of rows, stills of examples, files that parameters name.
  void set_sheet(Texture sheet, int width, int height, std::span<const uint8_t> rgba);

  // False: nothing could be shown (a window without an area, or one that just changed; draw again).
  std::expected<bool, Broken> show(const ImDrawData& data, int width, int height,
                                   const std::array<float, 3>& background);

  void lose_device_for_test() { lose_ = true; }

 private:
  Screen() = default;
  Vk<void> build(VkSurfaceFormatKHR format);
  Vk<void> build_sets();
  Vk<void> build_pipeline();
  Vk<void> resize(VkExtent2D window);
  Vk<void> wait();
  Vk<void> set_texture(TextureImage& texture, uint32_t width, uint32_t height, uint32_t levels,
                       std::span<const uint8_t> rgba, std::span<const Texture> slots);
  void point(Texture slot, const TextureImage& texture);
  Vk<void> upload_triangles(const ImDrawData& data);
  Vk<void> record(const ImDrawData& data, uint32_t image, const std::array<float, 3>& background);
  void record_lists(const ImDrawData& data);
  Vk<void> submit(uint32_t image);
  Vk<bool> draw_and_present(const ImDrawData& data, VkExtent2D window, const std::array<float, 3>& background);

  std::unique_ptr<Gpu> gpu_;  // destroyed last
  VkSurfaceFormatKHR format_{};
  RenderPass pass_;
  Swapchain chain_;
  bool stale_ = true;  // the chain no longer fits the window
  vulkan::Commands commands_;
  vulkan::Fence done_;
  bool in_flight_ = false;
  Semaphore acquired_;
  std::array<Sampler, 3> samplers_;
  vulkan::SetLayout set_layout_;
  vulkan::DescriptorPool pool_;
  std::array<VkDescriptorSet, kTextures> sets_{};
  vulkan::PipelineLayout layout_;
  vulkan::Pipeline pipeline_;
  HostBuffer vertices_, indices_;
  TextureImage font_, frame_, checker_, thumbnails_, stills_, assets_;
  Vk<void> staged_;  // the first failure of what was set
  bool lose_ = false;
};

}  // namespace fp::shell
