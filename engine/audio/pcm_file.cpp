#include "engine/audio/pcm_file.hpp"

#include "engine/core/unnamed_file.hpp"

namespace fp {

Result<PcmFile> PcmFile::create(int64_t frames) {
  constexpr const char* kWhat = "the sound";
  PcmFile made;
  made.frames_ = frames;
  if (frames == 0) return made;
  const auto bytes = static_cast<size_t>(frames) * 2 * sizeof(int32_t);
  const Result<Fd> file = unnamed_file(kWhat);
  if (!file) return fail(file.error());
  if (auto room = take_room(*file, bytes, kWhat); !room) return fail(std::move(room.error()));
  const auto mapped = map_file(*file, bytes, true, kWhat);
  if (!mapped) return fail(mapped.error());
  made.samples_ = static_cast<int32_t*>(mapped->get());
  made.mapping_ = *mapped;
  return made;
}

std::shared_ptr<const Pcm> PcmFile::part(int64_t first, int64_t frames) const {
  FP_ASSERT(first >= 0 && frames >= 0 && first + frames <= frames_);
  return std::make_shared<const Pcm>(samples_ + first * 2, frames, mapping_);
}

}  // namespace fp
