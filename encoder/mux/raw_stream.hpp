// Raw frames one after the other, into a file or a pipe: y4m, with a header and a mark before each, or pixels only.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "encoder/mux/in_order.hpp"

namespace fp {

// What y4m needs before the first frame, and before each. Formats: yuv420p8, yuv420p10, yuv444p10.
Result<std::string> y4m_header(PixelFormat format, int32_t width, int32_t height, Rational fps);
inline constexpr std::string_view kY4mFrame = "FRAME\n";

using Sink = std::function<Result<void>(std::span<const std::byte>)>;

// Containers y4m and rawvideo. Hands bytes on as soon as it is their turn, and comes back when the sink has taken them.
// Not for concurrent use.
class RawStreamWriter {
 public:
  static Result<RawStreamWriter> create(Sink sink, const Recipe& recipe);  // the recipe has passed check()
  Result<void> add(int64_t index, Segment segment);
  Result<void> finish(int64_t segments);

 private:
  RawStreamWriter(Sink sink, bool marks) : sink_(std::move(sink)), marks_(marks) {}
  Sink sink_;
  bool marks_;
  InOrder order_;
};

}  // namespace fp
