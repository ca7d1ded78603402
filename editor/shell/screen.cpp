#include "editor/shell/screen.hpp"

#include <imgui.h>

#include <algorithm>
#include <cstring>

namespace fp::shell {
namespace {

constexpr uint64_t kPatience = 2'000'000'000;  // ns: a window that is covered may present nothing for long

bool outdated(VkResult r) {
  return r == VK_ERROR_OUT_OF_DATE_KHR || r == VK_SUBOPTIMAL_KHR;
}

// A checkerboard of two greys; a texel is a square.
constexpr uint8_t kChecker[] = {96, 96, 96, 255, 128, 128, 128, 255, 128, 128, 128, 255, 96, 96, 96, 255};

}  // namespace

Result<std::unique_ptr<Screen>> Screen::open(GLFWwindow* window, bool validation) {
  std::unique_ptr<Screen> screen(new Screen);
  auto gpu = open_gpu(window, validation);
  if (!gpu) return fail(std::move(gpu.error()));
  screen->gpu_ = std::move(*gpu);
  auto format = choose_format(*screen->gpu_);
  if (!format) return fail(std::move(format.error()));
  if (auto built = screen->build(*format); !built) return fail(Fault::no_device, to_string(built.error()));
  return screen;
}

Screen::~Screen() {
  if (gpu_ && gpu_->device != nullptr) vkDeviceWaitIdle(gpu_->device);
}

Vk<void> Screen::build(VkSurfaceFormatKHR format) {
  format_ = format;
  auto pass = make_render_pass(*gpu_, format.format);
  if (!pass) return std::unexpected(pass.error());
  pass_ = std::move(*pass);
  auto commands = vulkan::make_commands(gpu_->device, gpu_->family);
  if (!commands) return std::unexpected(commands.error());
  commands_ = std::move(*commands);
  auto done = vulkan::make_fence(gpu_->device);
  if (!done) return std::unexpected(done.error());
  done_ = std::move(*done);
  auto acquired = make_semaphore(*gpu_);
  if (!acquired) return std::unexpected(acquired.error());
  acquired_ = std::move(*acquired);
  if (auto built = build_sets(); !built) return built;
  if (auto built = build_pipeline(); !built) return built;
  const Texture slots[] = {Texture::checker};
  return set_texture(checker_, 2, 2, 1, kChecker, slots);
}

Vk<void> Screen::wait() {
  if (!in_flight_) return {};
  const VkFence fence = done_.get();
  if (const VkResult r = vkWaitForFences(gpu_->device, 1, &fence, VK_TRUE, 5 * kPatience))
    return failure(r == VK_TIMEOUT ? VK_ERROR_DEVICE_LOST : r, "vkWaitForFences");
  in_flight_ = false;
  return {};
}

Vk<void> Screen::set_texture(TextureImage& texture, uint32_t width, uint32_t height, uint32_t levels,
                             std::span<const uint8_t> rgba, std::span<const Texture> slots) {
  if (auto idle = wait(); !idle) return idle;
  if (texture.width != width || texture.height != height || texture.levels != levels) {
    auto made = make_texture(*gpu_, width, height, levels);
    if (!made) return std::unexpected(made.error());
    texture = std::move(*made);
    for (const Texture slot : slots) point(slot, texture);
  }
  stage(texture, rgba);
  return {};
}

void Screen::set_font(int width, int height, std::span<const uint8_t> rgba) {
  const Texture slots[] = {Texture::font};
  auto set = set_texture(font_, static_cast<uint32_t>(width), static_cast<uint32_t>(height), 1, rgba, slots);
  if (staged_) staged_ = set;
}

void Screen::set_frame(int width, int height, std::span<const uint8_t> rgba, bool reduced) {
  uint32_t levels = 1;
  while (reduced && levels < 5 && (std::min(width, height) >> levels) >= 16) ++levels;
  const Texture slots[] = {Texture::frame, Texture::frame_smooth};
  auto set = set_texture(frame_, static_cast<uint32_t>(width), static_cast<uint32_t>(height), levels, rgba, slots);
  if (staged_) staged_ = set;
}

void Screen::set_sheet(Texture sheet, int width, int height, std::span<const uint8_t> rgba) {
  const Texture slots[] = {sheet};
  TextureImage& image = sheet == Texture::stills ? stills_ : sheet == Texture::assets ? assets_ : thumbnails_;
  auto set = set_texture(image, static_cast<uint32_t>(width), static_cast<uint32_t>(height), 1, rgba, slots);
  if (staged_) staged_ = set;
}

Vk<void> Screen::resize(VkExtent2D window) {
  if (const VkResult r = vkDeviceWaitIdle(gpu_->device)) return failure(r, "vkDeviceWaitIdle");
  in_flight_ = false;
  auto next = Swapchain::create(*gpu_, pass_.get(), format_, window, &chain_);
  if (!next) return std::unexpected(next.error());
  chain_ = std::move(*next);
  stale_ = false;
  return {};
}

Vk<void> Screen::upload_triangles(const ImDrawData& data) {
  const auto grow = [&](HostBuffer& buffer, size_t bytes, VkBufferUsageFlags usage) -> Vk<void> {
    if (buffer.size >= bytes) return {};
    auto made = make_host_buffer(*gpu_, bytes + bytes / 2 + 4096, usage);
    if (!made) return std::unexpected(made.error());
    buffer = std::move(*made);
    return {};
  };
  const size_t vertex_bytes = sizeof(ImDrawVert) * static_cast<size_t>(std::max(1, data.TotalVtxCount));
  const size_t index_bytes = sizeof(ImDrawIdx) * static_cast<size_t>(std::max(1, data.TotalIdxCount));
  if (auto grown = grow(vertices_, vertex_bytes, VK_BUFFER_USAGE_VERTEX_BUFFER_BIT); !grown) return grown;
  if (auto grown = grow(indices_, index_bytes, VK_BUFFER_USAGE_INDEX_BUFFER_BIT); !grown) return grown;
  auto* vertices = static_cast<ImDrawVert*>(vertices_.mapped);
  auto* indices = static_cast<ImDrawIdx*>(indices_.mapped);
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    vertices = std::copy(list.VtxBuffer.begin(), list.VtxBuffer.end(), vertices);
    indices = std::copy(list.IdxBuffer.begin(), list.IdxBuffer.end(), indices);
  }
  return {};
}

void Screen::record_lists(const ImDrawData& data) {
  const VkCommandBuffer commands = commands_.buffer;
  const VkExtent2D extent = chain_.extent();
  uint32_t first_index = 0;
  int32_t first_vertex = 0;
  VkDescriptorSet bound = nullptr;
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const auto slot = static_cast<size_t>(reinterpret_cast<uintptr_t>(command.TextureId));
      if (command.UserCallback != nullptr || slot == 0 || slot >= kTextures) continue;
      const auto at = [](float v, uint32_t most) {
        return static_cast<int32_t>(std::clamp(v, 0.0f, static_cast<float>(most)));
      };
      const int32_t x0 = at(command.ClipRect.x, extent.width), y0 = at(command.ClipRect.y, extent.height);
      const int32_t x1 = at(command.ClipRect.z, extent.width), y1 = at(command.ClipRect.w, extent.height);
      if (x1 <= x0 || y1 <= y0) continue;
      const VkRect2D clip{{x0, y0}, {static_cast<uint32_t>(x1 - x0), static_cast<uint32_t>(y1 - y0)}};
      vkCmdSetScissor(commands, 0, 1, &clip);
      if (sets_[slot] != bound) {
        bound = sets_[slot];
        vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, layout_.get(), 0, 1, &bound, 0, nullptr);
      }
      vkCmdDrawIndexed(commands, command.ElemCount, 1, first_index + command.IdxOffset,
                       first_vertex + static_cast<int32_t>(command.VtxOffset), 0);
    }
    first_index += static_cast<uint32_t>(list.IdxBuffer.Size);
    first_vertex += list.VtxBuffer.Size;
  }
}

Vk<void> Screen::record(const ImDrawData& data, uint32_t image, const std::array<float, 3>& background) {
  if (auto begun = vulkan::begin(gpu_->device, commands_); !begun) return begun;
  const VkCommandBuffer commands = commands_.buffer;
  for (TextureImage* texture : {&font_, &frame_, &checker_, &thumbnails_, &stills_, &assets_})
    record_upload(commands, *texture);
  const VkClearValue clear{.color = {.float32 = {background[0], background[1], background[2], 1}}};
  const VkExtent2D extent = chain_.extent();
  const VkRenderPassBeginInfo info{.sType = VK_STRUCTURE_TYPE_RENDER_PASS_BEGIN_INFO,
                                   .renderPass = pass_.get(),
                                   .framebuffer = chain_.framebuffer(image),
                                   .renderArea = {{0, 0}, extent},
                                   .clearValueCount = 1,
                                   .pClearValues = &clear};
  vkCmdBeginRenderPass(commands, &info, VK_SUBPASS_CONTENTS_INLINE);
  vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.get());
  const auto width = static_cast<float>(extent.width), height = static_cast<float>(extent.height);
  const VkViewport viewport{0, 0, width, height, 0, 1};
  vkCmdSetViewport(commands, 0, 1, &viewport);
  const float window[] = {2 / width, 2 / height, -1, -1};
  vkCmdPushConstants(commands, layout_.get(), VK_SHADER_STAGE_VERTEX_BIT, 0, sizeof window, window);
  const VkBuffer vertices = vertices_.buffer.get();
  const VkDeviceSize start = 0;
  vkCmdBindVertexBuffers(commands, 0, 1, &vertices, &start);
  vkCmdBindIndexBuffer(commands, indices_.buffer.get(), 0,
                       sizeof(ImDrawIdx) == 2 ? VK_INDEX_TYPE_UINT16 : VK_INDEX_TYPE_UINT32);
  record_lists(data);
  vkCmdEndRenderPass(commands);
  return vulkan::end(commands_);
}

Vk<void> Screen::submit(uint32_t image) {
  const VkFence fence = done_.get();
  vkResetFences(gpu_->device, 1, &fence);
  const VkSemaphore acquired = acquired_.get(), drawn = chain_.drawn(image);
  const VkPipelineStageFlags stage = VK_PIPELINE_STAGE_COLOR_ATTACHMENT_OUTPUT_BIT;
  const VkSubmitInfo info{.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
                          .waitSemaphoreCount = 1,
                          .pWaitSemaphores = &acquired,
                          .pWaitDstStageMask = &stage,
                          .commandBufferCount = 1,
                          .pCommandBuffers = &commands_.buffer,
                          .signalSemaphoreCount = 1,
                          .pSignalSemaphores = &drawn};
  if (const VkResult r = vkQueueSubmit(gpu_->queue, 1, &info, fence)) return failure(r, "vkQueueSubmit");
  in_flight_ = true;
  return {};
}

std::expected<bool, Broken> Screen::show(const ImDrawData& data, int width, int height,
                                         const std::array<float, 3>& background) {
  const VkExtent2D window{static_cast<uint32_t>(width), static_cast<uint32_t>(height)};
  Vk<bool> shown = staged_ ? draw_and_present(data, window, background) : std::unexpected(staged_.error());
  if (std::exchange(lose_, false)) shown = failure(VK_ERROR_DEVICE_LOST, "a test");
  if (shown) return *shown;
  const VkResult code = shown.error().code;
  const bool lost =
      code == VK_ERROR_DEVICE_LOST || code == VK_ERROR_SURFACE_LOST_KHR || code == VK_ERROR_INITIALIZATION_FAILED;
  return std::unexpected(Broken{lost, to_string(shown.error())});
}

Vk<bool> Screen::draw_and_present(const ImDrawData& data, VkExtent2D window, const std::array<float, 3>& background) {
  if (window.width == 0 || window.height == 0) return false;
  if (auto idle = wait(); !idle) return std::unexpected(idle.error());
  const VkExtent2D now = chain_.extent();
  if (stale_ || now.width != window.width || now.height != window.height) {
    if (auto resized = resize(window); !resized) return std::unexpected(resized.error());
  }
  if (chain_.get() == nullptr) return false;
  uint32_t image = 0;
  VkResult r = vkAcquireNextImageKHR(gpu_->device, chain_.get(), kPatience, acquired_.get(), nullptr, &image);
  if (r == VK_ERROR_OUT_OF_DATE_KHR) stale_ = true;
  if (r == VK_ERROR_OUT_OF_DATE_KHR || r == VK_TIMEOUT || r == VK_NOT_READY) return false;
  if (r != VK_SUCCESS && r != VK_SUBOPTIMAL_KHR) return failure(r, "vkAcquireNextImageKHR");
  if (auto uploaded = upload_triangles(data); !uploaded) return std::unexpected(uploaded.error());
  if (auto recorded = record(data, image, background); !recorded) return std::unexpected(recorded.error());
  if (auto submitted = submit(image); !submitted) return std::unexpected(submitted.error());
  const VkSemaphore drawn = chain_.drawn(image);
  const VkSwapchainKHR chain = chain_.get();
  const VkPresentInfoKHR present{.sType = VK_STRUCTURE_TYPE_PRESENT_INFO_KHR,
                                 .waitSemaphoreCount = 1,
                                 .pWaitSemaphores = &drawn,
                                 .swapchainCount = 1,
                                 .pSwapchains = &chain,
                                 .pImageIndices = &image};
  r = vkQueuePresentKHR(gpu_->queue, &present);
  stale_ = outdated(r);
  if (r == VK_ERROR_OUT_OF_DATE_KHR) return false;
  if (r != VK_SUCCESS && r != VK_SUBOPTIMAL_KHR) return failure(r, "vkQueuePresentKHR");
  return true;
}

}  // namespace fp::shell
