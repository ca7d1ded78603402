#include "engine/core/hash.hpp"

#include <openssl/evp.h>
#include <xxhash.h>

#include <bit>

#include "engine/core/result.hpp"

static_assert(std::endian::native == std::endian::little, "hashes are defined over little-endian bytes");

namespace fp {
namespace {

std::string hex(std::span<const uint8_t> bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (uint8_t b : bytes) {
    text += kDigits[b >> 4];
    text += kDigits[b & 15];
  }
  return text;
}

}  // namespace

std::string to_hex(const Sha256& hash) {
  return hex(hash.bytes);
}

std::string to_hex(const Hash128& hash) {
  std::array<uint8_t, 16> bytes{};
  for (size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<uint8_t>(hash.high >> (56 - 8 * i));
    bytes[8 + i] = static_cast<uint8_t>(hash.low >> (56 - 8 * i));
  }
  return hex(bytes);
}

Sha256 sha256(std::span<const std::byte> data) {
  Sha256 hash;
  unsigned size = 0;
  const int ok = EVP_Digest(data.data(), data.size(), hash.bytes.data(), &size, EVP_sha256(), nullptr);
  FP_ASSERT(ok == 1 && size == hash.bytes.size());
  return hash;
}

Hash128 hash128(std::span<const std::byte> data) {
  const XXH128_hash_t h = XXH3_128bits(data.data(), data.size());
  return {h.low64, h.high64};
}

void ByteWriter::append(const void* data, size_t size) {
  bytes_.append(static_cast<const char*>(data), size);
}

ByteWriter& ByteWriter::put_double(double value) {
  return put(std::bit_cast<uint64_t>(value == 0.0 ? 0.0 : value));
}

ByteWriter& ByteWriter::put_text(std::string_view text) {
  put(static_cast<uint64_t>(text.size()));
  append(text.data(), text.size());
  return *this;
}

ByteWriter& ByteWriter::put_bytes(std::span<const std::byte> data) {
  put(static_cast<uint64_t>(data.size()));
  append(data.data(), data.size());
  return *this;
}

}  // namespace fp
