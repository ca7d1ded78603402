# The editor under Xvfb, driven by real X events. Skipped where it is not built.
if(FRAMEPRESS_EDITOR)
  fp_tests(editor_shell fp_editor_app)
  add_executable(ui_ask ${CMAKE_CURRENT_LIST_DIR}/ui_ask.cpp)
  target_link_libraries(ui_ask PRIVATE fp_core)
  find_package(X11)
  if(X11_FOUND)  # without libx11-dev nothing is dropped from a desktop, and params.sh says so
    add_executable(xdnd ${CMAKE_CURRENT_LIST_DIR}/xdnd.cpp)
    target_link_libraries(xdnd PRIVATE X11::X11)
    add_dependencies(ui_ask xdnd)
  endif()
  foreach(script shows keys window workspaces scrub edit whole kill random timeline properties values compositions data params files sound)
    add_test(NAME editor.${script} COMMAND ${CMAKE_CURRENT_LIST_DIR}/${script}.sh)
    set_tests_properties(editor.${script} PROPERTIES
      ENVIRONMENT "EDITOR_PROGRAM=$<TARGET_FILE:framepress-editor>;ASK=$<TARGET_FILE:ui_ask>;FRAMEPRESS=$<TARGET_FILE:framepress>;JSON=$<TARGET_FILE:e2e_json>;SOURCE=${PROJECT_SOURCE_DIR};VK_ICD_FILENAMES=${LAVAPIPE_ICD};VK_DRIVER_FILES=${LAVAPIPE_ICD}"
      LABELS editor RESOURCE_LOCK display PROCESSORS 2)  # what they measure, they measure alone
    fp_timeout(editor.${script} 300)
  endforeach()
endif()
