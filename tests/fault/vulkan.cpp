// What the program calls in Vulkan, where it can fail. FAULT_ERRNO is the VkResult. VK_ERROR_DEVICE_LOST strikes only
// the calls that may return it; the device has come to rest then, and stays lost.
#include <vulkan/vulkan.h>

#include <atomic>

#include "tests/fault/inject.hpp"

namespace {

std::atomic<VkDevice> lost_device{nullptr};
std::atomic<VkDevice> device_of_queue{nullptr};  // the program's last: one device has one queue

VkResult result() {
  return static_cast<VkResult>(fault::error());
}

// For calls that cannot lose the device.
bool strikes(const char* call) {
  return result() != VK_ERROR_DEVICE_LOST && fault::strikes(fault::Family::vulkan, call);
}

// For calls that can.
bool loses(VkDevice device, const char* call) {
  if (device != nullptr && device == lost_device) return true;
  if (!fault::strikes(fault::Family::vulkan, call)) return false;
  if (result() == VK_ERROR_DEVICE_LOST && device != nullptr) {
    fault::real<decltype(vkDeviceWaitIdle)>("vkDeviceWaitIdle")(device);
    lost_device = device;
  }
  return true;
}

}  // namespace

#define FAULT_VK(name, parameters, arguments)          \
  FAULT_API VKAPI_ATTR VkResult name parameters {      \
    FAULT_REAL(name);                                  \
    return strikes(#name) ? result() : next arguments; \
  }
#define FAULT_VK_CREATE(name, Info, Handle)                                                              \
  FAULT_VK(name, (VkDevice device, const Info* info, const VkAllocationCallbacks* memory, Handle* into), \
           (device, info, memory, into))

FAULT_API VKAPI_ATTR VkResult vkQueueSubmit(VkQueue queue, uint32_t count, const VkSubmitInfo* infos, VkFence fence) {
  FAULT_REAL(vkQueueSubmit);
  return loses(device_of_queue, "vkQueueSubmit") ? result() : next(queue, count, infos, fence);
}
FAULT_API VKAPI_ATTR VkResult vkWaitForFences(VkDevice device, uint32_t count, const VkFence* fences, VkBool32 all,
                                              uint64_t timeout) {
  FAULT_REAL(vkWaitForFences);
  return loses(device, "vkWaitForFences") ? result() : next(device, count, fences, all, timeout);
}
FAULT_API VKAPI_ATTR VkResult vkGetFenceStatus(VkDevice device, VkFence fence) {
  FAULT_REAL(vkGetFenceStatus);
  return loses(device, "vkGetFenceStatus") ? result() : next(device, fence);
}
FAULT_API VKAPI_ATTR VkResult vkCreateDevice(VkPhysicalDevice physical, const VkDeviceCreateInfo* info,
                                             const VkAllocationCallbacks* memory, VkDevice* device) {
  FAULT_REAL(vkCreateDevice);
  return loses(nullptr, "vkCreateDevice") ? result() : next(physical, info, memory, device);
}
FAULT_API VKAPI_ATTR void vkGetDeviceQueue(VkDevice device, uint32_t family, uint32_t index, VkQueue* queue) {
  FAULT_REAL(vkGetDeviceQueue);
  next(device, family, index, queue);
  device_of_queue = device;
}
FAULT_API VKAPI_ATTR void vkDestroyDevice(VkDevice device, const VkAllocationCallbacks* memory) {
  FAULT_REAL(vkDestroyDevice);
  VkDevice gone = device;
  lost_device.compare_exchange_strong(gone, nullptr);  // the handle may be given out again
  next(device, memory);
}

FAULT_VK(vkCreateInstance,
         (const VkInstanceCreateInfo* info, const VkAllocationCallbacks* memory, VkInstance* instance),
         (info, memory, instance))
FAULT_VK(vkEnumeratePhysicalDevices, (VkInstance instance, uint32_t* count, VkPhysicalDevice* devices),
         (instance, count, devices))
FAULT_VK(vkEnumerateDeviceExtensionProperties,
         (VkPhysicalDevice device, const char* layer, uint32_t* count, VkExtensionProperties* properties),
         (device, layer, count, properties))
FAULT_VK_CREATE(vkAllocateMemory, VkMemoryAllocateInfo, VkDeviceMemory)
FAULT_VK_CREATE(vkCreateBuffer, VkBufferCreateInfo, VkBuffer)
FAULT_VK_CREATE(vkCreateCommandPool, VkCommandPoolCreateInfo, VkCommandPool)
FAULT_VK_CREATE(vkCreateDescriptorPool, VkDescriptorPoolCreateInfo, VkDescriptorPool)
FAULT_VK_CREATE(vkCreateDescriptorSetLayout, VkDescriptorSetLayoutCreateInfo, VkDescriptorSetLayout)
FAULT_VK_CREATE(vkCreateFence, VkFenceCreateInfo, VkFence)
FAULT_VK_CREATE(vkCreatePipelineCache, VkPipelineCacheCreateInfo, VkPipelineCache)
FAULT_VK_CREATE(vkCreatePipelineLayout, VkPipelineLayoutCreateInfo, VkPipelineLayout)
FAULT_VK_CREATE(vkCreateShaderModule, VkShaderModuleCreateInfo, VkShaderModule)
FAULT_VK(vkCreateComputePipelines,
         (VkDevice device, VkPipelineCache cache, uint32_t count, const VkComputePipelineCreateInfo* infos,
          const VkAllocationCallbacks* memory, VkPipeline* into),
         (device, cache, count, infos, memory, into))
FAULT_VK(vkAllocateCommandBuffers, (VkDevice device, const VkCommandBufferAllocateInfo* info, VkCommandBuffer* into),
         (device, info, into))
FAULT_VK(vkAllocateDescriptorSets, (VkDevice device, const VkDescriptorSetAllocateInfo* info, VkDescriptorSet* into),
         (device, info, into))
FAULT_VK(vkBeginCommandBuffer, (VkCommandBuffer commands, const VkCommandBufferBeginInfo* info), (commands, info))
FAULT_VK(vkEndCommandBuffer, (VkCommandBuffer commands), (commands))
FAULT_VK(vkBindBufferMemory, (VkDevice device, VkBuffer buffer, VkDeviceMemory memory, VkDeviceSize at),
         (device, buffer, memory, at))
FAULT_VK(vkMapMemory,
         (VkDevice device, VkDeviceMemory memory, VkDeviceSize at, VkDeviceSize size, VkMemoryMapFlags flags,
          void** into),
         (device, memory, at, size, flags, into))
FAULT_VK(vkFlushMappedMemoryRanges, (VkDevice device, uint32_t count, const VkMappedMemoryRange* ranges),
         (device, count, ranges))
FAULT_VK(vkInvalidateMappedMemoryRanges, (VkDevice device, uint32_t count, const VkMappedMemoryRange* ranges),
         (device, count, ranges))
FAULT_VK(vkGetPipelineCacheData, (VkDevice device, VkPipelineCache cache, size_t* size, void* into),
         (device, cache, size, into))
FAULT_VK(vkResetCommandPool, (VkDevice device, VkCommandPool pool, VkCommandPoolResetFlags flags),
         (device, pool, flags))
FAULT_VK(vkResetFences, (VkDevice device, uint32_t count, const VkFence* fences), (device, count, fences))
