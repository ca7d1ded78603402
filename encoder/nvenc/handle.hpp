// One open encoder of the driver, and calls to it as values. The device's context must be current (`Current`) in every
// call here, destruction included. Internal to encoder/nvenc.
#pragma once

#include <optional>

#include "encoder/nvenc/device.hpp"

namespace fp::nvenc {

class Handle {
 public:
  Handle() = default;
  // Fault::no_device: the device has no encoder; Fault::failed: as many sessions are open as the driver allows.
  static Result<Handle> open(const Device& device);
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;
  ~Handle();

  void* get() const { return encoder_; }
  const NV_ENCODE_API_FUNCTION_LIST& api() const { return device_->driver().encode; }
  const Device& device() const { return *device_; }
  // A failure with the driver's own words; success for NV_ENC_SUCCESS.
  Result<void> check(NVENCSTATUS status, const char* call, Fault fault = Fault::failed) const;

 private:
  const Device* device_ = nullptr;
  void* encoder_ = nullptr;
};

// Empty where the encoder does not have the codec.
Result<std::optional<Caps>> read_caps(const Handle& handle, Codec codec);

}  // namespace fp::nvenc
