# The editor under Xvfb, driven by real X events. Skipped where it is not built.
if(FRAMEPRESS_EDITOR)
  fp_tests(editor_shell fp_editor_app)
  add_executable(ui_ask ${CMAKE_CURRENT_LIST_DIR}/ui_ask.cpp)
  target_link_libraries(ui_ask PRIVATE fp_core)
  foreach(script shows keys window scrub edit whole kill random timeline properties values compositions data files)
    add_test(NAME editor.${script} COMMAND ${CMAKE_CURRENT_LIST_DIR}/${script}.sh)
    set_tests_properties(editor.${script} PROPERTIES
      ENVIRONMENT "EDITOR_PROGRAM=$<TARGET_FILE:framepress-editor>;ASK=$<TARGET_FILE:ui_ask>;FRAMEPRESS=$<TARGET_FILE:framepress>;JSON=$<TARGET_FILE:e2e_json>;SOURCE=${PROJECT_SOURCE_DIR};VK_ICD_FILENAMES=${LAVAPIPE_ICD};VK_DRIVER_FILES=${LAVAPIPE_ICD}"
      LABELS editor RESOURCE_LOCK display)  # what they measure, they measure alone
    fp_timeout(editor.${script} 300)
  endforeach()
endif()
