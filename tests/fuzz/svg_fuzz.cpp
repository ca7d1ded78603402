// Arbitrary text as an SVG picture; what parses has its outlines filled and stroked.
#include "engine/media/svg.hpp"
#include "engine/vector/mask.hpp"
#include "engine/vector/path_ops.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto picture = fp::parse_svg(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.svg");
  if (!picture || (*picture)->items.size() > 100) return 0;
  constexpr fp::IRect kClip{-20, -20, 200, 200};
  for (const auto& item : (*picture)->items) {
    const auto* shape = std::get_if<fp::DrawingShape>(&item);
    if (!shape || shape->path->points.size() > 2000) continue;
    const fp::Path path = shape->even_odd ? fp::without_even_odd(*shape->path, 0.1) : *shape->path;
    fp::rasterize(fp::transformed(path, shape->place), kClip);
    if (!shape->stroke || shape->stroke->style.dash.size() > 8) continue;
    fp::rasterize(fp::transformed(fp::stroke_outline(*shape->path, shape->stroke->style, 0.1), shape->place), kClip);
  }
  return 0;
}
