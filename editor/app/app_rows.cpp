// All rows: their thumbnails, what is hard to read in them, their order. Two workers do it where nothing else is done.
#include <algorithm>
#include <array>
#include <ctime>

#include "editor/app/app.hpp"

namespace fp::editor {
namespace {

constexpr int64_t kThumbnailsAfter = 200'000'000, kChecksAfter = 700'000'000;  // ns without an edit
constexpr int64_t kTellEvery = 250'000'000;  // ns: rows by the thousand are not sorted anew after each

size_t index_of(const std::vector<std::string>& formats, const std::string& name) {
  const auto at = std::ranges::find(formats, name);
  return at == formats.end() ? 0 : static_cast<size_t>(at - formats.begin());
}

std::string time_of_day() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  std::array<char, 16> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%H:%M", &local)};
}

}  // namespace

void App::show_rows() {
  if (!loaded_) return;
  RowWork& w = row_work_;
  const std::string& format = loaded_->composition->format;
  const bool same = w.rows == loaded_->rows && w.tpl == loaded_->tpl && w.assets == loaded_->assets;
  if (same && w.format == format) return;
  w.rows = loaded_->rows;
  w.tpl = loaded_->tpl;
  w.assets = loaded_->assets;
  w.format = format;
  w.shown_at = shell::now();
  const preview::Rows rows{w.tpl, w.rows, w.assets};
  thumbnails_->show(preview::row_drawing(rows, format, device_, preview::Sheet::kSide));
  w.checked = nullptr;
  if (same) return;
  checks_->show(preview::row_checking(rows));
  look_.check_all = false;  // it was asked for what is no more
}

void App::ask_rows() {
  if (!loaded_) return;
  const bool data = look_.side && look_.tab == panels::Tab::data;
  const int64_t still = shell::now() - row_work_.shown_at;
  const bool calm = !scrubbing_ && playback_.rate == 0 && !session_.gesture && !loading_.valid() && preview_->settled();
  const bool pictures = data && look_.row_grid;
  thumbnails_->ask({.frame = frame_,
                    .rows = pictures ? look_.thumbnails : std::vector<size_t>{},
                    .allowed = calm && still > kThumbnailsAfter});
  using Scope = preview::CheckAsk::Scope;
  const bool sorting = data && preview::needs_checks(look_.row_order);
  checks_->ask({.format = index_of(loaded_->tpl->formats, row_work_.format),
                .row = loaded_->row,
                .scope = look_.check_all ? Scope::all
                         : sorting       ? Scope::format
                                         : Scope::row,
                .allowed = calm && still > kChecksAfter && thumbnails_->settled()});
}

bool App::stage_rows() {
  if (!loaded_) return false;
  RowWork& w = row_work_;
  bool news = false;
  if (auto sheet = thumbnails_->sheet(); sheet && sheet != w.sheet) {
    screen_->set_sheet(shell::Texture::thumbnails, preview::Sheet::kWidth, preview::Sheet::kWidth, sheet->rgba);
    w.sheet = std::move(sheet);
    news = true;
  }
  auto checked = checks_->checked();
  const bool sorted = w.sorted == look_.row_order && w.order.size() == w.rows->size();
  const bool sort = !sorted || (w.unsorted && !look_.rows_hovered);
  if (checked == w.checked && w.row == loaded_->row && !sort) return news;
  const bool done = !checked || checked->done == checked->wanted;
  if (!done && w.row == loaded_->row && !sort && shell::now() - w.told_at < kTellEvery) return news;
  w.told_at = shell::now();
  const size_t format = index_of(loaded_->tpl->formats, w.format);
  if (checked && checked != w.checked && checked->done == checked->wanted && !checked->stale)
    w.checked_at = time_of_day();
  w.unsorted = w.unsorted || checked != w.checked;
  w.checked = std::move(checked);
  w.row = loaded_->row;
  if (!sorted || (w.unsorted && !look_.rows_hovered)) {  // else rows would move away under the hand
    w.sorted = look_.row_order;
    w.order = preview::ordered_rows(w.sorted, *w.tpl, *w.rows, w.checked.get(), format);
    w.unsorted = false;
  }
  w.problems.clear();
  if (w.checked) w.problems = preview::problems_of(*w.checked, format, w.row);
  return true;
}

void App::describe_rows(panels::Model& m) const {
  const RowWork& w = row_work_;
  if (w.order.size() == loaded_->rows->size()) m.order = &w.order;
  m.thumbnails = w.sheet;
  m.checked = w.checked;
  m.problems = &w.problems;
  m.checked_at = w.checked_at;
}

void App::describe_rows(Json& j) const {
  const RowWork& w = row_work_;
  const auto number = [&](const char* key, size_t value) { j.set(key, Json::of(static_cast<int64_t>(value))); };
  number("thumbnails", w.sheet ? w.sheet->fresh : 0);
  const auto sheet = thumbnails_->sheet();
  j.set("thumbnails_done", Json::of(sheet && sheet->fresh == look_.thumbnails.size() && thumbnails_->settled()));
  number("checked", w.checked ? w.checked->done : 0);
  j.set("checks_done", Json::of(w.checked && w.checked == checks_->checked() && !w.checked->stale &&
                                w.checked->done == w.checked->wanted));
  number("problems", loaded_ ? panels::count_problems(model()) : 0);
}

}  // namespace fp::editor
