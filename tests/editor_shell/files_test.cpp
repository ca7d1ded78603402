// Folders, recent templates, examples, exports and the kept arrangement: everything that needs no window.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "editor/app/examples.hpp"
#include "editor/app/exports.hpp"
#include "editor/app/files.hpp"
#include "editor/app/loaded.hpp"
#include "editor/app/recent.hpp"
#include "editor/app/workspace.hpp"
#include "engine/core/files.hpp"

namespace fp::panels {
namespace {

namespace fs = std::filesystem;

struct Place {
  TemporaryFolder folder = *TemporaryFolder::create();
  fs::path path(const std::string& name) const { return folder.path() / name; }
  void write(const std::string& name, const std::string& text = "x") const {
    fs::create_directories(path(name).parent_path());
    std::ofstream(path(name)) << text;
  }
};

std::string names(const Folder& folder) {
  std::string text;
  for (const FolderEntry& entry : folder.entries) text += entry.name + (entry.folder ? "/ " : " ");
  return text;
}

TEST(Folder, FoldersFirstHiddenLeftOutByEnding) {
  const Place place;
  for (const char* name : {"b.json", "A.JSON", "c.csv", ".hidden.json", "zoo/x", "Art/x", ".git/x", "json"})
    place.write(name);
  EXPECT_EQ(names(read_folder(place.folder.path(), {".json"})), "Art/ zoo/ A.JSON b.json ");
  EXPECT_EQ(names(read_folder(place.folder.path(), {}, true)), "Art/ zoo/ ");
  EXPECT_EQ(names(read_folder(place.folder.path(), {})), "Art/ zoo/ A.JSON b.json c.csv json ");
  EXPECT_EQ(read_folder(place.folder.path().string() + "/zoo/", {}).path, place.path("zoo"));
}

TEST(Folder, WhatCannotBeReadIsSaid) {
  const Place place;
  place.write("file");
  EXPECT_NE(read_folder(place.path("none"), {}).error, "");
  EXPECT_NE(read_folder(place.path("file"), {}).error, "");
  fs::create_symlink("nowhere", place.path("dead"));
  EXPECT_EQ(names(read_folder(place.folder.path(), {})), "dead file ");
}

TEST(Folder, ManyThousandsAreRead) {
  const Place place;
  for (int i = 0; i < 5000; ++i) place.write("f" + std::to_string(i) + ".csv");
  const Folder folder = read_folder(place.folder.path(), {".csv"});
  EXPECT_EQ(folder.entries.size(), 5000u);
  EXPECT_EQ(matching(folder, "F499").size(), 11u);
  EXPECT_EQ(matching(folder, "").size(), 5000u);
}

TEST(Folder, TypedPathsAndNames) {
  EXPECT_EQ(typed_path("~/a/../b", "/home/x"), fs::path("/home/x/b"));
  EXPECT_EQ(typed_path("/tmp", "/h"), fs::path("/tmp"));
  EXPECT_FALSE(typed_path("tmp", "/h"));
  EXPECT_EQ(with_ending("out", {".json"}), "out.json");
  EXPECT_EQ(with_ending("out.JSON", {".json"}), "out.JSON");
  EXPECT_EQ(size_text(999), "999 B");
  EXPECT_EQ(size_text(1000), "1.0 KB");
  EXPECT_EQ(size_text(12'345'678), "12 MB");
}

TEST(Browser, AStepForEachWayOfChoosing) {
  const Place place;
  place.write("there.json");
  Browser browser{.endings = {".json"}};
  browser.listing.path = place.folder.path();
  using Kind = Step::Kind;
  const FolderEntry folder{"art", true}, file{"there.json", false};
  EXPECT_EQ(step_of(browser, nullptr, false).kind, Kind::nothing);
  EXPECT_EQ(step_of(browser, &folder, false).kind, Kind::enter);
  EXPECT_EQ(step_of(browser, &file, false).path, place.path("there.json"));
  browser.text = place.path("none.json").string();
  EXPECT_EQ(step_of(browser, nullptr, false).kind, Kind::nothing);
  browser.text = place.folder.path().string();
  EXPECT_EQ(step_of(browser, nullptr, false).kind, Kind::enter);
  browser.picks = Picks::new_file;
  browser.text = "there";
  EXPECT_EQ(step_of(browser, nullptr, true).kind, Kind::ask);
  browser.text = "new";
  EXPECT_EQ(step_of(browser, nullptr, true).kind, Kind::pick);
  EXPECT_EQ(step_of(browser, nullptr, true).path, place.path("new.json"));
  browser.text = "..";
  EXPECT_EQ(step_of(browser, nullptr, true).kind, Kind::nothing);
  browser.picks = Picks::folder;
  browser.text = "new";
  EXPECT_EQ(step_of(browser, nullptr, true).path, place.path("new"));
  browser.text = "";
  EXPECT_EQ(step_of(browser, nullptr, true).path, place.folder.path());
}

TEST(Export, WordsAreQuotedForTheShell) {
  EXPECT_EQ(shell_quoted("out/a-b_1.mp4"), "out/a-b_1.mp4");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("{sku}.mp4"), "'{sku}.mp4'");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_quoted("~"), "'~'");
  // The shell itself is the judge.
  const Place place;
  for (const std::string word : {"a b", "it's", "$HOME `id` \"x\" \\", "*?[a]", "line\nbreak", "~", "!x", "#c", "ä€"}) {
    const std::string command = "printf %s " + shell_quoted(word) + " >" + shell_quoted(place.path("out").string());
    ASSERT_EQ(std::system(command.c_str()), 0);
    EXPECT_EQ(*read_file(place.path("out"), Fault::failed), word);
  }
}

// A template of three formats with a table of nine rows.
struct Open {
  Template tpl;
  Values values{.object = Json::object(), .label = ""};
  ExportSource source;

  Open() {
    tpl.formats = {"9:16", "1:1", "16:9"};
    tpl.source = "// framepress batch template.json -o 'out/{row}.mp4'\n{}";
    source = {
        .tpl = &tpl, .file = "/t/ad/template.json", .table = "/t/ad/rows.csv", .row = 3, .rows = 9, .values = &values};
  }
};

std::string line(const ExportRun& run) {
  std::string text;
  for (const std::string& word : run.words) text += (text.empty() ? "" : " ") + word;
  return text;
}

TEST(Export, OneRunAFormat) {
  const Open open;
  ExportChoice choice{.left_out = {"16:9"}};
  auto runs = export_runs(choice, open.source);
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 2u);
  EXPECT_EQ((*runs)[0].videos, 9);
  EXPECT_EQ(line((*runs)[1]),
            "batch /t/ad/template.json --data /t/ad/rows.csv --format 1:1 -o /t/ad/out/{row}-{format}.mp4 --crf 18 "
            "--preset medium --resume");
  choice.left_out.push_back("1:1");
  choice.rows = ExportChoice::Rows::this_row;
  choice.existing = ExportChoice::Existing::replace;
  runs = export_runs(choice, open.source);
  ASSERT_TRUE(runs);
  EXPECT_EQ(line(runs->front()),
            "batch /t/ad/template.json --data /t/ad/rows.csv --rows 3 --format 9:16 -o /t/ad/out/{row}.mp4 --crf 18 "
            "--preset medium --force");
}

TEST(Export, RowsAsText) {
  const Open open;
  ExportChoice choice{.rows = ExportChoice::Rows::some, .some = "1-6,9"};
  EXPECT_EQ(export_runs(choice, open.source)->front().videos, 7);
  for (const char* bad : {"", "0", "1-10", "x", "3-", "2-1"}) {
    choice.some = bad;
    const auto runs = export_runs(choice, open.source);
    if (std::string_view(bad) == "3-") {
      EXPECT_EQ(runs->front().videos, 7);
    } else {
      EXPECT_FALSE(runs) << bad;
    }
  }
}

TEST(Export, WhatCannotBeIsSaid) {
  const Open open;
  EXPECT_FALSE(export_runs({.left_out = {"9:16", "1:1", "16:9"}}, open.source));
  EXPECT_FALSE(export_runs({.pattern = "{row}.mov"}, open.source));
  EXPECT_FALSE(export_runs({.pattern = "{nothing}.mp4"}, open.source));
  EXPECT_FALSE(export_runs({.pattern = "{row}.mp4"}, open.source));  // three formats, one name
}

TEST(Export, WithoutATableOneVideoAFormat) {
  Open open;
  open.source.table.clear();
  open.source.sets = {"name=a b"};
  const auto runs = export_runs({.left_out = {"1:1", "16:9"}}, open.source);
  ASSERT_TRUE(runs);
  EXPECT_EQ(line(runs->front()),
            "render /t/ad/template.json --set name=a b --format 9:16 -o /t/ad/out/ad.mp4 --crf 18 --preset medium");
  EXPECT_EQ(shell_text("framepress", *runs),
            "framepress render /t/ad/template.json --set 'name=a b' --format 9:16 -o /t/ad/out/ad.mp4 --crf 18 "
            "--preset medium");
}

TEST(Export, AJobFollowsWhatTheToolSays) {
  ExportJob job{.run = {.words = {"batch", "--resume"}, .videos = 1}};
  take_line(job, R"({"v":1,"event":"start","what":"47 videos","total":480})");
  take_line(job, R"({"v":1,"event":"progress","frames":120,"total":480,"rate":60.5,"eta":6})");
  take_line(job, R"({"v":1,"event":"video","output":"a.mp4","ok":true})");
  take_line(job, R"({"v":1,"event":"video","output":"b.mp4","ok":false})");
  take_line(job, "device: cpu");
  take_line(job, "error: b.mp4");
  take_line(job, "{not json");
  take_line(job, R"({"v":1,"event":"message","text":"device: cpu"})");
  take_line(job,
            R"({"v":1,"event":"error","error":{"file":"a.json","line":3,"column":4,"message":"no","hint":"yes"}})");
  EXPECT_EQ(job.videos, 47);
  EXPECT_EQ(job.frames, 120);
  EXPECT_EQ(job.finished, 1);
  EXPECT_EQ(job.failed, 1);
  EXPECT_EQ(job.said, (std::vector<std::string>{"error: b.mp4", "{not json", "a.json:3:4: no\n  hint: yes"}));
  take_end(job, 6);
  EXPECT_EQ(job.state, ExportJob::State::failed);
  EXPECT_EQ(words_again(job, true), (std::vector<std::string>{"batch", "--failed"}));
  EXPECT_EQ(words_again(job, false), (std::vector<std::string>{"batch", "--resume"}));
  take_end(job, 130);
  EXPECT_EQ(job.state, ExportJob::State::stopped);
  take_end(job, 0);
  EXPECT_EQ(job.state, ExportJob::State::done);
  EXPECT_EQ(time_text(65.4), "1:05 left");
  EXPECT_EQ(time_text(3700), "1:01:40 left");
}

}  // namespace
}  // namespace fp::panels

namespace fp::editor {
namespace {

namespace fs = std::filesystem;

TEST(Recent, DamagedJsonIsNoTrouble) {
  for (const char* text : {"", "{", "[]", "{\"files\": 3}", "null", "\xff"}) EXPECT_TRUE(parse_recent(text).empty());
  const auto files = parse_recent(R"({"files": ["/a", 3, "relative", "/b", "/a", null]})");
  EXPECT_EQ(files, (std::vector<fs::path>{"/a", "/b"}));
  EXPECT_EQ(parse_recent(recent_text(files)), files);
}

TEST(Recent, NewestFirstOnceAndFew) {
  std::vector<fs::path> files;
  for (int i = 0; i < 20; ++i) files = with_recent(files, "/" + std::to_string(i));
  EXPECT_EQ(files.size(), kMostRecent);
  files = with_recent(files, "/15");
  EXPECT_EQ(files[0], "/15");
  EXPECT_EQ(files[1], "/19");
  EXPECT_EQ(files.size(), kMostRecent);
}

TEST(Examples, AreFoundAndCopied) {
  const fs::path source = FP_SOURCE_DIR;
  EXPECT_EQ(examples_folder(source / "build/any"), source / "assets/templates");
  const auto examples = read_examples(source / "assets/templates");
  ASSERT_GE(examples.size(), 4u);
  EXPECT_EQ(examples[0].name, "film-card");
  EXPECT_FALSE(examples[0].description.empty());
  EXPECT_EQ(table_of_example(examples[0].folder).filename(), "films.json");
  const auto place = TemporaryFolder::create();
  const auto copied = copy_example(examples[0].folder, place->path() / "mine");
  ASSERT_TRUE(copied);
  EXPECT_TRUE(load({.file = copied->string(), .data = table_of_example(place->path() / "mine").string()}));
  EXPECT_FALSE(copy_example(examples[0].folder, place->path() / "mine"));
  EXPECT_EQ(first_paragraph("# T\n\nOne `two`\nthree.\n\nfour"), "One two three.");
}

TEST(Assets, AreCopiedOnceAndNeverOverAnother) {
  const auto place = TemporaryFolder::create();
  const fs::path t = place->path() / "t", other = place->path() / "other";
  fs::create_directories(t);
  fs::create_directories(other);
  std::ofstream(place->path() / "a.png") << "1";
  std::ofstream(other / "a.png") << "2";
  EXPECT_FALSE(name_beneath(t, place->path() / "a.png"));
  EXPECT_EQ(*import_asset(t, place->path() / "a.png"), "assets/a.png");
  EXPECT_EQ(*import_asset(t, place->path() / "a.png"), "assets/a.png");
  EXPECT_EQ(*import_asset(t, other / "a.png"), "assets/a-2.png");
  EXPECT_EQ(name_beneath(t, t / "assets/a.png"), "assets/a.png");
  EXPECT_FALSE(import_asset(t, other / "none.png"));
}

TEST(Exporter, IsNamedAsAShellFindsIt) {
  const auto place = TemporaryFolder::create();
  const fs::path program = place->path() / "framepress";
  std::ofstream(program) << "";
  EXPECT_EQ(exporter_name(program, "/none:" + place->path().string()), "framepress");
  EXPECT_EQ(exporter_name(program, "/none"), program.string());
  EXPECT_TRUE(exporter_program(place->path()).empty());  // it cannot be run
}

TEST(Workspace, ComesBackAndIgnoresWhatIsNoGood) {
  Workspace kept;
  kept.keymap = "after-effects";
  kept.look.dark = false;
  kept.look.scale = 1.5f;
  kept.look.side_width = 512;
  kept.look.tab = panels::Tab::exports;
  kept.look.grid = true;
  kept.look.row_order = preview::RowOrder::contrast;
  kept.look.workspaces.current = "Mine";
  kept.look.exports.crf = 23;
  const Json json = workspace_json(kept);
  Workspace back;
  take_workspace(json, back);
  EXPECT_EQ(write_json(workspace_json(back)), write_json(json));
  Workspace same;
  take_workspace(*parse_json(R"({"theme": 3, "scale": 99, "tab": "x", "draft": 3, "side": "no", "sideWidth": -1})", ""),
                 same);
  EXPECT_EQ(write_json(workspace_json(same)), write_json(workspace_json({})));
}

}  // namespace
}  // namespace fp::editor
