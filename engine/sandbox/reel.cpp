#include "engine/sandbox/reel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "engine/sandbox/whole_file.hpp"

namespace fp::media {
namespace {

constexpr size_t kKeptBytes = 128u << 20;
constexpr int32_t kShortSkip = 8;      // packets that are decoded rather than sought over
constexpr int32_t kLongestDelay = 64;  // packets after which a frame has come out, if it ever does

template <size_t n>
void put_text(char (&to)[n], const std::string& text) {
  const size_t size = std::min(text.size(), n - 1);
  std::memcpy(to, text.data(), size);
  to[size] = 0;
}

size_t bytes_of(const AVFrame& frame) {
  size_t bytes = 0;
  for (const AVBufferRef* buffer : frame.buf) bytes += buffer == nullptr ? 0 : buffer->size;
  return bytes;
}

AVRational pixel_aspect(AVFormatContext* format, AVStream* stream) {
  const AVRational told = av_guess_sample_aspect_ratio(format, stream, nullptr);
  const bool sane = told.num > 0 && told.den > 0 && told.num / told.den <= 16 && told.den / told.num <= 16;
  return sane ? told : AVRational{1, 1};
}

int64_t at_48k(Rational seconds) {
  return floor_of(seconds * Rational{48'000, 1} + Rational{1, 2});
}

void look_at_sound(Look& look, const FrameIndex& index, const AVStream& stream) {
  look.has_sound = 1;
  look.channels = stream.codecpar->ch_layout.nb_channels;
  look.rate = stream.codecpar->sample_rate;
  look.sound_frames = std::clamp<int64_t>(at_48k(index.sound_end - index.zero), 0, kMaxSoundFrames);
  put_text(look.sound_codec, avcodec_get_name(stream.codecpar->codec_id));
}

Result<void> check_size(const AVCodecParameters& codec) {
  if (codec.width >= 1 && codec.height >= 1 && codec.width <= kMaxSide && codec.height <= kMaxSide &&
      int64_t{codec.width} * codec.height <= kMaxPixels)
    return {};
  return damaged(fmt::format("its picture of {}x{} pixels is outside what is read (up to {} a side, {} in all)",
                             codec.width, codec.height, kMaxSide, kMaxPixels));
}

}  // namespace

Result<std::unique_ptr<Reel>> Reel::open(const Source& source, Container container) {
  std::unique_ptr<Reel> reel(new Reel());
  reel->source_ = source;
  reel->container_ = container;
  Result<void> looked = reel->look_through();
  if (!looked) return fail(std::move(looked.error()));
  return reel;
}

Result<void> Reel::look_through() {
  if (container_ == Container::webp) {
    Result<std::unique_ptr<WebpReel>> opened = WebpReel::open(source_);
    if (!opened) return fail(std::move(opened.error()));
    webp_ = std::move(*opened);
    look_ = webp_->look();
    index_.frames = webp_->frames();
    return {};
  }
  Result<std::unique_ptr<Demuxer>> opened = Demuxer::open(source_, container_);
  if (!opened) return fail(std::move(opened.error()));
  demuxer_ = std::move(*opened);
  Result<FrameIndex> index = index_frames(*demuxer_);
  if (!index) return fail(std::move(index.error()));
  index_ = std::move(*index);
  if (Result<void> whole = check_whole(source_, container_, *demuxer_, index_); !whole) return whole;
  look_.zero_num = index_.zero.num;
  look_.zero_den = index_.zero.den;
  if (const AVStream* sound = demuxer_->sound()) look_at_sound(look_, index_, *sound);
  AVStream* stream = demuxer_->video();
  if (stream == nullptr) return {};
  const AVCodecParameters& codec = *stream->codecpar;
  if (Result<void> fits = check_size(codec); !fits) return fits;
  ColorTags tags = tags_of(codec);
  if (has_side_alpha(stream)) tags.format = AV_PIX_FMT_YUVA420P;
  const Result<ColorPlan> color = plan_color(tags);
  if (!color) return fail(color.error());
  Result<ContextPtr> decoder = open_decoder(stream);  // so that a codec that is not read is said at once
  if (!decoder) return fail(std::move(decoder.error()));
  const int orientation = orientation_of(*stream);
  const AVRational aspect = pixel_aspect(demuxer_->format(), stream);
  look_.has_video = 1;
  look_.width = orientation >= 5 ? codec.height : codec.width;
  look_.height = orientation >= 5 ? codec.width : codec.height;
  look_.pixel_num = orientation >= 5 ? aspect.den : aspect.num;
  look_.pixel_den = orientation >= 5 ? aspect.num : aspect.den;
  look_.tick_num = stream->time_base.num;
  look_.tick_den = stream->time_base.den;
  look_.frames = static_cast<int64_t>(index_.frames.size());
  look_.last_duration = index_.last_duration;
  const AVRational guess = stream->r_frame_rate;
  if (guess.num > 0 && guess.den > 0) {
    look_.rate_num = guess.num;
    look_.rate_den = guess.den;
  }
  look_.alpha = color->alpha ? 1 : 0;
  look_.interlaced = codec.field_order > AV_FIELD_PROGRESSIVE ? 1 : 0;
  put_text(look_.video_codec, avcodec_get_name(codec.codec_id));
  put_text(look_.color, describe(*color));
  converter_ = std::make_unique<Converter>(tags, orientation);
  packet_.reset(av_packet_alloc());
  scratch_.reset(av_frame_alloc());
  if (!packet_ || !scratch_) return damaged("out of memory");
  seen_.resize(index_.packets.size());
  if (demuxer_->sound() != nullptr) demuxer_->sound()->discard = AVDISCARD_ALL;
  return {};
}

Result<void> Reel::frame(int64_t number, uint32_t* to) {
  if (number < 0 || number >= look_.frames) return damaged("there is no such frame");
  if (webp_) return webp_->frame(number, to);
  const FrameEntry& wanted = index_.frames[static_cast<size_t>(number)];
  backwards_ = number < last_number_;
  last_number_ = number;
  if (const AVFrame* found = kept(wanted.position)) return converter_->convert(*found, to);
  may_pass_over_ = !backwards_;
  Result<void> decoded = decode_to(wanted);
  if (!decoded && passed_over_) {  // what is wrong may come of that
    may_pass_over_ = false;
    run_ = -1;
    decoded = decode_to(wanted);
  }
  if (!decoded) {
    run_ = -1;
    return decoded;
  }
  const AVFrame* found = kept(wanted.position);
  if (found->decode_error_flags != 0) return damaged(fmt::format("frame {} is damaged", number));
  return converter_->convert(*found, to);
}

// Can decoding go on to it, and is that no more work than to begin at its key frame?
bool Reel::reaches(const FrameEntry& wanted) const {
  if (run_ < 0 || run_ > wanted.start) return false;
  if (seen_[static_cast<size_t>(wanted.position)] == run_number_) return false;
  return wanted.start - next_ <= kShortSkip;
}

Result<void> Reel::decode_to(const FrameEntry& wanted) {
  if (!reaches(wanted)) {
    Result<void> begun = begin_at(wanted.start);
    if (!begun) return begun;
  }
  return decode_until(wanted.position);
}

Result<void> Reel::begin_at(int32_t key) {
  kept_.clear();
  passed_over_ = false;
  run_ = -1;
  decoder_.reset();
  Result<void> sought = seek_to(key);
  if (!sought) return sought;
  Result<ContextPtr> decoder = open_decoder(demuxer_->video());
  if (!decoder) return fail(std::move(decoder.error()));
  decoder_ = std::move(*decoder);
  run_ = next_ = key;
  ++run_number_;
  return {};
}

Result<bool> Reel::matches(int32_t position) {
  while (true) {
    av_packet_unref(packet_.get());
    const int error = av_read_frame(demuxer_->format(), packet_.get());
    if (error < 0) return damaged("a frame cannot be read", error);
    if (demuxer_->format()->streams[packet_->stream_index] == demuxer_->video()) break;
  }
  const PacketEntry& wanted = index_.packets[static_cast<size_t>(position)];
  const int64_t pts = packet_->pts != AV_NOPTS_VALUE ? packet_->pts : packet_->dts;
  return pts == wanted.pts && packet_->size == wanted.size;
}

// Brings the demuxer before packet `key` and reads it. Where it lands is told by times and sizes; where it lands too
// late, the file is read again from its beginning.
Result<void> Reel::seek_to(int32_t key) {
  packet_held_ = false;
  const int64_t pts = index_.packets[static_cast<size_t>(key)].pts;
  AVStream* stream = demuxer_->video();
  const bool seeks = key > 0 && av_seek_frame(demuxer_->format(), stream->index, pts, AVSEEK_FLAG_BACKWARD) >= 0;
  for (int attempt = seeks ? 0 : 1; attempt < 2; ++attempt) {
    if (attempt == 1) {
      Result<std::unique_ptr<Demuxer>> again = Demuxer::open(source_, container_);
      if (!again) return fail(std::move(again.error()));
      demuxer_ = std::move(*again);
      if (demuxer_->sound() != nullptr) demuxer_->sound()->discard = AVDISCARD_ALL;
      if (demuxer_->video() == nullptr) return damaged("its picture is gone");
    }
    for (size_t read = 0; read < index_.packets.size(); ++read) {
      Result<bool> found = matches(key);
      if (!found && attempt == 1) return fail(std::move(found.error()));
      if (!found) break;
      if (*found) {
        packet_held_ = true;
        return {};
      }
      if (attempt == 0 && packet_->pts != AV_NOPTS_VALUE && packet_->pts > pts && read > 64) break;
    }
  }
  return damaged("a key frame is not found again");
}

Result<void> Reel::decode_until(int32_t position) {
  while (true) {
    const int error = avcodec_receive_frame(decoder_.get(), scratch_.get());
    if (error == 0) {
      const int64_t at = scratch_->pts;
      // Not what this run can decode, or a second frame of one packet, which has no place.
      if (at < run_ || at >= static_cast<int64_t>(seen_.size()) ||
          index_.packets[static_cast<size_t>(at)].start < run_ || seen_[static_cast<size_t>(at)] == run_number_) {
        av_frame_unref(scratch_.get());
        continue;
      }
      seen_[static_cast<size_t>(at)] = run_number_;
      FramePtr frame(av_frame_alloc());
      if (!frame) return damaged("out of memory");
      av_frame_move_ref(frame.get(), scratch_.get());
      keep(std::move(frame));
      if (at == position) return {};
    } else if (error == AVERROR(EAGAIN)) {
      if (next_ > position + kLongestDelay) return damaged("a frame does not come out of its decoder");
      if (Result<void> sent = send_next(position); !sent) return sent;
    } else if (error == AVERROR_EOF) {
      return damaged("a frame does not come out of its decoder");
    } else {
      return damaged("a frame cannot be decoded", error);
    }
  }
}

// Only in H.264, where each picture says by itself whether any other is made of it (nal_ref_idc, ITU-T H.264 7.4.1).
bool Reel::passes_over(const PacketEntry& packet, int32_t position) const {
  return may_pass_over_ && decoder_->codec_id == AV_CODEC_ID_H264 &&
         packet.pts < index_.packets[static_cast<size_t>(position)].pts;
}

// Sends the next packet on the way to the one at `position`.
Result<void> Reel::send_next(int32_t position) {
  const auto count = static_cast<int32_t>(index_.packets.size());
  if (next_ >= count) {
    const int error = avcodec_send_packet(decoder_.get(), nullptr);
    return error < 0 && error != AVERROR_EOF ? damaged("its last frames cannot be decoded", error) : Result<void>();
  }
  if (!packet_held_) {
    Result<bool> found = matches(next_);
    if (!found) return fail(std::move(found.error()));
    if (!*found) return damaged("its frames do not stand where they stood");
  }
  packet_held_ = false;
  if ((packet_->flags & AV_PKT_FLAG_CORRUPT) != 0) return damaged("a frame is cut short");
  const PacketEntry& entry = index_.packets[static_cast<size_t>(next_)];
  const bool pass_over = passes_over(entry, position);
  decoder_->skip_frame = pass_over ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
  if (pass_over) {
    passed_over_ = true;
    seen_[static_cast<size_t>(next_)] = run_number_;  // whether it comes out or not
  }
  packet_->pts = packet_->dts = next_;  // comes back with the frame, and tells which one it is
  const int error = avcodec_send_packet(decoder_.get(), packet_.get());
  av_packet_unref(packet_.get());
  ++next_;
  if (error < 0 && entry.shown) return damaged("a frame cannot be decoded", error);
  return {};
}

void Reel::keep(FramePtr frame) {
  const size_t limit = backwards_ ? std::max<size_t>(kKeptBytes / std::max<size_t>(bytes_of(*frame), 1), 2) : 2;
  kept_.push_back(std::move(frame));
  while (kept_.size() > limit) kept_.pop_front();
}

AVFrame* Reel::kept(int32_t position) {
  for (const FramePtr& frame : kept_) {
    if (frame->pts == position) return frame.get();
  }
  return nullptr;
}

}  // namespace fp::media
