#include "engine/cpu/executor.hpp"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "engine/cpu/drawing.hpp"
#include "engine/cpu/pictures.hpp"

namespace fp::cpu {
namespace {

// Chroma reaches one column to the left and pairs rows and columns: the pixels whose conversion a changed rectangle can
// alter.
IRect converted_by(const IRect& r, int32_t width, int32_t height) {
  return {r.x0 & ~1, r.y0 & ~1, std::min((r.x1 + 2) & ~1, width), std::min((r.y1 + 1) & ~1, height)};
}

}  // namespace

struct Executor::State {
  explicit State(int threads) : workers(threads) {}

  Workers workers;
  Kernels kernels;
  Pictures pictures;
  int32_t width = 0, height = 0;
  std::vector<uint32_t> words;  // rg plane, then ba plane
  std::shared_ptr<Frame> output;
  std::shared_ptr<Frame> spare;  // an earlier output, taken up again once nobody holds it: saves clearing fresh pages

  Surface frame_surface() {
    const size_t pixels = static_cast<size_t>(width) * static_cast<size_t>(height);
    return {words.data(), words.data() + pixels, width, 0, 0};
  }
  bool draw(const PassPlan& plan, bool convert_too);
  void unshare_output();
  void convert(const IRect& rect);
  void convert_all(const std::vector<IRect>& rects);
};

// Draws the damage. A single thread can convert each strip while it is still in cache, and then returns true: whatever
// of the neighbouring column a strip converts too early is converted again with the strip it belongs to.
bool Executor::State::draw(const PassPlan& plan, bool convert_too) {
  pictures.begin_frame(plan);
  const std::vector<Bound> bounds = pictures.bind_all(plan, kernels, workers);
  const std::vector<IRect> strips = cut_into_strips(plan.damage);
  convert_too = convert_too && workers.count() == 1;
  const Drawing drawing{kernels, plan, bounds, frame_surface(), false};
  workers.run(strips.size(), [&](size_t i, size_t worker) {
    draw_strip(drawing, strips[i], workers.scratch(worker));
    if (convert_too) convert(strips[i]);
  });
  pictures.end_frame();
  return convert_too;
}

// Somebody still holds the last frame: go on with a copy.
void Executor::State::unshare_output() {
  if (spare && spare.use_count() == 1 && spare->format == output->format && spare->data.size() == output->data.size()) {
    std::atomic_thread_fence(std::memory_order_acquire);  // whoever let go of it last has finished reading
    std::ranges::copy(output->data, spare->data.begin());
    std::swap(spare, output);
  } else {
    spare = std::exchange(output, std::make_shared<Frame>(*output));
  }
}

void Executor::State::convert(const IRect& rect) {
  const Surface from = frame_surface();
  if (output->format == PixelFormat::yuv420p8) {
    kernels.to_yuv420(from, width, height, converted_by(rect, width, height), output->data.data());
  } else {
    kernels.to_rgba8(from, width, rect, output->data.data());
  }
}

// In bands of rows, because what a rectangle's conversion writes beyond its columns may belong to one beside it.
void Executor::State::convert_all(const std::vector<IRect>& rects) {
  if (output->format == PixelFormat::rgba16) {
    std::copy_n(reinterpret_cast<const uint8_t*>(words.data()), words.size() * sizeof(uint32_t), output->data.data());
    return;
  }
  constexpr int32_t kBand = 32;
  workers.run(static_cast<size_t>((height + kBand - 1) / kBand), [&](size_t i, size_t) {
    const int32_t top = static_cast<int32_t>(i) * kBand;
    for (const IRect& rect : rects) {
      const IRect part = intersect(rect, {0, top, width, top + kBand});
      if (!part.empty()) convert(part);
    }
  });
}

Executor::Executor(int threads, Isa isa) : state_(std::make_unique<State>(threads)) {
  state_->kernels = kernels_for(isa);
}
Executor::Executor(Executor&&) noexcept = default;
Executor& Executor::operator=(Executor&&) noexcept = default;
Executor::~Executor() = default;

FramePtr Executor::execute(const PassPlan& plan, PixelFormat format) {
  State& s = *state_;
  if (s.width != plan.width || s.height != plan.height) {
    s.width = plan.width;
    s.height = plan.height;
    s.words.assign(2 * static_cast<size_t>(plan.width) * static_cast<size_t>(plan.height), 0);
    s.output.reset();
    s.spare.reset();
  }
  const bool fresh = !s.output || s.output->format != format;
  if (fresh) {
    s.output = std::make_shared<Frame>(
        Frame{format, s.width, s.height, std::vector<uint8_t>(frame_bytes(format, s.width, s.height))});
  } else if (!plan.damage.empty() && s.output.use_count() > 1) {
    s.unshare_output();
  }
  const bool converted = s.draw(plan, !fresh && format != PixelFormat::rgba16);
  if (fresh) {
    s.convert_all({{0, 0, s.width, s.height}});
  } else if (!converted && !plan.damage.empty()) {
    s.convert_all(plan.damage);
  }
  return s.output;
}

}  // namespace fp::cpu
