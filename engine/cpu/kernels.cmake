# The same loops for three instruction sets; the CPU picks at run time. Integers only, so the bits agree.
# Debug builds compile all three for the baseline: unoptimised inline functions would otherwise be shared across them.
set(kernel_flags "-O3")
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(kernel_flags "")
  set(kernel_avx2 "")
  set(kernel_avx512 "")
else()
  set(kernel_avx2 "-mavx2")
  set(kernel_avx512 "-mavx2 -mavx512f -mavx512bw -mavx512dq -mavx512vl -mprefer-vector-width=512")
endif()
set_source_files_properties(${PROJECT_SOURCE_DIR}/engine/cpu/kernels_baseline.cpp PROPERTIES COMPILE_FLAGS "${kernel_flags}")
set_source_files_properties(${PROJECT_SOURCE_DIR}/engine/cpu/kernels_avx2.cpp PROPERTIES COMPILE_FLAGS "${kernel_flags} ${kernel_avx2}")
set_source_files_properties(${PROJECT_SOURCE_DIR}/engine/cpu/kernels_avx512.cpp PROPERTIES COMPILE_FLAGS "${kernel_flags} ${kernel_avx512}")
