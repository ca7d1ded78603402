#include "editor/shell/actions.hpp"

#include <algorithm>
#include <cctype>

#include "engine/core/result.hpp"

namespace fp::shell {
namespace {

constexpr ActionSpec kSpecs[] = {
    {Action::new_file, "new", "File", "New from an example"},
    {Action::open_file, "open", "File", "Open a template"},
    {Action::load_table, "load-table", "File", "Load a table of data"},
    {Action::save, "save", "File", "Save"},
    {Action::save_as, "save-as", "File", "Save under another name"},
    {Action::export_videos, "export", "File", "Export videos"},
    {Action::export_frame, "export-frame", "File", "Export this frame as PNG"},
    {Action::undo, "undo", "Edit", "Undo", true},
    {Action::redo, "redo", "Edit", "Redo", true},
    {Action::cut, "cut", "Edit", "Cut"},
    {Action::copy, "copy", "Edit", "Copy"},
    {Action::paste, "paste", "Edit", "Paste"},
    {Action::duplicate, "duplicate", "Edit", "Duplicate"},
    {Action::remove, "delete", "Edit", "Delete"},
    {Action::select_all, "select-all", "Edit", "Select all layers"},
    {Action::group_layers, "group", "Layers", "Group the selected layers"},
    {Action::open_composition, "open-composition", "Layers", "Open the composition"},
    {Action::layer_up, "layer-up", "Layers", "One layer up"},
    {Action::layer_down, "layer-down", "Layers", "One layer down"},
    {Action::nudge_left, "nudge-left", "Layers", "A pixel to the left", true},
    {Action::nudge_right, "nudge-right", "Layers", "A pixel to the right", true},
    {Action::nudge_up, "nudge-up", "Layers", "A pixel up", true},
    {Action::nudge_down, "nudge-down", "Layers", "A pixel down", true},
    {Action::nudge_left_ten, "nudge-left-ten", "Layers", "Ten pixels to the left", true},
    {Action::nudge_right_ten, "nudge-right-ten", "Layers", "Ten pixels to the right", true},
    {Action::nudge_up_ten, "nudge-up-ten", "Layers", "Ten pixels up", true},
    {Action::nudge_down_ten, "nudge-down-ten", "Layers", "Ten pixels down", true},
    {Action::shift_earlier, "shift-earlier", "Layers", "A frame earlier: selected keys or layers", true},
    {Action::shift_later, "shift-later", "Layers", "A frame later: selected keys or layers", true},
    {Action::move_in_here, "move-in-here", "Layers", "Move so that it begins at the playhead"},
    {Action::move_out_here, "move-out-here", "Layers", "Move so that it ends at the playhead"},
    {Action::trim_in_here, "trim-in-here", "Layers", "Trim its beginning to the playhead"},
    {Action::trim_out_here, "trim-out-here", "Layers", "Trim its end to the playhead"},
    {Action::previous_key, "previous-key", "Layers", "Previous keyframe", true},
    {Action::next_key, "next-key", "Layers", "Next keyframe", true},
    {Action::add_marker, "add-marker", "Layers", "Add or remove a marker"},
    {Action::toggle_solo, "toggle-solo", "Layers", "Solo"},
    {Action::toggle_lock, "toggle-lock", "Layers", "Lock"},
    {Action::toggle_hide, "toggle-hide", "Layers", "Hide in the preview"},
    {Action::add_text, "add-text", "Layers", "Add text"},
    {Action::add_rectangle, "add-rectangle", "Layers", "Add a rectangle"},
    {Action::add_ellipse, "add-ellipse", "Layers", "Add an ellipse"},
    {Action::add_solid, "add-solid", "Layers", "Add a solid"},
    {Action::add_gradient, "add-gradient", "Layers", "Add a gradient"},
    {Action::add_image, "add-image", "Layers", "Add an image"},
    {Action::add_video, "add-video", "Layers", "Add a video"},
    {Action::add_audio, "add-audio", "Layers", "Add sound"},
    {Action::add_captions, "add-captions", "Layers", "Add captions"},
    {Action::add_waveform, "add-waveform", "Layers", "Add a waveform of the selected sound"},
    {Action::add_spectrum, "add-spectrum", "Layers", "Add a spectrum of the selected sound"},
    {Action::add_group, "add-group", "Layers", "Add a group"},
    {Action::play_pause, "play-pause", "Playback", "Play or pause"},
    {Action::shuttle_back, "shuttle-back", "Playback", "Play back, faster each time"},
    {Action::shuttle_stop, "shuttle-stop", "Playback", "Stand still"},
    {Action::shuttle_forward, "shuttle-forward", "Playback", "Play forward, faster each time"},
    {Action::step_back, "step-back", "Playback", "Previous frame", true},
    {Action::step_forward, "step-forward", "Playback", "Next frame", true},
    {Action::step_back_ten, "step-back-ten", "Playback", "Ten frames back", true},
    {Action::step_forward_ten, "step-forward-ten", "Playback", "Ten frames on", true},
    {Action::go_start, "go-start", "Playback", "Go to the first frame"},
    {Action::go_end, "go-end", "Playback", "Go to the last frame"},
    {Action::mark_in, "mark-in", "Work area", "Work area begins here"},
    {Action::mark_out, "mark-out", "Work area", "Work area ends here"},
    {Action::clear_marks, "clear-marks", "Work area", "Work area is everything"},
    {Action::toggle_loop, "toggle-loop", "Work area", "Loop playback"},
    {Action::toggle_mute, "toggle-mute", "Playback", "Mute or unmute the sound"},
    {Action::volume_up, "volume-up", "Playback", "Louder", true},
    {Action::volume_down, "volume-down", "Playback", "Quieter", true},
    {Action::zoom_fit, "zoom-fit", "Canvas", "Fit the frame to the window"},
    {Action::zoom_actual, "zoom-actual", "Canvas", "Zoom to 100%"},
    {Action::zoom_in, "zoom-in", "Canvas", "Zoom in", true},
    {Action::zoom_out, "zoom-out", "Canvas", "Zoom out", true},
    {Action::toggle_checker, "toggle-checker", "Canvas", "Checkerboard behind transparency"},
    {Action::toggle_safe_area, "toggle-safe-area", "Canvas", "Safe areas"},
    {Action::toggle_client_view, "toggle-client-view", "Canvas", "Client view: as encoded, 8-bit 4:2:0"},
    {Action::toggle_grid, "toggle-grid", "Canvas", "Grid"},
    {Action::toggle_guides, "toggle-guides", "Canvas", "Guides"},
    {Action::toggle_snapping, "toggle-snapping", "Canvas", "Snapping"},
    {Action::cycle_draft, "cycle-draft", "Canvas", "Draft resolution while moving"},
    {Action::next_row, "next-row", "Data", "Next row", true},
    {Action::previous_row, "previous-row", "Data", "Previous row", true},
    {Action::next_format, "next-format", "Data", "Next format"},
    {Action::toggle_only_format, "toggle-only-format", "Data", "Edit this format only, or all"},
    {Action::reload, "reload", "Data", "Read template and data again"},
    {Action::copy_hash, "copy-hash", "Data", "Copy the frame's hash"},
    {Action::show_properties, "show-properties", "Panels", "Properties"},
    {Action::show_data, "show-data", "Panels", "Data"},
    {Action::show_problems, "show-problems", "Panels", "Problems"},
    {Action::show_history, "show-history", "Panels", "History"},
    {Action::show_export, "show-export", "Panels", "Export"},
    {Action::toggle_side, "toggle-side", "Panels", "Side panel"},
    {Action::toggle_timeline, "toggle-timeline", "Panels", "Timeline"},
    {Action::toggle_graph, "toggle-graph", "Panels", "Graph editor"},
    {Action::save_workspace, "save-workspace", "Panels", "Save the workspace under a name"},
    {Action::toggle_theme, "toggle-theme", "Interface", "Dark or light"},
    {Action::interface_larger, "interface-larger", "Interface", "Larger interface"},
    {Action::interface_smaller, "interface-smaller", "Interface", "Smaller interface"},
    {Action::palette, "palette", "Interface", "Find a command"},
    {Action::shortcuts, "shortcuts", "Interface", "Keyboard shortcuts"},
    {Action::dismiss, "dismiss", "Interface", "Close what is open"},
    {Action::quit, "quit", "Interface", "Quit"}};

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

}  // namespace

std::span<const ActionSpec> action_specs() {
  return kSpecs;
}

const ActionSpec& spec_of(Action action) {
  const ActionSpec& spec = kSpecs[static_cast<size_t>(action)];
  FP_ASSERT(spec.action == action);
  return spec;
}

std::optional<Action> action_named(std::string_view id) {
  const auto* found = std::ranges::find(kSpecs, id, &ActionSpec::id);
  if (found == std::end(kSpecs)) return std::nullopt;
  return found->action;
}

int palette_score(std::string_view title, std::string_view query) {
  int score = 1, run = 0;
  size_t at = 0;
  for (const char wanted : query) {
    if (wanted == ' ') continue;
    run = 0;
    size_t found = at;
    // The beginning of a later word beats a letter in the middle of this one.
    size_t first = std::string_view::npos;
    for (; found < title.size(); ++found) {
      if (lower(title[found]) != lower(wanted)) continue;
      if (first == std::string_view::npos) first = found;
      if (found == at || found == 0 || title[found - 1] == ' ') break;
    }
    if (found == title.size()) found = first;
    if (found == std::string_view::npos) return 0;
    if (found == 0 || title[found - 1] == ' ') score += 8;
    run = found == at ? run + 1 : 0;
    score += 1 + 4 * run;
    at = found + 1;
  }
  return score;
}

}  // namespace fp::shell
