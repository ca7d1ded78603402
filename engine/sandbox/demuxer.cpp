#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include "engine/sandbox/av.hpp"

namespace fp::media {
namespace {

constexpr int kBuffer = 64 << 10;
constexpr size_t kMaxLog = 400;

std::string& log_text() {
  static std::string text;  // libav has one log a process, and this process has one thread
  return text;
}

void keep_line(void*, int level, const char* format, va_list arguments) {
  if (level > AV_LOG_ERROR) return;
  std::array<char, 256> line{};
  std::vsnprintf(line.data(), line.size(), format, arguments);
  std::string& text = log_text();
  text += line.data();
  if (text.size() > kMaxLog) text.erase(0, text.size() - kMaxLog);
}

const char* demuxer_name(Container container) {
  switch (container) {
    case Container::mov:
      return "mov";
    case Container::matroska:
      return "matroska";
    case Container::gif:
      return "gif";
    case Container::apng:
      return "apng";
    case Container::png:
      return "png_pipe";
    case Container::wav:
      return "wav";
    case Container::flac:
      return "flac";
    case Container::mp3:
      return "mp3";
    case Container::ogg:
      return "ogg";
    case Container::adts:
      return "aac";
    case Container::webp:
      break;  // has a reader of its own (webp.cpp)
  }
  return "";
}

// External tracks, playlists, keys: whatever a file asks to have opened beside itself.
int refuse_open(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
  return AVERROR(EPERM);
}

// With our own I/O, and everything that leads elsewhere refused. Null: out of memory.
AVFormatContext* prepare_context(void* self, const AVInputFormat* input, int (*read)(void*, uint8_t*, int),
                                 int64_t (*seek)(void*, int64_t, int)) {
  AVFormatContext* format = avformat_alloc_context();
  auto* buffer = static_cast<uint8_t*>(av_malloc(kBuffer));
  AVIOContext* io = buffer == nullptr ? nullptr : avio_alloc_context(buffer, kBuffer, 0, self, read, nullptr, seek);
  if (format == nullptr || io == nullptr) return nullptr;
  format->pb = io;
  format->io_open = refuse_open;
  format->flags |= AVFMT_FLAG_CUSTOM_IO;
  format->max_streams = 64;
  format->codec_whitelist = av_strdup(decoder_names().c_str());
  format->format_whitelist = av_strdup(input->name);
  format->protocol_whitelist = av_strdup("none");
  return format;
}

// Colour as the container tells it.
struct Told {
  AVColorSpace matrix;
  AVColorRange range;
  AVColorPrimaries primaries;
  AVColorTransferCharacteristic transfer;
};

// A decoder that finds nothing said in the stream forgets what the container said (ProRes): here it is again.
void remember(AVCodecParameters& codec, const Told& told) {
  if (codec.color_space == AVCOL_SPC_UNSPECIFIED) codec.color_space = told.matrix;
  if (codec.color_range == AVCOL_RANGE_UNSPECIFIED) codec.color_range = told.range;
  if (codec.color_primaries == AVCOL_PRI_UNSPECIFIED) codec.color_primaries = told.primaries;
  if (codec.color_trc == AVCOL_TRC_UNSPECIFIED) codec.color_trc = told.transfer;
}

}  // namespace

void keep_log() {
  av_log_set_callback(keep_line);
  log_text().reserve(2 * kMaxLog);
}

std::unexpected<Errors> damaged(const std::string& what, int error) {
  std::string message = what;
  if (error != 0) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> reason{};
    av_strerror(error, reason.data(), reason.size());
    message += fmt::format(": {}", reason.data());
  }
  std::string said = std::exchange(log_text(), {});
  while (!said.empty() && said.back() == '\n') said.pop_back();
  for (char& c : said) {
    if (c == '\n') c = ';';
  }
  if (!said.empty()) message += fmt::format(" ({})", said);
  return fail(Fault::missing, std::move(message));
}

int64_t read_at(const Source& source, int64_t offset, uint8_t* to, int64_t size) {
  if (offset >= source.size || size <= 0) return 0;
  if (source.memory != nullptr) {
    const int64_t n = std::min(size, source.size - offset);
    std::memcpy(to, source.memory + offset, static_cast<size_t>(n));
    return n;
  }
  while (true) {
    const ssize_t n = ::pread(source.fd, to, static_cast<size_t>(size), offset);
    if (n >= 0 || errno != EINTR) return n;
  }
}

int Demuxer::read(void* self, uint8_t* to, int size) {
  auto& demuxer = *static_cast<Demuxer*>(self);
  const int64_t n = read_at(demuxer.source_, demuxer.offset_, to, size);
  if (n < 0) return AVERROR(EIO);
  if (n == 0) return AVERROR_EOF;
  demuxer.offset_ += n;
  return static_cast<int>(n);
}

int64_t Demuxer::seek(void* self, int64_t offset, int whence) {
  auto& demuxer = *static_cast<Demuxer*>(self);
  whence &= ~AVSEEK_FORCE;
  if (whence == AVSEEK_SIZE) return demuxer.source_.size;
  const int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? demuxer.offset_ : demuxer.source_.size;
  int64_t target = 0;
  if (__builtin_add_overflow(base, offset, &target) || target < 0) return AVERROR(EINVAL);
  return demuxer.offset_ = target;
}

Result<std::unique_ptr<Demuxer>> Demuxer::open(const Source& source, Container container) {
  std::unique_ptr<Demuxer> demuxer(new Demuxer());
  demuxer->source_ = source;
  const AVInputFormat* input = av_find_input_format(demuxer_name(container));
  if (input == nullptr) return damaged("this build's libav has no reader for it");
  AVFormatContext* format = prepare_context(demuxer.get(), input, read, seek);
  if (format == nullptr) return damaged("out of memory");
  AVIOContext* io = format->pb;
  const int opened = avformat_open_input(&format, nullptr, input, nullptr);
  if (opened < 0) {  // frees the context, not our I/O
    av_freep(&io->buffer);
    avio_context_free(&io);
    return damaged(container == Container::mov ? "its index cannot be read: it may be cut short, or was never finished"
                                               : "its header cannot be read",
                   opened);
  }
  demuxer->format_ = format;
  const bool states = container == Container::flac || container == Container::mp3;
  if (states && format->nb_streams > 0 && format->streams[0]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO &&
      format->streams[0]->duration != AV_NOPTS_VALUE)
    demuxer->stated_ = format->streams[0]->duration;  // later on it may be an estimate
  std::vector<Told> told;
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    const AVCodecParameters& codec = *format->streams[i]->codecpar;
    told.push_back({codec.color_space, codec.color_range, codec.color_primaries, codec.color_trc});
  }
  const int known = avformat_find_stream_info(format, nullptr);
  if (known < 0) return damaged("what it holds cannot be found out", known);
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    const AVStream& stream = *format->streams[i];
    if (i < told.size()) remember(*stream.codecpar, told[i]);
    if ((stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) continue;
    const AVMediaType type = stream.codecpar->codec_type;
    if (type == AVMEDIA_TYPE_VIDEO && demuxer->video_ < 0) demuxer->video_ = static_cast<int>(i);
    if (type == AVMEDIA_TYPE_AUDIO && demuxer->sound_ < 0) demuxer->sound_ = static_cast<int>(i);
  }
  if (demuxer->video_ < 0 && demuxer->sound_ < 0) return damaged("there is neither picture nor sound in it");
  return demuxer;
}

Demuxer::~Demuxer() {
  if (format_ == nullptr) return;
  AVIOContext* io = format_->pb;
  avformat_close_input(&format_);
  if (io != nullptr) av_freep(&io->buffer);
  avio_context_free(&io);
}

}  // namespace fp::media
