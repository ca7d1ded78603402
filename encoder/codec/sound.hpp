// Sound -> packets, the whole programme at once: joining two AAC files would add samples, so sound has no segments.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "encoder/codec/codec.hpp"
#include "engine/core/hash.hpp"

namespace fp {

struct SoundCodec {
  std::string_view name;  // as Recipe::sound has it
  const char* encoder;    // libavcodec's
  const char* what;       // in messages
  int usual_kbps = 0;     // 0: keeps all, there is no bit rate to choose
  int least_kbps = 0, most_kbps = 0;
};
std::span<const SoundCodec> sound_codecs();
const SoundCodec* find_sound_codec(std::string_view name);  // nullptr: no such codec

struct SoundPacket {
  std::vector<uint8_t> data{};
  int64_t pts = 0;     // sample frames from the programme's beginning; below 0 while the codec begins
  int64_t frames = 0;  // of the programme that it holds; its last packet may decode to more, which are dropped
};

struct EncodedSound {
  std::string codec;      // "aac"
  std::string header{};   // what goes into the container
  int64_t frames = 0;     // sample frames at 48 kHz that were given in
  int priming = 0;        // sample frames that decode before the first of them
  int packet_frames = 0;  // that a whole packet decodes to; 0: as many as it has
  std::vector<SoundPacket> packets{};
  CodecBuild build{};

  Sha256 hash() const;  // of the packets
};

inline constexpr int kSoundRate = 48'000;

// `samples`: left and right in turn, full scale +-2^23. Errors: Fault::no_device where libavcodec lacks the encoder.
Result<EncodedSound> encode_sound(std::span<const int32_t> samples, std::string_view codec, int kbps);

// What a player hears of it, in the same form and as long: `out` has two samples for each of its frames, and is silence
// before. Louder than full scale where a lossy codec makes it so.
Result<void> decode_sound(const EncodedSound& sound, std::span<int32_t> out);

}  // namespace fp
