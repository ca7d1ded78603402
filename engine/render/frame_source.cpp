#include "engine/render/frame_source.hpp"

#include <fmt/format.h>

#include <variant>

#include "engine/display/frame_convert.hpp"
#include "engine/display/lower.hpp"
#include "engine/display/sound_levels.hpp"

namespace fp {
namespace {

constexpr int kInFlight = 3;

// A frame on its way: enough to draw it again on another device.
struct Pending {
  int64_t index = 0;
  DisplayList list;
  Sha256 identity;
  bool same = false;  // as the frame asked for before it: nothing was submitted
};

}  // namespace

Result<Sha256> frame_identity(const Composition& composition, int64_t index, Assets& assets) {
  const Result<Scene> scene = heard_scene(composition, index, assets);
  if (!scene) return fail(scene.error());
  const Result<DisplayList> list = lower(*scene, assets, nullptr, false);
  if (!list) return fail(list.error());
  return identity(*list);
}

struct FrameSource::State {
  explicit State(int count) : threads(count), workers(count) {}

  std::shared_ptr<const Composition> composition;
  std::shared_ptr<Assets> assets;
  std::shared_ptr<Device> device;
  PixelFormat format = PixelFormat::yuv420p8;
  int threads;
  Workers workers;  // for what comes before pixels

  std::shared_ptr<vulkan::Context> context;
  std::variant<cpu::Executor, vulkan::Executor> executor{cpu::Executor(1)};
  TileHashes tiles;  // of the last frame given to the executor
  Sha256 last_identity;
  bool have_last = false;
  bool exporting = false;
  FramePtr last_frame;  // the last one taken
  std::deque<Pending> pending;

  void use(std::shared_ptr<vulkan::Context> chosen) {
    context = std::move(chosen);
    if (context) {
      auto& gpu = executor.emplace<vulkan::Executor>(context, kInFlight);
      if (exporting) gpu.export_frames();
    } else {
      executor.emplace<cpu::Executor>(cpu::Executor(threads));
    }
    tiles = {};
    have_last = false;
  }

  PassPlan plan_for(const DisplayList& list) {
    TileHashes now = hash_tiles(list);
    PassPlan next = plan(list, damage(tiles, now, list.width, list.height));
    tiles = std::move(now);
    return next;
  }

  Result<void> submit(Pending& p);
  Result<void> recover(const vulkan::Lost& lost);
  Result<FramePtr> take(const Pending& p);
};

// Gives the frame to the GPU; the CPU draws when the frame is taken.
Result<void> FrameSource::State::submit(Pending& p) {
  p.same = have_last && last_identity == p.identity;
  last_identity = p.identity;
  have_last = true;
  auto* gpu = std::get_if<vulkan::Executor>(&executor);
  if (p.same || gpu == nullptr) return {};
  const auto done = gpu->submit(plan_for(p.list), format);
  if (done) return {};
  if (!done.error().device_lost) return fail(done.error().errors);
  return recover(done.error());
}

// A new context, or the CPU, and everything still pending drawn again there.
Result<void> FrameSource::State::recover(const vulkan::Lost&) {
  use(device->replace(context));
  const std::shared_ptr<vulkan::Context> chosen = context;
  for (Pending& p : pending) {
    if (auto again = submit(p); !again) return again;
    if (context != chosen) return {};  // lost once more on the way, and everything was begun anew there
  }
  return {};
}

Result<FramePtr> FrameSource::State::take(const Pending& p) {
  while (auto* gpu = std::get_if<vulkan::Executor>(&executor)) {
    if (p.same) return last_frame;
    auto frame = gpu->collect();
    if (frame) return *frame;
    if (!frame.error().device_lost) return fail(frame.error().errors);
    if (auto again = recover(frame.error()); !again) return fail(again.error());
  }
  if (p.same && last_frame) return last_frame;
  return std::get<cpu::Executor>(executor).execute(plan_for(p.list), format);
}

FrameSource::FrameSource(std::shared_ptr<const Composition> composition, std::shared_ptr<Assets> assets,
                         std::shared_ptr<Device> device, PixelFormat format, int threads)
    : state_(std::make_unique<State>(threads)) {
  FP_ASSERT(drawn_format(format) == format);  // others are made of rgba16 by convert()
  State& s = *state_;
  s.composition = std::move(composition);
  s.assets = std::move(assets);
  s.device = std::move(device);
  s.format = format;
  s.use(s.device->context());
}

FrameSource::~FrameSource() = default;

int FrameSource::capacity() const {
  return state_->context ? kInFlight : 1;
}
int FrameSource::pending() const {
  return static_cast<int>(state_->pending.size());
}

Result<void> FrameSource::request(int64_t index) {
  State& s = *state_;
  FP_ASSERT(pending() < capacity());
  if (index < 0 || index >= s.composition->frames) {
    return fail(Fault::usage, fmt::format("frame {} does not exist; the composition has frames 0 to {}", index,
                                          s.composition->frames - 1));
  }
  const Result<Scene> scene = heard_scene(*s.composition, index, *s.assets);
  if (!scene) return fail(scene.error());
  Result<DisplayList> list = lower(*scene, *s.assets, &s.workers);
  if (!list) return fail(std::move(list.error()));
  const Sha256 id = identity(*list);
  s.pending.push_back({.index = index, .list = std::move(*list), .identity = id});
  return s.submit(s.pending.back());
}

Result<Rendered> FrameSource::next() {
  State& s = *state_;
  FP_ASSERT(!s.pending.empty());
  Result<FramePtr> frame = s.take(s.pending.front());
  if (!frame) return fail(std::move(frame.error()));
  s.last_frame = *frame;
  Rendered rendered{s.pending.front().index, std::move(*frame), s.pending.front().identity};
  s.pending.pop_front();
  return rendered;
}

Result<Rendered> FrameSource::frame(int64_t index) {
  if (auto asked = request(index); !asked) return fail(std::move(asked.error()));
  return next();
}

Result<Rendered> FrameSource::frame(int64_t index, PixelFormat format) {
  State& s = *state_;
  FP_ASSERT(s.pending.empty() && drawn_format(format) == format);
  if (format != s.format) s.have_last = false;  // the tiles stay known: what is the same is not drawn again
  s.format = format;
  return frame(index);
}

std::string FrameSource::export_frames() {
  state_->exporting = true;
  auto* gpu = std::get_if<vulkan::Executor>(&state_->executor);
  return gpu != nullptr ? gpu->export_frames() : "frames are drawn by the CPU";
}

}  // namespace fp
