#include "engine/media/clip_decoders.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include "engine/core/rational.hpp"

namespace fp::media {
namespace {

constexpr size_t kMostDecoders = 4;
constexpr int kLookSeconds = 60, kFrameSeconds = 60;  // of processor time
constexpr int64_t kSeekCost = 12;                     // frames that could be decoded meanwhile
constexpr int kSteady = 2;                            // requests in a row after which a decoder is some reader's own
constexpr uint64_t kIdleRequests = 300;               // a second decoder not needed for so long is ended

bool sane(const Look& look) {
  const auto within = [](int64_t v, int64_t least, int64_t most) { return v >= least && v <= most; };
  const auto ends = [](const auto& text) { return std::ranges::find(text, '\0') != std::end(text); };
  if (!within(look.has_video, 0, 1) || !within(look.has_sound, 0, 1)) return false;
  if (look.has_video + look.has_sound == 0 || !within(look.alpha, 0, 1) || !within(look.interlaced, 0, 1)) return false;
  if (!ends(look.video_codec) || !ends(look.sound_codec) || !ends(look.color)) return false;
  if (!within(look.zero_num, 0, int64_t{1} << 60) || !within(look.zero_den, 1, int64_t{1} << 40)) return false;
  if (look.has_sound != 0 && (!within(look.channels, 1, 255) || !within(look.rate, 1, 768'000) ||
                              !within(look.sound_frames, 0, kMaxSoundFrames)))
    return false;
  if (!within(look.rate_num, 0, INT32_MAX) || !within(look.rate_den, look.rate_num > 0 ? 1 : 0, INT32_MAX))
    return false;
  if (look.has_video == 0) return look.frames == 0;
  return within(look.width, 1, kMaxSide) && within(look.height, 1, kMaxSide) &&
         int64_t{look.width} * look.height <= kMaxPixels && within(look.pixel_num, 1, INT32_MAX) &&
         within(look.pixel_den, 1, INT32_MAX) && within(look.tick_num, 1, INT32_MAX) &&
         within(look.tick_den, 1, INT32_MAX) && within(look.frames, 1, kMaxFrames) &&
         within(look.last_duration, 1, int64_t{1} << 56);
}

// In order, and each with a place that decoding can begin at.
bool sane(const std::vector<FrameEntry>& frames) {
  for (size_t i = 0; i < frames.size(); ++i) {
    const FrameEntry& f = frames[i];
    if (f.start < 0 || f.position < f.start || f.pts > int64_t{1} << 56 || f.pts < -(int64_t{1} << 56)) return false;
    if (i > 0 && f.pts <= frames[i - 1].pts) return false;
  }
  return true;
}

Result<void> check_duration(const Look& look, const std::vector<FrameEntry>& frames) {
  if (frames.empty()) return {};
  const Rational tick{look.tick_num, look.tick_den};
  const Rational end = Rational{frames.back().pts - frames.front().pts + look.last_duration, 1} * tick;
  if (end < Rational{kMaxSeconds, 1}) return {};
  return fail(Fault::missing, fmt::format("it lasts more than {} hours", kMaxSeconds / 3600));
}

}  // namespace

struct ClipDecoders::Decoder {
  std::unique_ptr<MediaProcess> process;
  Fd buffer;
  void* texels = nullptr;
  size_t bytes = 0;
  bool handed_over = false;  // the child has the buffer
  bool busy = false;
  int64_t number = -1;  // of the frame it was asked for last
  int steady = 0;       // requests in a row that followed on
  uint64_t used = 0;

  ~Decoder() {
    if (texels != nullptr) ::munmap(texels, bytes);
  }
  // Frames to be decoded until it has that one, by going on or from its key frame. Frames come out in the order they
  // are shown in, whatever the order of their packets.
  bool goes_on(int64_t wanted, const FrameEntry& entry) const {
    return number >= 0 && wanted >= number && wanted - number <= from_key(entry);
  }
  int64_t cost(int64_t wanted, const FrameEntry& entry) const {
    return goes_on(wanted, entry) ? wanted - number : from_key(entry);
  }
  static int64_t from_key(const FrameEntry& entry) { return entry.position - entry.start + kSeekCost; }
};

ClipDecoders::ClipDecoders(int file, Container container) : file_(file), container_(container) {}
ClipDecoders::~ClipDecoders() = default;

Result<std::unique_ptr<ClipDecoders>> ClipDecoders::open(int file, Container container) {
  std::unique_ptr<ClipDecoders> all(new ClipDecoders(file, container));
  Result<std::unique_ptr<Decoder>> first = all->start(all->look_, all->frames_);
  if (!first) return fail(std::move(first.error()));
  if (all->look_.has_video != 0) all->decoders_.push_back(std::move(*first));
  return all;
}

// Starts a child, and shares a buffer with it that can be neither shortened nor lengthened.
Result<std::unique_ptr<ClipDecoders::Decoder>> ClipDecoders::start(Look& look, std::vector<FrameEntry>& frames) const {
  constexpr size_t kAtOnce = 1 << 16;
  auto decoder = std::make_unique<Decoder>();
  Result<std::unique_ptr<MediaProcess>> process = MediaProcess::start(file_, "picture");
  if (!process) return fail(std::move(process.error()));
  decoder->process = std::move(*process);
  Result<void> got = decoder->process->ask({Ask::look, container_, 0}, -1, kLookSeconds);
  if (got) got = decoder->process->read(&look, sizeof look);
  if (!got) return fail(std::move(got.error()));
  const auto nonsense = [] { return fail(Fault::missing, "its decoder gave an answer that makes no sense"); };
  if (!sane(look)) return nonsense();
  while (frames.size() < static_cast<size_t>(look.frames)) {
    const size_t before = frames.size();
    const size_t count = std::min(static_cast<size_t>(look.frames) - before, kAtOnce);
    frames.resize(before + count);
    got = decoder->process->read(frames.data() + before, count * sizeof(FrameEntry));
    if (!got) return fail(std::move(got.error()));
  }
  if (!sane(frames)) return nonsense();
  if (Result<void> fits = check_duration(look, frames); !fits) return fail(std::move(fits.error()));
  if (look.has_video == 0) return decoder;
  decoder->bytes = static_cast<size_t>(look.width) * static_cast<size_t>(look.height) * 4;
  decoder->buffer = Fd(::memfd_create("framepress frame", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  const int fd = decoder->buffer.get();
  const bool made = fd >= 0 && ::ftruncate(fd, static_cast<off_t>(decoder->bytes)) == 0 &&
                    ::fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
  void* mapped = made ? ::mmap(nullptr, decoder->bytes, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
  if (mapped == MAP_FAILED)
    return fail(Fault::failed, fmt::format("there is no memory for frames: {}", std::strerror(errno)));
  decoder->texels = mapped;
  return decoder;
}

// The idle decoder with the least to do, or null; `start_one`: another would serve better. Under the mutex.
ClipDecoders::Decoder* ClipDecoders::choose(int64_t wanted, bool& start_one) {
  const FrameEntry& entry = frames_[static_cast<size_t>(wanted)];
  Decoder *near = nullptr, *oldest = nullptr;
  for (const std::unique_ptr<Decoder>& d : decoders_) {
    if (d->busy) continue;
    if (near == nullptr || d->cost(wanted, entry) < near->cost(wanted, entry)) near = d.get();
    if (oldest == nullptr || d->used < oldest->used) oldest = d.get();
  }
  const bool room = decoders_.size() + starting_ < kMostDecoders;
  if (near == nullptr) {
    start_one = room;
    return nullptr;
  }
  if (near->goes_on(wanted, entry) || near->number < 0) return near;
  // It would have to be sought: rather one that no reader goes on with.
  const bool own = oldest->steady >= kSteady && requests_ - oldest->used < kIdleRequests;
  start_one = room && own;
  return start_one ? nullptr : oldest;
}

Result<ClipDecoders::Decoder*> ClipDecoders::take(int64_t wanted) {
  std::unique_lock lock(mutex_);
  ++requests_;
  while (true) {
    bool start_one = false;
    if (Decoder* found = choose(wanted, start_one)) {
      found->busy = true;
      return found;
    }
    if (start_one) break;
    free_.wait(lock);
  }
  ++starting_;
  lock.unlock();
  Look look{};
  std::vector<FrameEntry> frames;
  Result<std::unique_ptr<Decoder>> started = start(look, frames);
  lock.lock();
  --starting_;
  free_.notify_all();
  if (!started) return fail(std::move(started.error()));
  const bool same = look.width == look_.width && look.height == look_.height && frames.size() == frames_.size();
  if (!same) return fail(Fault::missing, "the file has changed while it was in use");
  (*started)->busy = true;
  decoders_.push_back(std::move(*started));
  return decoders_.back().get();
}

void ClipDecoders::give_back(Decoder* decoder, int64_t at) {
  const std::lock_guard lock(mutex_);
  decoder->steady = decoder->goes_on(at, frames_[static_cast<size_t>(at)]) ? decoder->steady + 1 : 0;
  decoder->number = at;
  decoder->used = requests_;
  decoder->busy = false;
  std::erase_if(decoders_, [&](const std::unique_ptr<Decoder>& d) {
    if (d->busy) return false;
    return !d->process->alive() || (decoders_.size() > 1 && requests_ - d->used > kIdleRequests);
  });
  free_.notify_all();
}

Result<void> ClipDecoders::read(Decoder& decoder, int64_t number, std::vector<uint32_t>& to) const {
  const int buffer = decoder.handed_over ? -1 : decoder.buffer.get();
  Result<void> answered = decoder.process->ask({Ask::frame, container_, number}, buffer, kFrameSeconds);
  decoder.handed_over = true;
  if (!answered) return answered;
  const auto* from = static_cast<const uint32_t*>(decoder.texels);
  to.assign(from, from + decoder.bytes / 4);
  return {};
}

Result<void> ClipDecoders::frame(int64_t number, std::vector<uint32_t>& to) {
  const Result<Decoder*> decoder = take(number);
  if (!decoder) return fail(decoder.error());
  Result<void> got = read(**decoder, number, to);
  give_back(*decoder, number);
  return got;
}

size_t ClipDecoders::running() const {
  const std::lock_guard lock(mutex_);
  return decoders_.size();
}

std::vector<pid_t> ClipDecoders::processes() const {
  const std::lock_guard lock(mutex_);
  std::vector<pid_t> ids;
  for (const std::unique_ptr<Decoder>& d : decoders_) ids.push_back(d->process->id());
  return ids;
}

}  // namespace fp::media
