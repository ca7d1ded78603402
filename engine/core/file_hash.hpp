// SHA-256 of things too big to hold at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/hash.hpp"
#include "engine/core/result.hpp"

namespace fp {

class Sha256Stream {
 public:
  Sha256Stream();
  void update(std::span<const std::byte> data);
  Sha256 finish();  // once

 private:
  std::shared_ptr<void> context_;
};

struct FileHash {
  uint64_t size = 0;
  Sha256 hash;
};
struct NamedHash {
  std::string name;
  FileHash file;
};
// Of an open file, read by offset: the descriptor's position stays. Fault::missing when it cannot be read.
Result<FileHash> hash_file(int fd);
Result<FileHash> hash_file(const std::filesystem::path& path);

std::optional<Sha256> parse_sha256(std::string_view hex);  // 64 lower-case digits

}  // namespace fp
