#include "encoder/codec/sound.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "encoder/codec/libav_video.hpp"

extern "C" {
#include <libavutil/channel_layout.h>
}

namespace fp {
namespace {

using libav::LogCapture;

constexpr SoundCodec kCodecs[] = {
    {.name = "aac", .encoder = "aac", .what = "AAC", .usual_kbps = 192, .least_kbps = 32, .most_kbps = 512},
    {.name = "opus", .encoder = "libopus", .what = "Opus", .usual_kbps = 160, .least_kbps = 16, .most_kbps = 510},
    {.name = "flac", .encoder = "flac", .what = "FLAC"},
    {.name = "s16", .encoder = "pcm_s16le", .what = "PCM"},
    {.name = "s24", .encoder = "pcm_s24le", .what = "PCM"},
};
constexpr int kPcmPacket = 4800;  // a tenth of a second: PCM has no packets of its own

std::string error_text(const SoundCodec& codec, const std::string& what, int error, const LogCapture& log) {
  return libav::reason(fmt::format("the {} encoder {}", codec.what, what), error, log);
}

AVSampleFormat sample_format(const SoundCodec& codec) {
  if (codec.name == "aac") return AV_SAMPLE_FMT_FLTP;
  if (codec.name == "opus") return AV_SAMPLE_FMT_FLT;
  return codec.name == "s16" ? AV_SAMPLE_FMT_S16 : AV_SAMPLE_FMT_S32;
}

// What stands for one sample: floats are exact (24 bits), 16 bits are the nearest.
float as_float(int32_t v) {
  return static_cast<float>(v) / 8388608.0f;
}
int32_t as_32(int32_t v) {
  return std::clamp(v, -8388608, 8388607) * 256;
}
int16_t as_16(int32_t v) {
  return static_cast<int16_t>(std::clamp((v + 128) >> 8, -32768, 32767));
}

void fill(AVFrame& f, std::span<const int32_t> samples) {
  const auto put = [&](size_t i, auto value) { std::memcpy(f.data[0] + i * sizeof value, &value, sizeof value); };
  for (size_t i = 0; i < samples.size(); ++i) {
    if (f.format == AV_SAMPLE_FMT_FLTP) {
      const float value = as_float(samples[i]);
      std::memcpy(f.extended_data[i & 1] + i / 2 * sizeof value, &value, sizeof value);
    } else if (f.format == AV_SAMPLE_FMT_FLT) {
      put(i, as_float(samples[i]));
    } else if (f.format == AV_SAMPLE_FMT_S16) {
      put(i, as_16(samples[i]));
    } else {
      put(i, as_32(samples[i]));
    }
  }
}

struct Session {
  const SoundCodec& codec;
  libav::ContextPtr context;
  libav::PacketPtr packet{av_packet_alloc()};
  EncodedSound made{};
  int64_t next_pts = 0;
};

Result<void> open(Session& s, int kbps, const LogCapture& log) {
  const AVCodec* encoder = avcodec_find_encoder_by_name(s.codec.encoder);
  if (encoder == nullptr) {
    return fail(Fault::no_device, fmt::format("the installed libavcodec has no {} encoder", s.codec.encoder),
                "install a whole FFmpeg (Debian: libavcodec59)");
  }
  s.context.reset(avcodec_alloc_context3(encoder));
  if (!s.context || !s.packet)
    return fail(Fault::failed, error_text(s.codec, "would not open", libav::kOutOfMemory, log));
  AVCodecContext& c = *s.context;
  c.sample_rate = kSoundRate;
  c.time_base = {1, kSoundRate};
  c.sample_fmt = sample_format(s.codec);
  av_channel_layout_default(&c.ch_layout, 2);
  c.bit_rate = int64_t{kbps} * 1000;
  if (s.codec.name == "flac") c.bits_per_raw_sample = 24;
  c.thread_count = 1;
  c.flags |= AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER;
  const int opened = avcodec_open2(&c, encoder, nullptr);
  if (opened < 0) return fail(Fault::no_device, error_text(s.codec, "would not open", opened, log));
  s.made.codec = s.codec.name;
  s.made.priming = c.initial_padding;
  s.made.packet_frames = c.frame_size;
  s.made.header.assign(reinterpret_cast<const char*>(c.extradata), static_cast<size_t>(c.extradata_size));
  s.next_pts = -c.initial_padding;
  s.made.build = {
      .codec_library = libav::library_text(), .encoder = s.codec.encoder, .options = fmt::format("kbps={}", kbps)};
  return {};
}

Result<void> collect(Session& s, const LogCapture& log) {
  while (true) {
    const int got = avcodec_receive_packet(s.context.get(), s.packet.get());
    if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return {};
    if (got < 0) return fail(Fault::failed, error_text(s.codec, "failed", got, log));
    const AVPacket& p = *s.packet;
    size_t size = 0;
    const uint8_t* header = av_packet_get_side_data(&p, AV_PKT_DATA_NEW_EXTRADATA, &size);
    if (header != nullptr) s.made.header.assign(reinterpret_cast<const char*>(header), size);
    if (p.size > 0) {
      const int64_t whole = s.made.packet_frames > 0 ? s.made.packet_frames : p.size / (s.codec.name == "s16" ? 4 : 6);
      const int64_t frames = std::min(whole, s.made.frames - s.next_pts);
      s.made.packets.push_back({.data = {p.data, p.data + p.size}, .pts = s.next_pts, .frames = frames});
      s.next_pts += whole;
    }
    av_packet_unref(s.packet.get());
  }
}

Result<void> send(Session& s, std::span<const int32_t> samples, int64_t pts, const LogCapture& log) {
  const libav::FramePtr frame(av_frame_alloc());
  if (!frame) return fail(Fault::failed, error_text(s.codec, "refused sound", libav::kOutOfMemory, log));
  AVFrame& f = *frame;
  f.format = s.context->sample_fmt;
  f.sample_rate = kSoundRate;
  f.nb_samples = static_cast<int>(samples.size() / 2);
  f.pts = pts;
  av_channel_layout_default(&f.ch_layout, 2);
  int error = av_frame_get_buffer(&f, 0);
  if (error >= 0) {
    fill(f, samples);
    error = avcodec_send_frame(s.context.get(), &f);
  }
  if (error < 0) return fail(Fault::failed, error_text(s.codec, "refused sound", error, log));
  return collect(s, log);
}

}  // namespace

Sha256 EncodedSound::hash() const {
  ByteWriter bytes;
  for (const SoundPacket& p : packets) bytes.put_bytes(std::as_bytes(std::span(p.data)));
  return bytes.sha();
}

std::span<const SoundCodec> sound_codecs() {
  return kCodecs;
}

const SoundCodec* find_sound_codec(std::string_view name) {
  const auto at = std::ranges::find(kCodecs, name, &SoundCodec::name);
  return at == std::end(kCodecs) ? nullptr : at;
}

Result<EncodedSound> encode_sound(std::span<const int32_t> samples, std::string_view name, int kbps) {
  const SoundCodec* codec = find_sound_codec(name);
  FP_ASSERT(codec != nullptr && samples.size() % 2 == 0 && !samples.empty());
  libav::choose_baseline_routines();
  const LogCapture log;
  Session s{.codec = *codec};
  s.made.frames = static_cast<int64_t>(samples.size() / 2);
  if (auto opened = open(s, kbps, log); !opened) return fail(std::move(opened.error()));
  const size_t step = 2 * static_cast<size_t>(s.made.packet_frames > 0 ? s.made.packet_frames : kPcmPacket);
  for (size_t at = 0; at < samples.size(); at += step) {
    const auto part = samples.subspan(at, std::min(step, samples.size() - at));
    if (auto sent = send(s, part, static_cast<int64_t>(at / 2), log); !sent) return fail(std::move(sent.error()));
  }
  const int ended = avcodec_send_frame(s.context.get(), nullptr);
  if (ended < 0) return fail(Fault::failed, error_text(*codec, "did not finish", ended, log));
  if (auto rest = collect(s, log); !rest) return fail(std::move(rest.error()));
  std::erase_if(s.made.packets, [](const SoundPacket& p) { return p.frames <= 0; });
  if (s.next_pts < s.made.frames)
    return fail(Fault::failed, fmt::format("the {} encoder lost the end of the sound", codec->what));
  return std::move(s.made);
}

}  // namespace fp
