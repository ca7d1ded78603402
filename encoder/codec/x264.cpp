#include "encoder/codec/x264.hpp"

#include <fmt/format.h>

#include "encoder/codec/rate.hpp"

namespace fp::x264 {

// Frames x264 looks ahead. Each costs about 7 MB at 1080x1920 in every worker, so the middle presets look half a second
// ahead instead of x264's own 20 to 50 frames (encoder/README.md has what that was measured to do).
int lookahead(const std::string& preset) {
  constexpr std::pair<std::string_view, int> kFrames[] = {
      {"ultrafast", 0}, {"superfast", 0}, {"veryfast", 10}, {"faster", 15}, {"fast", 15}, {"medium", 15}, {"slow", 20}};
  for (const auto& [name, frames] : kFrames) {
    if (preset == name) return frames;
  }
  return 60;
}

std::string exact_options(const Recipe& recipe) {
  std::string text = fmt::format(
      "cpu-independent=1:threads=1:lookahead-threads=1:sliced-threads=0:sync-lookahead=0:keyint={0}:min-keyint={0}:"
      "scenecut=0:open-gop=0:force-cfr=1:stitchable=1:rc-lookahead={1}",
      recipe.segment, lookahead(recipe.preset));
  return text + vbv_text(recipe);
}

libav::Options options(const Recipe& recipe) {
  return {{"preset", recipe.preset}, libav::rate_option(recipe), {"x264-params", exact_options(recipe)}};
}

// x264 writes its build and all its settings into the first packet: "x264 - core 164 r3095 baee400 - H.264/... -
// options: cabac=1 ...".
void describe(const Recipe&, const Segment& small, CodecBuild& build) {
  build.encoder = "x264, build unknown";
  build.options = "";
  const std::vector<uint8_t>& data = small.packets.front().data;
  const std::string_view text(reinterpret_cast<const char*>(data.data()), data.size());
  const size_t begin = text.find("x264 - core ");
  const size_t end = text.find('\0', begin == text.npos ? 0 : begin);
  if (begin == text.npos || end == text.npos) return;
  const std::string_view line = text.substr(begin, end - begin);
  constexpr std::string_view kOptions = " - options: ";
  const size_t name_end = line.find(" - H.264");
  const size_t at = line.find(kOptions);
  build.encoder = line.substr(0, name_end);
  if (at != line.npos) build.options = line.substr(at + kOptions.size());
}

}  // namespace fp::x264
