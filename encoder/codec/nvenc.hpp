// H.264, HEVC and AV1 by NVIDIA's hardware encoder (encoder/nvenc), as tables of functions like any other codec. Bytes
// are recorded, not promised: they depend on the device and its driver, which the build names.
#pragma once

#include <array>
#include <string>

#include "encoder/codec/codec.hpp"
#include "encoder/nvenc/session.hpp"

namespace fp::nvenc {

extern const std::array<fp::Codec, 3> kTables;  // "h264_nvenc", "hevc_nvenc", "av1_nvenc"

// The table of this name; nullptr: none of ours.
const fp::Codec* find_table(std::string_view name);

// Fault::usage for what the tables do not take.
Result<Settings> settings_of(const Recipe& recipe);

// The device all sessions use, opened when first asked for and kept: making its context takes longer than encoding a
// segment, and a codec's table has no place of its own for it.
Result<std::shared_ptr<const Device>> shared_device();
// Lets go of it; sessions keep it while they live.
void forget_device();

}  // namespace fp::nvenc
