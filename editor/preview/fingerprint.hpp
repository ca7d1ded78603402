// What decides how a layer sounds, as bytes to be hashed. Internal to editor/preview.
#pragma once

#include <string>

#include "engine/core/hash.hpp"
#include "engine/template/clips.hpp"

namespace fp::preview {

class Fingerprint {
 public:
  void number(int64_t value) { bytes_.put(value); }
  void number(double value) { bytes_.put_double(value); }
  void text(const std::string& text) { bytes_.put_text(text); }
  void rational(Rational value) { bytes_.put(value.num).put(value.den); }
  void track(const Scalar& track) {
    number(track.constant);
    number(int64_t{static_cast<uint8_t>(track.repeat)});
    number(track.wiggle.amplitude);
    number(track.wiggle.frequency);
    bytes_.put(track.wiggle.seed);
    number(int64_t{std::ssize(track.keys)});
    for (const Key<double>& key : track.keys) {
      number(key.frame);
      number(key.value);
      number(int64_t{static_cast<uint8_t>(key.ease.kind)});
      for (const double p : key.ease.p) number(p);
    }
  }
  void time(const ClipTime& time) {
    rational(time.fps);
    rational(time.start);
    rational(time.end.value_or(Rational{-1, 1}));
    rational(time.speed);
    number(int64_t{time.speeds.has_value()});
    if (time.speeds) track(*time.speeds);
    number(int64_t{static_cast<uint8_t>(time.at_end)});
  }
  void sound(const ClipSound& sound) {
    track(sound.gain);
    track(sound.pan);
    number(sound.fade_in);
    number(sound.fade_out);
    number(int64_t{sound.duck.has_value()});
    if (!sound.duck) return;
    number(int64_t{std::ssize(sound.duck->under)});
    for (const std::string& id : sound.duck->under) text(id);
    for (const double value : {sound.duck->by, sound.duck->attack, sound.duck->release, sound.duck->threshold})
      number(value);
  }
  Sha256 sha() const { return bytes_.sha(); }
  Hash128 hash() const { return bytes_.hash(); }

 private:
  ByteWriter bytes_;
};

}  // namespace fp::preview
