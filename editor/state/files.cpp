#include "editor/state/files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "editor/state/journal.hpp"
#include "editor/state/outline.hpp"
#include "engine/core/files.hpp"

namespace fp::editor {
namespace {

constexpr size_t kMaxBytes = 64u << 20;

// Selected layers by what they are remembered by, looked up in the present document.
std::vector<std::string> layers_of_keys(const Document& document, const std::vector<std::string>& keys) {
  std::vector<std::string> found;
  std::vector<std::string> scopes{""};
  if (const Json* compositions = document.root().find("compositions")) {
    for (const Json::Member& m : compositions->members) scopes.push_back("/compositions" + child_pointer(m.key));
  }
  for (const std::string& scope : scopes) {
    for (const OutlineLayer& layer : read_outline(document.root(), scope).layers) {
      if (std::ranges::find(keys, layer_key(document, layer.pointer)) != keys.end()) found.push_back(layer.pointer);
    }
  }
  return found;
}

void know_disk(Session& session, const std::string& text) {
  session.disk = text;
  session.state.saved = sha256(text);
}

Result<void> write_whole(const std::filesystem::path& file, const std::string& text, bool overwrite) {
  std::error_code error;
  // A link stays one: what it leads to is written.
  std::filesystem::path target = std::filesystem::weakly_canonical(file, error);
  if (error) target = file;
  Result<PendingFile> pending = PendingFile::create(target, overwrite);
  if (!pending) return fail(std::move(pending.error()));
  const std::filesystem::file_status old = std::filesystem::status(target, error);
  if (std::filesystem::is_regular_file(old)) std::filesystem::permissions(pending->path(), old.permissions(), error);
  if (const Result<void> written = pending->write(std::as_bytes(std::span(text))); !written) return written;
  return pending->publish();
}

// What a journal and the file's text come to.
Opened continued(Replay replay, const std::filesystem::path& file, const Document& document) {
  Opened opened{.session = std::move(replay.session), .theirs = {}, .ignored_bytes = replay.ignored_bytes};
  opened.session.state.file = file;
  const std::string mine = opened.session.state.document.text(), &theirs = document.text();
  if (mine == theirs) {
    opened.kind = Opened::Kind::continued;
    know_disk(opened.session, theirs);
  } else if (opened.session.disk == theirs) {
    opened.kind = Opened::Kind::recovered;
  } else if (opened.session.disk == mine) {
    opened.kind = Opened::Kind::continued;  // nothing was unsaved: the change on disk is one more entry
    (void)take_disk(opened.session, theirs);
  } else {
    opened.kind = Opened::Kind::diverged;
    opened.theirs = theirs;
  }
  return opened;
}

}  // namespace

Result<Opened> open_file(const std::filesystem::path& file, std::string_view journal) {
  Result<std::string> text = read_file(file, Fault::missing, kMaxBytes);
  Result<Document> document =
      text ? Document::parse(*text, file.string()) : Result<Document>(std::unexpected(text.error()));
  Result<Replay> replay = replay_journal(journal);
  if (!document) {
    const bool unsaved = replay && replay->session.state.document.text() != replay->session.disk;
    if (!unsaved) return fail(std::move(document.error()));
    // The file is gone or broken, the work is not.
    Opened opened{.kind = Opened::Kind::diverged,
                  .session = std::move(replay->session),
                  .theirs = text ? *text : std::string(),
                  .ignored_bytes = replay->ignored_bytes};
    opened.session.state.file = file;
    return opened;
  }
  if (!replay) {
    return Opened{
        .session = open_session(open_state(*std::move(document), file)), .theirs = {}, .ignored_bytes = journal.size()};
  }
  return continued(*std::move(replay), file, *document);
}

Result<std::optional<std::string>> changed_on_disk(const Session& session) {
  std::error_code error;
  const bool there = std::filesystem::exists(session.state.file, error);
  if (!there) return session.state.saved ? std::optional<std::string>("") : std::nullopt;
  Result<std::string> text = read_file(session.state.file, Fault::failed, kMaxBytes);
  if (!text) return fail(std::move(text.error()));
  if (session.state.saved && *text == session.disk) return std::nullopt;
  return std::optional(*std::move(text));
}

Result<TakenDisk> take_disk(Session& session, const std::string& theirs, Side prefer) {
  const std::string& file = session.state.document.file();
  const Result<Document> disk = Document::parse(theirs, file);
  if (!disk) return fail(disk.error());
  Result<Document> base = Document::parse(session.disk, file);
  // Without a base both sides have added all they have.
  if (!base) base = Document();
  std::vector<std::string> keys;
  for (const std::string& layer : session.state.selection) keys.push_back(layer_key(session.state.document, layer));
  TakenDisk taken;
  std::string text = theirs;
  if (session.state.document.text() != session.disk) {
    Result<Merged> merged = merge(*base, session.state.document, *disk, prefer);
    if (!merged) return fail(std::move(merged.error()));
    text = merged->document.text();
    taken.conflicts = std::move(merged->conflicts);
  }
  Result<Change> change = perform(session, ReplaceDocument{"Changes from disk", text});
  if (!change) return fail(std::move(change.error()));
  taken.change = *change;
  session.state.selection = layers_of_keys(session.state.document, keys);
  session.state.keys.clear();
  if (change->kind == Change::Kind::pushed) {
    session.history.entries.back().after.selection = session.state.selection;
    session.history.entries.back().after.keys.clear();
  }
  know_disk(session, theirs);
  return taken;
}

void keep_mine(Session& session, const std::string& theirs) {
  know_disk(session, theirs);
}

Result<Saved> save(Session& session) {
  if (session.state.file.empty()) return fail(Fault::usage, "the template has no file yet", "save it under a name");
  const Result<std::optional<std::string>> changed = changed_on_disk(session);
  if (!changed) return fail(changed.error());
  // A file that is gone takes nothing with it: it is written again.
  if (*changed && !(*changed)->empty()) return Saved{.done = false, .theirs = **changed};
  const std::string text = session.state.document.text();
  const Result<void> written = write_whole(session.state.file, text, true);
  if (!written) return fail(written.error());
  know_disk(session, text);
  return Saved{.done = true, .theirs = {}};
}

Result<void> save_as(Session& session, const std::filesystem::path& file, bool overwrite) {
  const std::string text = session.state.document.text();
  const Result<void> written = write_whole(file, text, overwrite);
  if (!written) return written;
  session.state.file = file;
  know_disk(session, text);
  return {};
}

}  // namespace fp::editor
