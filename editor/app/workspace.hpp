// What one has arranged for oneself, kept from one start to the next as JSON.
#pragma once

#include "editor/panels/panels.hpp"

namespace fp::editor {

struct Workspace {
  panels::Look look;  // only what is arranged: panels, theme, scale, drafts, what is laid over the canvas, exports
  std::string keymap;
};

// What a workspace under a name holds (workspaces.hpp): what stands where and how it is shown. Nothing of exports, keys
// or what is open.
Json arrangement_json(const panels::Look& look);
// Over `look`: what is missing, of another type or out of range stays as it is there.
void take_arrangement(const Json& json, panels::Look& look);

// The arrangement and the rest.
Json workspace_json(const Workspace& workspace);
void take_workspace(const Json& json, Workspace& workspace);

}  // namespace fp::editor
