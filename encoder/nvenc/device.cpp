#include "encoder/nvenc/device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "encoder/nvenc/handle.hpp"
#include "encoder/nvenc/status.hpp"

namespace fp::nvenc {
namespace {

std::string module_version() {
  std::ifstream file("/sys/module/nvidia/version");
  std::string version;
  std::getline(file, version);
  return version;
}

std::unexpected<Errors> cuda_fault(const Cuda& cuda, CUresult result, std::string_view call) {
  return fail(Fault::no_device, cuda_text(cuda, result, call),
              "is the NVIDIA driver running (nvidia-smi)? `--encoder x264` needs no device");
}

Result<Info> describe(const Driver& driver, CUdevice device) {
  Info info;
  std::array<char, 256> name{};
  if (const CUresult r = driver.cuda.device_name(name.data(), static_cast<int>(name.size()) - 1, device))
    return cuda_fault(driver.cuda, r, "cuDeviceGetName");
  info.name = name.data();
  CUuuid uuid{};
  if (const CUresult r = driver.cuda.device_uuid(&uuid, device)) return cuda_fault(driver.cuda, r, "cuDeviceGetUuid");
  std::memcpy(info.uuid.data(), uuid.bytes, info.uuid.size());
  int version = 0;
  if (const CUresult r = driver.cuda.driver_version(&version)) return cuda_fault(driver.cuda, r, "cuDriverGetVersion");
  info.cuda = fmt::format("{}.{}", version / 1000, version % 1000 / 10);
  info.api = api_text(driver.api);
  info.driver = module_version();
  return info;
}

}  // namespace

std::string_view name_of(Codec codec) {
  return codec == Codec::h264 ? "H.264" : codec == Codec::hevc ? "HEVC" : "AV1";
}

const GUID& guid_of(Codec codec) {
#if NVENCAPI_MAJOR_VERSION >= 12
  static constexpr const GUID* kAv1 = &NV_ENC_CODEC_AV1_GUID;
#else
  static constexpr GUID kNone{};
  static constexpr const GUID* kAv1 = &kNone;
#endif
  return codec == Codec::h264 ? NV_ENC_CODEC_H264_GUID : codec == Codec::hevc ? NV_ENC_CODEC_HEVC_GUID : *kAv1;
}

Result<std::shared_ptr<const Device>> Device::open(const Libraries& libraries, std::optional<Uuid> uuid) {
  auto driver = load_driver(libraries);
  if (!driver) return fail(std::move(driver.error()));
  const Cuda& cuda = (*driver)->cuda;
  if (const CUresult r = cuda.init(0)) return cuda_fault(cuda, r, "cuInit");
  int count = 0;
  if (const CUresult r = cuda.device_count(&count)) return cuda_fault(cuda, r, "cuDeviceGetCount");
  if (count == 0) {
    return fail(Fault::no_device, "the NVIDIA driver is here and finds no device",
                "check the device with nvidia-smi, or use --encoder x264");
  }
  for (int i = 0; i < count; ++i) {
    std::shared_ptr<Device> device(new Device);
    if (const CUresult r = cuda.device_get(&device->device_, i)) return cuda_fault(cuda, r, "cuDeviceGet");
    auto info = describe(**driver, device->device_);
    if (!info) return fail(std::move(info.error()));
    if (uuid && *uuid != info->uuid) continue;
    device->driver_ = *driver;
    device->info_ = std::move(*info);
    if (const CUresult r = cuda.context_retain(&device->context_, device->device_)) {
      device->context_ = nullptr;
      return cuda_fault(cuda, r, "cuDevicePrimaryCtxRetain");
    }
    return device;
  }
  return fail(Fault::no_device, "the device that draws the frames is none of the NVIDIA driver's");
}

Device::~Device() {
  if (context_ != nullptr) driver_->cuda.context_release(device_);
}

std::string Device::no_import_reason() const {
  return driver_->cuda.import_memory != nullptr ? "" : "the NVIDIA driver cannot import memory (before CUDA 10.0)";
}

Current::Current(const Device& device) : device_(device), pushed_(device.driver().cuda.push(device.context())) {}

Current::~Current() {
  CUcontext popped = nullptr;
  if (pushed_ == CUDA_SUCCESS) device_.driver().cuda.pop(&popped);
}

Result<void> Current::result() const {
  if (pushed_ == CUDA_SUCCESS) return {};
  return fail(Fault::failed, cuda_text(device_.driver().cuda, pushed_, "cuCtxPushCurrent"));
}

Result<std::optional<Caps>> ask_caps(const Device& device, Codec codec) {
  const Current current(device);
  if (auto pushed = current.result(); !pushed) return fail(std::move(pushed.error()));
  auto handle = Handle::open(device);
  if (!handle) return fail(std::move(handle.error()));
  return read_caps(*handle, codec);
}

}  // namespace fp::nvenc
