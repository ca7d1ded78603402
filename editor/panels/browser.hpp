// The file browser: what it is open for, and where it stands. Part of Look; drawn by draw_browser (panels.hpp).
#pragma once

#include <cstdint>
#include <utility>

#include "editor/panels/folder.hpp"

namespace fp::panels {

// What is done with the path that is picked.
enum class Purpose : uint8_t {
  open_template,
  load_table,
  add_image,
  add_video,
  add_audio,
  add_captions,
  choose_asset,      // becomes the value at Browser::pointer, named beneath the template's folder
  choose_parameter,  // becomes a value to try for the parameter that Browser::pointer names
  save_template,
  save_frame,
  new_from_example,  // a folder that need not be there; Browser::pointer names the example
  export_folder
};

enum class Picks : uint8_t { file, new_file, folder };

struct Shortcut {
  std::string label;
  std::filesystem::path folder;
};

struct Browser {
  Purpose purpose = Purpose::open_template;
  Picks picks = Picks::file;
  std::string title, accept;         // of the sheet and its button
  std::vector<std::string> endings;  // lower case, with the dot; the first one is added to new names
  std::string pointer;
  std::vector<Shortcut> places;
  std::filesystem::path home;

  std::filesystem::path folder;  // wanted; `listing` is of the one shown
  Folder listing;
  bool stale = true;      // read again
  std::string text;       // letters, a path, or the new name
  int chosen = -1;        // of what matches; -1: none
  bool typing = false;    // the field has the keyboard
  bool asking = false;    // whether to replace what is there
  std::string complaint;  // why the last path was not taken
};

// What Enter or the button would do now.
struct Step {
  enum class Kind : uint8_t { nothing, enter, pick, ask } kind = Kind::nothing;
  std::filesystem::path path;
  std::string complaint;  // nothing: why
};
// `entry`: the chosen row, else null. `button`: not by Enter, so a chosen folder is picked where folders are.
Step step_of(const Browser& browser, const FolderEntry* entry, bool button);

}  // namespace fp::panels
