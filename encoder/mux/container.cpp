#include "encoder/mux/container.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "encoder/codec/libav_video.hpp"
#include "encoder/mux/in_order.hpp"
#include "encoder/mux/muxing.hpp"

namespace fp {

using libav::LogCapture;

struct ContainerWriter::State {
  Muxing muxing;
  Recipe recipe;
  SoundQueue sound{};
  TextQueue text{};
  std::string header{};
  int reorder = 0;
  int64_t written = 0;  // packets, which is also the next one's place in decoding order
  InOrder order{};
  int64_t scale = 0;  // ticks a second, where the container takes any: MP4 and MOV
  std::vector<Written> packets{};

  bool is_mp4() const { return recipe.container == "mp4" || recipe.container == "mov"; }
  int64_t ticks(int64_t frame) const;
  Result<void> begin(const Segment& first);
  Result<void> write(const Segment& segment);
  Result<void> write_picture(const Packet& p, int64_t frame, const LogCapture& log);
};

ContainerWriter::ContainerWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ContainerWriter::ContainerWriter(ContainerWriter&&) noexcept = default;
ContainerWriter& ContainerWriter::operator=(ContainerWriter&&) noexcept = default;
ContainerWriter::~ContainerWriter() = default;

Result<ContainerWriter> ContainerWriter::create(const std::filesystem::path& path, const Recipe& recipe,
                                                Tracks tracks) {
  auto muxing = Muxing::create(path, recipe.container);
  if (!muxing) return fail(std::move(muxing.error()));
  auto state = std::make_unique<State>(State{.muxing = *std::move(muxing), .recipe = recipe});
  state->sound.sound = std::move(tracks.sound);
  if (holds_text(recipe.container)) state->text.cues = cues_in_order(tracks.cues, state->is_mp4());
  return ContainerWriter(std::move(state));
}

Result<void> ContainerWriter::State::begin(const Segment& first) {
  const LogCapture log;
  header = first.header;
  reorder = first.reorder;
  AVFormatContext& format = *muxing.format;
  AVStream* stream = add_video(format, recipe, first);
  bool whole = stream != nullptr;
  if (whole && sound.sound) {
    sound.stream = static_cast<int>(format.nb_streams);
    whole = add_sound(format, *sound.sound) != nullptr;
  }
  if (whole && !text.cues.empty()) {
    text.stream = static_cast<int>(format.nb_streams);
    whole = add_text(format, recipe.container) != nullptr;
  }
  if (!whole) return muxing.failed("cannot begin the {}", libav::kOutOfMemory, log);
  AVDictionary* options = nullptr;
  int error = 0;
  if (is_mp4()) {
    // A tick is a whole fraction of a frame, and the movie counts in the same ticks as the track: durations are exact.
    scale = recipe.fps.num;
    while (scale < 10000) scale *= 2;
    stream->time_base = {1, static_cast<int>(scale)};
    error = av_dict_set(&options, "movflags", "+faststart", 0);
    if (error >= 0) error = av_dict_set_int(&options, "video_track_timescale", scale, 0);
    if (error >= 0) error = av_dict_set_int(&options, "movie_timescale", scale, 0);
  } else {
    stream->time_base = {static_cast<int>(recipe.fps.den), static_cast<int>(recipe.fps.num)};
    if (recipe.container == "apng") error = av_dict_set(&options, "plays", "0", 0);  // for ever, as GIF does
  }
  if (error < 0) {
    av_dict_free(&options);
    return muxing.failed("cannot begin the {}", error, log);
  }
  return muxing.write_header(options, log);
}

// The moment of a frame in the stream's ticks; nearest, where the container's do not divide it.
int64_t ContainerWriter::State::ticks(int64_t frame) const {
  const AVRational to = muxing.format->streams[0]->time_base;
  return av_rescale_rnd(frame, recipe.fps.den * to.den, recipe.fps.num * to.num, AV_ROUND_NEAR_INF);
}

Result<void> ContainerWriter::State::write_picture(const Packet& p, int64_t frame, const LogCapture& log) {
  AVPacket& out = *muxing.packet;
  out.data = const_cast<uint8_t*>(p.data.data());  // not reference-counted: the muxer copies what it keeps
  out.size = static_cast<int>(p.data.size());
  out.stream_index = 0;
  out.pts = ticks(frame);
  out.dts = ticks(written - reorder);
  out.duration = ticks(frame + 1) - out.pts;
  out.flags = p.key ? AV_PKT_FLAG_KEY : 0;
  if (!p.alpha.empty()) {
    uint8_t* alpha = av_packet_new_side_data(&out, AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL, p.alpha.size());
    if (alpha == nullptr) return muxing.failed("cannot write to the {}", libav::kOutOfMemory, log);
    std::ranges::copy(p.alpha, alpha);
  }
  packets.push_back(written_as(out, muxing.format->streams[0]->codecpar->codec_id, false));
  if (out.dts > out.pts) return fail(Fault::failed, fmt::format("frame {} comes too late to be shown", frame));
  ++written;
  return muxing.write_packet(log);
}

Result<void> ContainerWriter::State::write(const Segment& segment) {
  if (written == 0) {
    if (auto begun = begin(segment); !begun) return begun;
  }
  if (segment.header != header || segment.reorder != reorder) {
    return fail(
        Fault::failed,
        fmt::format("the segment at frame {} was encoded with other parameter sets than the first", segment.first));
  }
  const LogCapture log;
  for (const Packet& p : segment.packets) {
    // Moments in units of 1/num seconds: frame n begins at n * den of them.
    const int64_t moment = std::max<int64_t>(written - reorder, 0) * recipe.fps.den;
    if (auto done = sound.write_until(muxing, moment, recipe.fps.num, log); !done) return done;
    if (auto done = text.write_until(muxing, moment, recipe.fps.num, log); !done) return done;
    if (auto done = write_picture(p, segment.first + p.pts, log); !done) return done;
  }
  return {};
}

Result<void> ContainerWriter::add(int64_t index, Segment segment) {
  State& s = *state_;
  return s.order.add(index, std::move(segment), [&](const Segment& ready) { return s.write(ready); });
}

size_t ContainerWriter::waiting() const {
  return state_->order.waiting();
}

Result<void> ContainerWriter::finish(int64_t segments) {
  State& s = *state_;
  FP_ASSERT(s.order.complete(segments));
  const LogCapture log;
  if (auto done = s.sound.write_until(s.muxing, 0, 0, log); !done) return done;
  if (auto done = s.text.write_until(s.muxing, 0, 0, log); !done) return done;
  if (auto done = s.muxing.finish(log); !done) return done;
  Expected expected{.recipe = &s.recipe, .header = s.header, .packets = &s.packets, .scale = s.scale};
  if (s.sound.sound) expected.sound = &s.sound;
  if (!s.text.cues.empty()) expected.text = &s.text;
  return read_back(s.muxing, expected);
}

Result<void> write_sound(const std::filesystem::path& path, const std::string& container,
                         std::shared_ptr<const EncodedSound> sound) {
  auto muxing = Muxing::create(path, container);
  if (!muxing) return fail(std::move(muxing.error()));
  const LogCapture log;
  SoundQueue queue{.sound = std::move(sound), .stream = 0};
  if (add_sound(*muxing->format, *queue.sound) == nullptr)
    return muxing->failed("cannot begin the {}", libav::kOutOfMemory, log);
  AVDictionary* options = nullptr;
  // The movie counts in samples: its edit list, and so the length, is exact.
  if (container == "m4a" && (av_dict_set(&options, "movflags", "+faststart", 0) < 0 ||
                             av_dict_set_int(&options, "movie_timescale", kSoundRate, 0) < 0))
    return muxing->failed("cannot begin the {}", libav::kOutOfMemory, log);
  if (auto done = muxing->write_header(options, log); !done) return done;
  if (auto done = queue.write_until(*muxing, 0, 0, log); !done) return done;
  if (auto done = muxing->finish(log); !done) return done;
  return read_back(*muxing, {.sound = &queue});
}

}  // namespace fp
