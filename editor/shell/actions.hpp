// Everything the editor can be told to do by key, palette or button, by one name each.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace fp::shell {

enum class Action : uint8_t {
  new_file,
  open_file,
  load_table,
  save,
  save_as,
  export_videos,
  export_frame,
  undo,
  redo,
  cut,
  copy,
  paste,
  duplicate,
  remove,
  select_all,
  group_layers,
  open_composition,
  layer_up,
  layer_down,
  nudge_left,
  nudge_right,
  nudge_up,
  nudge_down,
  nudge_left_ten,
  nudge_right_ten,
  nudge_up_ten,
  nudge_down_ten,
  shift_earlier,
  shift_later,
  move_in_here,
  move_out_here,
  trim_in_here,
  trim_out_here,
  previous_key,
  next_key,
  add_marker,
  toggle_solo,
  toggle_lock,
  toggle_hide,
  add_text,
  add_rectangle,
  add_ellipse,
  add_solid,
  add_gradient,
  add_image,
  add_video,
  add_audio,
  add_captions,
  add_waveform,
  add_spectrum,
  add_group,
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
  toggle_mute,
  volume_up,
  volume_down,
  zoom_fit,
  zoom_actual,
  zoom_in,
  zoom_out,
  toggle_checker,
  toggle_safe_area,
  toggle_client_view,
  toggle_grid,
  toggle_guides,
  toggle_snapping,
  cycle_draft,
  next_row,
  previous_row,
  next_format,
  toggle_only_format,
  reload,
  copy_hash,
  show_properties,
  show_data,
  show_problems,
  show_history,
  show_export,
  toggle_side,
  toggle_timeline,
  toggle_graph,
  save_workspace,
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
