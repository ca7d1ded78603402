// Packets -> MP4, MOV, WebM, Matroska, GIF, APNG; sound alone -> WAV, FLAC, M4A, Ogg Opus. Segments may come in any
// order and are written in order; times come from frame and sample numbers, never from a clock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "encoder/codec/codec.hpp"
#include "encoder/codec/sound.hpp"
#include "engine/core/result.hpp"
#include "engine/template/clips.hpp"

namespace fp {

// What goes beside the pictures.
struct Tracks {
  std::shared_ptr<const EncodedSound> sound{};  // whole; null: none
  std::vector<Cue> cues{};                      // a text track, where there are any and the container has room for one
};

// One file being written at `path` (a PendingFile's temporary path). Sound and text are interleaved with the pictures
// by their times. Index in front (MP4, MOV), colour and pixel shape told, no creation time, no tags. Not for concurrent
// use.
class ContainerWriter {
 public:
  static Result<ContainerWriter> create(const std::filesystem::path& path, const Recipe& recipe, Tracks tracks = {});
  ContainerWriter(ContainerWriter&&) noexcept;
  ContainerWriter& operator=(ContainerWriter&&) noexcept;
  ~ContainerWriter();

  // Takes a segment; writes it and those waiting behind it as soon as all before it are there. `index` counts from 0.
  Result<void> add(int64_t index, Segment segment);
  size_t waiting() const;  // bytes of segments that came too early

  // Writes the rest, then reads the file and compares all packets and parameters with what was given. All `segments`
  // must have been added. Nothing can be added afterwards.
  Result<void> finish(int64_t segments);

 private:
  struct State;
  explicit ContainerWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A file of sound alone, read back as above. `container`: wav, flac, m4a, opus.
Result<void> write_sound(const std::filesystem::path& path, const std::string& container,
                         std::shared_ptr<const EncodedSound> sound);

// Whether the container has room for a text track.
bool holds_text(std::string_view container);

}  // namespace fp
