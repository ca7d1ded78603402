#include "engine/sandbox/sound_track.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/sandbox/downmix.hpp"
#include "engine/sandbox/frame_index.hpp"
#include "engine/sandbox/resampler.hpp"

namespace fp::media {
namespace {

constexpr int kLowestRate = 4000, kHighestRate = 768'000;
constexpr int64_t kSilence = 1 << 16;  // sample frames put at once

// Decoded sound on its way: where it stands on the file's own timeline, in sample frames of its own rate.
struct Track {
  int rate = 0;
  int64_t zero = 0;  // of the file's time 0, on the scale of the decoder's times
  int64_t end = 0;   // where the container says the sound ends
  bool ends = false;
  int64_t written = 0;  // sample frames so far
  bool begun = false;
  AVRational tick{1, 1};
  Resampler* out = nullptr;
  std::vector<double> stereo;
};

int64_t in_samples(Rational seconds, int rate) {
  return floor_of(seconds * Rational{rate, 1} + Rational{1, 2});
}

Result<void> put_silence(Track& track, int64_t count) {
  if (count > kMaxSeconds * track.rate) return damaged("its sound begins later than 12 hours");
  track.written += count;
  for (; count > 0; count -= kSilence) {
    track.stereo.assign(static_cast<size_t>(std::min(count, kSilence)) * 2, 0.0);
    if (Result<void> put = track.out->put(track.stereo); !put) return put;
  }
  return {};
}

Result<void> put_frame(Track& track, const AVFrame& frame) {
  if (frame.sample_rate != track.rate)
    return damaged(fmt::format("its sound changes from {} to {} Hz midway", track.rate, frame.sample_rate));
  if ((frame.flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags != 0)
    return damaged("its sound is damaged");
  int64_t at = track.written;
  if (frame.pts != AV_NOPTS_VALUE) {
    const int64_t told = av_rescale_q(frame.pts, track.tick, {1, track.rate}) - track.zero;
    // Containers that count in milliseconds are up to a sample block off; a real gap is longer.
    const bool gap = told - at > track.rate / 20;
    if (!track.begun || gap) at = told;
  }
  int first = 0, count = frame.nb_samples;
  if (!track.begun && at < 0) {
    first = static_cast<int>(std::min<int64_t>(-at, count));
    count -= first;
    at += first;
    if (count == 0) return {};
  }
  track.begun = true;
  if (at > track.written) {
    if (Result<void> put = put_silence(track, at - track.written); !put) return put;
  }
  if (track.ends) count = static_cast<int>(std::clamp<int64_t>(track.end - track.written, 0, count));
  track.stereo.clear();
  if (Result<void> mixed = append_stereo(frame, first, count, track.stereo); !mixed) return mixed;
  track.written += count;
  return track.out->put(track.stereo);
}

// Everything the decoder has; AVERROR_EOF is its end.
Result<void> drain(Track& track, AVCodecContext* decoder, AVFrame* frame) {
  while (true) {
    const int error = avcodec_receive_frame(decoder, frame);
    if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return {};
    if (error < 0) return damaged("its sound cannot be decoded", error);
    Result<void> put = put_frame(track, *frame);
    av_frame_unref(frame);
    if (!put) return put;
  }
}

Result<void> decode(Demuxer& demuxer, Track& track, Container container) {
  Result<ContextPtr> decoder = open_decoder(demuxer.sound());
  if (!decoder) return fail(std::move(decoder.error()));
  const PacketPtr packet(av_packet_alloc());
  const FramePtr frame(av_frame_alloc());
  if (!packet || !frame) return damaged("out of memory");
  while (true) {
    const int read = av_read_frame(demuxer.format(), packet.get());
    if (read == AVERROR_EOF) break;
    if (read < 0) return damaged("its sound cannot be read to its end", read);
    const bool ours = demuxer.format()->streams[packet->stream_index] == demuxer.sound();
    // WAV of no stated length ends with a block that libav had hoped to be longer; other WAV is whole (whole_file.hpp).
    const bool cut = (packet->flags & AV_PKT_FLAG_CORRUPT) != 0 && container != Container::wav;
    if (ours && cut) return damaged("its sound is cut short");
    const int sent = ours ? avcodec_send_packet(decoder->get(), packet.get()) : 0;
    av_packet_unref(packet.get());
    if (sent < 0) return damaged("its sound cannot be decoded", sent);
    if (Result<void> drained = drain(track, decoder->get(), frame.get()); !drained) return drained;
  }
  avcodec_send_packet(decoder->get(), nullptr);
  return drain(track, decoder->get(), frame.get());
}

}  // namespace

Result<int64_t> decode_sound(const Source& source, Container container, const SampleSink& sink) {
  if (container == Container::webp) return damaged("there is no sound in it");
  Track track;
  {
    Result<std::unique_ptr<Demuxer>> demuxer = Demuxer::open(source, container);
    if (!demuxer) return fail(std::move(demuxer.error()));
    if ((*demuxer)->sound() == nullptr) return damaged("there is no sound in it");
    const AVCodecParameters& codec = *(*demuxer)->sound()->codecpar;
    track.rate = codec.sample_rate;
    if (track.rate < kLowestRate || track.rate > kHighestRate)
      return damaged(fmt::format("sound of {} Hz is not read", track.rate));
    Result<FrameIndex> index = index_frames(**demuxer);
    if (!index) return fail(std::move(index.error()));
    track.zero = in_samples(index->zero, track.rate);
    // MP4 tells how long its last packet is to be heard; libav plays it whole.
    const AVRational tick = (*demuxer)->sound()->time_base;
    track.ends = container == Container::mov && tick.num == 1 && tick.den == track.rate;
    track.end = in_samples(index->sound_end, track.rate) - track.zero;
  }
  Result<std::unique_ptr<Demuxer>> demuxer = Demuxer::open(source, container);
  if (!demuxer) return fail(std::move(demuxer.error()));
  track.tick = (*demuxer)->sound()->time_base;
  if ((*demuxer)->video() != nullptr) (*demuxer)->video()->discard = AVDISCARD_ALL;
  Resampler resampler(track.rate, sink);
  track.out = &resampler;
  if (Result<void> started = resampler.start(); !started) return fail(std::move(started.error()));
  if (Result<void> decoded = decode(**demuxer, track, container); !decoded) return fail(std::move(decoded.error()));
  return resampler.finish();
}

}  // namespace fp::media
