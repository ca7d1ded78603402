# Against headless Chromium: slow, and skipped where there is none. Line breaks and widths of text:
add_executable(chromium_text ${CMAKE_CURRENT_LIST_DIR}/chromium_text.cpp)
target_link_libraries(chromium_text PRIVATE fp_text)
target_compile_definitions(chromium_text PRIVATE FP_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
add_test(NAME text.chromium COMMAND ${CMAKE_CURRENT_LIST_DIR}/compare $<TARGET_FILE:chromium_text>)
set_tests_properties(text.chromium PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 300)

# Colours of every output that a browser shows.
add_test(NAME outputs.chromium COMMAND ${CMAKE_CURRENT_LIST_DIR}/colors $<TARGET_FILE:framepress>)
set_tests_properties(outputs.chromium PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 300)
