#include "engine/core/file_hash.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <cstring>
#include <vector>

#include "engine/core/unnamed_file.hpp"

namespace fp {
namespace {

EVP_MD_CTX* handle(const std::shared_ptr<void>& context) {
  return static_cast<EVP_MD_CTX*>(context.get());
}

std::optional<uint8_t> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint8_t>(c - 'a' + 10);
  return std::nullopt;
}

}  // namespace

Sha256Stream::Sha256Stream()
    : context_(EVP_MD_CTX_new(), [](void* p) { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(p)); }) {
  FP_ASSERT(EVP_DigestInit_ex(handle(context_), EVP_sha256(), nullptr) == 1);
}

void Sha256Stream::update(std::span<const std::byte> data) {
  FP_ASSERT(EVP_DigestUpdate(handle(context_), data.data(), data.size()) == 1);
}

Sha256 Sha256Stream::finish() {
  Sha256 hash;
  unsigned size = 0;
  FP_ASSERT(EVP_DigestFinal_ex(handle(context_), hash.bytes.data(), &size) == 1 && size == hash.bytes.size());
  return hash;
}

Result<FileHash> hash_file(int fd) {
  Sha256Stream stream;
  FileHash result;
  std::vector<std::byte> part(1u << 20);
  while (true) {
    const ssize_t got = ::pread(fd, part.data(), part.size(), static_cast<off_t>(result.size));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Fault::missing, fmt::format("the file cannot be read: {}", std::strerror(errno)));
    if (got == 0) break;
    stream.update(std::span(part).first(static_cast<size_t>(got)));
    result.size += static_cast<uint64_t>(got);
  }
  result.hash = stream.finish();
  return result;
}

Result<FileHash> hash_file(const std::filesystem::path& path) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  Result<FileHash> hash =
      file ? hash_file(file.get()) : fail(Fault::missing, fmt::format("cannot be read: {}", std::strerror(errno)));
  if (!hash) hash.error().front().file = path.string();
  return hash;
}

std::optional<Sha256> parse_sha256(std::string_view hex) {
  Sha256 hash;
  if (hex.size() != 2 * hash.bytes.size()) return std::nullopt;
  for (size_t i = 0; i < hash.bytes.size(); ++i) {
    const auto high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    hash.bytes[i] = static_cast<uint8_t>(*high << 4 | *low);
  }
  return hash;
}

}  // namespace fp
