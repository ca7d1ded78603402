// What is encoded and how, as the command line says it: options, and the recipe that follows from them and the output's
// name.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "encoder/codec/codec.hpp"
#include "engine/template/composition.hpp"
#include "tools/framepress/command.hpp"

namespace fp::cli {

struct EncodeOptions {
  std::string crf;  // "" = what the codec usually has
  std::string qp, bitrate, max_bitrate, buffer;
  bool cbr = false;
  std::string preset = "medium";
  std::string segment;  // "" = two seconds
  std::string codec, encoder = "auto", sound, platform;
  int depth = 0, sound_rate = 0;
  bool alpha = false, no_alpha = false;
  bool exact = false, inexact = false;
};
void add_encode(CLI::App& command, EncodeOptions& options);

// What is made of a composition for a file of this name: the composition as the platform wants it heard, the recipe,
// and what was chosen and why.
struct Plan {
  std::shared_ptr<const Composition> composition;
  Recipe recipe;
  std::string said;
};
Result<Plan> make_plan(const EncodeOptions& options, std::shared_ptr<const Composition> composition, int64_t frames,
                       const std::string& output);

}  // namespace fp::cli
