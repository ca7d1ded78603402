# A double of the NVIDIA driver under the names of its two libraries, and tests that run against it. Nothing here needs a driver.
file(GLOB nvidia_double_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/double/*.cpp)
set(NVIDIA_DOUBLE_FOLDER ${CMAKE_CURRENT_BINARY_DIR}/nvidia_double)
add_library(nvidia_double SHARED ${nvidia_double_sources})
target_include_directories(nvidia_double PUBLIC ${PROJECT_SOURCE_DIR})
target_link_libraries(nvidia_double PUBLIC PkgConfig::FFNVCODEC PkgConfig::LIBAV)
set_target_properties(nvidia_double PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${NVIDIA_DOUBLE_FOLDER} PREFIX "" OUTPUT_NAME libnvidia-encode SUFFIX ".so.1")
add_custom_command(TARGET nvidia_double POST_BUILD
  COMMAND ${CMAKE_COMMAND} -E create_symlink libnvidia-encode.so.1 ${NVIDIA_DOUBLE_FOLDER}/libcuda.so.1)
fp_tests(nvenc fp_codec nvidia_double)
target_sources(test_nvenc PRIVATE ${CMAKE_CURRENT_LIST_DIR}/../vulkan/support.cpp)  # display lists to draw
target_compile_definitions(test_nvenc PRIVATE FP_NVIDIA_DOUBLE="${NVIDIA_DOUBLE_FOLDER}")
