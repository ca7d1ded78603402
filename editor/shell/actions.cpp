#include "editor/shell/actions.hpp"

#include <algorithm>
#include <cctype>

#include "engine/core/result.hpp"

namespace fp::shell {
namespace {

constexpr ActionSpec kSpecs[] = {
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
    {Action::zoom_fit, "zoom-fit", "Canvas", "Fit the frame to the window"},
    {Action::zoom_actual, "zoom-actual", "Canvas", "Zoom to 100%"},
    {Action::zoom_in, "zoom-in", "Canvas", "Zoom in", true},
    {Action::zoom_out, "zoom-out", "Canvas", "Zoom out", true},
    {Action::toggle_checker, "toggle-checker", "Canvas", "Checkerboard behind transparency"},
    {Action::toggle_safe_area, "toggle-safe-area", "Canvas", "Safe areas"},
    {Action::toggle_client_view, "toggle-client-view", "Canvas", "Client view: as encoded, 8-bit 4:2:0"},
    {Action::toggle_layers, "toggle-layers", "Canvas", "Layer list"},
    {Action::cycle_draft, "cycle-draft", "Canvas", "Draft resolution while moving"},
    {Action::next_row, "next-row", "Data", "Next row", true},
    {Action::previous_row, "previous-row", "Data", "Previous row", true},
    {Action::next_format, "next-format", "Data", "Next format"},
    {Action::reload, "reload", "Data", "Read template and data again"},
    {Action::copy_hash, "copy-hash", "Data", "Copy the frame's hash"},
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
