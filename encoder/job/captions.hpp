// Captions as a file beside a video.
#pragma once

#include <filesystem>
#include <string>

#include "encoder/job/press.hpp"

namespace fp {

// "a.mp4" -> "a.srt"; of numbered pictures beside their manifest. `kind`: "srt" or "vtt".
std::filesystem::path captions_path(const std::filesystem::path& output, const std::string& kind);

// The bytes of the file that Video::captions asks for.
std::string captions_text(const Video& video);

}  // namespace fp
