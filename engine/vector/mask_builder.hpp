// Inside engine/vector: makes a mask row by row.
#pragma once

#include <cstring>
#include <memory>

#include "engine/vector/mask.hpp"

namespace fp {

// Every row says something of every tile it runs through, from the top row down; finish() wants all rows. A column of
// tiles in which all rows so far have one value is no more than that value.
class MaskBuilder {
 public:
  MaskBuilder(int32_t width, int32_t height);

  // The row's pixels in tile column `tile` all have this coverage.
  void fill(int32_t tile, uint8_t coverage) {
    Column& column = columns_[static_cast<size_t>(tile)];
    if (!column.varies) {
      if (row_ == 0) column.coverage = coverage;
      if (column.coverage == coverage) return;
    }
    std::memset(varying(tile), coverage, Mask::kTileWidth);
  }
  // Where to write the row's Mask::kTileWidth pixels of tile column `tile`; those outside the mask do not matter.
  uint8_t* varying(int32_t tile) {
    Column& column = columns_[static_cast<size_t>(tile)];
    uint8_t* rows = bytes_of(tile);
    if (!column.varies) std::memset(rows, column.coverage, static_cast<size_t>(row_ * Mask::kTileWidth));
    column.varies = true;
    return rows + row_ * Mask::kTileWidth;
  }
  void end_row() {
    ++row_;
    if (++y_ == mask_.height || row_ == Mask::kTileHeight) end_tiles();
  }
  Mask finish();

 private:
  struct Column {
    uint8_t coverage = 0;
    bool varies = false;
  };
  uint8_t* bytes_of(int32_t tile) {
    return reinterpret_cast<uint8_t*>(bytes_.get()) + static_cast<ptrdiff_t>(tile) * Mask::kTileBytes;
  }
  void end_tiles();
  uint32_t end_tile(int32_t tile);

  Mask mask_;
  std::vector<Column> columns_;
  std::unique_ptr<uint32_t[]> bytes_;  // one tile a column
  int32_t y_ = 0, row_ = 0;            // of the mask, of the tiles
  uint32_t kept_ = 0;                  // tiles
};

}  // namespace fp
