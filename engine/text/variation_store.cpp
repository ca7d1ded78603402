#include "engine/text/variation_store.hpp"

#include <algorithm>

namespace fp {
namespace {

constexpr size_t kMaxRegions = 1024;  // that change one number

// Of a delta set: which of the store's data, and which row of it.
struct DeltaSet {
  uint32_t outer = 0, inner = 0;
};

std::optional<DeltaSet> mapped(TableBytes table, size_t map, uint32_t index) {
  if (map == 0) return DeltaSet{index >> 16, index & 0xffff};
  TableReader head(table, map);
  const uint8_t format = head.u8(), entry = head.u8();
  const uint32_t count = format == 0 ? head.u16() : head.u32();
  if (!head.ok() || format > 1 || count == 0) return std::nullopt;
  const size_t size = static_cast<size_t>(entry >> 4 & 3) + 1;
  const uint32_t inner_bits = (entry & 15u) + 1;
  TableReader at(table, head.at() + std::min(index, count - 1) * size);  // beyond the end, the last one holds
  const uint32_t found = at.unsigned_of(size);
  if (!at.ok()) return std::nullopt;
  return DeltaSet{found >> inner_bits, found & ((1u << inner_bits) - 1)};
}

double share_on_axis(double at, double start, double peak, double end) {
  if (peak == 0 || start > peak || peak > end || (start < 0 && end > 0)) return 1;
  if (at == peak) return 1;
  if (at <= start || at >= end) return 0;
  return at < peak ? (at - start) / (peak - start) : (end - at) / (end - peak);
}

}  // namespace

VariationStore::VariationStore(TableBytes table, size_t store, size_t map, const std::vector<double>& coordinates)
    : table_(table), store_(store), map_(map) {
  TableReader head(table, store + 2);
  TableReader list(table, store + head.u32());
  const size_t axes = list.u16(), count = list.u16();
  if (!head.ok() || !list.ok() || axes != coordinates.size()) return;
  for (size_t region = 0; region < count && list.ok(); ++region) {
    double share = 1;
    for (const double coordinate : coordinates) {
      const double start = list.i16() / 16384.0, peak = list.i16() / 16384.0, end = list.i16() / 16384.0;
      share *= share_on_axis(coordinate, start, peak, end);
    }
    shares_.push_back(share);
  }
  if (!list.ok()) shares_.clear();
}

std::optional<double> VariationStore::delta(uint32_t index) const {
  if (index == kNone || store_ == 0) return 0;
  const std::optional<DeltaSet> set = mapped(table_, map_, index);
  if (!set) return std::nullopt;
  TableReader store(table_, store_);
  const uint16_t format = store.u16();
  store.u32();
  const uint16_t parts = store.u16();
  if (!store.ok() || format != 1 || set->outer >= parts) return std::nullopt;
  TableReader offset(table_, store.at() + set->outer * size_t{4});
  TableReader part(table_, store_ + offset.u32());
  const uint16_t items = part.u16(), words = part.u16(), regions = part.u16();
  const size_t wide = words & 0x7fff;
  const bool large = (words & 0x8000) != 0;
  if (!offset.ok() || !part.ok() || set->inner >= items || wide > regions || regions > kMaxRegions) return std::nullopt;
  const size_t row = (wide * 2 + (regions - wide)) * (large ? 2 : 1);
  TableReader deltas(table_, part.at() + regions * size_t{2} + set->inner * row);
  double sum = 0;
  for (size_t i = 0; i < regions; ++i) {
    const size_t region = part.u16();
    const double value = i < wide ? (large ? deltas.i32() : deltas.i16()) : (large ? deltas.i16() : deltas.i8());
    if (region >= shares_.size() || !deltas.ok()) return std::nullopt;
    sum += shares_[region] * value;
  }
  return sum;
}

}  // namespace fp
