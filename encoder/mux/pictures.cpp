#include "encoder/mux/pictures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/files.hpp"

namespace fp {

std::filesystem::path numbered(const std::string& pattern, int64_t number) {
  const size_t first = pattern.find('#', pattern.find_last_of('/') == pattern.npos ? 0 : pattern.find_last_of('/'));
  FP_ASSERT(first != pattern.npos);
  const size_t last = std::min(pattern.find_first_not_of('#', first), pattern.size());
  return pattern.substr(0, first) + fmt::format("{:0{}}", number, last - first) + pattern.substr(last);
}

Result<void> PictureWriter::write(std::span<const uint8_t> picture) {
  const auto bytes = std::as_bytes(picture);
  const auto path = numbered(options_.pattern, options_.first + static_cast<int64_t>(files_.size()));
  hash_.update(bytes);
  files_.push_back({path.filename().string(), {picture.size(), sha256(bytes)}});
  if (!options_.publish) return {};
  auto file = PendingFile::create(path, options_.overwrite);
  if (!file) return fail(std::move(file.error()));
  if (auto written = file->write(bytes); !written) return written;
  return file->publish();
}

Result<void> PictureWriter::add(int64_t index, Segment segment) {
  return order_.add(index, std::move(segment), [&](const Segment& ready) -> Result<void> {
    for (const Packet& p : ready.packets) {
      if (auto written = write(p.data); !written) return written;
    }
    return {};
  });
}

Result<void> PictureWriter::finish(int64_t segments) {
  FP_ASSERT(order_.complete(segments));
  return {};
}

FileHash PictureWriter::all() {
  FileHash sum{.hash = hash_.finish()};
  for (const NamedHash& file : files_) sum.size += file.file.size;
  return sum;
}

}  // namespace fp
