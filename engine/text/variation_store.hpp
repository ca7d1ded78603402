// How numbers of a font table change with the font's axes: OpenType's item variation store and the map of indices into
// it. Internal to engine/text.
#pragma once

#include <optional>
#include <vector>

#include "engine/text/table_reader.hpp"

namespace fp {

class VariationStore {
 public:
  static constexpr uint32_t kNone = 0xffffffff;  // the index of what does not vary

  // A font at its default: nothing is added to anything.
  VariationStore() = default;
  // `store` and `map`: offsets in the table, map 0: none. `coordinates`: of the axes, normalised to -1..1. The table
  // must outlive it. Of a store that is damaged there are no deltas.
  VariationStore(TableBytes table, size_t store, size_t map, const std::vector<double>& coordinates);

  // In the units of the field. Empty: the store is damaged there.
  std::optional<double> delta(uint32_t index) const;

 private:
  TableBytes table_;
  size_t store_ = 0, map_ = 0;
  std::vector<double> shares_;  // of each region: how much of its deltas applies
};

}  // namespace fp
