// A session and its file: opening with what a journal still knows, saving, and what happens when the file changes on
// disk meanwhile. Nothing here loses anything silently: every outcome is told.
#pragma once

#include <optional>
#include <string>

#include "editor/state/history.hpp"
#include "editor/state/merge.hpp"

namespace fp::editor {

struct Opened {
  enum class Kind : uint8_t {
    fresh,      // no journal, or none that can be read: the file alone
    continued,  // the history goes on; the document is what the file holds
    recovered,  // unsaved edits of last time are in the document
    diverged    // unsaved edits, and the file has changed since: the document is the edits', `theirs` the file's text.
                // take_disk() merges the two
  };
  Kind kind = Kind::fresh;
  Session session;
  std::string theirs;
  size_t ignored_bytes = 0;  // of a damaged journal
};

// `journal`: the bytes of the template's journal, empty without one. Errors: the file cannot be read or is no JSON, and
// the journal does not know its text either.
Result<Opened> open_file(const std::filesystem::path& file, std::string_view journal);

// The file's text, where it is not what the session last read or wrote; absent where it is. A file that is gone has an
// empty text. To be asked when a watch on the folder says so, and before saving.
Result<std::optional<std::string>> changed_on_disk(const Session& session);

struct TakenDisk {
  Change change;                    // for the journal, before Journal::add_disk
  std::vector<Conflict> conflicts;  // empty: all of both sides is in the document
};
// Brings the file's new text into the document, as an entry of the history: as it is where nothing was unsaved, else
// merged. A drag in progress ends; what it did so far is merged like all else. The selection follows ids.
// Error: the text is no JSON (half written, perhaps): nothing has changed.
Result<TakenDisk> take_disk(Session& session, const std::string& theirs, Side prefer = Side::mine);

// Keeps mine: the file's text is known and will be written over by the next save.
void keep_mine(Session& session, const std::string& theirs);

struct Saved {
  bool done = false;
  std::string theirs;  // not done: the file has changed on disk, to this
};
// Writes the document to its file, whole or not at all; links are followed, permissions kept. Refuses where the file
// has changed since it was read. Between that look and the writing lies a moment in which another program's write is
// not seen; it is as short as it can be made.
Result<Saved> save(Session& session);
// To another file, which the session is of from then on; one that is there is replaced only if `overwrite`.
Result<void> save_as(Session& session, const std::filesystem::path& file, bool overwrite);

}  // namespace fp::editor
