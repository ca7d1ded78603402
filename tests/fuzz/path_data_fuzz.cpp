// Arbitrary text as SVG path data; what parses is flattened, stroked and rasterised.
#include "engine/vector/mask.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fp::Result<fp::Path> path = fp::parse_path_data(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!path || path->points.size() > 2000) return 0;
  const fp::IRect clip{-20, -20, 300, 300};
  fp::rasterize(fp::flattened(*path, 1.0 / 16), clip);
  fp::rasterize(
      fp::stroke_outline(*path, {.width = 3, .cap = fp::Stroke::Cap::round, .join = fp::Stroke::Join::round}, 0.1),
      clip);
  return 0;
}
