#include "encoder/mux/muxing.hpp"

#include <fmt/format.h>

namespace fp {
namespace {

struct Kind {
  std::string_view container;
  const char *muxer, *demuxer, *name;
};
constexpr Kind kKinds[] = {{"mp4", "mp4", "mov", "MP4"},         {"mov", "mov", "mov", "MOV"},
                           {"webm", "webm", "matroska", "WebM"}, {"mkv", "matroska", "matroska", "Matroska file"},
                           {"gif", "gif", "gif", "GIF"},         {"apng", "apng", "apng", "APNG"},
                           {"wav", "wav", "wav", "WAV"},         {"flac", "flac", "flac", "FLAC file"},
                           {"m4a", "ipod", "mov", "M4A"},        {"opus", "opus", "ogg", "Ogg file"}};

const Kind& kind_of(const std::string& container) {
  for (const Kind& kind : kKinds) {
    if (kind.container == container) return kind;
  }
  FP_ASSERT(false && "a container of the table");
  return kKinds[0];
}

}  // namespace

std::string file_kind(const std::string& container) {
  return kind_of(container).name;
}
const char* demuxer_of(const std::string& container) {
  return kind_of(container).demuxer;
}

std::unexpected<Errors> Muxing::failed(const char* what, int error, const libav::LogCapture& log) const {
  const std::string text = fmt::format(fmt::runtime(what), file_kind(container));
  return fail(Fault::failed, libav::reason(text, file.error() != 0 ? AVERROR(file.error()) : error, log));
}

Result<Muxing> Muxing::create(const std::filesystem::path& path, const std::string& container) {
  const libav::LogCapture log;
  auto file = FileIo::open(path);
  if (!file) return std::unexpected(file.error());
  Muxing m{.file = *std::move(file), .container = container};
  m.output = m.file.writer();
  if (!m.packet || !m.output) return m.failed("cannot begin the {}", libav::kOutOfMemory, log);
  AVFormatContext* format = nullptr;
  const int error = avformat_alloc_output_context2(&format, nullptr, kind_of(container).muxer, nullptr);
  if (error < 0)
    return fail(Fault::no_device, libav::reason("libavformat cannot write " + file_kind(container), error, log));
  m.format.reset(format);
  format->flags |= AVFMT_FLAG_BITEXACT;
  // Matroska would move all tracks so that the one that begins earliest, the sound with its priming, begins at 0.
  if (container == "webm" || container == "mkv") format->avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED;
  format->pb = m.output.get();
  return m;
}

Result<void> Muxing::write_header(AVDictionary* options, const libav::LogCapture& log) {
  file.lend(*format);  // here: it has come to its place
  const int error = avformat_write_header(format.get(), &options);
  av_dict_free(&options);
  if (error < 0) return failed("cannot begin the {}", error, log);
  return {};
}

Result<void> Muxing::write_packet(const libav::LogCapture& log) {
  const int error = av_write_frame(format.get(), packet.get());
  av_packet_unref(packet.get());
  if (error < 0) return failed("cannot write to the {}", error, log);
  return {};
}

Result<void> Muxing::finish(const libav::LogCapture& log) {
  int error = av_write_trailer(format.get());
  avio_flush(output.get());
  if (error >= 0) error = output->error;
  format.reset();
  output.reset();
  if (error < 0 || file.error() != 0) return failed("cannot finish the {}", error, log);
  return {};
}

}  // namespace fp
