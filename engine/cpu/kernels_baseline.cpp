#define FP_KERNEL_NAMESPACE cpu::baseline
#define FP_KERNELS kernels_baseline
#include "engine/cpu/kernels.inl"
