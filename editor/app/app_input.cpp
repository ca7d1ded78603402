// What keys, palette and panels ask for.
#include <fmt/format.h>
#include <imgui.h>

#include <cmath>

#include "editor/app/app.hpp"

namespace fp::editor {

using shell::Action;

void App::take_input() {
  ImGuiIO& io = ImGui::GetIO();
  if (!window_->input().empty()) redraws_ = 3;
  const shell::Taken taken = window_->input().take(keymap_, io.WantTextInput, io);
  taps_ += taken.taps;
  for (const Action action : taken.actions) {
    ++actions_;
    perform(action);
  }
  if (!taken.moves.empty()) last_move_ = taken.moves.back();
  if (scrubbing_) latency_.waiting.insert(latency_.waiting.end(), taken.moves.begin(), taken.moves.end());
  if (!taken.dropped_files.empty()) load({.file = taken.dropped_files.front()});
}

void App::seek(int64_t frame, bool moving) {
  if (moving && !scrubbing_) latency_.waiting.clear();
  scrubbing_ = moving;
  if (moving && playback_.rate != 0) preview::stop(playback_, shell::now());  // the hand decides
  preview::seek(playback_, frame, frames(), shell::now());
  redraws_ = std::max(redraws_, 1);
}

bool App::perform_playback(Action action) {
  const int64_t now = shell::now();
  const auto step = [&](int64_t by) {
    preview::stop(playback_, now);
    seek(playback_.frame + by, false);
    return true;
  };
  switch (action) {
    case Action::play_pause:
      playback_.rate == 0 ? preview::play(playback_, 1, now) : preview::stop(playback_, now);
      return true;
    case Action::shuttle_back:
      preview::play(playback_, preview::shuttle(playback_.rate, -1), now);
      return true;
    case Action::shuttle_stop:
      preview::stop(playback_, now);
      return true;
    case Action::shuttle_forward:
      preview::play(playback_, preview::shuttle(playback_.rate, 1), now);
      return true;
    case Action::step_back:
      return step(-1);
    case Action::step_forward:
      return step(1);
    case Action::step_back_ten:
      return step(-10);
    case Action::step_forward_ten:
      return step(10);
    case Action::go_start:
      return step(-playback_.frame);
    case Action::go_end:
      return step(frames());
    case Action::mark_in:
      playback_.area.first = frame_;
      playback_.area.last = std::max(playback_.area.last, frame_);
      return true;
    case Action::mark_out:
      playback_.area.last = frame_;
      playback_.area.first = std::min(playback_.area.first, frame_);
      return true;
    case Action::clear_marks:
      playback_.area = {0, frames() - 1, playback_.area.loop};
      return true;
    case Action::toggle_loop:
      playback_.area.loop = !playback_.area.loop;
      return true;
    default:
      return false;
  }
}

bool App::perform_look(Action action) {
  const auto zoom = [&](int direction) {
    if (!document_) return true;
    const Composition& c = *document_->composition;
    const double now = look_.fit ? zoom_ : look_.zoom;
    if (look_.fit) {
      look_.x = c.width / 2.0;
      look_.y = c.height / 2.0;
    }
    look_.fit = false;
    look_.zoom = panels::zoom_step(now, direction);
    return true;
  };
  switch (action) {
    case Action::zoom_fit:
      look_.fit = true;
      return true;
    case Action::zoom_actual:
      if (document_ && (look_.fit || look_.zoom == 1)) {
        look_.x = document_->composition->width / 2.0;
        look_.y = document_->composition->height / 2.0;
      }
      look_.fit = false;
      look_.zoom = 1;
      return true;
    case Action::zoom_in:
      return zoom(1);
    case Action::zoom_out:
      return zoom(-1);
    case Action::toggle_checker:
      look_.checker = !look_.checker;
      return true;
    case Action::toggle_safe_area:
      look_.safe_area = !look_.safe_area;
      return true;
    case Action::toggle_client_view:
      look_.client = !look_.client;
      return true;
    case Action::toggle_layers:
      look_.layers = !look_.layers;
      return true;
    case Action::cycle_draft:
      look_.draft = look_.draft == 4 ? 1 : look_.draft * 2;
      return true;
    case Action::toggle_theme:
      look_.dark = !look_.dark;
      set_scale(look_.scale);
      return true;
    case Action::interface_larger:
      set_scale(look_.scale + 0.25);
      return true;
    case Action::interface_smaller:
      set_scale(look_.scale - 0.25);
      return true;
    default:
      return false;
  }
}

void App::perform(Action action) {
  redraws_ = 3;
  if (perform_playback(action) || perform_look(action)) return;
  switch (action) {
    case Action::next_row:
      return change_row(1);
    case Action::previous_row:
      return change_row(-1);
    case Action::next_format:
      return next_format();
    case Action::reload:
      if (!wanted_.file.empty()) load(wanted_);
      return;
    case Action::copy_hash:
      if (picture_ && picture_->hash) {
        ImGui::SetClipboardText(to_hex(*picture_->hash).c_str());
        message_ = "Copied the frame's hash";
      }
      return;
    case Action::palette:
      look_.palette = !look_.palette;
      look_.shortcuts = false;
      look_.query.clear();
      look_.chosen = 0;
      return;
    case Action::shortcuts:
      look_.shortcuts = !look_.shortcuts;
      look_.palette = false;
      return;
    case Action::dismiss:
      look_.palette = look_.shortcuts = false;
      return;
    case Action::quit:
      quit_ = true;
      return;
    default:
      return;
  }
}

void App::perform(const panels::Wish& wish) {
  if (const Action* action = std::get_if<Action>(&wish)) {
    ++actions_;
    return perform(*action);
  }
  if (const panels::Seek* to = std::get_if<panels::Seek>(&wish)) return seek(to->frame, to->moving);
  const int row = std::get<panels::SetRow>(wish).row;
  if (document_) change_row(row - 1 - static_cast<int>(document_->row));
}

void App::set_scale(double scale) {
  look_.scale = static_cast<float>(std::clamp<double>(std::round(scale * 4) / 4, shell::kMinScale, shell::kMaxScale));
  shell::apply(look_.dark ? shell::dark_theme() : shell::light_theme(), look_.scale);
  fonts_stale_ = true;
  redraws_ = 3;
}

}  // namespace fp::editor
