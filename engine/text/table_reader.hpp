// Fields of a font table: big-endian, at any offset. What lies beyond the end reads as 0 and is remembered, so that a
// record is read in one go and asked once whether it was all there. Internal to engine/text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace fp {

using TableBytes = std::span<const std::byte>;

class TableReader {
 public:
  TableReader(TableBytes table, size_t at) : table_(table), at_(at) {}

  bool ok() const { return ok_; }
  size_t at() const { return at_; }
  uint32_t unsigned_of(size_t bytes) {  // 1 to 4
    if (at_ > table_.size() || table_.size() - at_ < bytes) {
      ok_ = false;
      return 0;
    }
    uint32_t value = 0;
    for (size_t i = 0; i < bytes; ++i) value = value << 8 | std::to_integer<uint32_t>(table_[at_ + i]);
    at_ += bytes;
    return value;
  }
  uint8_t u8() { return static_cast<uint8_t>(unsigned_of(1)); }
  uint16_t u16() { return static_cast<uint16_t>(unsigned_of(2)); }
  uint32_t u24() { return unsigned_of(3); }
  uint32_t u32() { return unsigned_of(4); }
  int8_t i8() { return static_cast<int8_t>(u8()); }
  int16_t i16() { return static_cast<int16_t>(u16()); }
  int32_t i32() { return static_cast<int32_t>(u32()); }

 private:
  TableBytes table_;
  size_t at_;
  bool ok_ = true;
};

}  // namespace fp
