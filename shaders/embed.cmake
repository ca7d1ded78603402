# cmake -DMODULES=a.spv|b.spv -DOUTPUT=spirv.cpp -P embed.cmake: SPIR-V modules as a table of word arrays, in the order given.
string(REPLACE "|" ";" MODULES "${MODULES}")
set(arrays "")
set(table "")
foreach(module IN LISTS MODULES)
  get_filename_component(name ${module} NAME_WE)
  file(READ ${module} bytes HEX)
  string(REGEX REPLACE "(..)(..)(..)(..)" "0x\\4\\3\\2\\1," words "${bytes}")
  string(REGEX REPLACE "(...........,...........,...........,...........,...........,...........,...........,...........,)" "\\1\n" words "${words}")
  string(APPEND arrays "constexpr uint32_t k_${name}[] = {\n${words}};\n")
  string(APPEND table "    {\"${name}\", k_${name}},\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from shaders/*.comp.
#include \"engine/vulkan/spirv.hpp\"

namespace fp::vulkan {
namespace {
${arrays}constexpr SpirvModule kModules[] = {
${table}};
}  // namespace

std::span<const SpirvModule> spirv_modules() { return kModules; }

}  // namespace fp::vulkan
")
