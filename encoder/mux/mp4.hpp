// Packets -> MP4. Segments may come in any order and are written in order; times come from frame numbers, never from a
// clock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>

#include "encoder/codec/codec.hpp"
#include "engine/core/result.hpp"

namespace fp {

// One MP4 being written at `path` (a PendingFile's temporary path). Index in front (faststart), colr and pasp atoms, no
// creation time, no tags. Not for concurrent use.
class Mp4Writer {
 public:
  static Result<Mp4Writer> create(const std::filesystem::path& path, const Recipe& recipe);
  Mp4Writer(Mp4Writer&&) noexcept;
  Mp4Writer& operator=(Mp4Writer&&) noexcept;
  ~Mp4Writer();

  // Takes a segment; writes it and those waiting behind it as soon as all before it are there. `index` counts from 0.
  Result<void> add(int64_t index, Segment segment);
  size_t waiting() const;  // bytes of segments that came too early

  // Writes the index, then reads the file and compares all packets and parameters with what was given. All `segments`
  // must have been added. Nothing can be added afterwards.
  Result<void> finish(int64_t segments);

 private:
  struct State;
  explicit Mp4Writer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fp
