#include "encoder/mux/raw_stream.hpp"

#include <fmt/format.h>

namespace fp {

Result<std::string> y4m_header(PixelFormat format, int32_t width, int32_t height, Rational fps) {
  const char* colour = format == PixelFormat::yuv420p8    ? "420mpeg2 XYSCSS=420MPEG2"
                       : format == PixelFormat::yuv420p10 ? "420p10 XYSCSS=420P10"
                       : format == PixelFormat::yuv444p10 ? "444p10 XYSCSS=444P10"
                                                          : nullptr;
  if (colour == nullptr)
    return fail(Fault::usage, fmt::format("y4m has no {} pixels", layout(format).name), "--pipe rawvideo takes all");
  return fmt::format("YUV4MPEG2 W{} H{} F{}:{} Ip A1:1 C{} XCOLORRANGE=LIMITED\n", width, height, fps.num, fps.den,
                     colour);
}

Result<RawStreamWriter> RawStreamWriter::create(Sink sink, const Recipe& recipe) {
  RawStreamWriter writer(std::move(sink), recipe.container == "y4m");
  if (!writer.marks_) return writer;
  const auto header = y4m_header(recipe.format, recipe.width, recipe.height, recipe.fps);
  if (!header) return fail(header.error());
  if (auto begun = writer.sink_(std::as_bytes(std::span(*header))); !begun) return fail(std::move(begun.error()));
  return writer;
}

Result<void> RawStreamWriter::add(int64_t index, Segment segment) {
  return order_.add(index, std::move(segment), [&](const Segment& ready) -> Result<void> {
    for (const Packet& p : ready.packets) {
      if (marks_) {
        if (auto marked = sink_(std::as_bytes(std::span(kY4mFrame))); !marked) return marked;
      }
      if (auto written = sink_(std::as_bytes(std::span(p.data))); !written) return written;
    }
    return {};
  });
}

Result<void> RawStreamWriter::finish(int64_t segments) {
  FP_ASSERT(order_.complete(segments));
  return {};
}

}  // namespace fp
