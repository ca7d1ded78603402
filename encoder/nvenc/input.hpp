// How a frame gets to the encoder: copied into one of the driver's buffers, or from memory another API drew it into.
// Internal to encoder/nvenc.
#pragma once

#include <map>
#include <memory>

#include "encoder/nvenc/config.hpp"
#include "engine/display/frame.hpp"

namespace fp::nvenc {

// Why the device cannot read this frame where it was drawn; empty: it can.
std::string no_import_reason(const Device& device, const DeviceFrame& frame);

// Copies a frame's planes into a locked buffer of the driver.
void copy_planes(const Frame& frame, NV_ENC_BUFFER_FORMAT format, uint8_t* to, uint32_t pitch);

struct Mapped {
  NV_ENC_INPUT_PTR input = nullptr;
  NV_ENC_BUFFER_FORMAT format = NV_ENC_BUFFER_FORMAT_UNDEFINED;
};

// Memory imported into CUDA and registered with one session. Must be gone before the session's Handle. The same frame
// may be on its way several times (a picture at rest): it is mapped once, until its last use is over.
class Imported {
 public:
  static Result<std::unique_ptr<Imported>> make(const Handle& handle, const DeviceFrame& frame);
  ~Imported();
  Imported(const Imported&) = delete;
  Imported& operator=(const Imported&) = delete;
  Result<Mapped> use();
  void end_use();

 private:
  explicit Imported(const Handle& handle) : handle_(handle) {}
  const Handle& handle_;
  CUexternalMemory memory_ = nullptr;
  CUdeviceptr pointer_ = 0;
  NV_ENC_REGISTERED_PTR registered_ = nullptr;
  Mapped mapped_;
  int uses_ = 0;
};

}  // namespace fp::nvenc
