// --captions: the captions of a video as a file beside it.
#pragma once

#include <string>
#include <vector>

#include "encoder/job/press.hpp"
#include "tools/framepress/command.hpp"

namespace fp::cli {

void add_captions(CLI::App& command, std::string& captions);

// Asks for the file of each video, before the first frame: every video has captions, and none of the files is there
// already (with `replace`: it may be).
Result<void> set_captions(const Context& context, std::vector<Video>& videos, const std::string& captions,
                          bool replace);

}  // namespace fp::cli
