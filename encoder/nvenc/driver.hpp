// The driver's two libraries, libcuda.so.1 and libnvidia-encode.so.1, loaded at run time: a program that never asks for
// NVENC needs neither.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "encoder/nvenc/api.hpp"
#include "engine/core/result.hpp"

namespace fp::nvenc {

struct Libraries {
  std::filesystem::path folder = {};  // both are looked for here only; empty: where the system's loader looks
};

// The folder FRAMEPRESS_NVIDIA_LIBRARIES names (`framepress doctor` says so), else the system's.
Libraries libraries_from_environment();

struct Cuda {
  tcuInit* init = nullptr;
  CUresult (*driver_version)(int* version) = nullptr;
  tcuDeviceGetCount* device_count = nullptr;
  tcuDeviceGet* device_get = nullptr;
  tcuDeviceGetName* device_name = nullptr;
  tcuDeviceGetUuid* device_uuid = nullptr;
  tcuDevicePrimaryCtxRetain* context_retain = nullptr;
  tcuDevicePrimaryCtxRelease* context_release = nullptr;
  tcuCtxPushCurrent_v2* push = nullptr;
  tcuCtxPopCurrent_v2* pop = nullptr;
  tcuGetErrorName* error_name = nullptr;
  tcuMemFree_v2* mem_free = nullptr;
  // All three or none: a driver that cannot import memory still encodes what is uploaded.
  tcuImportExternalMemory* import_memory = nullptr;
  tcuDestroyExternalMemory* destroy_memory = nullptr;
  tcuExternalMemoryGetMappedBuffer* mapped_buffer = nullptr;
};

// Immutable once loaded; any thread. The functions live as long as this does.
struct Driver {
  std::shared_ptr<void> cuda_library, encode_library;
  Cuda cuda;
  NV_ENCODE_API_FUNCTION_LIST encode{};
  uint32_t api = 0;  // the newest NVENC interface the driver offers: major << 4 | minor
};

// Fault::no_device, naming what is missing: a library, a function in it, a newer driver (have and need).
Result<std::shared_ptr<const Driver>> load_driver(const Libraries& libraries);

// "11.1" for 11 << 4 | 1.
std::string api_text(uint32_t api);
// The interface this program was built for, as `Driver::api`.
uint32_t needed_api();

}  // namespace fp::nvenc
