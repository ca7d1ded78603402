// The journal: a session's history in a file of its own, written as it happens, so that undo reaches across restarts
// and a crash loses nothing that was done.
//
// One record a line: 32 hexadecimal digits, a blank, a JSON object. The digits are a hash of the line before's digits
// and this line's object, so a record that is damaged, cut off, left out or out of order ends what is believed; what
// follows is ignored. A record is in the kernel's hands when a function here returns: a killed program loses none. A
// machine that stops may lose those since the last sync().
#pragma once

#include <filesystem>
#include <string>

#include "editor/state/history.hpp"

namespace fp::editor {

class Journal {
 public:
  // Begins a journal at `path` with all of the session, in place of one that may be there; missing folders are made.
  static Result<Journal> begin(const std::filesystem::path& path, const Session& session);
  Journal(Journal&& other) noexcept;
  Journal& operator=(Journal&& other) noexcept;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  // Writes down what a function of history.hpp has just done to the session. After an error (a full disk) what is added
  // later may not be believed: begin the journal again.
  Result<void> add(const Session& session, Change change);
  Result<void> add_view(const State& state);      // selection, playhead, markers and the like, as they are now
  Result<void> add_disk(const Session& session);  // the file was saved or read again: session.disk

  // To be called now and then, such as once a second; may block while the disk works. Nothing new: no cost.
  Result<void> sync();

 private:
  Journal() = default;
  Result<void> append(const Json& record);
  int fd_ = -1;
  std::string last_;  // digits of the last line
  bool dirty_ = false;
};

// Where the journal of a template is kept beneath `folder`: by the template's absolute path.
std::filesystem::path journal_path(const std::filesystem::path& folder, const std::filesystem::path& file);

// The journal that tells all of the session; of a longer history the last `most` entries.
std::string journal_text(const Session& session, size_t most = 1000);

struct Replay {
  Session session;
  size_t ignored_bytes = 0;  // at the end
};
// What the journal tells. An error where not even its first record is whole, or its text is no JSON.
Result<Replay> replay_journal(std::string_view bytes);

}  // namespace fp::editor
