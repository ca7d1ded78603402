#define FP_KERNEL_NAMESPACE cpu::avx512
#define FP_KERNELS kernels_avx512
#include "engine/cpu/kernels.inl"
