#include "editor/state/journal_records.hpp"

#include <algorithm>
#include <cmath>

namespace fp::editor {
namespace {

constexpr int64_t kVersion = 1;

Json cursor_json(const Cursor& cursor) {
  Json json = Json::object();
  Json layers = Json::array(), keys = Json::array();
  for (const std::string& layer : cursor.selection) layers.items.push_back(Json::of(layer));
  for (const KeyRef& key : cursor.keys) {
    keys.items.push_back(Json::of(key.property));
    keys.items.push_back(Json::of(key.frame));
  }
  json.set("layers", std::move(layers));
  json.set("keys", std::move(keys));
  json.set("playhead", Json::of(cursor.playhead));
  return json;
}

Json entry_json(const Entry& entry) {
  Json json = Json::object();
  json.set("name", Json::of(entry.name));
  json.set("begin", Json::of(static_cast<int64_t>(entry.patch.begin)));
  json.set("removed", Json::of(entry.patch.removed));
  json.set("inserted", Json::of(entry.patch.inserted));
  json.set("before", cursor_json(entry.before));
  json.set("after", cursor_json(entry.after));
  return json;
}

std::optional<int64_t> integer(const Json* json) {
  if (!json || !json->is_number() || std::abs(json->number) > 9e15) return std::nullopt;
  return static_cast<int64_t>(json->number);
}

const std::string* text(const Json& json, std::string_view key) {
  const Json* value = json.find(key);
  return value && value->is_string() ? &value->text : nullptr;
}

Cursor read_cursor(const Json* json) {
  Cursor cursor;
  if (!json) return cursor;
  cursor.playhead = std::max<int64_t>(integer(json->find("playhead")).value_or(0), 0);
  if (const Json* layers = json->find("layers")) {
    for (const Json& layer : layers->items) cursor.selection.push_back(layer.text);
  }
  const Json* keys = json->find("keys");
  for (size_t i = 0; keys && i + 1 < keys->items.size(); i += 2)
    cursor.keys.push_back({keys->items[i].text, integer(&keys->items[i + 1]).value_or(0)});
  return cursor;
}

std::optional<Entry> read_entry(const Json& json) {
  const auto begin = integer(json.find("begin"));
  const std::string *name = text(json, "name"), *removed = text(json, "removed"), *inserted = text(json, "inserted");
  if (!begin || *begin < 0 || !name || !removed || !inserted) return std::nullopt;
  return Entry{*name,
               {static_cast<size_t>(*begin), *removed, *inserted},
               read_cursor(json.find("before")),
               read_cursor(json.find("after"))};
}

// The journal while it is read: texts, not documents, so that long drags cost little.
struct Reading {
  std::string now;
  History history;
  std::string file, disk;
  Json view;
};

bool change_text(Reading& reading, const Patch& patch) {
  std::optional<std::string> next = patched(reading.now, patch);
  if (!next) return false;
  reading.now = *std::move(next);
  return true;
}

bool read_push(Reading& reading, const Json& json) {
  std::optional<Entry> entry = read_entry(json);
  if (!entry || !change_text(reading, entry->patch)) return false;
  reading.history.entries.resize(reading.history.done);
  reading.history.entries.push_back(*std::move(entry));
  ++reading.history.done;
  return true;
}

bool read_drop(Reading& reading) {
  History& history = reading.history;
  if (history.done == 0 || history.done != history.entries.size()) return false;
  if (!change_text(reading, inverse(history.entries.back().patch))) return false;
  history.entries.pop_back();
  --history.done;
  return true;
}

bool read_done(Reading& reading, const Json& json) {
  History& history = reading.history;
  const auto done = integer(&json);
  if (!done || *done < 0 || static_cast<size_t>(*done) > history.entries.size()) return false;
  const auto target = static_cast<size_t>(*done);
  while (history.done > target) {
    if (!change_text(reading, inverse(history.entries[history.done - 1].patch))) return false;
    --history.done;
  }
  while (history.done < target) {
    if (!change_text(reading, history.entries[history.done].patch)) return false;
    ++history.done;
  }
  return true;
}

// One record after the first; false where it makes no sense here: `reading` is then of no use.
bool read_record(Reading& reading, const Json& record) {
  if (const Json* pushed = record.find("push")) return read_push(reading, *pushed);
  if (const Json* replaced = record.find("replace")) return read_drop(reading) && read_push(reading, *replaced);
  if (record.find("drop")) return read_drop(reading);
  if (const Json* done = record.find("done")) return read_done(reading, *done);
  if (const std::string* disk = text(record, "disk")) return reading.disk = *disk, true;
  if (const Json* view = record.find("view")) return reading.view = *view, true;
  return false;
}

bool read_first(Reading& reading, const Json& record) {
  const std::string *base = text(record, "base"), *file = text(record, "file"), *disk = text(record, "disk");
  if (integer(record.find("journal")) != kVersion || !base || !file || !disk) return false;
  reading.now = *base;
  reading.file = *file;
  reading.disk = *disk;
  return true;
}

// The next line's record; nullopt where it is not whole or not what was written.
std::optional<Json> next_record(std::string_view bytes, size_t& at, std::string& digits) {
  const size_t end = bytes.find('\n', at);
  if (end == std::string_view::npos || end - at < kDigits + 2 || bytes[at + kDigits] != ' ') return std::nullopt;
  const std::string_view payload = bytes.substr(at + kDigits + 1, end - at - kDigits - 1);
  const std::string own = to_hex(hash128(digits + std::string(payload)));
  if (bytes.substr(at, kDigits) != own) return std::nullopt;
  Result<Json> record = parse_json(payload, "journal");
  if (!record || !record->is_object()) return std::nullopt;
  digits = own;
  at = end + 1;
  return *std::move(record);
}

// The history's texts fit each other in both directions, so that undo and redo find what they expect.
bool is_consistent(const Reading& reading) {
  Reading walk = reading;
  return read_done(walk, Json::of(int64_t{0})) &&
         read_done(walk, Json::of(static_cast<int64_t>(reading.history.entries.size())));
}

}  // namespace

std::string record_line(const Json& record, std::string& digits) {
  const std::string payload = write_json(record, 0);
  digits = to_hex(hash128(digits + payload));
  return digits + " " + payload + "\n";
}

Json change_record(const Session& session, Change change) {
  using Kind = Change::Kind;
  const History& history = session.history;
  Json record = Json::object();
  switch (change.kind) {
    case Kind::pushed:
    case Kind::replaced:
      record.set(change.kind == Kind::pushed ? "push" : "replace", entry_json(history.entries[history.done - 1]));
      break;
    case Kind::dropped:
      record.set("drop", Json::of(true));
      break;
    case Kind::moved:
    case Kind::none:
      record.set("done", Json::of(static_cast<int64_t>(history.done)));
  }
  return record;
}

Json view_record(const State& state) {
  Json record = Json::object();
  record.set("view", view_json(state));
  return record;
}

Json disk_record(const Session& session) {
  Json record = Json::object();
  record.set("disk", Json::of(session.disk));
  return record;
}

std::string journal_text(const Session& session, size_t most) {
  const History& history = session.history;
  // Kept: the last entries, and all that can be redone.
  const size_t drop = std::min(history.entries.size() > most ? history.entries.size() - most : 0, history.done);
  Reading reading{.now = session.state.document.text(), .history = history, .file = {}, .disk = {}, .view = {}};
  size_t first = drop;
  if (!read_done(reading, Json::of(static_cast<int64_t>(drop)))) {
    reading.now = session.state.document.text();
    first = history.entries.size();
  }
  Json head = Json::object();
  head.set("journal", Json::of(kVersion));
  head.set("file", Json::of(session.state.file.string()));
  head.set("base", Json::of(reading.now));
  head.set("disk", Json::of(session.disk));
  std::string digits;
  std::string out = record_line(head, digits);
  for (size_t i = first; i < history.entries.size(); ++i) {
    Json record = Json::object();
    record.set("push", entry_json(history.entries[i]));
    out += record_line(record, digits);
  }
  if (first < history.entries.size() && history.done < history.entries.size()) {
    Json record = Json::object();
    record.set("done", Json::of(static_cast<int64_t>(history.done - first)));
    out += record_line(record, digits);
  }
  return out + record_line(view_record(session.state), digits);
}

Result<Replay> replay_journal(std::string_view bytes) {
  Reading reading;
  std::string digits;
  size_t at = 0;
  const std::optional<Json> head = next_record(bytes, at, digits);
  if (!head || !read_first(reading, *head)) return fail(Fault::invalid, "this is no journal, or its beginning is lost");
  while (at < bytes.size()) {
    const size_t here = at;
    const std::optional<Json> record = next_record(bytes, at, digits);
    if (!record) break;
    // Whole, but impossible here: never written by a program like this one. What came before it is read again, since
    // half of it may be done.
    if (!read_record(reading, *record)) {
      Result<Replay> before = replay_journal(bytes.substr(0, here));
      if (before) before->ignored_bytes = bytes.size() - here;
      return before;
    }
  }
  if (!is_consistent(reading)) reading.history = {};
  Result<Document> document = Document::parse(reading.now, reading.file);
  if (!document) return fail(std::move(document.error()));
  Replay replay{.session = open_session(open_state(*std::move(document), reading.file)),
                .ignored_bytes = bytes.size() - at};
  replay.session.history = std::move(reading.history);
  replay.session.disk = reading.disk;
  replay.session.state.saved = reading.disk.empty() ? std::nullopt : std::optional(sha256(reading.disk));
  read_view(reading.view, replay.session.state);
  return replay;
}

}  // namespace fp::editor
