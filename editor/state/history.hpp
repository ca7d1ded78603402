// Undo and redo. An entry is a change of the text, with the selection and playhead before and after it; selecting and
// scrubbing make no entries.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "editor/state/command.hpp"

namespace fp::editor {

// One stretch of a text replaced: `removed` at byte `begin` became `inserted`. Whole code points.
struct Patch {
  size_t begin = 0;
  std::string removed, inserted;
  bool operator==(const Patch&) const = default;
};
Patch patch_between(std::string_view before, std::string_view after);
// nullopt where `removed` is not what stands there.
std::optional<std::string> patched(std::string_view text, const Patch& patch);
Patch inverse(Patch patch);

// What travels along with the document.
struct Cursor {
  std::vector<std::string> selection;
  std::vector<KeyRef> keys;
  int64_t playhead = 0;
  bool operator==(const Cursor&) const = default;
};

struct Entry {
  std::string name;  // "Move title"
  Patch patch;
  Cursor before, after;
};

struct History {
  std::vector<Entry> entries;
  size_t done = 0;  // entries[0, done) are in the document; the others can be redone
};

// A drag in progress: its commands give the whole of it each time, from where it began.
struct Gesture {
  uint64_t id = 0;
  State base;            // as it was when the drag began
  bool entered = false;  // it has an entry, the last one
};

// What the editor works on. Change it by the functions below only; copying is for tests.
struct Session {
  State state;
  History history;
  std::optional<Gesture> gesture;
  uint64_t ended = 0;  // the id of a gesture that was ended from outside: what it still sends is not done
  std::string disk;    // the file's text when it was last read or written: what changes of both sides are measured from
};

Session open_session(State state);  // of a state just read from its file

// What a function did to the history, for the journal to write down.
struct Change {
  enum class Kind : uint8_t {
    none,      // nothing of the document
    pushed,    // an entry more, after `done`; what could be redone is gone
    replaced,  // the last entry is another one
    dropped,   // the last entry is gone
    moved      // only `done` is another
  };
  Kind kind = Kind::none;
};

// Does the command. With a gesture's id (not 0, never used again) it replaces what the same gesture did before: a drag
// sends its whole way from where it began, again and again, and makes one entry. Another command that changes the
// document, undo and the like end a gesture; what it sends after that is not done. An error leaves the session as it
// was.
Result<Change> perform(Session& session, const Command& command, uint64_t gesture = 0);

// The drag is over; what it did stays.
void end_gesture(Session& session);
// The drag was given up (Esc): all is as before it.
Change cancel_gesture(Session& session);

Change undo(Session& session);  // none: there is nothing to undo
Change redo(Session& session);
// To after `done` entries. None, too, where an entry does not fit the text: only in a history from a file that was
// tampered with.
Change jump(Session& session, size_t done);

}  // namespace fp::editor
