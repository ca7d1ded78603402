// One compute pipeline for each kernel and each choice of its specialisation constants, made on first use and kept.
// Thread-safe.
#pragma once

#include <array>
#include <compare>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>

#include "engine/vulkan/device.hpp"

namespace fp::vulkan {

enum class Kernel : uint8_t {
  adjust,
  clear_group,
  composite_group,
  fill_conic,
  fill_image,
  fill_linear,
  fill_picture,
  fill_radial,
  fill_solid,
  filter_blur,
  filter_displace,
  filter_expand,
  filter_reduce,
  filter_smear,
  to_rgba8,
  to_yuv420
};
inline constexpr std::array<std::string_view, 16> kKernelNames = {  // shaders/<name>.comp
    "adjust",        "clear_group",  "composite_group", "fill_conic",  "fill_image",      "fill_linear",
    "fill_picture",  "fill_radial",  "fill_solid",      "filter_blur", "filter_displace", "filter_expand",
    "filter_reduce", "filter_smear", "to_rgba8",        "to_yuv420"};

// The specialisation constants, by constant_id.
struct Variant {
  Kernel kernel = Kernel::fill_solid;
  uint32_t blend = 0, cover = 0;
  uint32_t mix = 0;  // fill_image: two levels; fill_picture: FP_TAKE_*; adjust: FP_ADJUST_*
  auto operator<=>(const Variant&) const = default;
};

// shaders/bindings.glsl
inline constexpr uint32_t kBindings = 8;          // the constants, then seven storage buffers
inline constexpr uint32_t kConstantsBytes = 208;  // PassConstants as std140 pads it
struct PushConstants {
  int32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  int32_t width = 0, height = 0;
  uint32_t base_target = 0, base_source = 0, base_a = 0, base_b = 0;
};

class Pipelines {
 public:
  // `cache` is a file or empty. One that is stale, corrupt or another device's is ignored.
  static Vk<std::unique_ptr<Pipelines>> create(Device& device, std::filesystem::path cache);
  ~Pipelines();  // saves the cache if it grew; a failure to save is no error

  VkDescriptorSetLayout set_layout() const { return set_layout_.get(); }
  VkPipelineLayout layout() const { return layout_.get(); }
  Vk<VkPipeline> get(const Variant& variant);

 private:
  explicit Pipelines(Device& device) : device_(device) {}
  Vk<void> make_layouts();
  Vk<void> make_modules();
  Vk<void> load_cache();
  void save_cache() const;

  Device& device_;
  SetLayout set_layout_;
  PipelineLayout layout_;
  PipelineCache cache_;
  std::filesystem::path cache_file_;
  size_t cache_bytes_ = 0;  // as loaded
  std::array<ShaderModule, kKernelNames.size()> modules_;
  std::mutex mutex_;
  std::map<Variant, Pipeline> pipelines_;
};

}  // namespace fp::vulkan
