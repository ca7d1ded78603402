#include "engine/sandbox/prepare.hpp"

#include "engine/sandbox/av.hpp"

extern "C" {
#include <libavutil/cpu.h>
}

namespace fp::media {

void prepare(bool plain) {
  keep_log();
  if (plain) av_force_cpu_flags(0);
  av_cpu_count();  // reads which CPUs there are
  // The registered readers and decoders build their lists on first use.
  void* at = nullptr;
  while (av_demuxer_iterate(&at) != nullptr) continue;
  at = nullptr;
  while (av_codec_iterate(&at) != nullptr) continue;
}

}  // namespace fp::media
