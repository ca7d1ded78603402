#include <algorithm>
#include <cstring>
#include <iterator>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/vulkan/exports.hpp"
#include "engine/vulkan/instance.hpp"

namespace fp::vulkan {
namespace {

constexpr uint32_t kStorageBuffers = 7;       // bindings of one kernel (shaders/bindings.glsl)
constexpr uint32_t kInvocations = 16 * 8;     // of one workgroup
constexpr uint32_t kBindingBytes = 1u << 20;  // below this, parts of a surface become unreasonably small

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

const char* type_name(VkPhysicalDeviceType type) {
  switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
      return "discrete";
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
      return "integrated";
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
      return "virtual";
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
      return "cpu";
    default:
      return "other";
  }
}

int rank(const DeviceInfo& info) {
  constexpr std::string_view kOrder[] = {"discrete", "integrated", "virtual", "other", "cpu"};
  return static_cast<int>(std::ranges::find(kOrder, info.type) - std::begin(kOrder));
}

bool has_extension(VkPhysicalDevice device, const char* name) {
  uint32_t count = 0;
  vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
  std::vector<VkExtensionProperties> extensions(count);
  vkEnumerateDeviceExtensionProperties(device, nullptr, &count, extensions.data());
  return std::ranges::any_of(extensions, [&](const auto& e) { return std::strcmp(e.extensionName, name) == 0; });
}

std::string driver_of(VkPhysicalDevice device, const VkPhysicalDeviceProperties& properties) {
  const bool described =
      properties.apiVersion >= VK_API_VERSION_1_1 && has_extension(device, VK_KHR_DRIVER_PROPERTIES_EXTENSION_NAME);
  if (!described) return fmt::format("driver {:#x}", properties.driverVersion);
  VkPhysicalDeviceDriverProperties driver{};
  driver.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES;
  VkPhysicalDeviceProperties2 all{};
  all.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
  all.pNext = &driver;
  vkGetPhysicalDeviceProperties2(device, &all);
  std::string text = driver.driverName;
  if (driver.driverInfo[0] != '\0') text += fmt::format(" {}", driver.driverInfo);
  return text;
}

// The first compute queue; one that also does graphics is as good.
bool find_queue(VkPhysicalDevice device, uint32_t& family) {
  uint32_t count = 0;
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
  for (family = 0; family < count; ++family) {
    if ((families[family].queueFlags & VK_QUEUE_COMPUTE_BIT) != 0 && families[family].queueCount > 0) return true;
  }
  return false;
}

std::string refusal(const PhysicalDevice& device, bool has_queue) {
  const VkPhysicalDeviceProperties& p = device.properties;
  if (p.apiVersion < VK_API_VERSION_1_1)
    return fmt::format("it offers Vulkan {}, the kernels need 1.1", device.info.api);
  if (!has_queue) return "it has no compute queue";
  if (p.limits.maxPerStageDescriptorStorageBuffers < kStorageBuffers) {
    return fmt::format("it binds {} storage buffers, the kernels need {}", p.limits.maxPerStageDescriptorStorageBuffers,
                       kStorageBuffers);
  }
  if (p.limits.maxComputeWorkGroupInvocations < kInvocations) {
    return fmt::format("its workgroups have {} invocations, the kernels need {}",
                       p.limits.maxComputeWorkGroupInvocations, kInvocations);
  }
  if (p.limits.maxStorageBufferRange < kBindingBytes) {
    return fmt::format("it binds {} bytes, the kernels need {}", p.limits.maxStorageBufferRange, kBindingBytes);
  }
  return {};
}

PhysicalDevice describe(VkPhysicalDevice handle) {
  PhysicalDevice device{.handle = handle, .properties = {}, .queue_family = 0, .info = {}};
  vkGetPhysicalDeviceProperties(handle, &device.properties);
  const VkPhysicalDeviceProperties& p = device.properties;
  device.info.name = p.deviceName;
  device.info.driver = driver_of(handle, p);
  device.info.type = type_name(p.deviceType);
  device.exports_memory =
      p.apiVersion >= VK_API_VERSION_1_1 && has_extension(handle, VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME);
  device.info.api = fmt::format("{}.{}.{}", VK_API_VERSION_MAJOR(p.apiVersion), VK_API_VERSION_MINOR(p.apiVersion),
                                VK_API_VERSION_PATCH(p.apiVersion));
  device.info.software = p.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU;
  const bool has_queue = find_queue(handle, device.queue_family);
  device.info.refused = refusal(device, has_queue);
  device.info.no_export = no_export_reason(device);
  return device;
}

std::string names_of(const std::vector<PhysicalDevice>& devices) {
  std::vector<std::string> names;
  for (const PhysicalDevice& d : devices) names.push_back(fmt::format("{} ({})", d.info.name, d.info.type));
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

Result<std::vector<PhysicalDevice>> physical_devices(const Instance& instance) {
  uint32_t count = 0;
  VkResult r = vkEnumeratePhysicalDevices(instance.get(), &count, nullptr);
  std::vector<VkPhysicalDevice> handles(count);
  if (r == VK_SUCCESS && count > 0) r = vkEnumeratePhysicalDevices(instance.get(), &count, handles.data());
  if (r != VK_SUCCESS || count == 0) {
    const std::string why =
        r == VK_SUCCESS ? "" : fmt::format(" ({})", to_string(Failure{r, "vkEnumeratePhysicalDevices"}));
    return fail(Fault::no_device, fmt::format("no Vulkan device was found{}", why),
                "install a driver, or use --device cpu");
  }
  std::vector<PhysicalDevice> devices;
  for (uint32_t i = 0; i < count; ++i) devices.push_back(describe(handles[i]));
  std::ranges::stable_sort(devices, [](const PhysicalDevice& a, const PhysicalDevice& b) {
    return std::tuple(rank(a.info), a.info.name) < std::tuple(rank(b.info), b.info.name);
  });
  return devices;
}

Result<std::vector<DeviceInfo>> list_devices() {
  auto instance = Instance::create(false);
  if (!instance) return fail(std::move(instance.error()));
  auto devices = physical_devices(*instance);
  if (!devices) return fail(std::move(devices.error()));
  std::vector<DeviceInfo> infos;
  for (const PhysicalDevice& d : *devices) infos.push_back(d.info);
  return infos;
}

bool matches(const DeviceInfo& info, std::string_view name) {
  const std::string wanted = lower(name);
  const auto in = [&](std::string_view text) {
    return lower(info.name).find(text) != std::string::npos || lower(info.driver).find(text) != std::string::npos;
  };
  if (wanted == "lavapipe" || wanted == "llvmpipe") return in("llvmpipe") || in("lavapipe");
  return in(wanted);
}

Result<PhysicalDevice> choose(const std::vector<PhysicalDevice>& devices, std::string_view name) {
  const PhysicalDevice* refused = nullptr;
  for (const PhysicalDevice& d : devices) {
    if (name.empty() ? d.info.software : !matches(d.info, name)) continue;
    if (d.info.refused.empty()) return d;
    if (refused == nullptr) refused = &d;
  }
  if (refused != nullptr) {
    return fail(Fault::no_device,
                fmt::format("Vulkan device {} cannot run the kernels: {}", refused->info.name, refused->info.refused),
                "use --device cpu");
  }
  if (name.empty()) {
    return fail(Fault::no_device, fmt::format("no Vulkan device is hardware; there is: {}", names_of(devices)),
                "software devices are used only when asked for by name, e.g. vulkan:lavapipe");
  }
  return fail(Fault::no_device, fmt::format("no Vulkan device is called \"{}\"; there is: {}", name, names_of(devices)),
              "give a part of a device's name, or use --device cpu");
}

}  // namespace fp::vulkan
