#include "editor/preview/waveform.hpp"

#include "editor/preview/fingerprint.hpp"

namespace fp::preview {

Hash128 played_fingerprint(const ClipTime& time, int64_t frames, Rational duration) {
  Fingerprint print;
  print.time(time);
  print.number(frames);
  print.rational(duration);
  return print.hash();
}

}  // namespace fp::preview
