#include "encoder/nvenc/driver.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>

#include "encoder/nvenc/status.hpp"

namespace fp::nvenc {
namespace {

constexpr const char* kCudaName = "libcuda.so.1";
constexpr const char* kEncodeName = "libnvidia-encode.so.1";
// What NVIDIA's release notes give for the Linux driver of each interface.
constexpr const char* kOldestDriver = NVENCAPI_MAJOR_VERSION >= 12 ? "520.56.06" : "470.57.02";

std::string last_reason() {
  const char* said = dlerror();
  return said == nullptr ? "no reason given" : said;
}

std::shared_ptr<void> open_library(const Libraries& libraries, const char* name) {
  const std::string path = libraries.folder.empty() ? name : (libraries.folder / name).string();
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return nullptr;
  return {handle, [](void* h) { dlclose(h); }};
}

template <class F>
bool find(void* library, const char* name, F*& function) {
  function = reinterpret_cast<F*>(dlsym(library, name));
  return function != nullptr;
}

// The name of the first function that is not there; nullptr: all are.
const char* find_cuda(void* library, Cuda& c) {
  if (!find(library, "cuInit", c.init)) return "cuInit";
  if (!find(library, "cuDriverGetVersion", c.driver_version)) return "cuDriverGetVersion";
  if (!find(library, "cuDeviceGetCount", c.device_count)) return "cuDeviceGetCount";
  if (!find(library, "cuDeviceGet", c.device_get)) return "cuDeviceGet";
  if (!find(library, "cuDeviceGetName", c.device_name)) return "cuDeviceGetName";
  if (!find(library, "cuDeviceGetUuid", c.device_uuid)) return "cuDeviceGetUuid";
  if (!find(library, "cuDevicePrimaryCtxRetain", c.context_retain)) return "cuDevicePrimaryCtxRetain";
  if (!find(library, "cuDevicePrimaryCtxRelease", c.context_release)) return "cuDevicePrimaryCtxRelease";
  if (!find(library, "cuCtxPushCurrent_v2", c.push)) return "cuCtxPushCurrent_v2";
  if (!find(library, "cuCtxPopCurrent_v2", c.pop)) return "cuCtxPopCurrent_v2";
  if (!find(library, "cuGetErrorName", c.error_name)) return "cuGetErrorName";
  if (!find(library, "cuMemFree_v2", c.mem_free)) return "cuMemFree_v2";
  const bool imports = find(library, "cuImportExternalMemory", c.import_memory) &&
                       find(library, "cuDestroyExternalMemory", c.destroy_memory) &&
                       find(library, "cuExternalMemoryGetMappedBuffer", c.mapped_buffer);
  if (!imports) c.import_memory = nullptr;
  return nullptr;
}

std::unexpected<Errors> lacks(const char* library, const char* function) {
  return fail(Fault::no_device, fmt::format("{} has no function {}: the NVIDIA driver is too old", library, function),
              fmt::format("install NVIDIA driver {} or newer, or use --encoder x264", kOldestDriver));
}

// Every function a session calls; a driver that leaves one out would crash us later.
bool complete(const NV_ENCODE_API_FUNCTION_LIST& f) {
  return f.nvEncOpenEncodeSessionEx && f.nvEncGetEncodeGUIDCount && f.nvEncGetEncodeGUIDs &&
         f.nvEncGetInputFormatCount && f.nvEncGetInputFormats && f.nvEncGetEncodeCaps &&
         f.nvEncGetEncodePresetConfigEx && f.nvEncInitializeEncoder && f.nvEncCreateInputBuffer &&
         f.nvEncDestroyInputBuffer && f.nvEncCreateBitstreamBuffer && f.nvEncDestroyBitstreamBuffer &&
         f.nvEncEncodePicture && f.nvEncLockBitstream && f.nvEncUnlockBitstream && f.nvEncLockInputBuffer &&
         f.nvEncUnlockInputBuffer && f.nvEncGetSequenceParams && f.nvEncMapInputResource && f.nvEncUnmapInputResource &&
         f.nvEncRegisterResource && f.nvEncUnregisterResource && f.nvEncDestroyEncoder && f.nvEncGetLastErrorString;
}

Result<void> load_encoder(Driver& driver) {
  using MaxVersion = NVENCSTATUS(uint32_t*);
  using CreateInstance = NVENCSTATUS(NV_ENCODE_API_FUNCTION_LIST*);
  MaxVersion* max_version = nullptr;
  CreateInstance* create = nullptr;
  if (!find(driver.encode_library.get(), "NvEncodeAPIGetMaxSupportedVersion", max_version))
    return lacks(kEncodeName, "NvEncodeAPIGetMaxSupportedVersion");
  if (!find(driver.encode_library.get(), "NvEncodeAPICreateInstance", create))
    return lacks(kEncodeName, "NvEncodeAPICreateInstance");
  if (const NVENCSTATUS s = max_version(&driver.api); s != NV_ENC_SUCCESS) {
    return fail(Fault::no_device, status_text(s, "NvEncodeAPIGetMaxSupportedVersion"));
  }
  if (driver.api < needed_api()) {
    return fail(Fault::no_device,
                fmt::format("the NVIDIA driver is too old: it offers version {} of the encoding interface, and {} is "
                            "needed",
                            api_text(driver.api), api_text(needed_api())),
                fmt::format("install NVIDIA driver {} or newer, or use --encoder x264", kOldestDriver));
  }
  driver.encode.version = NV_ENCODE_API_FUNCTION_LIST_VER;
  if (const NVENCSTATUS s = create(&driver.encode); s != NV_ENC_SUCCESS)
    return fail(Fault::no_device, status_text(s, "NvEncodeAPICreateInstance"));
  if (!complete(driver.encode)) return lacks(kEncodeName, "of those this program calls");
  return {};
}

}  // namespace

Libraries libraries_from_environment() {
  const char* folder = std::getenv("FRAMEPRESS_NVIDIA_LIBRARIES");
  return {.folder = folder == nullptr ? "" : folder};
}

Result<std::shared_ptr<const Driver>> load_driver(const Libraries& libraries) {
  auto driver = std::make_shared<Driver>();
  driver->cuda_library = open_library(libraries, kCudaName);
  if (!driver->cuda_library) {
    return fail(Fault::no_device, fmt::format("there is no NVIDIA driver: {}", last_reason()),
                "install the NVIDIA driver, or use --encoder x264");
  }
  if (const char* missing = find_cuda(driver->cuda_library.get(), driver->cuda)) return lacks(kCudaName, missing);
  driver->encode_library = open_library(libraries, kEncodeName);
  if (!driver->encode_library) {
    return fail(Fault::no_device, fmt::format("the NVIDIA driver is here without its video encoder: {}", last_reason()),
                "on Debian: apt install libnvidia-encode1; in a container: NVIDIA_DRIVER_CAPABILITIES=compute,video");
  }
  if (auto loaded = load_encoder(*driver); !loaded) return fail(std::move(loaded.error()));
  return driver;
}

std::string api_text(uint32_t api) {
  return fmt::format("{}.{}", api >> 4, api & 15);
}

uint32_t needed_api() {
  return NVENCAPI_MAJOR_VERSION << 4 | NVENCAPI_MINOR_VERSION;
}

}  // namespace fp::nvenc
