// The Vulkan instance, what the validation layers say about our calls, and the physical devices behind the installed
// drivers.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/vulkan/api.hpp"

namespace fp::vulkan {

struct Messages {
  std::mutex mutex;
  std::vector<std::string> texts;
};

class Instance {
 public:
  // `validation`: VK_LAYER_KHRONOS_validation with synchronization validation; an error when the layer is not
  // installed.
  static Result<Instance> create(bool validation);
  Instance(Instance&& other) noexcept;
  Instance& operator=(Instance&&) = delete;
  ~Instance();

  VkInstance get() const { return handle_; }
  std::vector<std::string> messages() const;

 private:
  Instance() = default;
  VkInstance handle_ = nullptr;
  VkDebugUtilsMessengerEXT messenger_ = nullptr;
  std::unique_ptr<Messages> messages_ = std::make_unique<Messages>();  // the layers hold its address
};

struct PhysicalDevice {
  VkPhysicalDevice handle = nullptr;
  VkPhysicalDeviceProperties properties{};
  uint32_t queue_family = 0;  // of a compute queue, where info.refused is empty
  DeviceInfo info;
  bool exports_memory = false;  // VK_KHR_external_memory_fd
};

// Every physical device, in list_devices()'s order.
Result<std::vector<PhysicalDevice>> physical_devices(const Instance& instance);

// Whether `name` (ContextOptions::name) means this device. "lavapipe" and "llvmpipe" are one driver's two names.
bool matches(const DeviceInfo& info, std::string_view name);

// The device a name asks for, or the best hardware for an empty name. Errors: Fault::no_device, naming what there is.
Result<PhysicalDevice> choose(const std::vector<PhysicalDevice>& devices, std::string_view name);

}  // namespace fp::vulkan
