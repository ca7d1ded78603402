# End-to-end tests: shell scripts that run the built program as a user would.
add_executable(e2e_json ${CMAKE_CURRENT_LIST_DIR}/e2e_json.cpp)
target_link_libraries(e2e_json PRIVATE fp_core)
add_executable(e2e_sound ${CMAKE_CURRENT_LIST_DIR}/e2e_sound.cpp)
target_link_libraries(e2e_sound PRIVATE fp_codec)

foreach(script usage errors streams reproducible interrupt verify batch pictures store runners diff lock check sources one_row footage captions sound_views outputs colors nvenc)
  add_test(NAME e2e.${script} COMMAND ${CMAKE_CURRENT_LIST_DIR}/${script}.sh)
  set_tests_properties(e2e.${script} PROPERTIES SKIP_RETURN_CODE 77
    ENVIRONMENT "FRAMEPRESS=$<TARGET_FILE:framepress>;JSON=$<TARGET_FILE:e2e_json>;SOUND=$<TARGET_FILE:e2e_sound>;SOURCE=${PROJECT_SOURCE_DIR};SANITIZED=${FRAMEPRESS_SANITIZE};NVIDIA_DOUBLE=${NVIDIA_DOUBLE_FOLDER}")
  fp_timeout(e2e.${script} 600)
endforeach()

# Pictures and sound stand together: needs the mix of engine/audio.
add_executable(e2e_sync ${CMAKE_CURRENT_LIST_DIR}/e2e_sync.cpp)
if(TARGET fp_audio)
  foreach(seconds 20 600)
    add_test(NAME e2e.sync_${seconds} COMMAND ${CMAKE_CURRENT_LIST_DIR}/sync.sh)
    set_tests_properties(e2e.sync_${seconds} PROPERTIES ENVIRONMENT
      "FRAMEPRESS=$<TARGET_FILE:framepress>;JSON=$<TARGET_FILE:e2e_json>;SYNC=$<TARGET_FILE:e2e_sync>;SOURCE=${PROJECT_SOURCE_DIR};SECONDS_LONG=${seconds}")
    fp_timeout(e2e.sync_${seconds} 1200)
  endforeach()
  set_tests_properties(e2e.sync_600 PROPERTIES LABELS long)
endif()
