#include "engine/render/device.hpp"

#include <fmt/format.h>

#include "engine/cpu/executor.hpp"

namespace fp {
namespace {

DeviceDescription cpu_description(std::string reason) {
  return {.kind = "cpu", .name = cpu::name(cpu::Isa::best), .driver = "", .reason = std::move(reason)};
}

DeviceDescription vulkan_description(const vulkan::DeviceInfo& info, std::string reason) {
  return {.kind = "vulkan", .name = info.name, .driver = info.driver, .reason = std::move(reason)};
}

}  // namespace

Result<std::shared_ptr<Device>> Device::open(const DeviceOptions& options) {
  std::shared_ptr<Device> device(new Device);
  device->options_ = options;
  const std::string& request = options.request;
  if (request == "cpu") {
    device->description_ = cpu_description("asked for");
    return device;
  }
  const bool automatic = request.empty() || request == "auto";
  if (!automatic && request != "vulkan" && !request.starts_with("vulkan:")) {
    return fail(Fault::usage, fmt::format("unknown device \"{}\"; expected auto, cpu, vulkan or vulkan:NAME", request));
  }
  const vulkan::ContextOptions wanted{.name = request.starts_with("vulkan:") ? request.substr(7) : "",
                                      .validation = options.validation,
                                      .pipeline_cache = options.pipeline_cache};
  auto context = vulkan::Context::open(wanted);
  if (context) {
    device->context_ = std::move(*context);
    device->description_ = vulkan_description(device->context_->info(), automatic ? "hardware GPU found" : "asked for");
    return device;
  }
  if (!automatic) return fail(std::move(context.error()));
  device->description_ = cpu_description("no usable hardware GPU: " + context.error().front().message);
  return device;
}

DeviceDescription Device::describe() const {
  const std::lock_guard lock(mutex_);
  return description_;
}

std::shared_ptr<vulkan::Context> Device::context() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

std::shared_ptr<vulkan::Context> Device::replace(const std::shared_ptr<vulkan::Context>& lost) {
  const std::lock_guard lock(mutex_);
  if (context_ != lost) return context_;  // another worker was first
  const auto say = [&](const std::string& line) {
    if (options_.say) options_.say(line);
  };
  const std::string name = lost->info().name;
  if (rebuilt_++ == 0) {
    say(fmt::format("Vulkan device \"{}\" was lost; rebuilding it once", name));
    auto context = vulkan::Context::open(
        {.name = name, .validation = options_.validation, .pipeline_cache = options_.pipeline_cache});
    if (context) {
      context_ = std::move(*context);
      description_ = vulkan_description(context_->info(), "rebuilt after device loss");
      return context_;
    }
    say("it could not be rebuilt: " + context.error().front().message);
  } else {
    say(fmt::format("Vulkan device \"{}\" was lost again", name));
  }
  say("going on with the CPU executor; frames are the same bits");
  context_ = nullptr;
  description_ = cpu_description(fmt::format("Vulkan device \"{}\" was lost", name));
  return nullptr;
}

}  // namespace fp
