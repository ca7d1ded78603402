// Small pictures of many rows at one frame, on one sheet, drawn by a worker of its own: one row at a time, those asked
// for first, and only while it is allowed to.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "editor/preview/picture.hpp"

namespace fp::preview {

using DrawRow = std::function<Result<FramePtr>(size_t row, int64_t frame)>;

// Where pictures stand: in square cells, from the left upper corner of each. Never changes once it is given out.
struct Sheet {
  static constexpr int kSide = 160, kAcross = 8, kWidth = kSide * kAcross;
  static constexpr size_t kCells = size_t{kAcross} * kAcross;
  struct Cell {
    int index = 0, width = 0, height = 0;  // 0 x 0: the row cannot be drawn
    int64_t frame = 0;
    uint64_t edition = 0;
  };
  std::map<size_t, Cell> cells;  // by row
  std::vector<uint8_t> rgba;     // kWidth x kWidth, straight alpha
  size_t fresh = 0, wanted = 0;  // of those asked for: how many are of the frame asked for; all
};

struct ThumbnailAsk {
  int64_t frame = 0;
  std::vector<size_t> rows;  // the first Sheet::kCells of them are drawn, in this order
  bool allowed = true;
  bool operator==(const ThumbnailAsk&) const = default;
};

// Safe to call from any thread.
class Thumbnails {
 public:
  explicit Thumbnails(std::function<void()> on_sheet = {});  // called by the worker, with no lock held
  ~Thumbnails();                                             // waits for the picture being drawn

  // Other rows, or others of their values: all pictures are drawn again, the old ones stay until then.
  void show(DrawRow draw);
  void ask(ThumbnailAsk ask);

  std::shared_ptr<const Sheet> sheet() const;  // null before the first picture
  bool settled() const;                        // nothing is left to draw, or it may not be drawn
  void wait_idle() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The cell for a row: its own, a free one, or that of a row that is not asked for. For tests.
int cell_for(const Sheet& sheet, size_t row, const std::vector<size_t>& asked);

}  // namespace fp::preview
