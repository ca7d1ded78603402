// e2e_sound CODEC: encodes ten seconds of made-up sound and prints the hash of the packets, so that CPUs can be
// compared.
#include <cstdio>
#include <string>
#include <vector>

#include "encoder/codec/sound.hpp"
#include "engine/core/random.hpp"

int main(int argc, char** argv) {
  const std::string codec = argc > 1 ? argv[1] : "";
  const fp::SoundCodec* known = fp::find_sound_codec(codec);
  if (known == nullptr) return 2;
  constexpr int64_t kFrames = 480'000;
  std::vector<int32_t> samples(2 * kFrames);
  int64_t low = 0, slow = 0;
  for (int64_t i = 0; i < kFrames; ++i) {
    // Noise that grows and falls off, a tone of triangles that climbs, and a click now and then.
    const auto noise = static_cast<int64_t>((fp::random_at(7, static_cast<uint64_t>(i)) - 0.5) * 4e6);
    low += (noise - low) / 16;
    slow += 20000 + i / 20;
    const int64_t tone = std::abs((slow >> 4) % 65536 - 32768) * 60 - 983040;
    const int64_t loud = i % 96000;
    const int64_t click = i % 24000 < 40 ? 3'000'000 : 0;
    samples[static_cast<size_t>(2 * i)] = static_cast<int32_t>(low * loud / 96000 + tone + click);
    samples[static_cast<size_t>(2 * i + 1)] = static_cast<int32_t>(low * (96000 - loud) / 96000 + tone / 2);
  }
  const auto encoded = fp::encode_sound(samples, codec, known->usual_kbps);
  if (!encoded) {
    std::fprintf(stderr, "%s\n", encoded.error()[0].message.c_str());
    return 1;
  }
  std::printf("%s\n", fp::to_hex(encoded->hash()).c_str());
}
