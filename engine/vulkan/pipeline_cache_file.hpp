// The driver's pipeline cache on disk, behind a checksum: drivers check their own header but not the bytes after it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace fp::vulkan {

std::string read_pipeline_cache(const std::filesystem::path& file);  // empty: there is none, or it is not whole
void write_pipeline_cache(const std::filesystem::path& file, std::string_view data);  // best effort, published whole

}  // namespace fp::vulkan
