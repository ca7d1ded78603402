// Which encoder makes the pictures: what was asked for, or what suits, said in a sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "encoder/codec/codec.hpp"

namespace fp {

std::vector<std::string> encoder_names();  // what --encoder takes: "auto", then as codecs() has them

struct EncoderChoice {
  std::string codec;  // for find_codec
  std::string why;    // "nvenc on NVIDIA GeForce RTX 4090: ...", one sentence to show
};

struct EncoderWish {
  std::string_view encoder = "auto";  // auto: hardware where it is there and exact bytes are not asked for
  std::string_view format = "h264";   // as Codec::video
  bool exact = true;                  // the same bytes every time: only software promises them
};

// `recipe` is what the encoder must be able to do (its codec is ignored). Fault::usage: no such encoder, or it does not
// make that format; Fault::no_device: hardware was asked for and is not there, and why.
Result<EncoderChoice> choose_encoder(const EncoderWish& wish, const Recipe& recipe);

}  // namespace fp
