#include "engine/vulkan/instance.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace fp::vulkan {
namespace {

constexpr const char* kLayer = "VK_LAYER_KHRONOS_validation";

VKAPI_ATTR VkBool32 VKAPI_CALL on_message(VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
                                          const VkDebugUtilsMessengerCallbackDataEXT* data, void* user) {
  auto* messages = static_cast<Messages*>(user);
  const std::lock_guard lock(messages->mutex);
  messages->texts.emplace_back(data->pMessage);
  return VK_FALSE;
}

bool layer_installed() {
  uint32_t count = 0;
  vkEnumerateInstanceLayerProperties(&count, nullptr);
  std::vector<VkLayerProperties> layers(count);
  vkEnumerateInstanceLayerProperties(&count, layers.data());
  return std::ranges::any_of(layers, [](const auto& layer) { return std::strcmp(layer.layerName, kLayer) == 0; });
}

VkDebugUtilsMessengerCreateInfoEXT messenger_info(Messages* messages) {
  return {.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT,
          .pNext = nullptr,
          .flags = 0,
          .messageSeverity =
              VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT,
          .messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT,
          .pfnUserCallback = on_message,
          .pUserData = messages};
}

}  // namespace

Result<Instance> Instance::create(bool validation) {
  if (validation && !layer_installed()) {
    return fail(Fault::no_device, fmt::format("the Vulkan layer {} is not installed", kLayer),
                "on Debian: apt install vulkan-validationlayers");
  }
  Instance instance;
  const VkApplicationInfo application{.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
                                      .pNext = nullptr,
                                      .pApplicationName = "framepress",
                                      .applicationVersion = 1,
                                      .pEngineName = "framepress",
                                      .engineVersion = 1,
                                      .apiVersion = VK_API_VERSION_1_1};
  VkDebugUtilsMessengerCreateInfoEXT messenger = messenger_info(instance.messages_.get());
  const VkValidationFeatureEnableEXT enabled[] = {VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT};
  const VkValidationFeaturesEXT features{.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT,
                                         .pNext = &messenger,
                                         .enabledValidationFeatureCount = 1,
                                         .pEnabledValidationFeatures = enabled,
                                         .disabledValidationFeatureCount = 0,
                                         .pDisabledValidationFeatures = nullptr};
  const char* const extensions[] = {VK_EXT_DEBUG_UTILS_EXTENSION_NAME, VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME};
  const VkInstanceCreateInfo info{.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
                                  .pNext = validation ? &features : nullptr,
                                  .flags = 0,
                                  .pApplicationInfo = &application,
                                  .enabledLayerCount = validation ? 1u : 0u,
                                  .ppEnabledLayerNames = &kLayer,
                                  .enabledExtensionCount = validation ? 2u : 0u,
                                  .ppEnabledExtensionNames = extensions};
  if (const VkResult r = vkCreateInstance(&info, nullptr, &instance.handle_)) {
    instance.handle_ = nullptr;
    const std::string said = to_string(Failure{r, "vkCreateInstance"});
    return fail(Fault::no_device, fmt::format("no Vulkan driver could be started ({})", said),
                "install a driver, or use --device cpu");
  }
  if (validation) {
    messenger.pNext = nullptr;
    const auto create = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
        vkGetInstanceProcAddr(instance.handle_, "vkCreateDebugUtilsMessengerEXT"));
    if (create == nullptr || create(instance.handle_, &messenger, nullptr, &instance.messenger_) != VK_SUCCESS) {
      return fail(Fault::no_device, "the Vulkan validation layer gives no messages (VK_EXT_debug_utils is missing)");
    }
  }
  return instance;
}

Instance::Instance(Instance&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)),
      messenger_(std::exchange(other.messenger_, nullptr)),
      messages_(std::move(other.messages_)) {}

Instance::~Instance() {
  if (handle_ == nullptr) return;
  if (messenger_ != nullptr) {
    const auto destroy = reinterpret_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
        vkGetInstanceProcAddr(handle_, "vkDestroyDebugUtilsMessengerEXT"));
    destroy(handle_, messenger_, nullptr);
  }
  vkDestroyInstance(handle_, nullptr);
}

std::vector<std::string> Instance::messages() const {
  const std::lock_guard lock(messages_->mutex);
  return messages_->texts;
}

}  // namespace fp::vulkan
