#include "encoder/manifest/framehash.hpp"

#include <fmt/format.h>

namespace fp {

std::string framehash_header(int32_t width, int32_t height, Rational fps) {
  return fmt::format(
      "#format: frame checksums\n#version: 2\n#hash: SHA256\n#tb 0: {}/{}\n#media_type 0: video\n#codec_id 0: "
      "rawvideo\n"
      "#dimensions 0: {}x{}\n#sar 0: 1/1\n#stream#, dts,        pts, duration,     size, hash\n",
      fps.den, fps.num, width, height);
}

std::string framehash_line(int64_t frame, size_t bytes, const Sha256& hash) {
  return fmt::format("0, {0:>10}, {0:>10}, {1:>8}, {2:>8}, {3}", frame, 1, bytes, to_hex(hash));
}

}  // namespace fp
