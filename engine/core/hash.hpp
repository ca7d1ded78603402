// Content hashes. Sha256 is what manifests and users see; Hash128 (XXH3) is for caches and damage, inside a process.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace fp {

struct Sha256 {
  std::array<uint8_t, 32> bytes{};
  auto operator<=>(const Sha256&) const = default;
};
std::string to_hex(const Sha256& hash);  // 64 lower-case digits
Sha256 sha256(std::span<const std::byte> data);
inline Sha256 sha256(std::string_view text) {
  return sha256(std::as_bytes(std::span(text)));
}

struct Hash128 {
  uint64_t low = 0;
  uint64_t high = 0;
  auto operator<=>(const Hash128&) const = default;
};
std::string to_hex(const Hash128& hash);  // 32 lower-case digits
Hash128 hash128(std::span<const std::byte> data);
inline Hash128 hash128(std::string_view text) {
  return hash128(std::as_bytes(std::span(text)));
}

// Collects plain values and byte ranges in a fixed little-endian order, then hashes them. Strings and ranges carry
// their length, so ("ab","c") and ("a","bc") differ. Only types without padding are accepted.
class ByteWriter {
 public:
  template <class T>
  requires(std::has_unique_object_representations_v<T>) ByteWriter& put(const T& value) {
    append(&value, sizeof value);
    return *this;
  }
  ByteWriter& put_double(double value);  // by bit pattern; -0.0 is written as 0.0
  ByteWriter& put_text(std::string_view text);
  ByteWriter& put_bytes(std::span<const std::byte> data);

  const std::string& bytes() const { return bytes_; }
  Hash128 hash() const { return hash128(bytes_); }
  Sha256 sha() const { return sha256(std::string_view(bytes_)); }

 private:
  void append(const void* data, size_t size);
  std::string bytes_;
};

}  // namespace fp

template <>
struct std::hash<fp::Hash128> {
  size_t operator()(const fp::Hash128& h) const noexcept { return static_cast<size_t>(h.low); }
};
