// Which executor draws: chosen once, by name, and always said. Nothing falls back silently.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/core/result.hpp"
#include "engine/vulkan/executor.hpp"

namespace fp {

// Receives one line of talk (no newline): warnings a person must see. May be called from any thread.
using Say = std::function<void(const std::string&)>;

struct DeviceOptions {
  std::string request;  // "" or "auto", "cpu", "vulkan", "vulkan:NAME"
  bool validation = false;
  std::filesystem::path pipeline_cache;
  Say say;  // may be empty
};

struct DeviceDescription {
  std::string kind;    // "cpu" or "vulkan"
  std::string name;    // the CPU's kernel build (e.g. "avx2") or the Vulkan device
  std::string driver;  // "" for cpu
  std::string reason;  // why this one, e.g. "asked for", "no hardware GPU found"
};

// Shared by all workers of a run.
class Device {
 public:
  static Result<std::shared_ptr<Device>> open(const DeviceOptions& options);

  DeviceDescription describe() const;
  // The Vulkan context now in use, or null: draw on the CPU.
  std::shared_ptr<vulkan::Context> context() const;
  // Called by a worker whose context was lost: the first time a new context is made and returned; after a second loss
  // null (CPU). Said each time. Workers that report the same lost context get the same answer.
  std::shared_ptr<vulkan::Context> replace(const std::shared_ptr<vulkan::Context>& lost);

 private:
  Device() = default;
  mutable std::mutex mutex_;
  DeviceOptions options_;
  DeviceDescription description_;
  std::shared_ptr<vulkan::Context> context_;
  int rebuilt_ = 0;
};

}  // namespace fp
