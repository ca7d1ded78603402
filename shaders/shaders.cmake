# Every shaders/*.comp becomes SPIR-V, checked by spirv-val where it is installed, and one C++ table (engine/vulkan/spirv.hpp) in fp_vulkan.
find_program(SPIRV_VAL spirv-val)
file(GLOB shader_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/shaders/*.comp)
file(GLOB shader_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/shaders/*.h ${PROJECT_SOURCE_DIR}/shaders/*.glsl)
list(SORT shader_sources)
set(shader_folder ${PROJECT_BINARY_DIR}/shaders)
file(MAKE_DIRECTORY ${shader_folder})

set(shader_modules)
foreach(source IN LISTS shader_sources)
  get_filename_component(name ${source} NAME_WE)
  set(module ${shader_folder}/${name}.spv)
  set(validate)
  if(SPIRV_VAL)
    set(validate COMMAND ${SPIRV_VAL} --target-env vulkan1.1 ${module})
  endif()
  add_custom_command(
    OUTPUT ${module}
    COMMAND ${GLSLANG_VALIDATOR} --quiet -V --target-env vulkan1.1 -I${PROJECT_SOURCE_DIR}/shaders -o ${module} ${source}
    ${validate}
    DEPENDS ${source} ${shader_headers}
    COMMENT "SPIR-V ${name}"
    VERBATIM)
  list(APPEND shader_modules ${module})
endforeach()

list(JOIN shader_modules "|" shader_modules_joined)  # a list separator would not survive the command line
add_custom_command(
  OUTPUT ${shader_folder}/spirv.cpp
  COMMAND ${CMAKE_COMMAND} "-DMODULES=${shader_modules_joined}" -DOUTPUT=${shader_folder}/spirv.cpp
          -P ${PROJECT_SOURCE_DIR}/shaders/embed.cmake
  DEPENDS ${shader_modules} ${PROJECT_SOURCE_DIR}/shaders/embed.cmake
  COMMENT "SPIR-V table"
  VERBATIM)
get_target_property(fp_vulkan_type fp_vulkan TYPE)
if(NOT fp_vulkan_type STREQUAL "INTERFACE_LIBRARY")
  target_sources(fp_vulkan PRIVATE ${shader_folder}/spirv.cpp)
endif()
