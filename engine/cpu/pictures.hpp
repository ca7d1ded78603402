// Surfaces of pictures on the CPU: rendered when first needed, kept by identity, their memory used again.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_set>
#include <vector>

#include "engine/core/workers.hpp"
#include "engine/cpu/drawing.hpp"
#include "engine/display/picture.hpp"
#include "engine/display/surface_cache.hpp"

namespace fp::cpu {

struct Pixels {
  int32_t width = 0, height = 0;
  size_t has = 0;                     // words
  std::unique_ptr<uint32_t[]> words;  // rg plane, then ba plane; may be longer
  Surface surface() {
    const size_t pixels = static_cast<size_t>(width) * static_cast<size_t>(height);
    return {words.get(), words.get() + pixels, width, 0, 0};
  }
};
using PixelsPtr = std::shared_ptr<Pixels>;

class Pictures {
 public:
  explicit Pictures(size_t budget = 96u << 20) : cache_(budget) {}

  // Before anything of a frame is drawn: the surfaces it will ask for are not drawn over.
  void begin_frame(const PassPlan& plan);
  // What each pass of the plan reads. Surfaces of its pictures are made as needed and stay until end_frame().
  std::vector<Bound> bind_all(const PassPlan& plan, const Kernels& kernels, Workers& workers);
  void end_frame();
  uint64_t rendered() const { return rendered_; }  // pictures drawn or filtered so far; for tests

 private:
  void look_for(const Picture& picture, std::unordered_set<Hash128>& missing);
  PixelsPtr get(const Picture& picture, const Kernels& kernels, Workers& workers);
  PixelsPtr draw(const Picture& picture, const Kernels& kernels, Workers& workers);
  PixelsPtr filter(const Picture& picture, const Kernels& kernels, Workers& workers);
  PixelsPtr take(int32_t width, int32_t height);
  void give_back(PixelsPtr pixels);

  SurfaceCache<Pixels> cache_;
  std::vector<PixelsPtr> spare_;  // memory to use again: fresh pages cost more than the drawing
  uint64_t rendered_ = 0;
};

}  // namespace fp::cpu
