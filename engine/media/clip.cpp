#include "engine/media/clip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "engine/core/file_hash.hpp"
#include "engine/media/clip_decoders.hpp"
#include "engine/media/clip_pcm.hpp"
#include "engine/media/clip_sniff.hpp"
#include "engine/media/frame_times.hpp"

namespace fp {
namespace {

using namespace media;

// Goes up whenever the same file would come out as other texels.
constexpr uint32_t kConversion = 1;

// "'name': what is wrong", for errors whose message is a sentence about the file.
Errors named(Errors errors, const std::string& name) {
  for (Diagnostic& error : errors) {
    if (error.fault == Fault::missing) error.message = fmt::format("'{}': {}", name, error.message);
  }
  return errors;
}

}  // namespace

struct Clip::State {
  std::string name;
  Sha256 hash;
  std::optional<VideoInfo> video;
  std::optional<SoundInfo> sound;
  FrameTimes times;
  Container container{};
  Fd file;
  std::unique_ptr<ClipDecoders> decoders;
  std::mutex pcm_mutex;
  std::shared_ptr<const Pcm> pcm;
};

namespace {

VideoInfo described(const Look& look, const FrameTimes& times) {
  VideoInfo info;
  info.width = look.width;
  info.height = look.height;
  info.pixel_aspect = {look.pixel_num, look.pixel_den};
  info.frames = look.frames;
  info.duration = times.duration;
  info.rate = times.rate.value_or(Rational{look.frames, 1} / info.duration);
  info.alpha = look.alpha != 0;
  info.interlaced = look.interlaced != 0;
  info.codec = printable(look.video_codec);
  info.color = printable(look.color);
  return info;
}

}  // namespace

Clip::Clip(std::unique_ptr<State> state) : state_(std::move(state)) {}
Clip::~Clip() = default;

Result<std::shared_ptr<Clip>> Clip::open(const AssetRoot& root, const std::string& name) {
  const Result<int> opened = root.open_plain(name);
  if (!opened) return fail(opened.error());
  auto state = std::make_unique<State>();
  state->name = name;
  state->file = Fd(*opened);
  const Result<Container> container = sniff(*opened);
  if (!container) return fail(named(container.error(), name));
  state->container = *container;
  const Result<FileHash> hash = hash_file(*opened);
  if (!hash) return fail(named(hash.error(), name));
  state->hash = hash->hash;
  Result<std::unique_ptr<ClipDecoders>> decoders = ClipDecoders::open(*opened, *container);
  if (!decoders) return fail(named(std::move(decoders.error()), name));
  state->decoders = std::move(*decoders);
  const Look& look = state->decoders->look();
  if (look.has_video != 0) {
    state->times = frame_times(state->decoders->frames(), look.last_duration, {look.tick_num, look.tick_den},
                               {look.zero_num, look.zero_den}, {look.rate_num, look.rate_den});
    state->video = described(look, state->times);
  }
  if (look.has_sound != 0)
    state->sound = SoundInfo{look.sound_frames, look.channels, look.rate, printable(look.sound_codec)};
  return std::shared_ptr<Clip>(new Clip(std::move(state)));
}

const std::string& Clip::name() const {
  return state_->name;
}
const Sha256& Clip::hash() const {
  return state_->hash;
}
const std::optional<VideoInfo>& Clip::video() const {
  return state_->video;
}
const std::optional<SoundInfo>& Clip::sound() const {
  return state_->sound;
}

int64_t Clip::frame_at(Rational seconds) const {
  return state_->video ? state_->times.frame_at(seconds) : 0;
}

Texels Clip::outline(int64_t frame) const {
  FP_ASSERT(state_->video && frame >= 0 && frame < state_->video->frames);
  ByteWriter writer;
  writer.put_bytes(std::as_bytes(std::span(state_->hash.bytes))).put(frame).put(kConversion);
  return {state_->video->width, state_->video->height, {}, !state_->video->alpha, writer.hash()};
}

Result<Texels> Clip::frame(int64_t frame) {
  Texels texels = outline(frame);
  if (Result<void> got = state_->decoders->frame(frame, texels.data); !got) return fail(named(got.error(), name()));
  return texels;
}

Result<std::shared_ptr<const Pcm>> Clip::pcm() {
  const std::lock_guard lock(state_->pcm_mutex);
  if (state_->pcm) return state_->pcm;
  if (!state_->sound) return fail(Fault::missing, fmt::format("'{}': there is no sound in it", name()));
  Result<std::shared_ptr<const Pcm>> pcm = read_pcm(state_->file.get(), state_->container);
  if (!pcm) return fail(named(std::move(pcm.error()), name()));
  return state_->pcm = std::move(*pcm);
}

}  // namespace fp
