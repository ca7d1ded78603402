// libcuda.so.1, as much of it as an encoder needs.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "tests/nvenc/double/state.hpp"

namespace nvdouble {
namespace {

constexpr CUresult kInvalidValue = static_cast<CUresult>(1);
constexpr CUresult kNotInitialised = static_cast<CUresult>(3);
constexpr CUresult kInvalidDevice = static_cast<CUresult>(101);
constexpr CUresult kInvalidContext = static_cast<CUresult>(201);

thread_local std::vector<CUcontext> stack;

// Before anything else in a call: whether it may go on.
CUresult enter(const char* function) {
  if (const int failure = injected(function, true)) return static_cast<CUresult>(failure);
  if (state().initialised) return CUDA_SUCCESS;
  violate(std::string(function) + " before cuInit");
  return kNotInitialised;
}

CUresult enter_in_context(const char* function) {
  if (const CUresult r = enter(function)) return r;
  if (current_context() == primary_context()) return CUDA_SUCCESS;
  violate(std::string(function) + " without a current context");
  return kInvalidContext;
}

bool known(CUdevice device) {
  return device >= 0 && device < state().world.devices;
}

}  // namespace

CUcontext primary_context() {
  return reinterpret_cast<CUcontext>(uintptr_t{0xC0});
}

CUcontext current_context() {
  return stack.empty() ? nullptr : stack.back();
}

const uint8_t* bytes_at(CUdeviceptr pointer, uint64_t bytes) {
  for (const auto& [handle, m] : state().memories) {
    const auto begin = reinterpret_cast<CUdeviceptr>(m.mapping) + state().world.file_offset;
    if (m.buffer_alive && pointer >= begin && pointer + bytes <= begin + m.bytes)
      return reinterpret_cast<const uint8_t*>(pointer);
  }
  return nullptr;
}

}  // namespace nvdouble

using namespace nvdouble;
#define FP_LOCK const std::lock_guard lock(state().mutex)

extern "C" {

CUresult cuInit(unsigned int flags) {
  FP_LOCK;
  if (const int failure = injected("cuInit", true)) return static_cast<CUresult>(failure);
  if (flags != 0) violate("cuInit: flags must be 0");
  state().initialised = true;
  return CUDA_SUCCESS;
}

CUresult cuDriverGetVersion(int* version) {
  FP_LOCK;
  if (const CUresult r = enter("cuDriverGetVersion")) return r;
  *version = 12020;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetCount(int* count) {
  FP_LOCK;
  if (const CUresult r = enter("cuDeviceGetCount")) return r;
  *count = state().world.devices;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGet(CUdevice* device, int ordinal) {
  FP_LOCK;
  if (const CUresult r = enter("cuDeviceGet")) return r;
  if (!known(ordinal)) return kInvalidDevice;
  *device = ordinal;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetName(char* name, int bytes, CUdevice device) {
  FP_LOCK;
  if (const CUresult r = enter("cuDeviceGetName")) return r;
  if (!known(device)) return kInvalidDevice;
  std::strncpy(name, "NVIDIA Test Double", static_cast<size_t>(bytes));
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetUuid(CUuuid* uuid, CUdevice device) {
  FP_LOCK;
  if (const CUresult r = enter("cuDeviceGetUuid")) return r;
  if (!known(device)) return kInvalidDevice;
  std::memcpy(uuid->bytes, state().world.uuid.data(), 16);
  if (device > 0) uuid->bytes[15] = static_cast<char>(device);
  return CUDA_SUCCESS;
}

CUresult cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice device) {
  FP_LOCK;
  if (const CUresult r = enter("cuDevicePrimaryCtxRetain")) return r;
  if (!known(device)) return kInvalidDevice;
  ++state().contexts;
  *context = primary_context();
  return CUDA_SUCCESS;
}

CUresult cuDevicePrimaryCtxRelease(CUdevice device) {
  FP_LOCK;
  const CUresult r = enter("cuDevicePrimaryCtxRelease");
  if (!known(device)) violate("cuDevicePrimaryCtxRelease: no such device");
  if (state().contexts == 0) violate("cuDevicePrimaryCtxRelease: the context is not retained");
  if (state().contexts > 0 && --state().contexts == 0) {
    if (!state().encoders.empty()) violate("the context is gone before its encoders");
    if (!state().memories.empty()) violate("the context is gone before its memory");
  }
  return r;
}

CUresult cuCtxPushCurrent_v2(CUcontext context) {
  FP_LOCK;
  if (const CUresult r = enter("cuCtxPushCurrent")) return r;
  if (context != primary_context() || state().contexts == 0) {
    violate("cuCtxPushCurrent: not a live context");
    return kInvalidContext;
  }
  stack.push_back(context);
  return CUDA_SUCCESS;
}

CUresult cuCtxPopCurrent_v2(CUcontext* context) {
  FP_LOCK;
  const CUresult r = enter("cuCtxPopCurrent");
  if (stack.empty()) {
    violate("cuCtxPopCurrent: none is current");
    return kInvalidContext;
  }
  if (context != nullptr) *context = stack.back();
  stack.pop_back();
  return r;
}

CUresult cuGetErrorName(CUresult error, const char** name) {
  *name = error == 2 ? "CUDA_ERROR_OUT_OF_MEMORY" : error == 100 ? "CUDA_ERROR_NO_DEVICE" : nullptr;
  return *name != nullptr ? CUDA_SUCCESS : kInvalidValue;
}

CUresult cuImportExternalMemory(CUexternalMemory* out, const CUDA_EXTERNAL_MEMORY_HANDLE_DESC* d) {
  FP_LOCK;
  if (const CUresult r = enter_in_context("cuImportExternalMemory")) return r;
  if (d->type != CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD) violate("cuImportExternalMemory: no OPAQUE_FD");
  if (!zero(d->reserved) || (d->flags & ~1u) != 0) violate("cuImportExternalMemory: reserved fields are set");
  const uint64_t bytes = d->size + state().world.file_offset;
  struct stat file {};
  if (fstat(d->handle.fd, &file) != 0 || static_cast<uint64_t>(file.st_size) < bytes) {
    violate("cuImportExternalMemory: the file is shorter than the memory is said to be");
    return kInvalidValue;
  }
  void* mapping = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, d->handle.fd, 0);
  if (mapping == MAP_FAILED) return kInvalidValue;
  close(d->handle.fd);  // it is ours now
  void* handle = new_handle();
  state().memories[handle] = {.mapping = static_cast<uint8_t*>(mapping), .mapped_bytes = bytes, .bytes = d->size};
  *out = static_cast<CUexternalMemory>(handle);
  return CUDA_SUCCESS;
}

CUresult cuExternalMemoryGetMappedBuffer(CUdeviceptr* out, CUexternalMemory memory,
                                         const CUDA_EXTERNAL_MEMORY_BUFFER_DESC* d) {
  FP_LOCK;
  if (const CUresult r = enter_in_context("cuExternalMemoryGetMappedBuffer")) return r;
  const auto at = state().memories.find(memory);
  if (at == state().memories.end() || d->offset + d->size > at->second.bytes || d->flags != 0 || !zero(d->reserved)) {
    violate("cuExternalMemoryGetMappedBuffer: not inside live memory, or reserved fields are set");
    return kInvalidValue;
  }
  if (at->second.buffer_alive) violate("cuExternalMemoryGetMappedBuffer: mapped twice");
  at->second.buffer_alive = true;
  *out = reinterpret_cast<CUdeviceptr>(at->second.mapping) + state().world.file_offset + d->offset;
  return CUDA_SUCCESS;
}

CUresult cuMemFree_v2(CUdeviceptr pointer) {
  FP_LOCK;
  const CUresult r = enter_in_context("cuMemFree");
  for (const auto& [handle, encoder] : state().encoders) {
    for (const auto& [id, resource] : encoder->registered) {
      if (reinterpret_cast<CUdeviceptr>(resource.at) == pointer) violate("cuMemFree: the memory is still registered");
    }
  }
  for (auto& [handle, m] : state().memories) {
    const auto begin = reinterpret_cast<CUdeviceptr>(m.mapping);
    if (!m.buffer_alive || pointer < begin || pointer >= begin + m.mapped_bytes) continue;
    m.buffer_alive = false;
    return r;
  }
  violate("cuMemFree: not a live pointer");
  return kInvalidValue;
}

CUresult cuDestroyExternalMemory(CUexternalMemory memory) {
  FP_LOCK;
  const CUresult r = enter_in_context("cuDestroyExternalMemory");
  const auto at = state().memories.find(memory);
  if (at == state().memories.end()) {
    violate("cuDestroyExternalMemory: not live memory");
    return kInvalidValue;
  }
  if (at->second.buffer_alive) violate("cuDestroyExternalMemory: its buffer is not freed");
  munmap(at->second.mapping, at->second.mapped_bytes);
  state().memories.erase(at);
  return r;
}

}  // extern "C"
