// The arrangement that is kept from one start to the next, and those kept under names.
#include <fmt/format.h>

#include "editor/app/app.hpp"
#include "editor/app/recent.hpp"
#include "editor/app/workspaces.hpp"

namespace fp::editor {
namespace {

constexpr int64_t kWorkspaceEvery = 2'000'000'000;  // ns

}  // namespace

// What was arranged last time; options of the command line go before it.
void App::restore_workspace() {
  const std::filesystem::path folder = state_folder();
  if (!folder.empty()) {
    workspace_file_ = folder / "workspace.json";
    workspaces_folder_ = folder / "workspaces";
    workspace_text_ = read_small(workspace_file_);
    take_recent(parse_recent(read_small(folder / "recent.json")));
    // A test must not depend on what another one left.
    if (!options_.rig.socket.empty() && workspace_text_.empty()) workspace_file_.clear();
  }
  Workspace workspace{.look = look_, .keymap = "default"};
  workspace.look.scale = 0;
  if (const auto json = parse_json(workspace_text_, workspace_file_.string())) {
    take_workspace(*json, workspace);
  } else if (!workspace_text_.empty()) {
    message_ = "The arrangement of last time is damaged and begins anew: " + to_string(json.error().front());
  }
  if (options_.scale <= 0) options_.scale = workspace.look.scale;
  workspace.look.scale = look_.scale;
  look_ = std::move(workspace.look);
  if (options_.dark) look_.dark = *options_.dark;
  if (options_.keymap.empty()) options_.keymap = workspace.keymap;
  workspaces_ = list_workspaces(workspaces_folder_);
  auto current = read_workspace(workspaces_folder_, look_.workspaces.current);
  if (current) workspace_ = *std::move(current);
  if (!workspace_) look_.workspaces.current.clear();
}

// Also looks which names there are now: other windows save and remove them too.
void App::keep_workspace(bool now) {
  if (!now && shell::now() - workspace_looked_at_ < kWorkspaceEvery) return;
  workspace_looked_at_ = shell::now();
  workspaces_ = list_workspaces(workspaces_folder_);
  if (workspace_file_.empty()) return;
  std::string text = write_json(workspace_json({look_, options_.keymap})) + "\n";
  if (text == workspace_text_) return;
  if (write_small(workspace_file_, text)) workspace_text_ = std::move(text);
}

// Putting the current one over what is seen would change something.
bool App::rearranged() const {
  if (!workspace_) return false;
  const Json seen = arrangement_json(look_);
  panels::Look look;
  take_arrangement(seen, look);
  take_arrangement(*workspace_, look);
  return write_json(arrangement_json(look)) != write_json(seen);
}

void App::use_workspace(const std::string& name) {
  auto json = read_workspace(workspaces_folder_, name);
  if (!json) {
    message_ = fmt::format("The workspace {} cannot be used: {}", name, to_string(json.error().front()));
    return;
  }
  take_arrangement(*json, look_);
  set_scale(look_.scale);
  workspace_ = *std::move(json);
  look_.workspaces.current = name;
  message_ = "Workspace: " + name;
}

void App::save_workspace(const std::string& name, bool overwrite) {
  panels::WorkspaceLook& asked = look_.workspaces;
  asked.complaint = fault_of_name(name);
  if (!asked.complaint.empty()) return;
  std::error_code error;
  const bool there = std::filesystem::exists(editor::workspace_file(workspaces_folder_, name), error);
  asked.replacing = there && !overwrite;
  if (asked.replacing) return;
  Json json = arrangement_json(look_);
  if (auto saved = editor::save_workspace(workspaces_folder_, name, json, overwrite); !saved) {
    asked.complaint = message_ = "Not saved: " + to_string(saved.error().front());
    return;
  }
  workspace_ = std::move(json);
  look_.workspaces = {.current = name, .dismissed = look_.workspaces.dismissed};
  workspaces_ = list_workspaces(workspaces_folder_);
  message_ = "Saved the workspace " + name;
}

void App::remove_workspace() {
  const std::string name = std::exchange(look_.workspaces.removing, {});
  if (name.empty()) return;
  const auto removed = editor::remove_workspace(workspaces_folder_, name);
  message_ = removed ? "Removed the workspace " + name : to_string(removed.error().front());
  workspaces_ = list_workspaces(workspaces_folder_);
  if (!removed || look_.workspaces.current != name) return;
  look_.workspaces.current.clear();
  workspace_.reset();
}

void App::perform(const panels::WorkspaceWish& wish) {
  using Kind = panels::WorkspaceWish::Kind;
  switch (wish.kind) {
    case Kind::use:
      return use_workspace(wish.name);
    case Kind::save:
      return save_workspace(wish.name, wish.overwrite);
    case Kind::remove:
      look_.workspaces.removing = wish.name;
      return;
  }
}

}  // namespace fp::editor
