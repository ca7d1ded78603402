#include "encoder/mux/mp4.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include "encoder/codec/libav.hpp"
#include "encoder/mux/file_io.hpp"
#include "engine/core/hash.hpp"

namespace fp {
namespace {

using libav::LogCapture;
using libav::reason;

struct CloseFormat {
  void operator()(AVFormatContext* format) const { avformat_free_context(format); }
};

struct CloseInput {
  void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
};

using Bytes = std::span<const uint8_t>;

// The NAL units of a packet: between start codes as the encoder gives them, after their lengths in an MP4.
void put_units_between_codes(ByteWriter& w, Bytes data) {
  constexpr uint8_t kCode[] = {0, 0, 1};
  auto code = std::ranges::search(data, kCode);
  while (!code.empty()) {
    const Bytes rest(code.end(), data.end());
    code = std::ranges::search(rest, kCode);
    Bytes unit(rest.begin(), code.begin());
    while (!unit.empty() && unit.back() == 0) unit = unit.first(unit.size() - 1);  // of a longer start code
    w.put_bytes(std::as_bytes(unit));
    data = rest;
  }
}
void put_units_by_length(ByteWriter& w, Bytes data) {
  while (data.size() >= 4) {
    const uint32_t size = uint32_t{data[0]} << 24 | uint32_t{data[1]} << 16 | uint32_t{data[2]} << 8 | data[3];
    data = data.subspan(4);
    const Bytes unit = data.first(std::min<size_t>(size, data.size()));
    w.put_bytes(std::as_bytes(unit));
    data = data.subspan(unit.size());
  }
}

// What must come out of the file again.
struct Written {
  Hash128 units;
  int64_t pts = 0, dts = 0;
  bool key = false;
  bool operator==(const Written&) const = default;
};
Written written_as(const AVPacket& p, void (*put_units)(ByteWriter&, Bytes)) {
  ByteWriter units;
  put_units(units, {p.data, static_cast<size_t>(p.size)});
  return {units.hash(), p.pts, p.dts, (p.flags & AV_PKT_FLAG_KEY) != 0};
}

bool same_parameters(const AVCodecParameters& p, const Recipe& recipe, const std::string& header) {
  return p.codec_id == AV_CODEC_ID_H264 && p.width == recipe.width && p.height == recipe.height &&
         p.color_primaries == AVCOL_PRI_BT709 && p.color_space == AVCOL_SPC_BT709 && p.color_trc == AVCOL_TRC_BT709 &&
         p.color_range == AVCOL_RANGE_MPEG && p.extradata_size > 0 && !header.empty();
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

}  // namespace

struct Mp4Writer::State {
  FileIo file;
  IoPtr output;
  std::unique_ptr<AVFormatContext, CloseFormat> format;
  libav::PacketPtr packet{av_packet_alloc()};
  Recipe recipe;
  std::string header;
  int reorder = 0;
  int64_t written = 0;  // packets, which is also the next one's place in decoding order
  int64_t next = 0;     // segment
  std::map<int64_t, Segment> early;
  int64_t scale = 0;  // ticks a second
  std::vector<Written> packets;

  // What went wrong with the file itself says more than what libavformat made of it.
  std::unexpected<Errors> failed(const char* what, int error, const LogCapture& log) const {
    return fail(Fault::failed, reason(what, file.error() != 0 ? AVERROR(file.error()) : error, log));
  }
  Result<void> read_back() const;
  Result<void> begin(const Segment& first);
  Result<void> write(const Segment& segment);
};

Mp4Writer::Mp4Writer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Mp4Writer::Mp4Writer(Mp4Writer&&) noexcept = default;
Mp4Writer& Mp4Writer::operator=(Mp4Writer&&) noexcept = default;
Mp4Writer::~Mp4Writer() = default;

Result<Mp4Writer> Mp4Writer::create(const std::filesystem::path& path, const Recipe& recipe) {
  const LogCapture log;
  auto file = FileIo::open(path);
  if (!file) return std::unexpected(file.error());
  auto state = std::make_unique<State>(State{.file = *std::move(file), .recipe = recipe});
  state->output = state->file.writer();
  if (!state->packet || !state->output) return state->failed("cannot begin the MP4", libav::kOutOfMemory, log);
  AVFormatContext* format = nullptr;
  const int error = avformat_alloc_output_context2(&format, nullptr, "mp4", nullptr);
  if (error < 0) return fail(Fault::no_device, reason("libavformat cannot write MP4", error, log));
  state->format.reset(format);
  format->flags |= AVFMT_FLAG_BITEXACT;
  format->pb = state->output.get();
  state->file.lend(*format);
  return Mp4Writer(std::move(state));
}

Result<void> Mp4Writer::State::begin(const Segment& first) {
  const LogCapture log;
  header = first.header;
  reorder = first.reorder;
  AVStream* stream = avformat_new_stream(format.get(), nullptr);
  if (stream == nullptr) return failed("cannot begin the MP4", libav::kOutOfMemory, log);
  AVCodecParameters& p = *stream->codecpar;
  p.codec_type = AVMEDIA_TYPE_VIDEO;
  p.codec_id = AV_CODEC_ID_H264;
  p.format = AV_PIX_FMT_YUV420P;
  p.width = recipe.width;
  p.height = recipe.height;
  p.video_delay = reorder;
  p.sample_aspect_ratio = stream->sample_aspect_ratio = {1, 1};
  p.color_primaries = AVCOL_PRI_BT709;
  p.color_trc = AVCOL_TRC_BT709;
  p.color_space = AVCOL_SPC_BT709;
  p.color_range = AVCOL_RANGE_MPEG;
  p.chroma_location = AVCHROMA_LOC_LEFT;
  p.extradata = static_cast<uint8_t*>(av_mallocz(header.size() + AV_INPUT_BUFFER_PADDING_SIZE));
  if (p.extradata == nullptr) return failed("cannot begin the MP4", libav::kOutOfMemory, log);
  std::memcpy(p.extradata, header.data(), header.size());
  p.extradata_size = static_cast<int>(header.size());
  const int num = static_cast<int>(recipe.fps.num), den = static_cast<int>(recipe.fps.den);
  stream->avg_frame_rate = stream->r_frame_rate = {num, den};
  // A tick is a whole fraction of a frame, and the movie counts in the same ticks as the track: durations are exact.
  scale = num;
  while (scale < 10000) scale *= 2;
  stream->time_base = {1, static_cast<int>(scale)};
  AVDictionary* options = nullptr;
  int error = av_dict_set(&options, "movflags", "+faststart", 0);
  if (error >= 0) error = av_dict_set_int(&options, "video_track_timescale", scale, 0);
  if (error >= 0) error = av_dict_set_int(&options, "movie_timescale", scale, 0);
  if (error >= 0) error = avformat_write_header(format.get(), &options);
  av_dict_free(&options);
  if (error < 0) return failed("cannot begin the MP4", error, log);
  return {};
}

Result<void> Mp4Writer::State::write(const Segment& segment) {
  if (written == 0) {
    if (auto begun = begin(segment); !begun) return begun;
  }
  if (segment.header != header || segment.reorder != reorder) {
    return fail(
        Fault::failed,
        fmt::format("the segment at frame {} was encoded with other parameter sets than the first", segment.first));
  }
  const LogCapture log;
  const AVStream& stream = *format->streams[0];
  const int64_t tick = stream.time_base.den / recipe.fps.num * recipe.fps.den;
  FP_ASSERT(stream.time_base.num == 1 && stream.time_base.den % recipe.fps.num == 0);
  for (const Packet& p : segment.packets) {
    AVPacket& out = *packet;
    out.data = const_cast<uint8_t*>(p.data.data());  // not reference-counted: the muxer copies what it keeps
    out.size = static_cast<int>(p.data.size());
    out.pts = (segment.first + p.pts) * tick;
    out.dts = (written - reorder) * tick;
    out.duration = tick;
    out.flags = p.key ? AV_PKT_FLAG_KEY : 0;
    packets.push_back(written_as(out, put_units_between_codes));
    if (out.dts > out.pts)
      return fail(Fault::failed, fmt::format("frame {} comes too late to be shown", segment.first + p.pts));
    const int error = av_write_frame(format.get(), &out);
    av_packet_unref(&out);
    if (error < 0) return failed("cannot write to the MP4", error, log);
    ++written;
  }
  return {};
}

Result<void> Mp4Writer::add(int64_t index, Segment segment) {
  State& s = *state_;
  FP_ASSERT(index >= s.next && !s.early.contains(index));
  s.early.emplace(index, std::move(segment));
  while (!s.early.empty() && s.early.begin()->first == s.next) {
    const Segment ready = std::move(s.early.begin()->second);
    s.early.erase(s.early.begin());
    if (auto done = s.write(ready); !done) return done;
    ++s.next;
  }
  return {};
}

size_t Mp4Writer::waiting() const {
  size_t bytes = 0;
  for (const auto& [index, segment] : state_->early) {
    for (const Packet& p : segment.packets) bytes += p.data.size();
  }
  return bytes;
}

Result<void> Mp4Writer::finish(int64_t segments) {
  State& s = *state_;
  FP_ASSERT(s.next == segments && segments > 0 && s.early.empty());
  const LogCapture log;
  int error = av_write_trailer(s.format.get());
  avio_flush(s.output.get());
  if (error >= 0) error = s.output->error;
  s.format.reset();
  s.output.reset();
  if (error < 0 || s.file.error() != 0) return s.failed("cannot finish the MP4", error, log);
  return s.read_back();
}

// libavformat does not notice all that goes wrong while it writes: what is in the file is compared with what was to be.
// Where memory fails it leaves out the one box that it makes in memory first, and says nothing.
Result<void> Mp4Writer::State::read_back() const {
  const LogCapture log;
  const IoPtr from = file.reader(), boxes = file.reader();
  AVFormatContext* opened = avformat_alloc_context();
  if (from == nullptr || boxes == nullptr || opened == nullptr) {
    avformat_free_context(opened);
    return failed("the finished MP4 cannot be read", libav::kOutOfMemory, log);
  }
  opened->pb = from.get();
  int error = avformat_open_input(&opened, nullptr, av_find_input_format("mov"), nullptr);  // frees it where it fails
  const std::unique_ptr<AVFormatContext, CloseInput> in(opened);
  if (error < 0) return failed("the finished MP4 cannot be read", error, log);
  bool same = in->nb_streams == 1 && in->streams[0]->time_base.den == scale &&
              same_parameters(*in->streams[0]->codecpar, recipe, header) && has_box(boxes.get(), {"moov", "udta"});
  size_t read = 0;
  while (same && (error = av_read_frame(in.get(), packet.get())) >= 0) {
    same = read < packets.size() && written_as(*packet, put_units_by_length) == packets[read];
    ++read;
    av_packet_unref(packet.get());
  }
  if (file.error() != 0 || (same && error != AVERROR_EOF)) return failed("the finished MP4 cannot be read", error, log);
  if (!same || read != packets.size())
    return failed("the finished MP4 is not what was to be written", AVERROR(EIO), log);
  return {};
}

}  // namespace fp
