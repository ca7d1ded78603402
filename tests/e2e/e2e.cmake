# End-to-end tests: shell scripts that run the built program as a user would.
add_executable(e2e_json ${CMAKE_CURRENT_LIST_DIR}/e2e_json.cpp)
target_link_libraries(e2e_json PRIVATE fp_core)

foreach(script usage errors streams reproducible interrupt verify batch pictures store runners diff lock check sources)
  add_test(NAME e2e.${script} COMMAND ${CMAKE_CURRENT_LIST_DIR}/${script}.sh)
  set_tests_properties(e2e.${script} PROPERTIES
    ENVIRONMENT "FRAMEPRESS=$<TARGET_FILE:framepress>;JSON=$<TARGET_FILE:e2e_json>;SOURCE=${PROJECT_SOURCE_DIR};SANITIZED=${FRAMEPRESS_SANITIZE}")
  fp_timeout(e2e.${script} 600)
endforeach()
