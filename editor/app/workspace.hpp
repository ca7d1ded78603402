// What one has arranged for oneself, kept from one start to the next as JSON.
#pragma once

#include "editor/panels/panels.hpp"

namespace fp::editor {

struct Workspace {
  panels::Look look;  // only what is arranged: panels, theme, scale, drafts, what is laid over the canvas, exports
  std::string keymap;
};

Json workspace_json(const Workspace& workspace);
// Over `workspace`: what is missing, of another type or out of range stays as it is there.
void take_workspace(const Json& json, Workspace& workspace);

}  // namespace fp::editor
