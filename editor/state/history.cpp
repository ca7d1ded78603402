#include "editor/state/history.hpp"

#include <algorithm>

namespace fp::editor {
namespace {

using Kind = Change::Kind;

bool inside_code_point(std::string_view text, size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

Cursor cursor_of(const State& state) {
  return {state.selection, state.keys, state.playhead};
}

void set_cursor(State& state, const Cursor& cursor) {
  state.selection = cursor.selection;
  state.keys = cursor.keys;
  state.playhead = cursor.playhead;
}

// Puts the document after the patch; false where it does not fit.
bool set_text(State& state, const Patch& patch) {
  std::optional<std::string> text = patched(state.document.text(), patch);
  if (!text) return false;
  Result<Document> document = Document::parse(*std::move(text), state.document.file());
  if (!document) return false;
  state.document = *std::move(document);
  return true;
}

void interrupt(Session& session) {
  if (session.gesture) session.ended = session.gesture->id;
  session.gesture.reset();
}

Entry entry_between(const State& before, const State& after, std::string name) {
  return {std::move(name), patch_between(before.document.text(), after.document.text()), cursor_of(before),
          cursor_of(after)};
}

void push(History& history, Entry entry) {
  history.entries.resize(history.done);
  history.entries.push_back(std::move(entry));
  ++history.done;
}

void drop_last(History& history) {
  history.entries.pop_back();
  --history.done;
}

bool same_text(const State& a, const State& b) {
  return a.document.text() == b.document.text();
}

// What a gesture's command comes to: an entry for it, another one, or none where the drag is back where it began.
Change enter(Session& session, Gesture& gesture, const Command& command) {
  History& history = session.history;
  const bool changed = !same_text(gesture.base, session.state);
  const bool had = gesture.entered;
  gesture.entered = changed;
  if (!changed && !had) return {Kind::none};
  if (!changed) {
    drop_last(history);
    return {Kind::dropped};
  }
  Entry entry = entry_between(gesture.base, session.state, name_of(command, gesture.base.document));
  if (had) {
    history.entries.back() = std::move(entry);
    return {Kind::replaced};
  }
  push(history, std::move(entry));
  return {Kind::pushed};
}

}  // namespace

Patch patch_between(std::string_view before, std::string_view after) {
  const size_t least = std::min(before.size(), after.size());
  size_t front = static_cast<size_t>(std::ranges::mismatch(before, after).in1 - before.begin());
  while (front > 0 && (inside_code_point(before, front) || inside_code_point(after, front))) --front;
  size_t back = 0;
  while (back < least - front && before[before.size() - 1 - back] == after[after.size() - 1 - back]) ++back;
  while (back > 0 && inside_code_point(before, before.size() - back)) --back;
  return {front, std::string(before.substr(front, before.size() - back - front)),
          std::string(after.substr(front, after.size() - back - front))};
}

std::optional<std::string> patched(std::string_view text, const Patch& patch) {
  if (patch.begin > text.size() || text.substr(patch.begin, patch.removed.size()) != patch.removed) return std::nullopt;
  std::string out(text);
  return out.replace(patch.begin, patch.removed.size(), patch.inserted);
}

Patch inverse(Patch patch) {
  std::swap(patch.removed, patch.inserted);
  return patch;
}

Session open_session(State state) {
  Session session;
  session.disk = state.document.text();
  session.state = std::move(state);
  return session;
}

Result<Change> perform(Session& session, const Command& command, uint64_t gesture) {
  if (gesture != 0 && gesture == session.ended) return Change{};
  const bool goes_on = gesture != 0 && session.gesture && session.gesture->id == gesture;
  Result<State> next = apply_command(goes_on ? session.gesture->base : session.state, command);
  if (!next) return fail(std::move(next.error()));
  if (gesture == 0) {
    const bool changed = !same_text(session.state, *next);
    if (changed) {
      interrupt(session);
      push(session.history, entry_between(session.state, *next, name_of(command, session.state.document)));
    }
    // Looking elsewhere (the playhead runs, the view follows to the edge) does not end a drag: it goes on from there.
    if (session.gesture) {
      Result<State> base = apply_command(session.gesture->base, command);
      if (base && same_text(*base, session.gesture->base)) session.gesture->base = *std::move(base);
    }
    session.state = *std::move(next);
    return Change{changed ? Kind::pushed : Kind::none};
  }
  if (!goes_on) session.gesture = Gesture{.id = gesture, .base = session.state};
  session.state = *std::move(next);
  return enter(session, *session.gesture, command);
}

void end_gesture(Session& session) {
  session.gesture.reset();
}

Change cancel_gesture(Session& session) {
  if (!session.gesture) return {Kind::none};
  const bool entered = session.gesture->entered;
  if (entered) drop_last(session.history);
  session.state = session.gesture->base;
  interrupt(session);
  return {entered ? Kind::dropped : Kind::none};
}

Change jump(Session& session, size_t done) {
  interrupt(session);
  const History& history = session.history;
  done = std::min(done, history.entries.size());
  if (done == history.done) return {Kind::none};
  State state = session.state;
  for (size_t at = history.done; at != done;) {
    const bool back = at > done;
    const Entry& entry = history.entries[back ? --at : at++];
    if (!set_text(state, back ? inverse(entry.patch) : entry.patch)) return {Kind::none};
    set_cursor(state, back ? entry.before : entry.after);
  }
  drop_missing(state);
  session.state = std::move(state);
  session.history.done = done;
  return {Kind::moved};
}

Change undo(Session& session) {
  interrupt(session);
  return session.history.done == 0 ? Change{} : jump(session, session.history.done - 1);
}

Change redo(Session& session) {
  return jump(session, session.history.done + 1);
}

}  // namespace fp::editor
