#define FP_KERNEL_NAMESPACE cpu::avx2
#define FP_KERNELS kernels_avx2
#include "engine/cpu/kernels.inl"
