#include <algorithm>

#include <fmt/format.h>

#include "engine/vulkan/state.hpp"

namespace fp::vulkan {
namespace {

constexpr uint64_t kMostBound = 128u << 20;  // the contract of the kernels, whatever more a device offers

std::unexpected<Errors> no_device(const DeviceInfo& info, const Failure& failed) {
  return fail(Fault::no_device, fmt::format("Vulkan device {} could not be set up: {}", info.name, to_string(failed)),
              "use --device cpu");
}

Result<std::unique_ptr<Context::State>> make_state(const ContextOptions& options) {
  auto instance = Instance::create(options.validation);
  if (!instance) return fail(std::move(instance.error()));
  auto devices = physical_devices(*instance);
  if (!devices) return fail(std::move(devices.error()));
  auto chosen = choose(*devices, options.name);
  if (!chosen) return fail(std::move(chosen.error()));
  auto device = Device::create(*chosen);
  if (!device) return fail(std::move(device.error()));
  const VkPhysicalDeviceLimits& limits = chosen->properties.limits;
  auto memory = std::make_unique<Memory>(chosen->handle, (*device)->get(), limits);
  auto pipelines = Pipelines::create(**device, options.pipeline_cache);
  if (!pipelines) return no_device(chosen->info, pipelines.error());
  auto uploads = std::make_unique<Uploads>(**device, *memory, options.upload_budget);
  const Limits bindings{.binding = std::min<uint64_t>(limits.maxStorageBufferRange, kMostBound),
                        .alignment = std::max<uint64_t>(limits.minStorageBufferOffsetAlignment, 4)};
  const auto step = std::max<uint64_t>(limits.minUniformBufferOffsetAlignment, 1);
  const uint64_t stride = (kConstantsBytes + step - 1) / step * step;
  return std::unique_ptr<Context::State>(new Context::State{.instance = std::move(*instance),
                                                            .physical = std::move(*chosen),
                                                            .limits = bindings,
                                                            .constants_stride = stride,
                                                            .device = std::move(*device),
                                                            .memory = std::move(memory),
                                                            .pipelines = std::move(*pipelines),
                                                            .uploads = std::move(uploads)});
}

}  // namespace

Context::Context() = default;

Context::~Context() {
  // Executors share ownership of this, so only uploads can be under way. What a hung device still uses is left to it.
  if (state_ && !state_->uploads->drain()) (void)state_.release();
}

Result<std::shared_ptr<Context>> open_with(const ContextOptions& options, std::span<const Golden> goldens) {
  auto state = make_state(options);
  if (!state) return fail(std::move(state.error()));
  auto context = Context::adopt(std::move(*state));
  if (auto passed = run_self_test(context, goldens); !passed) return fail(std::move(passed.error()));
  return context;
}

std::shared_ptr<Context> Context::adopt(std::unique_ptr<State> state) {
  std::shared_ptr<Context> context(new Context);
  context->state_ = std::move(state);
  return context;
}

Result<std::shared_ptr<Context>> Context::open(const ContextOptions& options) {
  return open_with(options, self_test_goldens());
}

const DeviceInfo& Context::info() const {
  return state_->physical.info;
}

std::vector<std::string> Context::validation_messages() const {
  return state_->instance.messages();
}

void Context::lose_device_for_test(int after_submissions) {
  state_->device->lose_after(after_submissions);
}

}  // namespace fp::vulkan
