// Runs PassPlans with Vulkan 1.1 compute, 32-bit integers only: the same bits as the CPU executor on any conformant
// device. A Context is one logical device with its pipelines and cached uploads, shared by any number of Executors and
// threads.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/display/frame.hpp"
#include "engine/display/plan.hpp"

namespace fp::vulkan {

struct DeviceInfo {
  std::string name;            // VkPhysicalDeviceProperties::deviceName
  std::string driver;          // driver name and version, as text
  std::string type;            // discrete, integrated, virtual, cpu, other
  std::string api;             // "1.3.238"
  bool software = false;       // type cpu
  std::string refused;         // why this device cannot run the kernels; empty: it can
  std::string no_export = {};  // why frames cannot be shared with an encoder by memory; empty: they can
};

// Every physical device of the installed drivers, best first: discrete > integrated > virtual > other > cpu, then by
// name. An error when there is no loader or no driver.
Result<std::vector<DeviceInfo>> list_devices();

struct ContextOptions {
  std::string name;  // substring of the device or driver name, case-insensitive; empty: the best that is not software
  bool validation = false;  // VK_LAYER_KHRONOS_validation with synchronization validation; missing layer is an error
  std::filesystem::path pipeline_cache;  // file; empty: none. A stale or corrupt one is ignored.
  size_t upload_budget = 512u << 20;     // bytes of masks, texels and ramps kept on the device (LRU)
};

struct Lost {
  bool device_lost = false;  // VK_ERROR_DEVICE_LOST: make a new Context; anything else: errors says what
  Errors errors;
};

class Context {
 public:
  // Picks the device, builds the pipelines and runs the self-test: each kernel on a fixed vector. A device whose digest
  // differs is refused by name. Errors: Fault::no_device.
  static Result<std::shared_ptr<Context>> open(const ContextOptions& options);
  ~Context();
  const DeviceInfo& info() const;
  std::vector<std::string> validation_messages() const;  // everything the layers said so far (options.validation)
  void lose_device_for_test(int after_submissions);      // the n-th submission from now reports VK_ERROR_DEVICE_LOST

  struct State;
  State& state() { return *state_; }
  static std::shared_ptr<Context> adopt(std::unique_ptr<State> state);

 private:
  Context();
  std::unique_ptr<State> state_;
};

// One frame surface and `in_flight` frames of constants, staging and readback. Frames come back in the order they went
// in; readback of one overlaps the passes of the next. Used by one thread at a time.
class Executor {
 public:
  Executor(std::shared_ptr<Context> context, int in_flight = 3);
  Executor(Executor&&) noexcept;
  ~Executor();

  int in_flight() const;  // submitted and not collected
  // As cpu::Executor::execute, in two halves. At most `in_flight` may be pending.
  std::expected<void, Lost> submit(const PassPlan& plan, PixelFormat format);
  std::expected<FramePtr, Lost> collect();

  // From the next submission on, yuv420p8 frames are left in memory that another API can read as well
  // (Frame::on_device; null where too many are in use). Returns why that cannot be; empty: it is so.
  std::string export_frames();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fp::vulkan
