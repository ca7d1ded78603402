// Arbitrary bytes as footage and sound, read as the confined child reads them, but in this process: the first byte
// picks the kind of file.
#include <vector>

#include "engine/sandbox/prepare.hpp"
#include "engine/sandbox/reel.hpp"
#include "engine/sandbox/sound_track.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fp::media;
  static const bool ready = (prepare(true), true);
  if (!ready || size < 2) return 0;
  const auto container = static_cast<Container>(data[0] % 11);
  const Source source{-1, data + 1, static_cast<int64_t>(size) - 1};
  constexpr int64_t kMostPixels = 1 << 18;
  auto reel = Reel::open(source, container);
  if (reel && (*reel)->look().has_video != 0) {
    const Look& look = (*reel)->look();
    const int64_t pixels = int64_t{look.width} * look.height;
    if (pixels <= kMostPixels) {
      std::vector<uint32_t> texels(static_cast<size_t>(pixels));
      for (const int64_t n : {look.frames - 1, int64_t{0}, look.frames / 2}) (void)(*reel)->frame(n, texels.data());
    }
  }
  int64_t samples = 0;
  (void)decode_sound(source, container, [&](std::span<const int32_t> s) {
    samples += static_cast<int64_t>(s.size());
    return samples < 10'000'000;
  });
  return 0;
}
