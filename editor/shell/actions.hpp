// Everything the editor can be told to do by key, palette or button, by one name each.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace fp::shell {

enum class Action : uint8_t {
  play_pause,
  shuttle_back,
  shuttle_stop,
  shuttle_forward,
  step_back,
  step_forward,
  step_back_ten,
  step_forward_ten,
  go_start,
  go_end,
  mark_in,
  mark_out,
  clear_marks,
  toggle_loop,
  zoom_fit,
  zoom_actual,
  zoom_in,
  zoom_out,
  toggle_checker,
  toggle_safe_area,
  toggle_client_view,
  toggle_layers,
  cycle_draft,
  next_row,
  previous_row,
  next_format,
  reload,
  copy_hash,
  toggle_theme,
  interface_larger,
  interface_smaller,
  palette,
  shortcuts,
  dismiss,
  quit
};

struct ActionSpec {
  Action action;
  std::string_view id;     // in keymap files: "play-pause"
  std::string_view group;  // heading in the shortcut sheet
  std::string_view title;
  bool repeats = false;  // while its key is held
};

std::span<const ActionSpec> action_specs();
const ActionSpec& spec_of(Action action);
std::optional<Action> action_named(std::string_view id);

// How well `query` fits a title: its letters in order, words' beginnings and runs counting most. 0: not at all.
int palette_score(std::string_view title, std::string_view query);

}  // namespace fp::shell
