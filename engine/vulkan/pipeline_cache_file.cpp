#include "engine/vulkan/pipeline_cache_file.hpp"

#include <span>

#include "engine/core/files.hpp"

namespace fp::vulkan {
namespace {

constexpr std::string_view kMagic = "framepress pipelines 1\n";
constexpr size_t kHeader = kMagic.size() + 64 + 1;  // magic, SHA-256 of the data, newline
constexpr size_t kMaxBytes = 64u << 20;

}  // namespace

std::string read_pipeline_cache(const std::filesystem::path& file) {
  const auto content = read_file(file, Fault::missing, kMaxBytes);
  if (!content || content->size() < kHeader || !content->starts_with(kMagic)) return {};
  const std::string_view digest = std::string_view(*content).substr(kMagic.size(), 64);
  const std::string_view data = std::string_view(*content).substr(kHeader);
  if (to_hex(sha256(data)) != digest) return {};
  return std::string(data);
}

void write_pipeline_cache(const std::filesystem::path& file, std::string_view data) {
  if (data.size() + kHeader > kMaxBytes) return;
  auto pending = PendingFile::create(file, true);
  if (!pending) return;
  const std::string header = std::string(kMagic) + to_hex(sha256(data)) + "\n";
  if (!pending->write(std::as_bytes(std::span(header)))) return;
  if (!pending->write(std::as_bytes(std::span(data)))) return;
  (void)pending->publish();
}

}  // namespace fp::vulkan
