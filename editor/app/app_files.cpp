// The session and its file: opening, saving, changes from disk, the journal.
#include <fmt/format.h>

#include "editor/app/app.hpp"

namespace fp::editor {
namespace {

constexpr int64_t kJournalEvery = 1'000'000'000;  // ns

std::string first_of(const Errors& errors) {
  return errors.empty() ? std::string() : to_string(errors.front());
}

// An empty string without one.
std::string journal_bytes(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return {};
  auto bytes = read_file(path, Fault::failed, 256u << 20);
  return bytes ? *std::move(bytes) : std::string();
}

std::string said_of(const Opened& opened, const std::string& name) {
  switch (opened.kind) {
    case Opened::Kind::fresh:
    case Opened::Kind::continued:
      return {};
    case Opened::Kind::recovered:
      return fmt::format("Your unsaved edits of {} are back", name);
    case Opened::Kind::diverged:
      return fmt::format("Your unsaved edits of {} are back, merged with the changes on disk", name);
  }
  return {};
}

}  // namespace

// Begins a session of the template; false, with the reason among the errors, where there is nothing to begin with.
bool App::open_file(const OpenRequest& request) {
  keep_journal();
  const std::filesystem::path file = std::filesystem::absolute(request.file);
  const bool jsonnet = file.extension() == ".jsonnet";
  std::optional<KeptJournal> kept;
  const std::filesystem::path folder = state_folder();
  if (!jsonnet && !folder.empty()) {
    const std::filesystem::path path = journal_path(folder / "journals", file);
    if (journal_ && journal_->path == path) {
      kept = std::exchange(journal_, std::nullopt);
    } else if (auto lock = JournalLock::take(path)) {
      kept = KeptJournal{*std::move(lock), path, {}};
    }
  }
  Result<Opened> opened = Opened{};
  if (!jsonnet) opened = editor::open_file(request.file, kept ? journal_bytes(kept->path) : std::string());
  if (!opened) {
    load_errors_ = std::move(opened.error());
    journal_ = std::move(kept);
    return false;
  }
  if (jsonnet) opened->session = open_session(open_state(Document(), request.file));
  session_ = std::move(opened->session);
  editable_ = !jsonnet;
  message_ = said_of(*opened, file.filename().string());
  if (jsonnet) {
    message_ = "A .jsonnet template is a program: parameters can be tried, layers are changed in its source";
  } else if (!kept && !folder.empty()) {
    message_ = "Open in another window: here the history is not kept";
  }
  unmerged_.reset();
  journal_ = std::move(kept);
  if (opened->kind == Opened::Kind::diverged && !opened->theirs.empty()) take_file(opened->theirs);
  if (journal_) {
    journal_->journal.reset();  // the old file goes only when the new one is whole
    auto begun = Journal::begin(journal_->path, session_);
    if (begun) {
      journal_->journal = *std::move(begun);
    } else {
      message_ = "Edits cannot be kept for a crash: " + first_of(begun.error());
    }
  }
  return true;
}

// The file has changed to this: all of both sides is brought together.
void App::take_file(const std::string& theirs) {
  Session before = session_;
  const bool edits = is_modified(session_.state);
  auto taken = take_disk(session_, theirs);
  if (!taken) {
    load_errors_ = std::move(taken.error());  // half written, perhaps: looked at again when it changes
    return;
  }
  went(taken->change);
  if (journal_ && journal_->journal) {
    if (!journal_->journal->add_disk(session_)) journal_->journal.reset();
  }
  message_ = edits ? "Merged with the changes on disk" : "Read again: the file has changed";
  if (!taken->conflicts.empty()) unmerged_ = Unmerged{std::move(before), theirs, std::move(taken->conflicts)};
}

void App::save() {
  if (!editable_) {
    message_ = loaded_ ? "There is nothing to save: the layers of a .jsonnet template are changed in its source" : "";
    return;
  }
  end_gesture(session_);
  auto saved = editor::save(session_);
  if (saved && !saved->done) {
    take_file(saved->theirs);
    if (unmerged_) return;  // asked first
    saved = editor::save(session_);
  }
  if (!saved) {
    message_ = "Not saved: " + first_of(saved.error());
    return;
  }
  if (!saved->done) {
    message_ = "Not saved: the file keeps changing on disk";
    return;
  }
  if (journal_ && journal_->journal && !journal_->journal->add_disk(session_)) journal_->journal.reset();
  message_ = "Saved";
}

void App::save_as(const panels::SaveAs& wish) {
  if (!editable_) return;
  end_gesture(session_);
  const bool edits = is_modified(session_.state);
  const auto saved = editor::save_as(session_, wish.file, wish.overwrite);
  if (!saved) {
    message_ = "Not saved: " + first_of(saved.error());
    return;
  }
  // The edits went with the new file: they are none of the old one's any more.
  std::error_code error;
  const bool elsewhere = !std::filesystem::equivalent(wanted_.file, wish.file, error);
  if (edits && elsewhere && journal_) {
    std::filesystem::remove(journal_->path, error);
    journal_.reset();
  }
  // Another template from here on: its history starts with what is on the screen.
  OpenRequest request = wanted_;
  request.file = wish.file.string();
  load(std::move(request));
}

void App::answer(panels::Answer::Kind kind) {
  using Kind = panels::Answer::Kind;
  look_.quitting = false;
  switch (kind) {
    case Kind::keep_mine:
      unmerged_.reset();
      break;
    case Kind::take_theirs:
      if (unmerged_) {
        session_ = std::move(unmerged_->before);
        auto taken = take_disk(session_, unmerged_->theirs, Side::theirs);
        unmerged_.reset();
        if (!taken) load_errors_ = std::move(taken.error());
        if (journal_) journal_->journal.reset();  // begun again: what it held of the merge is no more
        load_edit();
      }
      break;
    case Kind::save_and_quit:
      save();
      quit_ = !is_modified(session_.state);
      break;
    case Kind::keep_and_quit:
      quit_ = true;
      break;
    case Kind::discard_and_quit:
      while (undo(session_).kind != Change::Kind::none) {
      }
      if (journal_) {
        std::error_code error;
        journal_->journal.reset();
        std::filesystem::remove(journal_->path, error);
        journal_.reset();
      }
      quit_ = true;
      break;
    case Kind::stop_exports:
      exports_->stop_all();
      stopping_ = true;
      quit();
      break;
    case Kind::copy_in:
      copy_in();
      break;
    case Kind::remove_workspace:
      remove_workspace();
      break;
    case Kind::stay:
      look_.copy_in.clear();
      look_.workspaces.removing.clear();
      break;
  }
}

void App::quit() {
  const bool exporting = exports_->busy() && !stopping_;
  if (!exporting && (!editable_ || !is_modified(session_.state))) {
    quit_ = true;
    return;
  }
  look_.quitting = true;
}

void App::keep_journal() {
  if (!journal_) return;
  const int64_t now = shell::now();
  if (now - journal_looked_at_ < kJournalEvery) return;
  journal_looked_at_ = now;
  if (!journal_->journal) {
    auto begun = Journal::begin(journal_->path, session_);
    if (!begun) return;
    journal_->journal = *std::move(begun);
  }
  std::string view = write_json(view_json(session_.state), 0);
  if (view != view_ && !journal_->journal->add_view(session_.state)) {
    journal_->journal.reset();
    return;
  }
  view_ = std::move(view);
  if (!journal_->journal->sync()) journal_->journal.reset();
}

}  // namespace fp::editor
