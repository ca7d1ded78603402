// Exports: what is begun, stopped and shown.
#include <fmt/format.h>
#include <imgui.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "editor/app/app.hpp"

namespace fp::editor {
namespace {

// Opens the desktop's own view of a folder; whoever does it is none of ours.
void show_folder(const std::filesystem::path& folder) {
  std::string text = folder.string(), program = "xdg-open";
  char* words[] = {program.data(), text.data(), nullptr};
  const pid_t between = ::fork();
  if (between == 0) {
    if (::fork() == 0) {
      ::close_range(STDERR_FILENO + 1, ~0U, 0);
      ::execvp(words[0], words);
    }
    ::_exit(0);
  }
  if (between > 0) ::waitpid(between, nullptr, 0);
}

}  // namespace

panels::ExportSource App::export_source() const {
  panels::ExportSource source;
  if (!loaded_) return source;
  source.tpl = loaded_->tpl.get();
  source.file = std::filesystem::absolute(loaded_->request.file).lexically_normal();
  if (loaded_->table) {
    source.table = std::filesystem::absolute(loaded_->request.data).lexically_normal();
    source.row = static_cast<int>(loaded_->row) + 1;
    source.rows = static_cast<int>(loaded_->rows->size());
  }
  source.sets = sets();
  source.values = &loaded_->rows->at(loaded_->row);
  return source;
}

void App::export_videos(bool copy) {
  const std::filesystem::path program = exporter_program(program_folder());
  const auto runs = panels::export_runs(look_.exports, export_source());
  if (!loaded_ || !runs || program.empty()) return;
  const char* search = std::getenv("PATH");
  if (copy) {
    const std::string name = exporter_name(program, search == nullptr ? "" : search);
    ImGui::SetClipboardText((panels::shell_text(name, *runs) + "\n").c_str());
    message_ = modified_ ? "Copied; it renders what was saved last" : "Copied as a command";
    return;
  }
  if (editable_ && is_modified(session_.state)) save();
  if (editable_ && is_modified(session_.state)) return;  // save() has said why
  for (const panels::ExportRun& run : *runs) exports_->add(run);
  message_ = fmt::format("Exporting to {}", runs->front().folder.string());
}

void App::perform(const panels::JobWish& wish) {
  using Kind = panels::JobWish::Kind;
  switch (wish.kind) {
    case Kind::stop:
      return exports_->stop(wish.id);
    case Kind::again:
      return exports_->again(wish.id, false);
    case Kind::failed_again:
      return exports_->again(wish.id, true);
    case Kind::forget:
      return exports_->forget(wish.id);
    case Kind::open_folder:
      if (const auto* job = exports_->find(wish.id)) show_folder(job->run.folder);
      return;
  }
}

}  // namespace fp::editor
