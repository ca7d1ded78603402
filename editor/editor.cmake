# framepress-editor: window (shell), panels, program (app). Debian's libimgui.a is built with stb_truetype and FreeType.
pkg_check_modules(IMGUI QUIET IMPORTED_TARGET imgui)
pkg_check_modules(FREETYPE QUIET IMPORTED_TARGET freetype2)
find_package(glfw3 QUIET)
set(editor_default OFF)
if(IMGUI_FOUND AND FREETYPE_FOUND AND glfw3_FOUND)
  set(editor_default ON)
endif()
option(FRAMEPRESS_EDITOR "Build the desktop editor (needs GLFW and Dear ImGui)" ${editor_default})
if(NOT FRAMEPRESS_EDITOR)
  return()
endif()
if(NOT editor_default)
  message(FATAL_ERROR "FRAMEPRESS_EDITOR needs libglfw3-dev, libimgui-dev and libfreetype-dev")
endif()

# A system header: its warnings are not ours.
add_library(fp_imgui INTERFACE)
target_include_directories(fp_imgui SYSTEM INTERFACE /usr/include/imgui ${IMGUI_INCLUDE_DIRS})
target_link_libraries(fp_imgui INTERFACE PkgConfig::IMGUI PkgConfig::FREETYPE)

fp_library(fp_editor_shell editor/shell fp_vulkan fp_imgui glfw Vulkan::Vulkan)
# Without PortAudio the editor is silent, and says so.
pkg_check_modules(PORTAUDIO QUIET IMPORTED_TARGET portaudio-2.0)
if(PORTAUDIO_FOUND)
  target_link_libraries(fp_editor_shell PRIVATE PkgConfig::PORTAUDIO)
  target_compile_definitions(fp_editor_shell PRIVATE FP_PORTAUDIO)
endif()
fp_library(fp_editor_panels editor/panels fp_editor_shell fp_editor_preview fp_editor_state)

file(GLOB keymap_files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} assets/editor/keymaps/*.json)
fp_embed_table(fp_editor_shell kKeymaps ${keymap_files})

set(editor_shaders ${PROJECT_BINARY_DIR}/editor_shaders)
file(MAKE_DIRECTORY ${editor_shaders})
foreach(stage IN ITEMS vert frag)
  string(SUBSTRING ${stage} 0 1 initial)
  string(TOUPPER ${initial} initial)
  string(SUBSTRING ${stage} 1 -1 rest)
  add_custom_command(
    OUTPUT ${editor_shaders}/ui_${stage}.h
    COMMAND ${GLSLANG_VALIDATOR} --quiet -V --target-env vulkan1.1 --vn kUi${initial}${rest} -o ${editor_shaders}/ui_${stage}.h
            ${PROJECT_SOURCE_DIR}/editor/shell/ui.${stage}
    DEPENDS ${PROJECT_SOURCE_DIR}/editor/shell/ui.${stage}
    VERBATIM)
  list(APPEND editor_shader_headers ${editor_shaders}/ui_${stage}.h)
endforeach()
target_sources(fp_editor_shell PRIVATE ${editor_shader_headers})
add_custom_target(editor_shaders DEPENDS ${editor_shader_headers})  # all that clang-tidy needs to have been built
target_include_directories(fp_editor_shell PRIVATE ${PROJECT_BINARY_DIR})
set(inter ${PROJECT_SOURCE_DIR}/assets/fonts/inter)
set_source_files_properties(${PROJECT_SOURCE_DIR}/editor/shell/fonts.cpp PROPERTIES
  COMPILE_DEFINITIONS "FP_INTER_FOLDER=\"${inter}\""
  OBJECT_DEPENDS "${inter}/Inter-Regular.otf;${inter}/Inter-SemiBold.otf")

fp_library(fp_editor_app editor/app fp_editor_panels fp_data)
add_executable(framepress-editor tools/framepress-editor/main.cpp)
target_link_libraries(framepress-editor PRIVATE fp_editor_app fp_manifest CLI11::CLI11)
