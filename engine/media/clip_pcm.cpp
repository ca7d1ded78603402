#include "engine/media/clip_pcm.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include "engine/media/clip_process.hpp"

namespace fp::media {
namespace {

constexpr const char* kWhat = "decoded sound";
constexpr int kSeconds = 900;  // of processor time, for at most 12 hours of sound

}  // namespace

Result<std::shared_ptr<const Pcm>> read_pcm(int file, Container container) {
  const Result<Fd> samples = unnamed_file(kWhat);
  if (!samples) return fail(samples.error());
  Sound sound{};
  {
    Result<std::unique_ptr<MediaProcess>> process = MediaProcess::start(file, "sound");
    if (!process) return fail(std::move(process.error()));
    Result<void> answered = (*process)->ask({Ask::pcm, container, 0}, samples->get(), kSeconds);
    if (answered) answered = (*process)->read(&sound, sizeof sound);
    if (!answered) return fail(std::move(answered.error()));
  }  // The child is gone: nobody changes the file any more.
  struct stat info {};
  const bool sane = sound.frames >= 0 && sound.frames <= kMaxSoundFrames && ::fstat(samples->get(), &info) == 0 &&
                    info.st_size == sound.frames * int64_t{kMaxSoundFrameBytes};
  if (!sane) return fail(Fault::missing, "its decoder gave an answer that makes no sense");
  if (sound.frames == 0) return std::make_shared<const Pcm>(nullptr, 0, nullptr);
  const auto size = static_cast<size_t>(info.st_size);
  const auto mapped = map_file(*samples, size, false, kWhat);
  if (!mapped) return fail(mapped.error());
  return std::make_shared<const Pcm>(static_cast<const int32_t*>(mapped->get()), sound.frames, *mapped);
}

}  // namespace fp::media
