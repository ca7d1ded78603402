# Faults made to order: a library that is preloaded into the real program makes its calls fail one after the other. Loops are
# bounded by BUDGET (seconds; they say how many of all calls it was); `tools/test --soak` goes on for longer.
# Sanitizers have their own idea of malloc and of preloading.
if(NOT FRAMEPRESS_SANITIZE)
  file(GLOB fault_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp)
  add_library(fault_inject SHARED ${fault_sources})
  target_include_directories(fault_inject PRIVATE ${PROJECT_SOURCE_DIR})
  # It is there before the C++ library is, and needs nothing of it.
  target_compile_options(fault_inject PRIVATE -fno-threadsafe-statics -fno-exceptions -fno-rtti)
  set_target_properties(fault_inject PROPERTIES LINKER_LANGUAGE C)

  foreach(script files memory libav vulkan disk_full kill leftovers)
    add_test(NAME fault.${script} COMMAND ${CMAKE_CURRENT_LIST_DIR}/${script}.sh)
    set_tests_properties(fault.${script} PROPERTIES
      SKIP_RETURN_CODE 77
      ENVIRONMENT "FRAMEPRESS=$<TARGET_FILE:framepress>;JSON=$<TARGET_FILE:e2e_json>;SOURCE=${PROJECT_SOURCE_DIR};INJECT=$<TARGET_FILE:fault_inject>")
    fp_timeout(fault.${script} 600)
  endforeach()
  set_property(TEST fault.vulkan APPEND PROPERTY ENVIRONMENT "VK_ICD_FILENAMES=${LAVAPIPE_ICD};VK_DRIVER_FILES=${LAVAPIPE_ICD}")
  set_tests_properties(fault.vulkan PROPERTIES LABELS vulkan)
  fp_timeout(fault.vulkan 1800)  # a run takes seconds, and a lost device is rebuilt
endif()
