#include "engine/cpu/kernels.hpp"

#include "engine/core/result.hpp"

namespace fp::cpu {

bool supported(Isa isa) {
  switch (isa) {
    case Isa::best:
    case Isa::baseline:
      return true;
    case Isa::avx2:
      return __builtin_cpu_supports("avx2") != 0;
    case Isa::avx512:
      return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
             __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0;
  }
  return false;
}

namespace {
Isa resolved(Isa isa) {
  if (isa != Isa::best) return isa;
  if (supported(Isa::avx512)) return Isa::avx512;
  return supported(Isa::avx2) ? Isa::avx2 : Isa::baseline;
}
}  // namespace

const char* name(Isa isa) {
  switch (resolved(isa)) {
    case Isa::avx2:
      return "avx2";
    case Isa::avx512:
      return "avx512";
    default:
      return "baseline";
  }
}

Kernels kernels_for(Isa isa) {
  isa = resolved(isa);
  FP_ASSERT(supported(isa));
  switch (isa) {
    case Isa::avx2:
      return kernels_avx2();
    case Isa::avx512:
      return kernels_avx512();
    default:
      return kernels_baseline();
  }
}

}  // namespace fp::cpu
