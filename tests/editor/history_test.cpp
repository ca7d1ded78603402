#include "editor/state/history.hpp"
#include "editor/state/formats.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "editor/state/journal.hpp"
#include "editor/state/outline.hpp"
#include "editor/state/pointer.hpp"
#include "engine/core/files.hpp"
#include "tests/editor/edit_support.hpp"

namespace fp::editor {
namespace {

using Kind = Change::Kind;

const std::string& gallery() {
  static const std::string text =
      must(read_file(FP_SOURCE_DIR "/assets/templates/product-ad/template.json", Fault::missing));
  return text;
}

Session begin(std::string text) {
  return open_session(open_state(parsed(std::move(text)), "test.json"));
}

const std::string kSmall =
    "{\n  \"canvas\": { \"fps\": 30, \"duration\": \"10s\" },\n  \"layers\": [\n    { \"id\": \"ä\", "
    "\"type\": \"solid\", \"opacity\": 1, \"position\": [0, 0] } // é\n  ]\n}\n";

TEST(Patch, IsTheSmallestStretchOfWholeCodePoints) {
  EXPECT_EQ(patch_between("abcd", "abXd"), (Patch{2, "c", "X"}));
  EXPECT_EQ(patch_between("äö", "äü"), (Patch{2, "ö", "ü"}));
  EXPECT_EQ(patch_between("aaa", "aa"), (Patch{2, "a", ""}));
  EXPECT_EQ(patched("abXd", inverse(patch_between("abcd", "abXd"))), "abcd");
  EXPECT_EQ(patched("abc", Patch{2, "X", "Y"}), std::nullopt);
  EXPECT_EQ(patched("abc", Patch{9, "", "Y"}), std::nullopt);
}

TEST(History, OneDragIsOneEntry) {
  Session session = begin(kSmall);
  for (int i = 1; i <= 10; ++i) {
    const Change change = must(perform(session, MoveLayers{{"/layers/0"}, {i * 1.5, 0}}, 7));
    EXPECT_EQ(change.kind, i == 1 ? Kind::pushed : Kind::replaced);
  }
  EXPECT_EQ(find_at(session.state.document.root(), "/layers/0/position/0")->text, "15");
  ASSERT_EQ(session.history.entries.size(), 1u);
  EXPECT_EQ(session.history.entries[0].name, "Move ä");
  EXPECT_EQ(must(perform(session, MoveLayers{{"/layers/0"}, {0, 0}}, 7)).kind, Kind::dropped);
  EXPECT_EQ(session.state.document.text(), kSmall);
  EXPECT_EQ(must(perform(session, MoveLayers{{"/layers/0"}, {3, 0}}, 7)).kind, Kind::pushed);
  EXPECT_EQ(cancel_gesture(session).kind, Kind::dropped);
  EXPECT_EQ(session.state.document.text(), kSmall);
  EXPECT_EQ(session.history.done, 0u);
}

TEST(History, AGestureThatWasInterruptedDoesNothingMore) {
  Session session = begin(kSmall);
  must(perform(session, MoveLayers{{"/layers/0"}, {5, 0}}, 7));
  must(perform(session, SetPlayhead{3}));
  EXPECT_EQ(must(perform(session, MoveLayers{{"/layers/0"}, {6, 0}}, 7)).kind, Kind::replaced) << "scrubbing is no end";
  EXPECT_EQ(session.state.playhead, 3);
  must(perform(session, SetProperty{"/layers/0/opacity", json("0.5")}));
  const std::string text = session.state.document.text();
  EXPECT_EQ(must(perform(session, MoveLayers{{"/layers/0"}, {90, 0}}, 7)).kind, Kind::none);
  EXPECT_EQ(session.state.document.text(), text);
  EXPECT_EQ(must(perform(session, MoveLayers{{"/layers/0"}, {1, 0}}, 8)).kind, Kind::pushed);
  EXPECT_EQ(session.history.done, 3u);
}

TEST(History, SelectionAndPlayheadTravelAlong) {
  Session session = begin(kSmall);
  must(perform(session, Select{{"/layers/0"}}));
  must(perform(session, SetPlayhead{12}));
  EXPECT_EQ(session.history.done, 0u);
  must(perform(session, DeleteLayers{{"/layers/0"}}));
  EXPECT_TRUE(session.state.selection.empty());
  must(perform(session, SetPlayhead{99}));
  EXPECT_EQ(undo(session).kind, Kind::moved);
  EXPECT_EQ(session.state.playhead, 12);
  EXPECT_THAT(session.state.selection, testing::ElementsAre("/layers/0"));
  EXPECT_EQ(redo(session).kind, Kind::moved);
  EXPECT_EQ(redo(session).kind, Kind::none);
  EXPECT_EQ(undo(session).kind, Kind::moved);
  EXPECT_EQ(undo(session).kind, Kind::none);
}

TEST(History, ErrorsChangeNothing) {
  Session session = begin(kSmall);
  EXPECT_FALSE(perform(session, DeleteLayers{{"/layers/4"}}));
  EXPECT_FALSE(perform(session, SetProperty{"x", json("1")}, 5));
  EXPECT_EQ(session.state.document.text(), kSmall);
  EXPECT_EQ(session.history.entries.size(), 0u);
}

// ---- Random commands

std::string random_layer(Dice& dice, const State& state) {
  const Outline outline = read_outline(state.document.root(), {}, state.format);
  return outline.layers.empty() ? "/layers/0" : outline.layers[dice.below(outline.layers.size())].pointer;
}

Command random_key_command(Dice& dice, const State& state) {
  const Outline outline = read_outline(state.document.root(), {}, state.format);
  std::vector<KeyRef> keys;
  for (const OutlineLayer& layer : outline.layers) {
    for (const KeyedProperty& property : layer.keyed) {
      for (const int64_t frame : property.frames) {
        if (dice.chance(20)) keys.push_back({property.pointer, frame});
      }
    }
  }
  const auto delta = static_cast<int64_t>(dice.below(41)) - 20;
  if (dice.chance(3)) return DeleteKeys{keys};
  if (dice.chance(2)) return SetEase{keys, json("\"inOutQuad\"")};
  return MoveKeys{keys, delta};
}

Command random_command(Dice& dice, const State& state) {
  const std::string layer = random_layer(dice, state), other = random_layer(dice, state);
  const auto frame = static_cast<int64_t>(dice.below(300));
  const Vec2 by{static_cast<double>(dice.below(2000)) / 7 - 100, static_cast<double>(dice.below(2000)) / 9 - 100};
  switch (dice.below(20)) {
    case 0:
      return SetProperty{layer + "/opacity", Json::of(static_cast<double>(dice.below(100)) / 100)};
    case 1:
      return SetProperty{layer + "/text", Json::of("ü \" \n" + std::to_string(dice.below(99)))};
    case 2:
      return RemoveProperty{layer + "/opacity"};
    case 3:
      return SetKey{said_at(state, layer, "opacity"), frame / 3, Json::of(0.25)};
    case 4:
      return SetKey{layer + "/rotation", frame / 3, Json::of(90.0), json("[0.1, 0, 0.2, 1]")};
    case 5:
    case 6:
      return random_key_command(dice, state);
    case 7:
      return SetIn{layer, frame, dice.chance(2)};
    case 8:
      return SetOut{layer, frame};
    case 9:
      return ShiftLayers{{layer, other}, frame - 150};
    case 10:
      return MoveLayers{{layer, other}, by, frame};
    case 11:
      return ScaleLayers{{layer}, {1 + by.x / 200, 1.5}, frame};
    case 12:
      return RotateLayers{{layer}, by.x, frame};
    case 13:
      return PlaceLayers{{layer, other}, std::string(parent_pointer(random_layer(dice, state))), dice.below(4)};
    case 14:
      return dice.chance(3) ? Command(DeleteLayers{{layer}}) : Command(RemoveProperty{layer + "/clip"});
    case 15:
      return DuplicateLayers{{layer, other}};
    case 16:
      return AddLayers{"/layers", dice.below(3), {json(R"({"id": "new", "type": "solid", "color": "#fff"})")}};
    case 17:
      return GroupLayers{{layer}};
    case 18:
      return RenameLayer{layer, "id " + std::to_string(dice.below(50))};
    default:
      return Promote{layer + "/opacity", "p" + std::to_string(dice.below(50))};
  }
}

// Random commands, drags, undos and looking around; every text on the way parses. Writes to the journal if there is
// one.
void play(Dice& dice, Session& session, int steps, Journal* journal) {
  uint64_t gesture = 1;
  for (int i = 0; i < steps; ++i) {
    Change change;
    if (dice.chance(6)) {
      change = !dice.chance(8) ? undo(session) : jump(session, dice.below(session.history.entries.size() + 1));
    } else if (dice.chance(5)) {
      must(perform(session, Select{{random_layer(dice, session.state)}, {}, Select::Mode::toggle}));
      must(perform(session, SetPlayhead{static_cast<int64_t>(dice.below(300))}));
      must(perform(session, ChooseFormat{dice.chance(2) ? "1:1" : "16:9"}));
      must(perform(session, EditOnlyFormat{dice.chance(3)}));
      if (journal) {
        EXPECT_TRUE(journal->add_view(session.state));
      }
    } else {
      gesture += dice.below(2);
      const Command command = random_command(dice, session.state);  // before the next throw, with any compiler
      const Result<Change> done = perform(session, command, dice.chance(3) ? gesture : 0);
      if (done) change = *done;
    }
    if (journal) {
      EXPECT_TRUE(journal->add(session, change));
    }
    ASSERT_TRUE(parse_json(session.state.document.text(), "after a step"));
  }
}

TEST(History, UndoingAllGivesTheFirstBytesAndRedoingAllTheLast) {
  size_t entries = 0;
  for (uint64_t seed = 0; seed < 12; ++seed) {
    Dice dice(seed);
    Session session = begin(gallery());
    play(dice, session, 60, nullptr);
    jump(session, session.history.entries.size());
    const std::string last = session.state.document.text();
    const size_t count = session.history.done;
    EXPECT_GT(count, 3u) << "seed " << seed;
    entries += count;
    while (undo(session).kind == Kind::moved) {
    }
    ASSERT_EQ(session.state.document.text(), gallery()) << "seed " << seed;
    while (redo(session).kind == Kind::moved) {
    }
    ASSERT_EQ(session.state.document.text(), last) << "seed " << seed;
    ASSERT_EQ(session.history.done, count);
  }
  EXPECT_GT(entries, 60u) << "the sessions did something";
}

// ---- The journal

struct JournalFile : testing::Test {
  TemporaryFolder folder = *TemporaryFolder::create();
  std::filesystem::path path = folder.path() / "deep" / "a.journal";
  std::string bytes() const { return must(read_file(path, Fault::failed)); }
};

TEST_F(JournalFile, ReplayGivesTheSameBytesHistoryAndView) {
  for (uint64_t seed = 0; seed < 6; ++seed) {
    Dice dice(100 + seed);
    Session session = begin(gallery());
    Result<Journal> journal = Journal::begin(path, session);
    ASSERT_TRUE(journal);
    play(dice, session, 40, &*journal);
    EXPECT_TRUE(journal->add_view(session.state));
    EXPECT_TRUE(journal->sync());
    Replay replay = std::move(*replay_journal(bytes()));
    EXPECT_EQ(replay.ignored_bytes, 0u);
    Session& again = replay.session;
    ASSERT_EQ(again.state.document.text(), session.state.document.text());
    ASSERT_EQ(again.history.done, session.history.done);
    ASSERT_EQ(again.history.entries.size(), session.history.entries.size());
    ASSERT_EQ(again.state.selection, session.state.selection);
    ASSERT_EQ(again.state.playhead, session.state.playhead);
    ASSERT_EQ(again.disk, gallery());
    // Begun again from what was replayed, it tells the same.
    const Session third = std::move(replay_journal(journal_text(again))->session);
    ASSERT_EQ(third.state.document.text(), session.state.document.text());
    ASSERT_EQ(third.history.done, session.history.done);
    jump(again, 0);
    ASSERT_EQ(again.state.document.text(), gallery());
  }
}

// A journal of five changes, and the text after each.
std::string small_journal(const std::filesystem::path& path, std::vector<std::string>& texts) {
  Session session = begin(kSmall);
  Result<Journal> journal = Journal::begin(path, session);
  EXPECT_TRUE(journal);
  texts.push_back(session.state.document.text());
  for (int i = 1; i <= 5; ++i) {
    const Change change = must(perform(session, SetProperty{"/layers/0/opacity", Json::of(i / 10.0)}));
    EXPECT_TRUE(journal->add(session, change));
    texts.push_back(session.state.document.text());
  }
  return must(read_file(path, Fault::failed));
}

TEST_F(JournalFile, CuttingItAnywhereLosesOnlyTheTail) {
  std::vector<std::string> texts;
  const std::string whole = small_journal(path, texts);
  size_t last = 0;
  for (size_t size = whole.find('\n') + 1; size <= whole.size(); ++size) {
    const Result<Replay> replay = replay_journal(std::string_view(whole).substr(0, size));
    ASSERT_TRUE(replay) << size;
    const auto found = std::ranges::find(texts, replay->session.state.document.text()) - texts.begin();
    ASSERT_LT(found, std::ssize(texts));
    ASSERT_GE(static_cast<size_t>(found), last);
    ASSERT_EQ(replay->session.history.done, static_cast<size_t>(found));
    last = static_cast<size_t>(found);
    ASSERT_EQ(replay->ignored_bytes, size - (whole.rfind('\n', size - 1) + 1));
  }
  EXPECT_EQ(last, 5u);
  EXPECT_FALSE(replay_journal(std::string_view(whole).substr(0, 40)));
  EXPECT_FALSE(replay_journal(""));
}

TEST_F(JournalFile, DamagedMissingAndSwappedLinesEndIt) {
  std::vector<std::string> texts;
  const std::string whole = small_journal(path, texts);
  Dice dice(1);
  for (int i = 0; i < 400; ++i) {
    std::string bad = whole;
    const size_t at = dice.below(bad.size());
    bad[at] = static_cast<char>(bad[at] ^ (1 << dice.below(8)));
    const Result<Replay> replay = replay_journal(bad);
    if (!replay) continue;
    ASSERT_NE(std::ranges::find(texts, replay->session.state.document.text()), texts.end());
    ASSERT_GT(replay->ignored_bytes, 0u);
  }
  std::vector<std::string> lines;
  for (size_t begin = 0; begin < whole.size();) {
    const size_t end = whole.find('\n', begin) + 1;
    lines.push_back(whole.substr(begin, end - begin));
    begin = end;
  }
  ASSERT_EQ(lines.size(), 7u);  // head, view, five changes
  const Result<Replay> gap = replay_journal(lines[0] + lines[1] + lines[2] + lines[4] + lines[5]);
  EXPECT_EQ(gap->session.history.done, 1u);
  const Result<Replay> garbage = replay_journal(lines[0] + lines[1] + lines[2] + "nonsense\n" + lines[3]);
  EXPECT_EQ(garbage->session.history.done, 1u);
  for (const char* bad : {"x", "\n\n\n", "{}", "00000000000000000000000000000000 {}\n"})
    EXPECT_FALSE(replay_journal(bad));
}

TEST_F(JournalFile, ALongHistoryKeepsItsLastEntries) {
  Session session = begin(kSmall);
  for (int i = 0; i < 50; ++i) must(perform(session, SetProperty{"/layers/0/opacity", Json::of(i / 64.0)}));
  for (int i = 0; i < 10; ++i) undo(session);
  const Session kept = std::move(replay_journal(journal_text(session, 20))->session);
  EXPECT_EQ(kept.state.document.text(), session.state.document.text());
  EXPECT_EQ(kept.history.entries.size(), 20u);
  EXPECT_EQ(kept.history.done, 10u);
}

}  // namespace
}  // namespace fp::editor
