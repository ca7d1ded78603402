// Which decoders are let near a file, and how they are set so that their output is defined to the bit.
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <string_view>

#include "engine/sandbox/av.hpp"

namespace fp::media {
namespace {

struct Allowed {
  AVCodecID id;
  const char* decoder;   // of several that libav has
  const char* why = "";  // its output is the same on every CPU
};

constexpr std::array kVideo = {
    Allowed{AV_CODEC_ID_H264, "h264", "exact by its standard"},
    Allowed{AV_CODEC_ID_HEVC, "hevc", "exact by its standard"},
    Allowed{AV_CODEC_ID_VP8, "vp8", "exact by its standard"},
    Allowed{AV_CODEC_ID_VP9, "vp9", "exact by its standard"},
    Allowed{AV_CODEC_ID_AV1, "libdav1d", "exact by its standard; film grain too"},
    Allowed{AV_CODEC_ID_PRORES, "prores", "one inverse transform, whose assembly equals its C"},
    Allowed{AV_CODEC_ID_MPEG4, "mpeg4", "the plain C inverse transform is asked for"},
    Allowed{AV_CODEC_ID_MJPEG, "mjpeg", "the plain C inverse transform is asked for"},
    Allowed{AV_CODEC_ID_FFV1, "ffv1", "lossless"},
    Allowed{AV_CODEC_ID_GIF, "gif", "lossless"},
    Allowed{AV_CODEC_ID_APNG, "apng", "lossless"},
    Allowed{AV_CODEC_ID_PNG, "png", "lossless"},
};
// Sound is decoded without SIMD (av_force_cpu_flags(0)) and with the C library's variants for FMA masked out, so that
// the decoders in floating point (Opus, Vorbis) are exact as well.
constexpr std::array kSound = {
    Allowed{AV_CODEC_ID_AAC, "aac_fixed", "integers"}, Allowed{AV_CODEC_ID_MP3, "mp3", "integers"},
    Allowed{AV_CODEC_ID_MP2, "mp2", "integers"},       Allowed{AV_CODEC_ID_OPUS, "opus", "plain C"},
    Allowed{AV_CODEC_ID_VORBIS, "vorbis", "plain C"},  Allowed{AV_CODEC_ID_FLAC, "flac", "lossless"},
    Allowed{AV_CODEC_ID_ALAC, "alac", "lossless"},     Allowed{AV_CODEC_ID_PCM_U8, "pcm_u8"},
    Allowed{AV_CODEC_ID_PCM_S16LE, "pcm_s16le"},       Allowed{AV_CODEC_ID_PCM_S16BE, "pcm_s16be"},
    Allowed{AV_CODEC_ID_PCM_S24LE, "pcm_s24le"},       Allowed{AV_CODEC_ID_PCM_S24BE, "pcm_s24be"},
    Allowed{AV_CODEC_ID_PCM_S32LE, "pcm_s32le"},       Allowed{AV_CODEC_ID_PCM_S32BE, "pcm_s32be"},
    Allowed{AV_CODEC_ID_PCM_F32LE, "pcm_f32le"},       Allowed{AV_CODEC_ID_PCM_F32BE, "pcm_f32be"},
    Allowed{AV_CODEC_ID_PCM_F64LE, "pcm_f64le"},       Allowed{AV_CODEC_ID_PCM_F64BE, "pcm_f64be"},
};

const char* decoder_for(const AVStream& stream) {
  const AVCodecID id = stream.codecpar->codec_id;
  if (has_side_alpha(&stream)) return id == AV_CODEC_ID_VP8 ? "libvpx" : "libvpx-vp9";
  for (const Allowed& codec : kVideo) {
    if (codec.id == id) return codec.decoder;
  }
  for (const Allowed& codec : kSound) {
    if (codec.id == id) return codec.decoder;
  }
  return nullptr;
}

}  // namespace

std::string decoder_names() {
  // What avformat_find_stream_info may open: libav's own choice for a codec, of which only the set-up is used.
  std::string names = "libvpx,libvpx-vp9,aac,mp3float,mp2float";
  for (const Allowed& codec : kVideo) names += fmt::format(",{}", codec.decoder);
  for (const Allowed& codec : kSound) names += fmt::format(",{}", codec.decoder);
  return names;
}

bool has_side_alpha(const AVStream* stream) {
  const AVCodecID id = stream->codecpar->codec_id;
  if (id != AV_CODEC_ID_VP8 && id != AV_CODEC_ID_VP9) return false;
  const AVDictionaryEntry* mode = av_dict_get(stream->metadata, "alpha_mode", nullptr, 0);
  return mode != nullptr && std::string_view(mode->value) == "1";
}

Result<ContextPtr> open_decoder(AVStream* stream) {
  const char* name = decoder_for(*stream);
  if (name == nullptr) return damaged(fmt::format("its {} is not read", avcodec_get_name(stream->codecpar->codec_id)));
  const AVCodec* codec = avcodec_find_decoder_by_name(name);
  if (codec == nullptr) return damaged(fmt::format("this build's libav has no decoder {}", name));
  ContextPtr context(avcodec_alloc_context3(codec));
  if (!context) return damaged("out of memory");
  int error = avcodec_parameters_to_context(context.get(), stream->codecpar);
  if (error < 0) return damaged("its decoder cannot be set up", error);
  context->pkt_timebase = stream->time_base;
  context->thread_count = 1;
  context->max_pixels = kMaxPixels;
  context->flags |= AV_CODEC_FLAG_BITEXACT;
  context->idct_algo = FF_IDCT_SIMPLE;
  context->err_recognition = AV_EF_CRCCHECK;
  // Without a limit in the stream H.264 frames are held back as long as any stream may: none then comes out of order
  // and is dropped, wherever decoding began.
  if (codec->id == AV_CODEC_ID_H264) context->strict_std_compliance = FF_COMPLIANCE_STRICT;
  // After a recovery point libav calls more frames not yet recovered than the standard does; which are is ours to know.
  if (codec->id == AV_CODEC_ID_H264) context->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
  const bool lossy_start = codec->id == AV_CODEC_ID_MP3 || codec->id == AV_CODEC_ID_MP2;
  if (codec->type == AVMEDIA_TYPE_AUDIO && !lossy_start) context->err_recognition |= AV_EF_EXPLODE;
  error = avcodec_open2(context.get(), codec, nullptr);
  if (error < 0) return damaged(fmt::format("the decoder {} does not take it", name), error);
  return context;
}

}  // namespace fp::media
