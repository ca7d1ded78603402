// What sound comes out of: the desktop's output device, by PortAudio.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "engine/core/result.hpp"

namespace fp::shell {

// Where sound comes from: called by the device's own thread, which must not wait. Stereo at 48 kHz, interleaved, +-1;
// the first sample is heard at `heard_at` (nanoseconds, as shell::now()). False: nothing is played.
struct SoundSource {
  bool (*pull)(void* of, std::span<float> out, int64_t heard_at) = nullptr;
  void* of = nullptr;
};

class Speaker {
 public:
  // The desktop's device. Takes a moment: not for the thread that draws the window. Fault::no_device: why there is
  // none.
  static Result<std::unique_ptr<Speaker>> open(SoundSource source);
  // For tests: keeps time like a device, and writes what it would play to a file, as floats of this machine; nothing is
  // written while nothing is played.
  static Result<std::unique_ptr<Speaker>> open_file(const std::string& path, SoundSource source);

  ~Speaker();  // when it is gone, so are its calls
  Speaker(const Speaker&) = delete;
  Speaker& operator=(const Speaker&) = delete;
  const std::string& name() const;
  bool alive() const;  // false: the device has gone

 private:
  struct State;
  explicit Speaker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fp::shell
