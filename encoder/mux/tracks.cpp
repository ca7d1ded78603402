// Streams and what is told about them; sound and text on their way into them.
#include <algorithm>
#include <cstring>
#include <limits>

#include "encoder/codec/libav_video.hpp"
#include "encoder/mux/muxing.hpp"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/intreadwrite.h>
}

namespace fp {
namespace {

bool set_header(AVCodecParameters& p, const std::string& header) {
  if (header.empty()) return true;
  p.extradata = static_cast<uint8_t*>(av_mallocz(header.size() + AV_INPUT_BUFFER_PADDING_SIZE));
  if (p.extradata == nullptr) return false;
  std::memcpy(p.extradata, header.data(), header.size());
  p.extradata_size = static_cast<int>(header.size());
  return true;
}

// Of a 3GPP text track: below the middle, white on nothing, one font. What a player makes of it is its own affair.
const std::string& text_description() {
  static const std::string text = [] {
    std::string s("\0\0\0\0\1\xff", 6);                          // flags; centred, at the bottom
    s += std::string("\0\0\0\0", 4);                             // background
    s += std::string("\0\0\0\0\0\0\0\0", 8);                     // box: the track's
    s += std::string("\0\0\0\0\0\1\0\x12\xff\xff\xff\xff", 12);  // style: font 1, size 18, white
    s += std::string(
        "\0\0\0\x12"
        "ftab\0\1\0\1\5Serif",
        18);
    return s;
  }();
  return text;
}

// WebVTT takes these for markup.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

}  // namespace

AVStream* add_video(AVFormatContext& format, const Recipe& recipe, const Segment& first) {
  AVStream* stream = avformat_new_stream(&format, nullptr);
  if (stream == nullptr) return nullptr;
  AVCodecParameters& p = *stream->codecpar;
  const bool yuv = layout(recipe.format).yuv;
  p.codec_type = AVMEDIA_TYPE_VIDEO;
  p.codec_id = libav::codec_id(recipe);
  p.format = recipe.container == "gif" ? AV_PIX_FMT_PAL8 : libav::pixel_format(recipe.format);
  p.width = recipe.width;
  p.height = recipe.height;
  p.video_delay = first.reorder;
  p.sample_aspect_ratio = stream->sample_aspect_ratio = {1, 1};
  p.color_primaries = AVCOL_PRI_BT709;
  p.color_trc = yuv ? AVCOL_TRC_BT709 : AVCOL_TRC_IEC61966_2_1;
  p.color_space = yuv ? AVCOL_SPC_BT709 : AVCOL_SPC_RGB;
  p.color_range = yuv ? AVCOL_RANGE_MPEG : AVCOL_RANGE_JPEG;
  if (yuv) p.chroma_location = AVCHROMA_LOC_LEFT;
  if (recipe.container == "mov" || recipe.container == "mkv") p.field_order = AV_FIELD_PROGRESSIVE;
  const bool mp4 = recipe.container == "mp4" || recipe.container == "mov";
  if (p.codec_id == AV_CODEC_ID_HEVC && mp4) p.codec_tag = MKTAG('h', 'v', 'c', '1');  // Apple's players want this one
  if (p.codec_id == AV_CODEC_ID_PRORES) {
    const bool full = layout(recipe.format).across == 0;
    p.codec_tag = full ? MKTAG('a', 'p', '4', 'h') : MKTAG('a', 'p', 'c', 'h');
    p.bits_per_coded_sample = layout(recipe.format).alpha ? 32 : 24;
  }
  if (layout(recipe.format).alpha && p.codec_id == AV_CODEC_ID_VP9) {
    if (av_dict_set(&stream->metadata, "alpha_mode", "1", 0) < 0) return nullptr;
  }
  if (!set_header(p, first.header)) return nullptr;
  const int num = static_cast<int>(recipe.fps.num), den = static_cast<int>(recipe.fps.den);
  stream->avg_frame_rate = stream->r_frame_rate = {num, den};
  return stream;
}

AVStream* add_sound(AVFormatContext& format, const EncodedSound& sound) {
  AVStream* stream = avformat_new_stream(&format, nullptr);
  if (stream == nullptr) return nullptr;
  AVCodecParameters& p = *stream->codecpar;
  p.codec_type = AVMEDIA_TYPE_AUDIO;
  const AVCodec* codec = avcodec_find_encoder_by_name(find_sound_codec(sound.codec)->encoder);
  p.codec_id = codec == nullptr ? AV_CODEC_ID_NONE : codec->id;
  p.sample_rate = kSoundRate;
  av_channel_layout_default(&p.ch_layout, 2);
  p.format = sound.codec == "aac"    ? AV_SAMPLE_FMT_FLTP
             : sound.codec == "opus" ? AV_SAMPLE_FMT_FLT
             : sound.codec == "s16"  ? AV_SAMPLE_FMT_S16
                                     : AV_SAMPLE_FMT_S32;
  p.frame_size = sound.packet_frames;
  p.initial_padding = sound.priming;
  p.bits_per_coded_sample = sound.codec == "s16" ? 16 : sound.codec == "s24" ? 24 : 0;
  p.bits_per_raw_sample = sound.codec == "flac" ? 24 : p.bits_per_coded_sample;
  if (p.bits_per_coded_sample > 0) p.block_align = 2 * p.bits_per_coded_sample / 8;
  if (sound.codec == "opus") p.seek_preroll = 3840;  // 80 ms, as the format asks (RFC 7845)
  if (!set_header(p, sound.header)) return nullptr;
  stream->time_base = {1, kSoundRate};
  return stream;
}

AVStream* add_text(AVFormatContext& format, const std::string& container) {
  AVStream* stream = avformat_new_stream(&format, nullptr);
  if (stream == nullptr) return nullptr;
  AVCodecParameters& p = *stream->codecpar;
  p.codec_type = AVMEDIA_TYPE_SUBTITLE;
  p.codec_id = container == "webm"  ? AV_CODEC_ID_WEBVTT
               : container == "mkv" ? AV_CODEC_ID_SUBRIP
                                    : AV_CODEC_ID_MOV_TEXT;
  if (p.codec_id == AV_CODEC_ID_MOV_TEXT && !set_header(p, text_description())) return nullptr;
  stream->time_base = {1, 1000};
  return stream;
}

Result<void> SoundQueue::write_until(Muxing& m, int64_t at, int64_t per, const libav::LogCapture& log) {
  if (!sound) return {};
  const AVStream& to = *m.format->streams[stream];
  const AVRational samples{1, kSoundRate};
  for (; next < sound->packets.size(); ++next) {
    const SoundPacket& p = sound->packets[next];
    if (per > 0 && av_compare_ts(p.pts, samples, at, {1, static_cast<int>(per)}) >= 0) return {};
    AVPacket& out = *m.packet;
    // Side data and the last packet's trimming need a packet of libav's own.
    if (av_new_packet(&out, static_cast<int>(p.data.size())) < 0)
      return m.failed("cannot write to the {}", libav::kOutOfMemory, log);
    std::memcpy(out.data, p.data.data(), p.data.size());
    out.stream_index = stream;
    out.flags = AV_PKT_FLAG_KEY;
    out.pts = out.dts = av_rescale_q_rnd(p.pts, samples, to.time_base, AV_ROUND_NEAR_INF);
    const int64_t end = av_rescale_q_rnd(p.pts + p.frames, samples, to.time_base, AV_ROUND_NEAR_INF);
    out.duration = end - out.pts;
    const bool last = next + 1 == sound->packets.size();
    const int64_t dropped = sound->packet_frames > 0 ? sound->packet_frames - p.frames : 0;
    if (last && dropped > 0 && sound->priming > 0) {
      uint8_t* skip = av_packet_new_side_data(&out, AV_PKT_DATA_SKIP_SAMPLES, 10);
      if (skip == nullptr) return m.failed("cannot write to the {}", libav::kOutOfMemory, log);
      std::memset(skip, 0, 10);
      AV_WL32(skip + 4, static_cast<uint32_t>(dropped));
    }
    written.add(p.data);
    if (auto done = m.write_packet(log); !done) return done;
  }
  return {};
}

std::vector<Cue> cues_in_order(const std::vector<Cue>& cues, bool fill_gaps) {
  std::vector<Cue> out;
  int64_t end = 0;
  for (size_t i = 0; i < cues.size(); ++i) {
    Cue cue = cues[i];
    if (i + 1 < cues.size()) cue.end_ms = std::min(cue.end_ms, cues[i + 1].begin_ms);
    if (cue.end_ms <= cue.begin_ms || cue.begin_ms < end) continue;
    if (fill_gaps && cue.begin_ms > end) out.push_back({.begin_ms = end, .end_ms = cue.begin_ms});
    end = cue.end_ms;
    out.push_back(std::move(cue));
  }
  return out;
}

Result<void> TextQueue::write_until(Muxing& m, int64_t at, int64_t per, const libav::LogCapture& log) {
  const AVRational ms{1, 1000};
  for (; next < cues.size(); ++next) {
    const Cue& cue = cues[next];
    if (per > 0 && av_compare_ts(cue.begin_ms, ms, at, {1, static_cast<int>(per)}) >= 0) return {};
    const AVStream& to = *m.format->streams[stream];
    std::string data = cue.text;
    if (to.codecpar->codec_id == AV_CODEC_ID_WEBVTT) data = escaped(data);
    if (to.codecpar->codec_id == AV_CODEC_ID_MOV_TEXT) {
      data.resize(std::min<size_t>(data.size(), std::numeric_limits<uint16_t>::max()));
      data.insert(0, {static_cast<char>(data.size() >> 8), static_cast<char>(data.size() & 255)});
    }
    AVPacket& out = *m.packet;
    if (av_new_packet(&out, static_cast<int>(data.size())) < 0)
      return m.failed("cannot write to the {}", libav::kOutOfMemory, log);
    std::memcpy(out.data, data.data(), data.size());
    out.stream_index = stream;
    out.flags = AV_PKT_FLAG_KEY;
    out.pts = out.dts = av_rescale_q_rnd(cue.begin_ms, ms, to.time_base, AV_ROUND_NEAR_INF);
    out.duration = av_rescale_q_rnd(cue.end_ms, ms, to.time_base, AV_ROUND_NEAR_INF) - out.pts;
    if (auto done = m.write_packet(log); !done) return done;
  }
  return {};
}

bool holds_text(std::string_view container) {
  return container == "mp4" || container == "mov" || container == "webm" || container == "mkv";
}

}  // namespace fp
