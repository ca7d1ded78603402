#include "encoder/nvenc/status.hpp"

#include <fmt/format.h>

#include "encoder/nvenc/driver.hpp"

namespace fp::nvenc {
namespace {

struct Known {
  NVENCSTATUS status;
  const char* name;
  const char* meaning;
};

#define FP_STATUS(name) NV_ENC_##name, "NV_ENC_" #name
constexpr Known kKnown[] = {
    {FP_STATUS(SUCCESS), "it succeeded"},
    {FP_STATUS(ERR_NO_ENCODE_DEVICE), "the device has no video encoder"},
    {FP_STATUS(ERR_UNSUPPORTED_DEVICE), "the driver does not support encoding on this device"},
    {FP_STATUS(ERR_INVALID_ENCODERDEVICE), "the device was not taken as an encoder"},
    {FP_STATUS(ERR_INVALID_DEVICE), "the device was not taken"},
    {FP_STATUS(ERR_DEVICE_NOT_EXIST), "the device is gone"},
    {FP_STATUS(ERR_INVALID_PTR), "a pointer was not taken"},
    {FP_STATUS(ERR_INVALID_EVENT), "an event was not taken"},
    {FP_STATUS(ERR_INVALID_PARAM), "a parameter was not taken"},
    {FP_STATUS(ERR_INVALID_CALL), "the call came at the wrong time"},
    {FP_STATUS(ERR_OUT_OF_MEMORY), "not enough memory on the device"},
    {FP_STATUS(ERR_ENCODER_NOT_INITIALIZED), "the encoder was not set up"},
    {FP_STATUS(ERR_UNSUPPORTED_PARAM), "this device does not support a parameter"},
    {FP_STATUS(ERR_LOCK_BUSY), "the buffer is busy"},
    {FP_STATUS(ERR_NOT_ENOUGH_BUFFER), "a buffer is too small"},
    {FP_STATUS(ERR_INVALID_VERSION), "the driver does not know this version of the interface"},
    {FP_STATUS(ERR_MAP_FAILED), "the frame could not be mapped"},
    {FP_STATUS(ERR_NEED_MORE_INPUT), "more frames are needed first"},
    {FP_STATUS(ERR_ENCODER_BUSY), "the encoder is busy"},
    {FP_STATUS(ERR_EVENT_NOT_REGISTERD), "an event was not registered"},
    {FP_STATUS(ERR_GENERIC), "the driver failed inside"},
    {FP_STATUS(ERR_INCOMPATIBLE_CLIENT_KEY), "the licence of this device does not allow it"},
    {FP_STATUS(ERR_UNIMPLEMENTED), "the driver does not implement it"},
    {FP_STATUS(ERR_RESOURCE_REGISTER_FAILED), "the frame's memory could not be registered"},
    {FP_STATUS(ERR_RESOURCE_NOT_REGISTERED), "the frame's memory was not registered"},
    {FP_STATUS(ERR_RESOURCE_NOT_MAPPED), "the frame's memory was not mapped"},
};
#undef FP_STATUS

const Known* known(int status) {
  for (const Known& k : kKnown) {
    if (k.status == status) return &k;
  }
  return nullptr;
}

}  // namespace

std::string status_name(int status) {
  const Known* k = known(status);
  return k != nullptr ? k->name : fmt::format("NVENCSTATUS {}", status);
}

std::string status_text(int status, std::string_view call, std::string_view said) {
  const Known* k = known(status);
  const std::string more = said.empty() ? "" : fmt::format("; the driver says: {}", said);
  return fmt::format("NVENC failed: {}: {} ({}{})", call,
                     k != nullptr ? k->meaning : "a reason this program does not know", status_name(status), more);
}

std::string cuda_text(const Cuda& cuda, CUresult result, std::string_view call) {
  const char* name = nullptr;
  if (cuda.error_name == nullptr || cuda.error_name(result, &name) != CUDA_SUCCESS || name == nullptr)
    return fmt::format("CUDA failed: {}: CUresult {}", call, static_cast<int>(result));
  return fmt::format("CUDA failed: {}: {}", call, name);
}

}  // namespace fp::nvenc
