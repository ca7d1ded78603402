// What is open: loading on a thread of its own, hot reload, rows and formats.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "editor/app/app.hpp"

namespace fp::editor {
namespace {

constexpr int64_t kWatchEvery = 250'000'000;  // ns

}  // namespace

void App::load(OpenRequest request) {
  if (loading_.valid()) {
    queued_ = std::move(request);
    return;
  }
  wanted_ = std::move(request);
  loading_ = std::async(std::launch::async, [request = wanted_] {
    auto document = open_document(request);
    shell::Window::wake();
    return document;
  });
}

void App::take_loaded() {
  if (!loading_.valid() || loading_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
  Result<Document> loaded = loading_.get();
  ++loads_;
  redraws_ = 3;
  if (queued_) return load(*std::exchange(queued_, std::nullopt));
  if (!loaded) {
    load_errors_ = std::move(loaded.error());
    files_ = file_states(wanted_, nullptr);
    return;
  }
  load_errors_.clear();
  const bool anew = !document_ || document_->request.file != loaded->request.file;
  message_ = anew ? "" : "Read again: the files have changed";
  adopt(std::move(*loaded), anew);
}

void App::adopt(Document document, bool opened_anew) {
  document_ = std::move(document);
  const Composition& c = *document_->composition;
  const int64_t last = std::max<int64_t>(0, c.frames - 1);
  const bool whole = opened_anew || playback_.area.last >= last || playback_.area.first > last;
  preview::seek(playback_, opened_anew ? options_.frame : frame_, c.frames, shell::now());
  playback_.fps = c.fps;
  if (opened_anew) {
    look_.x = c.width / 2.0;
    look_.y = c.height / 2.0;
  }
  if (whole) playback_.area = {0, last, playback_.area.loop};
  wanted_ = document_->request;
  files_ = file_states(document_->request, &*document_);
  preview_->show(preview::drawing_of({document_->composition, document_->assets, device_},
                                     static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))));
  window_->set_title(fmt::format("{} \u2013 Framepress", document_->tpl->name));
  redraws_ = 3;
}

// A change counts once the files have stayed as they are for one look: editors write in several steps.
void App::watch() {
  const int64_t now = shell::now();
  if (wanted_.file.empty() || loading_.valid() || now - watched_ < kWatchEvery) return;
  watched_ = now;
  std::vector<FileState> states = file_states(wanted_, load_errors_.empty() && document_ ? &*document_ : nullptr);
  // Assets are read while frames are drawn: more of them is no change.
  const bool same = std::ranges::all_of(
      files_, [&](const FileState& file) { return std::ranges::find(states, file) != states.end(); });
  if (same) {
    files_ = std::move(states);
    changed_.clear();
  } else if (states == changed_) {
    changed_.clear();
    load(wanted_);
  } else {
    changed_ = std::move(states);
  }
}

void App::change_row(int by) {
  if (!document_ || !document_->table) return;
  const auto count = static_cast<int>(document_->rows->size());
  const int next = (static_cast<int>(document_->row) + by + count) % count;
  auto bound = rebind(*document_, static_cast<size_t>(next), document_->request.format);
  if (!bound) {
    load_errors_ = std::move(bound.error());
    return;
  }
  load_errors_.clear();
  message_ = document_->rows->at(static_cast<size_t>(next)).label;
  adopt(std::move(*bound), false);
}

void App::next_format() {
  if (!document_ || document_->tpl->formats.size() < 2) return;
  const auto& formats = document_->tpl->formats;
  const auto at = std::ranges::find(formats, document_->composition->format);
  const bool last = at == formats.end() || at + 1 == formats.end();
  auto bound = rebind(*document_, document_->row, last ? formats.front() : *(at + 1));
  if (!bound) {
    load_errors_ = std::move(bound.error());
    return;
  }
  load_errors_.clear();
  adopt(std::move(*bound), false);
}

}  // namespace fp::editor
