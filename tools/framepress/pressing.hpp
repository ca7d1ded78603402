// What render and batch share: pressing with progress, summary and exit code.
#pragma once

#include <string>
#include <vector>

#include "encoder/job/press.hpp"
#include "tools/framepress/inputs.hpp"

namespace fp::cli {

struct PressHow {
  bool batch = false;   // decides between exit codes 1 and 6 when some fail, and adds a summary
  bool resume = false;  // PressOptions::resume
};
// Presses, reports and gives the exit code.
int press_videos(const Context& context, const Input& input, const std::vector<Video>& videos, const PressHow& how);

// What a video will write: its file or pictures, and its manifest. Nothing for the container "null".
std::vector<std::filesystem::path> files_of(const Video& video);

// An error where writing an output would replace the manifest of another file that is there ("ad.mp4", "ad.webm").
Result<void> check_manifests(const std::vector<std::filesystem::path>& outputs);

// Says what pressing would render, what it would find and how long it would take, and gives the exit code.
int assess_videos(const Context& context, const Input& input, const std::vector<Video>& videos, bool resume);

// The store that --store names; nullopt: none.
Result<std::optional<Store>> chosen_store(const Context& context);
Result<uint64_t> store_limit(const Context& context);  // bytes, as --store-size says
std::string in_bytes(uint64_t bytes);                  // "1.4 GB"

}  // namespace fp::cli
