#include "engine/vulkan/executor.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "engine/vulkan/exports.hpp"
#include "engine/vulkan/readback.hpp"
#include "engine/vulkan/recording.hpp"

namespace fp::vulkan {
namespace {

// One frame in flight: everything the device may still use until the fence signals.
struct Slot {
  Commands commands;
  Fence fence;
  DescriptorPool pool;
  size_t pool_sets = 0;
  Buffer constants;
  Buffer readback;
  Steps steps;
  std::shared_ptr<Canvas> canvas;
  std::shared_ptr<Output> output;
  std::shared_ptr<ExportedBuffer> exported;
  bool repeats = false;  // nothing changed: the frame before is the answer
};

Vk<void> grow(Memory& memory, Buffer& buffer, uint64_t bytes, Use use) {
  if (buffer.get() != nullptr && buffer.size() >= bytes) return {};
  auto larger = Buffer::create(memory, bytes, use);
  if (!larger) return std::unexpected(larger.error());
  buffer = std::move(*larger);
  return {};
}

Vk<void> prepare_pool(VkDevice device, Slot& slot, size_t sets) {
  if (slot.pool && slot.pool_sets >= sets) {
    vkResetDescriptorPool(device, slot.pool.get(), 0);
    return {};
  }
  slot.pool_sets = std::max<size_t>(sets * 3 / 2, 64);
  const auto count = static_cast<uint32_t>(slot.pool_sets);
  const VkDescriptorPoolSize sizes[] = {{VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, count},
                                        {VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, count * (kBindings - 1)}};
  const VkDescriptorPoolCreateInfo info{.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
                                        .pNext = nullptr,
                                        .flags = 0,
                                        .maxSets = count,
                                        .poolSizeCount = 2,
                                        .pPoolSizes = sizes};
  VkDescriptorPool pool = nullptr;
  if (const VkResult r = vkCreateDescriptorPool(device, &info, nullptr, &pool))
    return failure(r, "vkCreateDescriptorPool");
  slot.pool = DescriptorPool(device, pool);
  return {};
}

Vk<void> write_constants(const std::vector<PassConstants>& constants, uint64_t stride, const Buffer& buffer) {
  std::byte* at = buffer.mapped().data();
  for (const PassConstants& c : constants) {
    std::memcpy(at, &c, sizeof c);
    at += stride;
  }
  return buffer.flush();
}

}  // namespace

struct Executor::State {
  std::shared_ptr<Context> context;
  std::vector<Slot> slots;
  size_t oldest = 0, pending = 0;
  std::shared_ptr<Canvas> canvas;
  std::shared_ptr<Output> output;
  PictureSurfaces pictures{kPictureBudget};
  bool exporting = false;
  std::optional<ExportPool> exports;
  FramePtr last;             // collected last
  std::optional<Lost> lost;  // after a failure the surface is not what the next plan's damage counts on

  Context::State& device() { return context->state(); }
  Vk<void> submit(const PassPlan& plan, PixelFormat format);
  Vk<bool> prepare_output(const PassPlan& plan, PixelFormat format);
  Vk<void> prepare_slot(Slot& slot, size_t dispatches);
  Vk<void> prepare_export(Slot& slot, const PassPlan& plan, PixelFormat format);
  Vk<FramePtr> collect();
};

// The surface and the output for this size and format; true where the output is new and must be converted whole.
Vk<bool> Executor::State::prepare_output(const PassPlan& plan, PixelFormat format) {
  Memory& memory = *device().memory;
  const Limits& limits = device().limits;
  if (!canvas || canvas->width != plan.width || canvas->height != plan.height) {
    auto made = make_canvas(memory, plan.width, plan.height, limits);
    if (!made) return std::unexpected(made.error());
    canvas = std::move(*made);
    output.reset();
  }
  const auto surfaces = static_cast<size_t>(plan.depth) + 1;
  if (auto added = add_surfaces(memory, *canvas, surfaces); !added) return std::unexpected(added.error());
  if (output && output->format == format) return false;
  output = std::make_shared<Output>(Output{.format = format, .buffer = {}});
  if (format != PixelFormat::rgba16) {
    auto buffer = Buffer::create(memory, output_bytes(format, plan.width, plan.height), Use::device);
    if (!buffer) return std::unexpected(buffer.error());
    output->buffer = std::move(*buffer);
  }
  return true;
}

Vk<void> Executor::State::prepare_slot(Slot& slot, size_t dispatches) {
  Context::State& d = device();
  if (!slot.fence) {
    auto fence = make_fence(d.device->get());
    if (!fence) return std::unexpected(fence.error());
    slot.fence = std::move(*fence);
    auto commands = make_commands(d.device->get(), d.device->queue_family());
    if (!commands) return std::unexpected(commands.error());
    slot.commands = std::move(*commands);
  }
  const uint64_t bytes = output->format == PixelFormat::rgba16 ? canvas->plane_bytes * 2 : output->buffer.size();
  if (auto grown = grow(*d.memory, slot.readback, bytes, Use::readback); !grown) return grown;
  if (auto grown = grow(*d.memory, slot.constants,
                        std::max<size_t>(slot.steps.constants.size(), 1) * d.constants_stride, Use::upload);
      !grown)
    return grown;
  if (auto written = write_constants(slot.steps.constants, d.constants_stride, slot.constants); !written)
    return written;
  if (auto made = prepare_pool(d.device->get(), slot, dispatches); !made) return made;
  slot.canvas = canvas;
  slot.output = output;
  return {};
}

Vk<void> Executor::State::prepare_export(Slot& slot, const PassPlan& plan, PixelFormat format) {
  if (!exporting || format != PixelFormat::yuv420p8) return {};
  if (!exports || !exports->fits(plan.width, plan.height)) exports.emplace(context, plan.width, plan.height);
  auto taken = exports->take();
  if (!taken) return std::unexpected(taken.error());
  slot.exported = std::move(*taken);
  return {};
}

Vk<void> Executor::State::submit(const PassPlan& plan, PixelFormat format) {
  Slot& slot = slots[(oldest + pending) % slots.size()];
  const auto fresh = prepare_output(plan, format);
  if (!fresh) return std::unexpected(fresh.error());
  slot.repeats = !*fresh && plan.damage.empty();
  if (slot.repeats) return {};
  Context::State& d = device();
  slot.steps = {};
  if (auto added = add_draws(d, pictures, plan, *canvas, slot.steps); !added) return added;
  pictures.end_frame();  // what is dropped lives on in the slots that use it

  const IRect everything{0, 0, plan.width, plan.height};
  const std::span<const IRect> changed = *fresh ? std::span(&everything, 1) : std::span(plan.damage);
  Recording recording{.canvas = canvas.get(),
                      .output = output.get(),
                      .constants = &slot.constants,
                      .constants_stride = d.constants_stride,
                      .readback = &slot.readback,
                      .draws = &slot.steps.list,
                      .conversions = fp::vulkan::conversions(changed, plan.width, plan.height, format, d.limits)};
  const size_t dispatches = recording.draws->size() + recording.conversions.size();
  if (auto prepared = prepare_slot(slot, dispatches); !prepared) return prepared;
  if (auto prepared = prepare_export(slot, plan, format); !prepared) return prepared;
  recording.exported = slot.exported.get();
  recording.pool = slot.pool.get();
  if (auto begun = begin(d.device->get(), slot.commands); !begun) return begun;
  if (auto recorded = record(d, recording, slot.commands.buffer); !recorded) return recorded;
  if (auto ended = end(slot.commands); !ended) return ended;
  return d.device->submit(slot.commands.buffer, slot.fence.get());
}

Vk<FramePtr> Executor::State::collect() {
  Slot& slot = slots[oldest];
  if (!slot.repeats) {
    Context::State& d = device();
    const VkFence fence = slot.fence.get();
    if (auto waited = d.device->wait(fence); !waited) return std::unexpected(waited.error());
    if (const VkResult r = vkResetFences(d.device->get(), 1, &fence)) return failure(r, "vkResetFences");
    if (auto ready = slot.readback.invalidate(); !ready) return std::unexpected(ready.error());
    last = frame_from(slot.readback.mapped(), slot.output->format, slot.canvas->width, slot.canvas->height,
                      std::exchange(slot.exported, nullptr));
    slot.steps = {};
    slot.canvas.reset();
    slot.output.reset();
  }
  oldest = (oldest + 1) % slots.size();
  --pending;
  return last;
}

Executor::Executor(std::shared_ptr<Context> context, int in_flight) : state_(std::make_unique<State>()) {
  state_->context = std::move(context);
  state_->slots.resize(static_cast<size_t>(std::max(in_flight, 1)));
}

Executor::Executor(Executor&&) noexcept = default;

Executor::~Executor() {
  if (!state_) return;
  for (size_t i = 0; i < state_->pending; ++i) {
    const Slot& slot = state_->slots[(state_->oldest + i) % state_->slots.size()];
    if (slot.repeats || state_->device().device->finished(slot.fence.get())) continue;
    (void)state_.release();  // the device hangs and may still use all this: leave it, and the context behind it
    return;
  }
}

std::string Executor::export_frames() {
  std::string reason = no_export_reason(state_->device().physical);
  state_->exporting = reason.empty();
  return reason;
}

int Executor::in_flight() const {
  return static_cast<int>(state_->pending);
}

std::expected<void, Lost> Executor::submit(const PassPlan& plan, PixelFormat format) {
  FP_ASSERT(state_->pending < state_->slots.size());
  if (state_->lost) return std::unexpected(*state_->lost);
  const auto submitted = state_->submit(plan, format);
  if (!submitted) {
    state_->lost = to_lost(submitted.error());
    return std::unexpected(*state_->lost);
  }
  ++state_->pending;
  return {};
}

std::expected<FramePtr, Lost> Executor::collect() {
  FP_ASSERT(state_->pending > 0);
  auto frame = state_->collect();
  if (!frame) {
    state_->lost = to_lost(frame.error());
    return std::unexpected(*state_->lost);
  }
  return *std::move(frame);
}

}  // namespace fp::vulkan
