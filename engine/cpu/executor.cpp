#include "engine/cpu/executor.hpp"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "engine/cpu/kernels.hpp"

namespace fp::cpu {
namespace {

// A strip is drawn to the end before the next, so that its surfaces stay in cache: 256 x 64 pixels are 128 KiB a
// surface.
constexpr int32_t kStripWidth = kMaxRow;
constexpr int32_t kStripHeight = 64;

std::vector<IRect> cut_into_strips(const std::vector<IRect>& rects) {
  std::vector<IRect> strips;
  for (const IRect& r : rects) {
    for (int32_t y = r.y0; y < r.y1; y += kStripHeight) {
      for (int32_t x = r.x0; x < r.x1; x += kStripWidth) {
        strips.push_back({x, y, std::min(x + kStripWidth, r.x1), std::min(y + kStripHeight, r.y1)});
      }
    }
  }
  return strips;
}

// Chroma reaches one column to the left and pairs rows and columns: the pixels whose conversion a changed rectangle can
// alter.
IRect converted_by(const IRect& r, int32_t width, int32_t height) {
  return {r.x0 & ~1, r.y0 & ~1, std::min((r.x1 + 2) & ~1, width), std::min((r.y1 + 1) & ~1, height)};
}

bool contains(const PassConstants& c, const IRect& r) {
  return c.x0 <= r.x0 && c.y0 <= r.y0 && c.x1 >= r.x1 && c.y1 >= r.y1;
}

// A pass after which nothing painted before can show inside `strip`.
bool hides_all(const Pass& pass, const IRect& strip) {
  const PassConstants& c = pass.constants;
  if (c.kind != FP_PASS_SOLID || c.depth != 0 || c.cover != FP_COVER_FULL || !contains(c, strip)) return false;
  return c.blend == kBlendCopy || (c.blend == 0 && c.opacity == 65535 && (c.color_ba >> 16) == 65535);
}

struct Bound {
  const uint32_t* mask = nullptr;
  const uint32_t* texture_a = nullptr;
  const uint32_t* texture_b = nullptr;
};

const uint32_t* words_of(const PassPlan& plan, uint32_t index) {
  if (index == kNoResource) return nullptr;
  const auto& data = plan.resources[index].data;
  if (const auto* texels = std::get_if<std::shared_ptr<const Texels>>(&data)) return (*texels)->data.data();
  if (const auto* ramp = std::get_if<std::shared_ptr<const Ramp>>(&data)) return (*ramp)->words.data();
  return nullptr;
}

Bound bind(const PassPlan& plan, const Pass& pass) {
  Bound bound{.texture_a = words_of(plan, pass.texture_a), .texture_b = words_of(plan, pass.texture_b)};
  if (pass.mask != kNoResource)
    bound.mask = std::get<std::shared_ptr<const Mask>>(plan.resources[pass.mask].data)->words.data();
  return bound;
}

}  // namespace

struct Executor::State {
  int threads = 1;
  Kernels kernels;
  int32_t width = 0, height = 0;
  std::vector<uint32_t> words;  // rg plane, then ba plane
  std::shared_ptr<Frame> output;
  std::shared_ptr<Frame> spare;  // an earlier output, taken up again once nobody holds it: saves clearing fresh pages

  Surface frame_surface() {
    const size_t pixels = static_cast<size_t>(width) * static_cast<size_t>(height);
    return {words.data(), words.data() + pixels, width, 0, 0};
  }
  void draw_strip(const PassPlan& plan, const std::vector<Bound>& bounds, const IRect& strip,
                  std::vector<uint32_t>& scratch);
  bool draw(const PassPlan& plan, bool convert_too);
  void unshare_output();
  void convert(const std::vector<IRect>& rects);
};

void Executor::State::draw_strip(const PassPlan& plan, const std::vector<Bound>& bounds, const IRect& strip,
                                 std::vector<uint32_t>& scratch) {
  constexpr size_t kPixels = static_cast<size_t>(kStripWidth) * kStripHeight;
  const auto surface = [&](uint32_t depth) -> Surface {
    if (depth == 0) {
      Surface s = frame_surface();
      const ptrdiff_t at = static_cast<ptrdiff_t>(strip.y0) * width + strip.x0;
      return {s.rg + at, s.ba + at, width, strip.x0, strip.y0};
    }
    uint32_t* base = scratch.data() + (depth - 1) * 2 * kPixels;
    return {base, base + kPixels, kStripWidth, strip.x0, strip.y0};
  };
  size_t first = plan.passes.size();
  while (first > 0 && !hides_all(plan.passes[first - 1], strip)) --first;
  if (first > 0) --first;
  for (size_t i = first; i < plan.passes.size(); ++i) {
    const PassConstants& c = plan.passes[i].constants;
    const IRect rect = intersect(strip, {c.x0, c.y0, c.x1, c.y1});
    if (rect.empty()) continue;
    DrawArgs args{.constants = &c,
                  .target = surface(c.depth),
                  .mask = bounds[i].mask,
                  .texture_a = bounds[i].texture_a,
                  .texture_b = bounds[i].texture_b,
                  .rect = rect};
    if (c.kind == FP_PASS_POP) args.source = surface(c.depth + 1);
    kernels.draw(args);
  }
}

// Draws the damage. A single thread can convert each strip while it is still in cache, and then returns true: whatever
// of the neighbouring column a strip converts too early is converted again with the strip it belongs to.
bool Executor::State::draw(const PassPlan& plan, bool convert_too) {
  std::vector<Bound> bounds;
  bounds.reserve(plan.passes.size());
  for (const Pass& pass : plan.passes) bounds.push_back(bind(plan, pass));
  const std::vector<IRect> strips = cut_into_strips(plan.damage);
  const size_t helpers = std::min(static_cast<size_t>(std::max(threads, 1)), strips.size() / 4 + 1) - 1;
  convert_too = convert_too && helpers == 0;
  std::atomic<size_t> next{0};
  const auto work = [&] {
    std::vector<uint32_t> scratch(static_cast<size_t>(plan.depth) * 2 * kStripWidth * kStripHeight);
    for (size_t i = next++; i < strips.size(); i = next++) {
      draw_strip(plan, bounds, strips[i], scratch);
      if (convert_too) convert({strips[i]});
    }
  };
  std::vector<std::jthread> pool;
  for (size_t i = 0; i < helpers; ++i) pool.emplace_back(work);
  work();
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

void Executor::State::convert(const std::vector<IRect>& rects) {
  const Surface from = frame_surface();
  if (output->format == PixelFormat::rgba16) {
    std::copy_n(reinterpret_cast<const uint8_t*>(words.data()), words.size() * sizeof(uint32_t), output->data.data());
    return;
  }
  for (const IRect& r : rects) {
    if (output->format == PixelFormat::yuv420p8) {
      kernels.to_yuv420(from, width, height, converted_by(r, width, height), output->data.data());
    } else {
      kernels.to_rgba8(from, width, r, output->data.data());
    }
  }
}

Executor::Executor(int threads, Isa isa) : state_(std::make_unique<State>()) {
  state_->threads = threads;
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
    s.convert({{0, 0, s.width, s.height}});
  } else if (!converted && !plan.damage.empty()) {
    s.convert(plan.damage);
  }
  return s.output;
}

}  // namespace fp::cpu
