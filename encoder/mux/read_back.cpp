// libavformat does not notice all that goes wrong while it writes: what is in the file is compared with what was to be.
#include <initializer_list>
#include <string_view>

#include "encoder/codec/libav_video.hpp"
#include "encoder/mux/muxing.hpp"

namespace fp {
namespace {

struct CloseInput {
  void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
};

bool is_mp4(const std::string& container) {
  return container == "mp4" || container == "mov";
}

bool same_parameters(const AVCodecParameters& p, const std::string& container, const Expected& e) {
  const Recipe& recipe = *e.recipe;
  const bool yuv = layout(recipe.format).yuv;
  if (p.codec_id != libav::codec_id(recipe) || p.width != recipe.width || p.height != recipe.height) return false;
  if (container == "gif" || container == "apng") return true;
  return p.color_primaries == AVCOL_PRI_BT709 && p.color_space == (yuv ? AVCOL_SPC_BT709 : AVCOL_SPC_RGB) &&
         p.color_trc == (yuv ? AVCOL_TRC_BT709 : AVCOL_TRC_IEC61966_2_1) &&
         (container == "mov" || p.color_range == (yuv ? AVCOL_RANGE_MPEG : AVCOL_RANGE_JPEG)) &&
         (e.header.empty() || p.extradata_size > 0);
}

// Whether a box stands in the file, by the names on the way to it.
bool has_box(AVIOContext* io, std::initializer_list<std::string_view> path) {
  constexpr int64_t kHead = 8;
  int64_t end = avio_size(io), at = 0;
  for (const std::string_view wanted : path) {
    for (bool found = false; !found;) {
      if (at + kHead > end || avio_seek(io, at, SEEK_SET) < 0) return false;
      const int64_t size = avio_rb32(io);
      char name[4] = {};
      if (avio_read(io, reinterpret_cast<unsigned char*>(name), 4) != 4 || size < kHead) return false;
      found = std::string_view(name, 4) == wanted;
      if (found) end = at + size;
      at += found ? kHead : size;
    }
  }
  return true;
}

// What a container keeps of a packet's times: GIF and APNG tell durations only, Matroska has no dts.
bool same_packet(Written read, Written given, const std::string& container) {
  const bool lists = container == "gif" || container == "apng";
  if (!is_mp4(container)) read.dts = given.dts;
  if (lists) read = given;
  return read == given;
}

struct Reading {
  const Muxing& muxing;
  const Expected& expected;
  size_t pictures = 0, texts = 0;
  Running sound{};

  bool take(const AVPacket& p, const AVCodecParameters& stream) {
    if (stream.codec_type == AVMEDIA_TYPE_AUDIO) {
      sound.add({p.data, static_cast<size_t>(p.size)});
      return true;
    }
    if (stream.codec_type != AVMEDIA_TYPE_VIDEO) {
      ++texts;
      return true;
    }
    const std::vector<Written>& packets = *expected.packets;
    return pictures < packets.size() &&
           same_packet(written_as(p, stream.codec_id, true), packets[pictures++], muxing.container);
  }
  bool whole() const {
    const Expected& e = expected;
    if (e.packets != nullptr && pictures != e.packets->size()) return false;
    if (e.text != nullptr && texts < e.text->cues.size()) return false;
    return e.sound == nullptr || sound == e.sound->written;
  }
};

}  // namespace

Result<void> read_back(const Muxing& m, const Expected& expected) {
  const libav::LogCapture log;
  const IoPtr from = m.file.reader(), boxes = m.file.reader();
  AVFormatContext* opened = avformat_alloc_context();
  if (from == nullptr || boxes == nullptr || opened == nullptr) {
    avformat_free_context(opened);
    return m.failed("the finished {} cannot be read", libav::kOutOfMemory, log);
  }
  opened->pb = from.get();
  const AVInputFormat* demuxer = av_find_input_format(demuxer_of(m.container));
  int error = avformat_open_input(&opened, nullptr, demuxer, nullptr);  // frees it where it fails
  const std::unique_ptr<AVFormatContext, CloseInput> in(opened);
  if (error < 0) return m.failed("the finished {} cannot be read", error, log);
  bool same = in->nb_streams > 0;
  if (expected.recipe != nullptr) {
    same = same && same_parameters(*in->streams[0]->codecpar, m.container, expected) &&
           (expected.scale == 0 || in->streams[0]->time_base.den == expected.scale);
  }
  // Where memory fails libavformat leaves out the one box that it makes in memory first, and says nothing.
  if (m.container == "mp4") same = same && has_box(boxes.get(), {"moov", "udta"});
  Reading reading{m, expected};
  while (same && (error = av_read_frame(in.get(), m.packet.get())) >= 0) {
    same = reading.take(*m.packet, *in->streams[m.packet->stream_index]->codecpar);
    av_packet_unref(m.packet.get());
  }
  if (m.file.error() != 0 || (same && error != AVERROR_EOF))
    return m.failed("the finished {} cannot be read", error, log);
  if (!same || !reading.whole()) return m.failed("the finished {} is not what was to be written", AVERROR(EIO), log);
  return {};
}

}  // namespace fp
