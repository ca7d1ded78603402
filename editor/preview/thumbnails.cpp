#include "editor/preview/thumbnails.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "editor/preview/turns.hpp"

namespace fp::preview {

struct Thumbnails::State {
  std::function<void()> on_sheet;
  mutable std::mutex mutex;
  mutable std::condition_variable_any changed;
  std::shared_ptr<const DrawRow> draw;
  uint64_t edition = 0;
  ThumbnailAsk wish;
  std::shared_ptr<const Sheet> sheet;
  bool busy = false;
  std::jthread worker;

  // ---- with the lock held
  bool fresh(size_t row) const {
    if (!sheet) return false;
    const auto cell = sheet->cells.find(row);
    return cell != sheet->cells.end() && cell->second.edition == edition && cell->second.frame == wish.frame;
  }
  std::optional<size_t> next() const {
    if (!draw || !wish.allowed) return std::nullopt;
    const auto row = std::ranges::find_if(wish.rows, [&](size_t r) { return !fresh(r); });
    return row == wish.rows.end() ? std::nullopt : std::optional(*row);
  }
  void count(Sheet& on) const {
    on.wanted = wish.rows.size();
    on.fresh = 0;
    for (const size_t row : wish.rows) {
      const auto cell = on.cells.find(row);
      if (cell != on.cells.end() && cell->second.edition == edition && cell->second.frame == wish.frame) ++on.fresh;
    }
  }
  void place(size_t row, int64_t frame, uint64_t of, const Frame* picture);
  void work(const std::stop_token& stop);
};

int cell_for(const Sheet& sheet, size_t row, const std::vector<size_t>& asked) {
  if (const auto own = sheet.cells.find(row); own != sheet.cells.end()) return own->second.index;
  std::array<bool, Sheet::kCells> taken{};
  for (const auto& [other, cell] : sheet.cells) {
    if (std::ranges::find(asked, other) != asked.end()) taken[static_cast<size_t>(cell.index)] = true;
  }
  std::array<bool, Sheet::kCells> held = taken;
  for (const auto& [other, cell] : sheet.cells) held[static_cast<size_t>(cell.index)] = true;
  const auto free = std::ranges::find(held, false);
  if (free != held.end()) return static_cast<int>(free - held.begin());
  return static_cast<int>(std::ranges::find(taken, false) - taken.begin());
}

void Thumbnails::State::place(size_t row, int64_t frame, uint64_t of, const Frame* picture) {
  if (std::ranges::find(wish.rows, row) == wish.rows.end()) return;  // scrolled away meanwhile
  auto next = sheet ? std::make_shared<Sheet>(*sheet) : std::make_shared<Sheet>();
  next->rgba.resize(size_t{4} * Sheet::kWidth * Sheet::kWidth);
  Sheet::Cell cell{.index = cell_for(*next, row, wish.rows), .frame = frame, .edition = of};
  std::erase_if(next->cells, [&](const auto& other) { return other.second.index == cell.index; });
  const int left = cell.index % Sheet::kAcross * Sheet::kSide, top = cell.index / Sheet::kAcross * Sheet::kSide;
  if (picture != nullptr) {
    cell.width = std::min(picture->width, Sheet::kSide);
    cell.height = std::min(picture->height, Sheet::kSide);
    for (int y = 0; y < cell.height; ++y) {
      const auto from = picture->data.begin() + ptrdiff_t{4} * y * picture->width;
      std::copy(from, from + ptrdiff_t{4} * cell.width,
                next->rgba.begin() + ptrdiff_t{4} * ((top + y) * Sheet::kWidth + left));
    }
  }
  next->cells[row] = cell;
  count(*next);
  sheet = std::move(next);
}

void Thumbnails::State::work(const std::stop_token& stop) {
  std::shared_ptr<const DrawRow> held;  // released here, without the lock
  std::unique_lock lock(mutex);
  const auto turn = [&] {
    const size_t row = *next();
    const std::shared_ptr<const DrawRow> old = std::exchange(held, draw);
    const int64_t frame = wish.frame;
    const uint64_t of = edition;
    lock.unlock();
    const auto picture = (*held)(row, frame);
    lock.lock();
    place(row, frame, of, picture ? picture->get() : nullptr);
  };
  take_turns(
      lock, changed, busy, on_sheet, stop, [&] { return next().has_value(); }, turn);
}

Thumbnails::Thumbnails(std::function<void()> on_sheet) : state_(std::make_unique<State>()) {
  state_->on_sheet = std::move(on_sheet);
  state_->worker = std::jthread([s = state_.get()](const std::stop_token& stop) { s->work(stop); });
}

Thumbnails::~Thumbnails() {
  state_->worker.request_stop();
  state_->worker.join();
}

void Thumbnails::show(DrawRow draw) {
  auto next = std::make_shared<const DrawRow>(std::move(draw));
  const std::lock_guard lock(state_->mutex);
  std::swap(state_->draw, next);
  ++state_->edition;
  state_->changed.notify_all();
}

void Thumbnails::ask(ThumbnailAsk ask) {
  if (ask.rows.size() > Sheet::kCells) ask.rows.resize(Sheet::kCells);
  State& s = *state_;
  const std::lock_guard lock(s.mutex);
  if (ask == s.wish) return;
  s.wish = std::move(ask);
  s.changed.notify_all();
}

std::shared_ptr<const Sheet> Thumbnails::sheet() const {
  const std::lock_guard lock(state_->mutex);
  return state_->sheet;
}

bool Thumbnails::settled() const {
  const std::lock_guard lock(state_->mutex);
  return !state_->busy && !state_->next();
}

void Thumbnails::wait_idle() const {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [&] { return !state_->busy && !state_->next(); });
}

}  // namespace fp::preview
