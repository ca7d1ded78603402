// One encode of at most one GOP: open, frames in order, finish. A session starts from nothing and its first picture is
// an IDR, so what it makes depends on settings, frames, device and driver alone. Used by one thread at a time; may be
// destroyed by another, at any point, and leaves nothing behind.
//
// Frames go round in a ring of buffers. Encoding goes on in the driver while the caller draws the next frames; a call
// waits for the encoder only when the ring is full (back-pressure), or at the end.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "encoder/nvenc/input.hpp"

namespace fp::nvenc {

struct Picture {
  std::vector<uint8_t> data{};
  int64_t pts = 0;
  bool key = false;
};

class Session {
 public:
  // Faults as of `check` (config.hpp); Fault::no_device: the device does not encode the codec.
  static Result<std::unique_ptr<Session>> open(std::shared_ptr<const Device> device, const Settings& settings);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const std::string& header() const;  // parameter sets (Annex B), or AV1's sequence header
  int reorder() const;                // how many frames decoding runs ahead of display: 0 or 1
  size_t in_flight() const;           // frames given and not come back
  // How the last frame got to the encoder: "read where it was drawn", or "copied to the encoder (why)".
  const std::string& path() const;

  // Takes frame `pts` (0, 1, ... in order) and appends pictures, in decoding order, that came back meanwhile. A frame
  // that is on this device too (Frame::on_device) is read there and kept until then; another is copied. After an error
  // the session is good for nothing but destruction.
  Result<void> encode(const FramePtr& frame, int64_t pts, std::vector<Picture>& out);
  // No more frames: appends the rest.
  Result<void> finish(std::vector<Picture>& out);

 private:
  struct State;
  explicit Session(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fp::nvenc
