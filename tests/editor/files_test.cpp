#include "editor/state/files.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "editor/state/journal.hpp"
#include "editor/state/pointer.hpp"
#include "engine/core/files.hpp"
#include "tests/editor/edit_support.hpp"

namespace fp::editor {
namespace {

using Kind = Opened::Kind;

const std::string kText = "{\n  \"layers\": [\n    { \"id\": \"a\", \"type\": \"solid\", \"opacity\": 1 }\n  ]\n}\n";

struct Files : testing::Test {
  TemporaryFolder folder = *TemporaryFolder::create();
  std::filesystem::path file = folder.path() / "t.json", journal_file = folder.path() / "t.journal";
  void SetUp() override { write(kText); }
  void write(const std::string& text) const { std::ofstream(file, std::ios::binary) << text; }
  std::string disk() const { return must(read_file(file, Fault::failed)); }
  std::string journal() const { return read_file(journal_file, Fault::failed).value_or(""); }
  Opened open() const { return std::move(*open_file(file, journal())); }
};

Change set_opacity(Session& session, const char* value) {
  return must(perform(session, SetProperty{"/layers/0/opacity", json(value)}));
}
std::string opacity(const Session& session) {
  return find_at(session.state.document.root(), "/layers/0/opacity")->text;
}

TEST_F(Files, SavesWholeKeepsPermissionsAndFollowsLinks) {
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const std::filesystem::path link = folder.path() / "link.json";
  std::filesystem::create_symlink(file, link);
  Session session = std::move(open_file(link, "")->session);
  EXPECT_FALSE(is_modified(session.state));
  set_opacity(session, "0.5");
  EXPECT_TRUE(is_modified(session.state));
  EXPECT_TRUE(must(save(session)).done);
  EXPECT_FALSE(is_modified(session.state));
  EXPECT_EQ(disk(), session.state.document.text());
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  undo(session);
  EXPECT_TRUE(is_modified(session.state));
}

TEST_F(Files, RefusesToWriteOverAFileThatHasChanged) {
  Session session = open().session;
  set_opacity(session, "0.5");
  const std::string theirs =
      "{\n  // hand made\n  \"layers\": [\n    { \"id\": \"a\", \"type\": \"solid\", \"opacity\": 1, \"blend\": "
      "\"add\" }\n  ]\n}\n";
  write(theirs);
  const Saved refused = must(save(session));
  EXPECT_FALSE(refused.done);
  EXPECT_EQ(refused.theirs, theirs);
  EXPECT_EQ(disk(), theirs);
  const TakenDisk taken = must(take_disk(session, refused.theirs));
  EXPECT_TRUE(taken.conflicts.empty());
  EXPECT_TRUE(must(save(session)).done);
  EXPECT_THAT(disk(), testing::HasSubstr("// hand made"));
  EXPECT_THAT(disk(), testing::HasSubstr("\"opacity\": 0.5, \"blend\": \"add\""));
  EXPECT_EQ(session.history.entries.back().name, "Changes from disk");
  undo(session);
  undo(session);
  EXPECT_EQ(session.state.document.text(), kText);
}

TEST_F(Files, AWriteInTheMiddleOfADragLosesNothing) {
  Session session = open().session;
  must(perform(session, Select{{"/layers/0"}}));
  must(perform(session, MoveLayers{{"/layers/0"}, {5, 0}}, 3));
  const std::string theirs =
      "{\n  \"layers\": [\n    { \"id\": \"new\", \"type\": \"solid\" },\n    { \"id\": \"a\", \"type\": \"solid\", "
      "\"opacity\": 1 }\n  ]\n}\n";
  EXPECT_FALSE(take_disk(session, "{ half"));
  must(take_disk(session, theirs));
  must(perform(session, MoveLayers{{"/layers/0"}, {50, 0}}, 3));  // the drag's last words
  EXPECT_THAT(session.state.selection, testing::ElementsAre("/layers/1"));
  EXPECT_EQ(find_at(session.state.document.root(), "/layers/1/position/0")->text, "5");
  EXPECT_FALSE(find_at(session.state.document.root(), "/layers/0/position"));
}

TEST_F(Files, AFileThatIsGoneIsWrittenAgain) {
  Session session = open().session;
  std::filesystem::remove(file);
  EXPECT_EQ(must(changed_on_disk(session)), "");
  EXPECT_TRUE(must(save(session)).done);
  EXPECT_EQ(disk(), kText);
  EXPECT_EQ(must(changed_on_disk(session)), std::nullopt);
  EXPECT_FALSE(save_as(session, file, false));
  EXPECT_TRUE(save_as(session, folder.path() / "other.json", false));
  EXPECT_EQ(session.state.file.filename(), "other.json");
}

TEST_F(Files, HistoryGoesOnAfterARestart) {
  {
    Session session = open().session;
    Result<Journal> kept = Journal::begin(journal_file, session);
    EXPECT_TRUE(kept->add(session, set_opacity(session, "0.5")));
    EXPECT_TRUE(must(save(session)).done);
    EXPECT_TRUE(kept->add_disk(session));
  }
  Opened opened = open();
  EXPECT_EQ(opened.kind, Kind::continued);
  EXPECT_FALSE(is_modified(opened.session.state));
  undo(opened.session);
  EXPECT_EQ(opened.session.state.document.text(), kText);
}

TEST_F(Files, KilledProgramsLoseNothingThatWasDone) {
  const pid_t child = ::fork();
  if (child == 0) {
    Session session = open().session;
    Result<Journal> kept = Journal::begin(journal_file, session);
    (void)kept->add(session, set_opacity(session, "0.5"));
    (void)kept->add(session, set_opacity(session, "0.25"));
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  Opened opened = open();
  EXPECT_EQ(opened.kind, Kind::recovered);
  EXPECT_EQ(opacity(opened.session), "0.25");
  EXPECT_TRUE(is_modified(opened.session.state));
  EXPECT_EQ(opened.session.history.done, 2u);
}

TEST_F(Files, WhatChangedWhileClosedIsToldOrMadeAnEntry) {
  const std::string theirs =
      "{\n  \"name\": \"n\",\n  \"layers\": [\n    { \"id\": \"a\", \"type\": \"solid\", \"opacity\": 1 }\n  ]\n}\n";
  Session session = open().session;
  Result<Journal> kept = Journal::begin(journal_file, session);
  write(theirs);
  Opened clean = open();
  EXPECT_EQ(clean.kind, Kind::continued);
  EXPECT_EQ(clean.session.state.document.text(), theirs);
  EXPECT_EQ(clean.session.history.done, 1u);
  EXPECT_TRUE(kept->add(session, set_opacity(session, "0.5")));
  Opened opened = open();
  EXPECT_EQ(opened.kind, Kind::diverged);
  EXPECT_EQ(opened.theirs, theirs);
  EXPECT_TRUE(must(take_disk(opened.session, opened.theirs)).conflicts.empty());
  EXPECT_EQ(opacity(opened.session), "0.5");
  EXPECT_EQ(find_at(opened.session.state.document.root(), "/name")->text, "n");
  std::filesystem::remove(file);
  EXPECT_EQ(open().kind, Kind::diverged) << "the work outlives the file";
}

TEST_F(Files, NonsenseInPlaceOfAJournalIsNoHindrance) {
  const Opened opened = std::move(*open_file(file, "nonsense"));
  EXPECT_EQ(opened.kind, Kind::fresh);
  EXPECT_EQ(opened.ignored_bytes, 8u);
  EXPECT_FALSE(open_file(folder.path() / "none.json", ""));
}

}  // namespace
}  // namespace fp::editor
