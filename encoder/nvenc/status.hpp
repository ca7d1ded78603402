// What the driver's return values mean, as messages.
#pragma once

#include <string>
#include <string_view>

#include "encoder/nvenc/api.hpp"

namespace fp::nvenc {

struct Cuda;

// Numbers rather than NVENCSTATUS: a newer driver may give one that this enum cannot hold.
// "NV_ENC_ERR_OUT_OF_MEMORY"; a value the header does not know comes as "NVENCSTATUS 77".
std::string status_name(int status);

// "nvEncLockBitstream: not enough memory on the device (NV_ENC_ERR_OUT_OF_MEMORY; the driver says: ...)". `said` is
// nvEncGetLastErrorString's text, may be empty.
std::string status_text(int status, std::string_view call, std::string_view said = {});

// "cuInit: CUDA_ERROR_NO_DEVICE"
std::string cuda_text(const Cuda& cuda, CUresult result, std::string_view call);

}  // namespace fp::nvenc
