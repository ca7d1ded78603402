// Arbitrary text as a colour table.
#include "engine/core/result.hpp"
#include "engine/media/cube.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto cube = fp::parse_cube(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.cube");
  if (!cube) return 0;
  const auto side = static_cast<size_t>(cube->entries);
  FP_ASSERT(cube->words.size() == 2 * side * side * side);
  return 0;
}
