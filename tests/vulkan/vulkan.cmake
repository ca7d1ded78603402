# test_vulkan runs once for each driver, whole: a device costs seconds to open under validation. A driver that is not installed
# fails its run; parity on two independent drivers is a promise, not an option.
file(GLOB vulkan_test_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp)
add_executable(test_vulkan ${vulkan_test_sources})
target_compile_definitions(test_vulkan PRIVATE FP_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(test_vulkan PRIVATE fp_render GTest::gtest GTest::gmock GTest::gtest_main)

find_file(LAVAPIPE_ICD NAMES lvp_icd.x86_64.json lvp_icd.json PATHS /usr/share/vulkan/icd.d /usr/local/share/vulkan/icd.d /etc/vulkan/icd.d NO_DEFAULT_PATH)
find_program(DPKG_PROGRAM dpkg)
set(swiftshader_hint)
if(DPKG_PROGRAM)
  execute_process(COMMAND ${DPKG_PROGRAM} -L chromium OUTPUT_VARIABLE chromium_files ERROR_QUIET)
  string(REGEX MATCH "[^\n]*vk_swiftshader_icd.json" swiftshader_icd "${chromium_files}")
  if(swiftshader_icd)
    get_filename_component(swiftshader_hint ${swiftshader_icd} DIRECTORY)
  endif()
endif()
find_file(SWIFTSHADER_ICD NAMES vk_swiftshader_icd.json PATHS ${swiftshader_hint} /usr/lib/chromium NO_DEFAULT_PATH)

foreach(driver IN ITEMS lavapipe swiftshader)
  string(TOUPPER ${driver}_ICD icd)
  add_test(NAME vulkan.${driver} COMMAND test_vulkan)
  set_tests_properties(vulkan.${driver} PROPERTIES
    ENVIRONMENT "FRAMEPRESS_TEST_DEVICE=${driver};VK_ICD_FILENAMES=${${icd}};VK_DRIVER_FILES=${${icd}}"
    LABELS vulkan)
  fp_timeout(vulkan.${driver} 2400)
endforeach()
