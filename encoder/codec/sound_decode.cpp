// What a player hears of encoded sound.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "encoder/codec/libav_video.hpp"
#include "encoder/codec/sound.hpp"

extern "C" {
#include <libavutil/channel_layout.h>
}

namespace fp {
namespace {

using libav::LogCapture;

int32_t from_float(float v) {
  return static_cast<int32_t>(std::lrint(std::clamp(static_cast<double>(v), -16.0, 16.0) * 8388608.0));
}

// Sample `i` of a side, in our scale.
int32_t sample(const AVFrame& f, int side, int i) {
  const auto get = [&]<class T>(T value) {
    const bool planar = av_sample_fmt_is_planar(static_cast<AVSampleFormat>(f.format)) != 0;
    const auto at = static_cast<size_t>(planar ? i : 2 * i + side) * sizeof value;
    std::memcpy(&value, f.extended_data[planar ? side : 0] + at, sizeof value);
    return value;
  };
  switch (av_get_packed_sample_fmt(static_cast<AVSampleFormat>(f.format))) {
    case AV_SAMPLE_FMT_FLT:
      return from_float(get(float{}));
    case AV_SAMPLE_FMT_S16:
      return get(int16_t{}) * 256;
    default:
      return get(int32_t{}) >> 8;
  }
}

Result<void> take(AVCodecContext& c, AVFrame& frame, std::span<int32_t> out, const LogCapture& log) {
  while (true) {
    const int got = avcodec_receive_frame(&c, &frame);
    if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return {};
    if (got < 0) return fail(Fault::failed, libav::reason("the encoded sound cannot be decoded", got, log));
    for (int i = 0; i < frame.nb_samples; ++i) {
      const int64_t at = 2 * (frame.pts + i);
      if (at < 0 || at + 1 >= std::ssize(out)) continue;  // before the programme begins, and after its end
      for (int side = 0; side < 2; ++side) out[static_cast<size_t>(at + side)] = sample(frame, side, i);
    }
    av_frame_unref(&frame);
  }
}

}  // namespace

Result<void> decode_sound(const EncodedSound& sound, std::span<int32_t> out) {
  FP_ASSERT(std::ssize(out) == 2 * sound.frames);
  const LogCapture log;
  const auto failed = [&](int error) {
    return fail(Fault::failed, libav::reason("the encoded sound cannot be decoded", error, log));
  };
  const AVCodec* encoder = avcodec_find_encoder_by_name(find_sound_codec(sound.codec)->encoder);
  const AVCodec* decoder = encoder == nullptr ? nullptr : avcodec_find_decoder(encoder->id);
  if (decoder == nullptr)
    return fail(Fault::no_device, fmt::format("the installed libavcodec has no decoder of {}", sound.codec));
  const libav::ContextPtr context(avcodec_alloc_context3(decoder));
  const libav::FramePtr frame(av_frame_alloc());
  const libav::PacketPtr packet(av_packet_alloc());
  if (!context || !frame || !packet) return failed(libav::kOutOfMemory);
  AVCodecContext& c = *context;
  c.sample_rate = kSoundRate;
  c.pkt_timebase = {1, kSoundRate};
  c.thread_count = 1;
  av_channel_layout_default(&c.ch_layout, 2);
  c.extradata = static_cast<uint8_t*>(av_mallocz(sound.header.size() + AV_INPUT_BUFFER_PADDING_SIZE));
  if (c.extradata == nullptr) return failed(libav::kOutOfMemory);
  c.extradata_size = static_cast<int>(sound.header.size());
  std::ranges::copy(sound.header, c.extradata);
  if (const int error = avcodec_open2(&c, decoder, nullptr); error < 0) return failed(error);
  for (const SoundPacket& p : sound.packets) {
    if (av_new_packet(packet.get(), static_cast<int>(p.data.size())) < 0) return failed(libav::kOutOfMemory);
    std::ranges::copy(p.data, packet->data);
    packet->pts = packet->dts = p.pts;
    const int sent = avcodec_send_packet(&c, packet.get());
    av_packet_unref(packet.get());
    if (sent < 0) return failed(sent);
    if (auto taken = take(c, *frame, out, log); !taken) return taken;
  }
  if (const int ended = avcodec_send_packet(&c, nullptr); ended < 0) return failed(ended);
  return take(c, *frame, out, log);
}

}  // namespace fp
