// One NVIDIA device: its CUDA context, and what its encoder can do. Shared by all sessions and threads.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "encoder/nvenc/driver.hpp"

namespace fp::nvenc {

enum class Codec : uint8_t { h264, hevc, av1 };
inline constexpr std::array kCodecs = {Codec::h264, Codec::hevc, Codec::av1};
std::string_view name_of(Codec codec);  // "H.264", "HEVC", "AV1"
const GUID& guid_of(Codec codec);       // all zero for AV1 where the headers do not know it

using Uuid = std::array<uint8_t, 16>;

struct Info {
  std::string name;    // "NVIDIA GeForce RTX 4090"
  std::string driver;  // kernel module, "535.104.05"; empty where it does not say
  std::string cuda;    // "12.2"
  std::string api;     // the newest encoding interface, "12.1"
  Uuid uuid{};         // the same as Vulkan's deviceUUID
};

// What the encoder says of one codec.
struct Caps {
  int max_b_frames = 0;
  int rate_modes = 0;  // bits of NV_ENC_PARAMS_RC_MODE
  int min_width = 0, min_height = 0, max_width = 0, max_height = 0;
  bool lossless = false;
  std::vector<NV_ENC_BUFFER_FORMAT> formats = {};
};

class Device {
 public:
  // The first device, or the one of this UUID. Fault::no_device: no driver, no device, none of this UUID.
  static Result<std::shared_ptr<const Device>> open(const Libraries& libraries, std::optional<Uuid> uuid = {});
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  const Driver& driver() const { return *driver_; }
  const Info& info() const { return info_; }
  CUcontext context() const { return context_; }
  // Whether memory of other APIs can be imported, else why not; empty: it can.
  std::string no_import_reason() const;

 private:
  Device() = default;
  std::shared_ptr<const Driver> driver_;
  CUdevice device_ = 0;
  CUcontext context_ = nullptr;
  Info info_;
};

// Makes the device's context current on this thread while it lives. `result` says whether that worked.
class Current {
 public:
  explicit Current(const Device& device);
  ~Current();
  Current(const Current&) = delete;
  Current& operator=(const Current&) = delete;
  Result<void> result() const;

 private:
  const Device& device_;
  CUresult pushed_;
};

// Opens a session for a moment to ask. Empty where the device does not encode the codec.
Result<std::optional<Caps>> ask_caps(const Device& device, Codec codec);

}  // namespace fp::nvenc
