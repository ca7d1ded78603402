#include "engine/sandbox/frame_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>

namespace fp::media {
namespace {

constexpr int64_t kMaxPts = int64_t{1} << 56;

// What is known while reading.
struct Reading {
  FrameIndex index;
  std::vector<int64_t> durations;
  std::vector<Unit> units;
  std::optional<int64_t> sound_first, sound_after;  // ticks of the sound stream
  int64_t skip = 0;                                 // sample frames of the sound that are still to be left out
  bool from_first = false;                          // animations: every frame builds on all before it
  bool cut_durations = false;                       // a last packet's duration is without what is to be discarded
};

bool builds_on_all(AVCodecID codec) {
  return codec == AV_CODEC_ID_GIF || codec == AV_CODEC_ID_APNG || codec == AV_CODEC_ID_PNG;
}

// A VP8 packet that only updates a reference.
bool never_shown(const AVCodecParameters& codec, const AVPacket& packet) {
  return codec.codec_id == AV_CODEC_ID_VP8 && packet.size > 0 && (packet.data[0] & 0x10) == 0;
}

Result<void> add_picture(Reading& r, const AVStream& stream, const AVPacket& packet) {
  const int64_t pts = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
  if (pts == AV_NOPTS_VALUE && !r.index.packets.empty()) return damaged("a frame has no time");
  if (pts != AV_NOPTS_VALUE && (pts > kMaxPts || pts < -kMaxPts)) return damaged("a frame's time is out of range");
  if (static_cast<int64_t>(r.index.packets.size()) >= kMaxFrames)
    return damaged(fmt::format("it has more than {} frames", kMaxFrames));
  const bool flagged = (packet.flags & AV_PKT_FLAG_KEY) != 0;
  const Unit unit = classify(*stream.codecpar, packet.data, packet.size, flagged);
  PacketEntry entry{.pts = pts == AV_NOPTS_VALUE ? 0 : pts, .size = packet.size};
  entry.key = r.from_first ? r.index.packets.empty() : unit == Unit::closed_key || unit == Unit::open_key;
  entry.shown = (packet.flags & AV_PKT_FLAG_DISCARD) == 0 && !never_shown(*stream.codecpar, packet);
  r.index.packets.push_back(entry);
  r.durations.push_back(std::clamp<int64_t>(packet.duration, 0, kMaxPts));
  r.units.push_back(unit);
  return {};
}

uint32_t little32(const uint8_t* at) {
  return at[0] | uint32_t{at[1]} << 8 | uint32_t{at[2]} << 16 | uint32_t{at[3]} << 24;
}

void add_sound(Reading& r, const AVStream& stream, const AVPacket& packet) {
  if (packet.pts == AV_NOPTS_VALUE || packet.pts > kMaxPts || packet.pts < -kMaxPts) return;
  const int64_t duration = std::clamp<int64_t>(packet.duration, 0, kMaxPts);
  int64_t begin = packet.pts, end = packet.pts + duration;
  size_t bytes = 0;
  const uint8_t* skip = av_packet_get_side_data(&packet, AV_PKT_DATA_SKIP_SAMPLES, &bytes);
  const AVRational sample{1, std::max(stream.codecpar->sample_rate, 1)};
  if (skip != nullptr && bytes >= 8) {
    r.skip = little32(skip);
    if (!r.cut_durations) end -= av_rescale_q(little32(skip + 4), sample, stream.time_base);
  }
  const int64_t samples = av_rescale_q(duration, stream.time_base, sample);
  const int64_t left_out = std::min(r.skip, samples);  // may be all of it, and go on in the next packet
  r.skip -= left_out;
  if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0 || (left_out == samples && samples > 0)) return;
  begin += av_rescale_q(left_out, sample, stream.time_base);
  r.sound_first = std::min(r.sound_first.value_or(begin), begin);
  r.sound_after = std::max(r.sound_after.value_or(end), end);
}

// Leading pictures of the first key frame refer to frames before the file's beginning, but for HEVC's decodable ones.
void drop_undecodable(Reading& r, AVCodecID codec) {
  std::vector<PacketEntry>& packets = r.index.packets;
  size_t key = 0;
  while (key < packets.size() && !packets[key].key) packets[key++].shown = false;
  for (size_t i = key + 1; i < packets.size() && !packets[i].key; ++i) {
    const bool leads = packets[i].pts < packets[key].pts;
    const bool lost = r.units[i] == (codec == AV_CODEC_ID_HEVC ? Unit::skipped_leading : Unit::ordinary);
    if (leads && lost) packets[i].shown = false;
  }
}

void order_frames(Reading& r) {
  std::vector<PacketEntry>& packets = r.index.packets;
  int32_t key = -1, key_before = -1;
  for (size_t i = 0; i < packets.size(); ++i) {
    const auto position = static_cast<int32_t>(i);
    if (packets[i].key) {
      key_before = key;
      key = position;
    }
    const bool leads = key_before >= 0 && packets[i].pts < packets[static_cast<size_t>(key)].pts;
    packets[i].start = leads ? key_before : key;
    if (packets[i].shown) r.index.frames.push_back({packets[i].pts, position, packets[i].start});
  }
  std::ranges::sort(r.index.frames, [](const FrameEntry& a, const FrameEntry& b) {
    return a.pts != b.pts ? a.pts < b.pts : a.position < b.position;
  });
  // Two frames at one time: the later one would never be seen.
  const auto same = std::ranges::unique(r.index.frames, {}, &FrameEntry::pts);
  r.index.frames.erase(same.begin(), same.end());
}

int64_t last_duration(const Reading& r, const AVStream& stream) {
  const std::vector<FrameEntry>& frames = r.index.frames;
  const int64_t told = r.durations[static_cast<size_t>(frames.back().position)];
  if (told > 0) return told;
  const auto gaps = static_cast<int64_t>(frames.size()) - 1;
  if (gaps > 0) return std::max<int64_t>((frames.back().pts - frames.front().pts + gaps / 2) / gaps, 1);
  const AVRational rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : AVRational{25, 1};
  return std::max<int64_t>(av_rescale_q(1, av_inv_q(rate), stream.time_base), 1);
}

Rational seconds(int64_t ticks, AVRational tick) {
  return Rational{ticks, 1} * Rational{tick.num, tick.den};
}

// At most a fiftieth of a second: pictures that stand for seconds are no reason to leave sound out.
Rational half_a_frame(const Reading& r, const AVStream* stream) {
  if (stream == nullptr) return {0, 1};
  constexpr Rational kMost{1, 50};
  const std::vector<FrameEntry>& frames = r.index.frames;
  const int64_t span = frames.back().pts - frames.front().pts + r.index.last_duration;
  const Rational half = seconds(span, stream->time_base) / Rational{2 * static_cast<int64_t>(frames.size()), 1};
  return half < kMost ? half : kMost;
}

Result<void> finish(Reading& r, Demuxer& demuxer) {
  FrameIndex& index = r.index;
  std::optional<Rational> zero;
  if (const AVStream* stream = demuxer.video()) {
    drop_undecodable(r, stream->codecpar->codec_id);
    order_frames(r);
    if (index.frames.empty()) return damaged("its video stream has no frame that can be decoded");
    index.last_duration = last_duration(r, *stream);
    zero = seconds(index.frames.front().pts, stream->time_base);
  }
  if (const AVStream* stream = demuxer.sound(); stream != nullptr && r.sound_first) {
    index.sound_begin = seconds(*r.sound_first, stream->time_base);
    index.sound_end = seconds(*r.sound_after, stream->time_base);
    if (!zero || index.sound_begin + half_a_frame(r, demuxer.video()) < *zero) zero = index.sound_begin;
  }
  if (zero && Rational{0, 1} < *zero) index.zero = *zero;
  return {};
}

}  // namespace

Result<FrameIndex> index_frames(Demuxer& demuxer) {
  AVFormatContext* format = demuxer.format();
  Reading reading;
  if (demuxer.video() != nullptr) reading.from_first = builds_on_all(demuxer.video()->codecpar->codec_id);
  reading.cut_durations = std::strcmp(format->iformat->name, "ogg") == 0;
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    const AVStream* stream = format->streams[i];
    const bool wanted = stream == demuxer.video() || stream == demuxer.sound();
    format->streams[i]->discard = wanted ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  }
  const PacketPtr packet(av_packet_alloc());
  if (!packet) return damaged("out of memory");
  while (true) {
    const int error = av_read_frame(format, packet.get());
    if (error == AVERROR_EOF) break;
    if (error < 0) return damaged("it cannot be read to its end", error);
    const AVStream* stream = format->streams[packet->stream_index];
    if (stream == demuxer.video()) {
      Result<void> added = add_picture(reading, *stream, *packet);
      if (!added) return fail(std::move(added.error()));
    } else if (stream == demuxer.sound()) {
      add_sound(reading, *stream, *packet);
    }
    av_packet_unref(packet.get());
  }
  Result<void> finished = finish(reading, demuxer);
  if (!finished) return fail(std::move(finished.error()));
  return std::move(reading.index);
}

}  // namespace fp::media
