// Workspaces under names, as files.
#include "editor/app/workspaces.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <thread>

#include "editor/app/workspace.hpp"
#include "engine/core/files.hpp"

namespace fp::editor {
namespace {

namespace fs = std::filesystem;

std::string saved_names(const fs::path& folder) {
  std::string text;
  for (const panels::NamedWorkspace& one : list_workspaces(folder)) text += one.built_in ? "" : "[" + one.name + "]";
  return text;
}

TEST(Workspaces, AnArrangementComesBackByItsName) {
  const auto folder = TemporaryFolder::create();
  const fs::path place = folder->path() / "workspaces";  // made when something is saved
  EXPECT_EQ(saved_names(place), "");
  panels::Look look;
  look.side_width = 512;
  look.tab = panels::Tab::problems;
  look.client = look.row_grid = true;
  look.dark = false;
  look.scale = 1.5f;
  for (const char* name : {"Mine", "a/b", "..", "%2F", "Ärger 100 %", "x.json", "日本"})
    ASSERT_TRUE(save_workspace(place, name, arrangement_json(look), false)) << name;
  EXPECT_EQ(saved_names(place), "[%2F][..][Mine][a/b][x.json][Ärger 100 %][日本]");
  EXPECT_EQ(std::distance(fs::directory_iterator(place), {}), 7);
  EXPECT_EQ(workspace_file(place, ".a/b"), place / "%2Ea%2Fb.json");  // none is hidden, none leaves the folder
  EXPECT_EQ(std::distance(fs::directory_iterator(folder->path()), {}), 1);
  panels::Look back;
  const auto json = read_workspace(place, "a/b");
  ASSERT_TRUE(json);
  take_arrangement(*json, back);
  EXPECT_EQ(write_json(arrangement_json(back)), write_json(arrangement_json(look)));
  ASSERT_TRUE(remove_workspace(place, "a/b"));
  ASSERT_TRUE(remove_workspace(place, "a/b"));  // another window was faster
  EXPECT_FALSE(read_workspace(place, "a/b"));
  EXPECT_TRUE(read_workspace(place, "Mine"));
}

TEST(Workspaces, WhatIsThereIsReplacedOnlyWhereThatIsSaid) {
  const auto folder = TemporaryFolder::create();
  panels::Look look;
  ASSERT_TRUE(save_workspace(folder->path(), "Mine", arrangement_json(look), false));
  look.side_width = 700;
  EXPECT_FALSE(save_workspace(folder->path(), "Mine", arrangement_json(look), false));
  EXPECT_EQ(read_workspace(folder->path(), "Mine")->find("sideWidth")->number, 340);
  EXPECT_TRUE(save_workspace(folder->path(), "Mine", arrangement_json(look), true));
  EXPECT_EQ(read_workspace(folder->path(), "Mine")->find("sideWidth")->number, 700);
}

TEST(Workspaces, NamesThatAreNone) {
  EXPECT_EQ(fault_of_name("Mine"), "");
  EXPECT_EQ(fault_of_name(std::string(40, 'x')), "");
  for (const std::string name : {"", " x", "x ", "a\nb", "\xff", "Review"}) EXPECT_NE(fault_of_name(name), "") << name;
  EXPECT_NE(fault_of_name(std::string(41, 'x')), "");
  const auto folder = TemporaryFolder::create();
  EXPECT_FALSE(save_workspace(folder->path(), "Author", Json::object(), true));
  EXPECT_FALSE(save_workspace({}, "Mine", Json::object(), false));
  EXPECT_TRUE(fs::is_empty(folder->path()));
}

TEST(Workspaces, ADamagedFileIsNamedAndCostsNothingElse) {
  const auto folder = TemporaryFolder::create();
  ASSERT_TRUE(save_workspace(folder->path(), "Good", arrangement_json({}), false));
  std::ofstream(folder->path() / "Half.json") << R"({"side": true, "tab": "da)";
  std::ofstream(folder->path() / "List.json") << "[1, 2]";
  std::ofstream(folder->path() / "Empty.json");
  std::ofstream(folder->path() / "notes.txt") << "{}";      // none of ours: not a name
  std::ofstream(folder->path() / ".Good.json.tmp") << "{";  // left by a window that was killed
  std::ofstream(folder->path() / "%zz.json") << "{}";
  EXPECT_EQ(saved_names(folder->path()), "[Empty][Good][Half][List]");
  for (const char* name : {"Half", "List", "Empty", "Gone"}) {
    const auto json = read_workspace(folder->path(), name);
    ASSERT_FALSE(json) << name;
    EXPECT_NE(to_string(json.error().front()).find(std::string(name) + ".json"), std::string::npos)
        << to_string(json.error().front());
  }
  EXPECT_TRUE(read_workspace(folder->path(), "Good"));
  EXPECT_TRUE(save_workspace(folder->path(), "Half", arrangement_json({}), true));  // saving again repairs it
  EXPECT_TRUE(read_workspace(folder->path(), "Half"));
}

TEST(Workspaces, WindowsThatSaveAtOnceKeepEachOthersNames) {
  const auto folder = TemporaryFolder::create();
  std::vector<std::thread> windows;
  for (int window = 0; window < 4; ++window) {
    windows.emplace_back([&, window] {
      for (int i = 0; i < 20; ++i) {
        const std::string name = std::to_string(window) + "-" + std::to_string(i);
        EXPECT_TRUE(save_workspace(folder->path(), name, arrangement_json({}), false));
        EXPECT_TRUE(save_workspace(folder->path(), "Shared", arrangement_json({}), true));
      }
    });
  }
  for (std::thread& window : windows) window.join();
  EXPECT_EQ(list_workspaces(folder->path()).size(), list_workspaces({}).size() + 81);
  for (const panels::NamedWorkspace& one : list_workspaces(folder->path()))
    EXPECT_TRUE(read_workspace(folder->path(), one.name)) << one.name;
}

// What comes along says what it means to say: every key of it changes something.
TEST(Workspaces, ThoseThatComeAlongAreSound) {
  std::set<std::string> seen;
  const std::vector<panels::NamedWorkspace> all = list_workspaces({});
  EXPECT_GE(all.size(), 3u);
  panels::Look other;
  for (bool panels::Look::*flag : {&panels::Look::client, &panels::Look::safe_area, &panels::Look::grid})
    other.*flag = true;
  for (const panels::NamedWorkspace& one : all) {
    EXPECT_TRUE(one.built_in);
    const auto json = read_workspace({}, one.name);
    ASSERT_TRUE(json) << one.name;
    panels::Look look = other;
    take_arrangement(*json, look);
    const Json full = arrangement_json(look);
    for (const Json::Member& member : json->members) {
      ASSERT_NE(full.find(member.key), nullptr) << one.name << " " << member.key;
      EXPECT_EQ(write_json(*full.find(member.key)), write_json(member.value)) << one.name << " " << member.key;
    }
    EXPECT_TRUE(seen.insert(write_json(full)).second) << one.name;
  }
}

}  // namespace
}  // namespace fp::editor
