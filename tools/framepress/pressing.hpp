// What render and batch share: encoding options, and pressing with progress, summary and exit code.
#pragma once

#include <string>
#include <vector>

#include "encoder/job/press.hpp"
#include "tools/framepress/inputs.hpp"

namespace fp::cli {

struct EncodeOptions {
  int crf = 18;
  std::string preset = "medium";
  std::string segment;  // "" = two seconds
};
void add_encode(CLI::App& command, EncodeOptions& options);
Result<Recipe> make_recipe(const EncodeOptions& options, const Composition& composition);

// Presses, reports and gives the exit code. `batch` decides between 1 and 6 when some fail, and adds a summary.
int press_videos(const Context& context, const Input& input, const std::vector<Video>& videos, bool batch);

}  // namespace fp::cli
