// Samples in a temporary file without a name, mapped: as long as it likes, while memory stays with what is touched.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "engine/core/result.hpp"
#include "engine/media/clip.hpp"

namespace fp {

class PcmFile {
 public:
  // Silence of this many sample frames, in the folder for temporary files ($TMPDIR). Its room on the disk is taken at
  // once, so that a full disk is an error here (Fault::failed) and nowhere later.
  static Result<PcmFile> create(int64_t frames);

  int64_t frames() const { return frames_; }
  std::span<int32_t> samples() { return {samples_, static_cast<size_t>(frames_) * 2}; }
  std::span<const int32_t> samples() const { return {samples_, static_cast<size_t>(frames_) * 2}; }
  // A part of it; lives on when the PcmFile is gone.
  std::shared_ptr<const Pcm> part(int64_t first, int64_t frames) const;

 private:
  PcmFile() = default;
  int32_t* samples_ = nullptr;
  int64_t frames_ = 0;
  std::shared_ptr<const void> mapping_;
};

}  // namespace fp
