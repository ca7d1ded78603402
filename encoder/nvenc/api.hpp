// NVIDIA's own headers (package libffmpeg-nvenc-dev): structures and function types only, nothing to link with.
// Internal to encoder/nvenc and its tests.
#pragma once

extern "C" {
#include <ffnvcodec/dynlink_cuda.h>
#include <ffnvcodec/nvEncodeAPI.h>
}

namespace fp::nvenc {

// AV1 came with version 12 of the interface; older headers have no structures for it.
#if NVENCAPI_MAJOR_VERSION >= 12
inline constexpr bool kHeadersKnowAv1 = true;
#else
inline constexpr bool kHeadersKnowAv1 = false;
#endif

}  // namespace fp::nvenc
