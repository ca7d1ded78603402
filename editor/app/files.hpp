// What the editor keeps beside a template: its journal, and what a merge leaves to be decided.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "editor/state/files.hpp"
#include "editor/state/journal.hpp"
#include "editor/state/outline.hpp"
#include "engine/template/composition.hpp"

namespace fp::editor {

// $XDG_STATE_HOME/framepress, or ~/.local/state/framepress; empty where neither variable is set.
std::filesystem::path state_folder();

// The name of a file beneath a template's folder, as the template says it; nullopt: it lies elsewhere.
std::optional<std::string> name_beneath(const std::filesystem::path& folder, const std::filesystem::path& file);
// Copies a file to "assets/NAME" beneath the folder and returns that. A file of this name that is the same is taken,
// beside another one it becomes "NAME-2".
Result<std::string> import_asset(const std::filesystem::path& folder, const std::filesystem::path& file);

// The lock on a template's journal: one editor at a time writes it. Released when destroyed.
class JournalLock {
 public:
  static std::optional<JournalLock> take(const std::filesystem::path& journal);  // nullopt: another one has it
  JournalLock(JournalLock&& other) noexcept;
  JournalLock& operator=(JournalLock&& other) noexcept;
  ~JournalLock();

 private:
  explicit JournalLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

struct KeptJournal {
  JournalLock lock;
  std::filesystem::path path;
  std::optional<Journal> journal;  // absent until it is begun, and after an error
};

// Both sides changed the same places; mine were taken so far.
struct Unmerged {
  Session before;  // as it was before the merge
  std::string theirs;
  std::vector<Conflict> conflicts;
};

// The composition without layers that are hidden, or beside which others are soloed; the same one where there are none.
std::shared_ptr<const Composition> without_hidden(const std::shared_ptr<const Composition>& composition,
                                                  const State& state);

// The layers of a composition as an outline, where there is no document to read them from.
Outline outline_of(const Composition& composition);

}  // namespace fp::editor
