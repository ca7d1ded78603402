#include "editor/state/times.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace fp::editor {
namespace {

// Seconds in hundredths, where they are exactly the frame's.
std::optional<int64_t> hundredths(int64_t frame, Rational fps) {
  constexpr int64_t kLimit = int64_t{1} << 25;  // of frames and of rates, so that the product fits
  if (std::llabs(frame) > kLimit || fps.den > kLimit) return std::nullopt;
  const int64_t top = frame * fps.den * 100;
  if (top % fps.num != 0) return std::nullopt;
  return top / fps.num;
}

std::string decimal(int64_t hundreds) {
  const int64_t size = std::llabs(hundreds);
  std::string text = fmt::format("{}{}", hundreds < 0 ? "-" : "", size / 100);
  if (size % 100 != 0) text += fmt::format(".{:02}", size % 100);
  if (size % 100 != 0 && size % 10 == 0) text.pop_back();
  return text;
}

}  // namespace

std::optional<int64_t> read_frame(const Json& value, Rational fps, int64_t end) {
  if (!value.is_number() && !value.is_string()) return std::nullopt;
  std::string_view text = value.text;
  const bool from_end = value.is_string() && text.starts_with("end");
  if (from_end) text.remove_prefix(3);
  if (from_end && text.empty()) return end;
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::optional<int64_t> frame = parse_time(text, fps);
  if (!frame || !from_end) return frame;
  return end + *frame;
}

Json write_frame(int64_t frame, Rational fps, int64_t end, const Json* like) {
  const bool is_text = like && like->is_string();
  const bool from_end = is_text && like->text.starts_with("end");
  if (from_end && frame == end) return Json::of("end");
  const int64_t count = from_end ? frame - end : frame;
  const std::string start = !from_end ? "" : count > 0 ? "end+" : "end";
  const std::optional<int64_t> seconds = hundredths(count, fps);
  if (!seconds || (is_text && like->text.ends_with('f'))) return Json::of(fmt::format("{}{}f", start, count));
  if (like && like->is_number()) {
    return *parse_json(decimal(*seconds), {});
  }
  return Json::of(fmt::format("{}{}s", start, decimal(*seconds)));
}

}  // namespace fp::editor
