// What is open: loading on a thread of its own, hot reload, rows and formats.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "editor/app/app.hpp"

namespace fp::editor {
namespace {

constexpr int64_t kWatchEvery = 250'000'000;  // ns

}  // namespace

void App::load(OpenRequest request) {
  const bool anew = wanted_.file != request.file || !loaded_;
  if (!request.text && anew && !open_file(request)) {
    wanted_ = std::move(request);
    files_ = file_states(wanted_, nullptr);
    redraws_ = 3;
    return;
  }
  if (!request.text && anew) request.format = request.format.empty() ? session_.state.format : request.format;
  if (!request.text && anew && request.row == 0) request.row = session_.state.row;
  if (editable_ && !request.text) request.text = std::make_shared<const std::string>(session_.state.document.text());
  wanted_ = std::move(request);
  if (loading_.valid()) {
    queued_ = wanted_;
    return;
  }
  loading_ = std::async(std::launch::async, [request = wanted_] {
    auto loaded = editor::load(request);
    shell::Window::wake();
    return loaded;
  });
}

// Values that are tried come after those of the command line.
std::vector<std::string> App::sets() const {
  std::vector<std::string> sets = options_.open.sets;
  for (const auto& [name, value] : session_.state.tried) {
    sets.push_back(fmt::format("{}={}", name, value.is_string() ? value.text : write_json(value, 0)));
  }
  return sets;
}

void App::load_edit() {
  if (wanted_.file.empty()) return;
  OpenRequest request = wanted_;
  request.text = editable_ ? std::make_shared<const std::string>(session_.state.document.text()) : nullptr;
  request.sets = sets();
  if (loaded_) request.assets = loaded_->assets;
  if (loaded_ && loaded_->request.data == request.data) request.table = loaded_->table;
  load(std::move(request));
}

void App::take_loaded() {
  if (!loading_.valid() || loading_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
  Result<Loaded> loaded = loading_.get();
  ++loads_;
  redraws_ = 3;
  if (!loaded) {
    load_errors_ = std::move(loaded.error());
    if (!loaded_) files_ = file_states(wanted_, nullptr);
  } else {
    load_errors_.clear();
    const bool anew = !loaded_ || loaded_->request.file != loaded->request.file;
    adopt(std::move(*loaded), anew);
  }
  if (queued_) load(*std::exchange(queued_, std::nullopt));
}

void App::adopt(Loaded loaded, bool opened_anew) {
  loaded_ = std::move(loaded);
  const Composition& c = *loaded_->composition;
  const int64_t last = std::max<int64_t>(0, c.frames - 1);
  session_.state.bound_frames = c.frames;
  const bool whole = opened_anew || playback_.area.last >= last || playback_.area.first > last;
  int64_t frame = frame_;
  if (opened_anew) frame = options_.frame > 0 ? options_.frame : session_.state.playhead;
  preview::seek(playback_, frame, c.frames, shell::now());
  playback_.fps = c.fps;
  if (opened_anew) remember(loaded_->request.file);
  if (opened_anew) {
    look_.x = c.width / 2.0;
    look_.y = c.height / 2.0;
  }
  if (whole) playback_.area = {0, last, playback_.area.loop};
  const WorkArea& area = session_.state.work_area;
  if (opened_anew && area.end > area.begin && area.end <= last + 1)
    playback_.area = {area.begin, area.end - 1, playback_.area.loop};
  know_files(opened_anew);
  (void)editor::perform(session_, ChooseRow{static_cast<int>(loaded_->row) + 1});
  (void)editor::perform(session_, ChooseFormat{loaded_->request.format});
  show_composition();
  show_rows();
  window_->set_title(fmt::format("{} \u2013 Framepress", loaded_->tpl->name));
  redraws_ = 3;
}

// What files are known to be: of one that was known already it stays, or a change on disk would go unseen while edits
// come fast.
void App::know_files(bool anew) {
  std::vector<FileState> states = file_states(loaded_->request, &*loaded_);
  for (FileState& state : states) {
    const auto known = std::ranges::find(files_, state.path, &FileState::path);
    if (!anew && known != files_.end()) state = *known;
  }
  files_ = std::move(states);
}

// Gives the preview what is to be seen of the composition.
void App::show_composition() {
  if (!loaded_) return;
  shown_ = without_hidden(loaded_->composition, session_.state);
  preview_->show(preview::drawing_of({shown_, loaded_->assets, device_},
                                     static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))));
  soundtracks_->show(shown_, loaded_->assets);
  redraws_ = 3;
}

// A change counts once the files have stayed as they are for one look: editors write in several steps.
void App::watch() {
  const int64_t now = shell::now();
  if (wanted_.file.empty() || loading_.valid() || now - watched_ < kWatchEvery) return;
  watched_ = now;
  std::vector<FileState> states = file_states(wanted_, loaded_ ? &*loaded_ : nullptr);
  // Assets are read while frames are drawn: more of them is no change.
  const bool same = std::ranges::all_of(
      files_, [&](const FileState& file) { return std::ranges::find(states, file) != states.end(); });
  if (same) {
    files_ = std::move(states);
    changed_.clear();
  } else if (states == changed_) {
    changed_.clear();
    files_ = std::move(states);
    reload();
  } else {
    changed_ = std::move(states);
  }
}

// What was changed on disk, with what was changed here kept.
void App::reload() {
  if (wanted_.file.empty()) return;
  if (!loaded_ && session_.state.file.empty()) return load(std::exchange(wanted_, {}));
  if (editable_) {
    auto theirs = changed_on_disk(session_);
    if (!theirs) {
      load_errors_ = std::move(theirs.error());
    } else if (*theirs && (*theirs)->empty()) {
      message_ = "The file is gone from the disk; what is here can be saved again";
    } else if (*theirs) {
      take_file(**theirs);
    }
  }
  if (message_.empty()) message_ = "Read again: the files have changed";
  OpenRequest request = wanted_;
  request.text = nullptr;
  request.assets = nullptr;
  request.table = nullptr;
  load(std::move(request));
}

void App::change_row(int by) {
  if (!loaded_ || !loaded_->table) return;
  const auto count = static_cast<int>(loaded_->rows->size());
  const int next = (static_cast<int>(loaded_->row) + by % count + count) % count;
  auto bound = rebind(*loaded_, static_cast<size_t>(next), loaded_->request.format);
  if (!bound) {
    load_errors_ = std::move(bound.error());
    return;
  }
  load_errors_.clear();
  message_ = loaded_->rows->at(static_cast<size_t>(next)).label;
  wanted_.row = next + 1;
  adopt(std::move(*bound), false);
}

void App::next_format() {
  if (!loaded_ || loaded_->tpl->formats.size() < 2) return;
  const auto& formats = loaded_->tpl->formats;
  const auto at = std::ranges::find(formats, loaded_->composition->format);
  const bool last = at == formats.end() || at + 1 == formats.end();
  choose_format(last ? formats.front() : *(at + 1));
}

void App::choose_format(const std::string& name) {
  if (!loaded_ || name == loaded_->composition->format) return;
  auto bound = rebind(*loaded_, loaded_->row, name);
  if (!bound) {
    load_errors_ = std::move(bound.error());
    return;
  }
  load_errors_.clear();
  wanted_.format = bound->request.format;
  adopt(std::move(*bound), false);
}

}  // namespace fp::editor
