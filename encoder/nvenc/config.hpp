// Settings as the driver's structures. Internal to encoder/nvenc.
#pragma once

#include <memory>

#include "encoder/nvenc/handle.hpp"
#include "encoder/nvenc/settings.hpp"

namespace fp::nvenc {

// Points into itself: never copied.
struct Config {
  NV_ENC_CONFIG config{};
  NV_ENC_INITIALIZE_PARAMS init{};
  NV_ENC_BUFFER_FORMAT format =
      NV_ENC_BUFFER_FORMAT_UNDEFINED;  // of uploaded frames: IYUV, or NV12 where there is no IYUV
  int b_frames = 0;
};

// Faults, all at once: what this device cannot do of the settings (Fault::no_device), what no device can
// (Fault::usage).
Result<void> check(const Settings& settings, const Info& info, const Caps& caps);

// Starts from the driver's preset and sets everything that is ours to decide. The settings must have passed `check`.
Result<std::unique_ptr<Config>> make_config(const Handle& handle, const Settings& settings, const Caps& caps);

}  // namespace fp::nvenc
