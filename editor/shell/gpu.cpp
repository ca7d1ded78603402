#include "editor/shell/gpu.hpp"

#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

namespace fp::shell {
namespace {

VKAPI_ATTR VkBool32 VKAPI_CALL on_message(VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
                                          const VkDebugUtilsMessengerCallbackDataEXT* data, void*) {
  std::fprintf(stderr, "vulkan: %s\n", data->pMessage);
  return VK_FALSE;
}

std::unexpected<Errors> no_window_device(const std::string& why) {
  return fail(Fault::no_device, "the editor's window needs a Vulkan driver that can present: " + why,
              "on Debian: apt install mesa-vulkan-drivers (works without a GPU)");
}

Result<void> make_instance(Gpu& gpu, bool validation) {
  uint32_t count = 0;
  const char** wanted = glfwGetRequiredInstanceExtensions(&count);
  if (wanted == nullptr) return no_window_device("no loader or no driver for windows is installed");
  std::vector<const char*> extensions(wanted, wanted + count);
  const char* layer = "VK_LAYER_KHRONOS_validation";
  if (validation) extensions.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
  const VkValidationFeatureEnableEXT enabled[] = {VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT};
  const VkValidationFeaturesEXT features{.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT,
                                         .enabledValidationFeatureCount = 1,
                                         .pEnabledValidationFeatures = enabled};
  const VkApplicationInfo application{.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
                                      .pApplicationName = "framepress-editor",
                                      .apiVersion = VK_API_VERSION_1_1};
  const VkInstanceCreateInfo info{.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
                                  .pNext = validation ? &features : nullptr,
                                  .pApplicationInfo = &application,
                                  .enabledLayerCount = validation ? 1u : 0u,
                                  .ppEnabledLayerNames = &layer,
                                  .enabledExtensionCount = static_cast<uint32_t>(extensions.size()),
                                  .ppEnabledExtensionNames = extensions.data()};
  if (const VkResult r = vkCreateInstance(&info, nullptr, &gpu.instance)) {
    gpu.instance = nullptr;
    return no_window_device(to_string(Failure{r, "vkCreateInstance"}));
  }
  if (!validation) return {};
  const VkDebugUtilsMessengerCreateInfoEXT messenger{
      .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT,
      .messageSeverity =
          VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT,
      .messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT,
      .pfnUserCallback = on_message};
  const auto create = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
      vkGetInstanceProcAddr(gpu.instance, "vkCreateDebugUtilsMessengerEXT"));
  if (create != nullptr) create(gpu.instance, &messenger, nullptr, &gpu.messenger);
  return {};
}

std::optional<uint32_t> presenting_family(VkPhysicalDevice device, VkSurfaceKHR surface) {
  uint32_t count = 0;
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
  for (uint32_t i = 0; i < count; ++i) {
    VkBool32 presents = VK_FALSE;
    vkGetPhysicalDeviceSurfaceSupportKHR(device, i, surface, &presents);
    if (presents == VK_TRUE && (families[i].queueFlags & VK_QUEUE_GRAPHICS_BIT) != 0) return i;
  }
  return std::nullopt;
}

int rank(VkPhysicalDeviceType type) {
  constexpr VkPhysicalDeviceType kOrder[] = {VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU,
                                             VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU,
                                             VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU, VK_PHYSICAL_DEVICE_TYPE_CPU};
  return static_cast<int>(std::ranges::find(kOrder, type) - kOrder);
}

Result<void> choose_device(Gpu& gpu) {
  uint32_t count = 0;
  vkEnumeratePhysicalDevices(gpu.instance, &count, nullptr);
  std::vector<VkPhysicalDevice> devices(count);
  vkEnumeratePhysicalDevices(gpu.instance, &count, devices.data());
  int best = 100;
  for (VkPhysicalDevice device : devices) {
    const auto family = presenting_family(device, gpu.surface);
    VkPhysicalDeviceProperties properties{};
    vkGetPhysicalDeviceProperties(device, &properties);
    if (!family || rank(properties.deviceType) >= best) continue;
    best = rank(properties.deviceType);
    gpu.physical = device;
    gpu.family = *family;
    gpu.name = properties.deviceName;
  }
  if (gpu.physical == nullptr) return no_window_device(fmt::format("none of {} devices can", count));
  vkGetPhysicalDeviceMemoryProperties(gpu.physical, &gpu.memory);
  return {};
}

Result<void> make_device(Gpu& gpu) {
  const float priority = 1;
  const VkDeviceQueueCreateInfo queue{.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
                                      .queueFamilyIndex = gpu.family,
                                      .queueCount = 1,
                                      .pQueuePriorities = &priority};
  const char* extension = VK_KHR_SWAPCHAIN_EXTENSION_NAME;
  const VkDeviceCreateInfo info{.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
                                .queueCreateInfoCount = 1,
                                .pQueueCreateInfos = &queue,
                                .enabledExtensionCount = 1,
                                .ppEnabledExtensionNames = &extension};
  if (const VkResult r = vkCreateDevice(gpu.physical, &info, nullptr, &gpu.device)) {
    gpu.device = nullptr;
    return no_window_device(to_string(Failure{r, "vkCreateDevice"}));
  }
  vkGetDeviceQueue(gpu.device, gpu.family, 0, &gpu.queue);
  return {};
}

}  // namespace

Gpu::~Gpu() {
  if (device != nullptr) vkDestroyDevice(device, nullptr);
  if (surface != nullptr) vkDestroySurfaceKHR(instance, surface, nullptr);
  if (messenger != nullptr) {
    const auto destroy = reinterpret_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
        vkGetInstanceProcAddr(instance, "vkDestroyDebugUtilsMessengerEXT"));
    destroy(instance, messenger, nullptr);
  }
  if (instance != nullptr) vkDestroyInstance(instance, nullptr);
}

Result<std::unique_ptr<Gpu>> open_gpu(GLFWwindow* window, bool validation) {
  auto gpu = std::make_unique<Gpu>();
  if (auto made = make_instance(*gpu, validation); !made) return fail(std::move(made.error()));
  if (const VkResult r = glfwCreateWindowSurface(gpu->instance, window, nullptr, &gpu->surface)) {
    return no_window_device(to_string(Failure{r, "glfwCreateWindowSurface"}));
  }
  if (auto chosen = choose_device(*gpu); !chosen) return fail(std::move(chosen.error()));
  if (auto made = make_device(*gpu); !made) return fail(std::move(made.error()));
  return gpu;
}

Vk<Memory> allocate(const Gpu& gpu, const VkMemoryRequirements& needs, VkMemoryPropertyFlags properties) {
  for (uint32_t i = 0; i < gpu.memory.memoryTypeCount; ++i) {
    const bool fits = (needs.memoryTypeBits >> i & 1u) != 0;
    if (!fits || (gpu.memory.memoryTypes[i].propertyFlags & properties) != properties) continue;
    const VkMemoryAllocateInfo info{
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO, .allocationSize = needs.size, .memoryTypeIndex = i};
    VkDeviceMemory memory = nullptr;
    if (const VkResult r = vkAllocateMemory(gpu.device, &info, nullptr, &memory)) return failure(r, "vkAllocateMemory");
    return Memory(gpu.device, memory);
  }
  return failure(VK_ERROR_OUT_OF_DEVICE_MEMORY, "vkAllocateMemory");
}

Vk<HostBuffer> make_host_buffer(const Gpu& gpu, size_t size, VkBufferUsageFlags usage) {
  const VkBufferCreateInfo info{.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO, .size = size, .usage = usage};
  VkBuffer buffer = nullptr;
  if (const VkResult r = vkCreateBuffer(gpu.device, &info, nullptr, &buffer)) return failure(r, "vkCreateBuffer");
  HostBuffer out;
  out.buffer = Buffer(gpu.device, buffer);
  VkMemoryRequirements needs{};
  vkGetBufferMemoryRequirements(gpu.device, buffer, &needs);
  auto memory = allocate(gpu, needs, VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT);
  if (!memory) return std::unexpected(memory.error());
  out.memory = std::move(*memory);
  if (const VkResult r = vkBindBufferMemory(gpu.device, buffer, out.memory.get(), 0))
    return failure(r, "vkBindBufferMemory");
  if (const VkResult r = vkMapMemory(gpu.device, out.memory.get(), 0, VK_WHOLE_SIZE, 0, &out.mapped))
    return failure(r, "vkMapMemory");
  out.size = size;
  return out;
}

}  // namespace fp::shell
