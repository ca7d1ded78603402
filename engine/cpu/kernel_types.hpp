// shaders/kernel.h for C++, in a namespace of the includer's choice: each instruction-set build of the kernels has its
// own copy, so that the linker can never hand AVX code to a CPU without it.
#pragma once

#include <cstdint>

#ifndef FP_KERNEL_NAMESPACE
#define FP_KERNEL_NAMESPACE kernel
#endif

#define FP_FN [[maybe_unused, gnu::always_inline]] static inline

namespace fp::FP_KERNEL_NAMESPACE {

using uint = uint32_t;

struct uvec2 {
  uint x, y;
  [[gnu::always_inline]] uvec2(uint x_, uint y_) : x(x_), y(y_) {}
};

#include "shaders/kernel.h"

}  // namespace fp::FP_KERNEL_NAMESPACE
