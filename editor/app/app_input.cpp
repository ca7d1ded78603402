// What keys, palette and panels ask for.
#include <fmt/format.h>
#include <imgui.h>

#include <cmath>

#include "editor/app/app.hpp"
#include "editor/panels/data.hpp"

namespace fp::editor {

using shell::Action;

void App::take_input() {
  ImGuiIO& io = ImGui::GetIO();
  if (!window_->input().empty()) redraws_ = 3;
  const bool awaited = !io.MouseDown[0] && (look_.palette || look_.browser || look_.workspaces.naming);
  const shell::Taken taken = window_->input().take(keymap_, io.WantTextInput, awaited, io);
  // Dear ImGui's clock goes by the hands: two quick clicks are a double click however long a frame takes.
  input_time_ = taken.time != 0 ? taken.time : shell::now();
  taps_ += taken.taps;
  for (const Action action : taken.actions) {
    ++actions_;
    perform(action);
  }
  if (!taken.moves.empty()) last_move_ = taken.moves.back();
  if (scrubbing_) latency_.waiting.insert(latency_.waiting.end(), taken.moves.begin(), taken.moves.end());
  for (const std::string& file : taken.dropped_files) drop(file);
}

// On the field of a parameter a file becomes its value. Else a template is opened, a table loaded; anything else
// becomes a layer.
void App::drop(const std::filesystem::path& file) {
  const ImVec2 hand = ImGui::GetIO().MousePos;
  for (const auto& [at, param] : look_.drop_fields) {
    if (hand.x >= at.x && hand.x < at.x + at.width && hand.y >= at.y && hand.y < at.y + at.height)
      return choose_for_param(file, param);
  }
  const std::string kind = panels::ending_of(file);
  if (kind == ".jsonnet") return open_another(file, {});
  if (kind == ".csv" || kind == ".tsv" || kind == ".jsonl") {
    if (loaded_) perform(panels::LoadTable{file});
    return;
  }
  if (kind == ".json") {
    auto bytes = read_file(file, Fault::missing);
    auto json = bytes ? parse_json(*bytes, file.string()) : Result<Json>(std::unexpected(bytes.error()));
    const bool table = json && json->find("framepress") == nullptr;
    if (table && loaded_) return perform(panels::LoadTable{file});
    return open_another(file, {});
  }
  add_file(file, panels::kind_of_file(file));
}

void App::seek(int64_t frame, bool moving) {
  if (moving && !scrubbing_) latency_.waiting.clear();
  scrubbing_ = moving;
  if (moving && playback_.rate != 0) preview::stop(playback_, shell::now());  // the hand decides
  preview::seek(playback_, frame, frames(), shell::now());
  frame_ = playback_.frame;  // what comes in the same turn (another key, a template that was loaded) goes on from here
  redraws_ = std::max(redraws_, 1);
}

void App::set_area(preview::WorkArea area) {
  playback_.area = area;
  const bool all = area.first == 0 && area.last == frames() - 1;
  edit(SetWorkArea{all ? WorkArea{} : WorkArea{area.first, area.last + 1}});
}

bool App::perform_playback(Action action) {
  const int64_t now = shell::now();
  const auto step = [&](int64_t by) {
    preview::stop(playback_, now);
    const int64_t before = frame_;
    seek(playback_.frame + by, false);
    if (frame_ != before) scrub_sound();
    return true;
  };
  if (perform_sound(action)) return true;
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
      set_area({frame_, std::max(playback_.area.last, frame_), playback_.area.loop});
      return true;
    case Action::mark_out:
      set_area({std::min(playback_.area.first, frame_), frame_, playback_.area.loop});
      return true;
    case Action::clear_marks:
      set_area({0, frames() - 1, playback_.area.loop});
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
    if (!loaded_) return true;
    const Composition& c = *loaded_->composition;
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
      if (loaded_ && (look_.fit || look_.zoom == 1)) {
        look_.x = loaded_->composition->width / 2.0;
        look_.y = loaded_->composition->height / 2.0;
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
    case Action::toggle_grid:
      look_.grid = !look_.grid;
      return true;
    case Action::toggle_guides:
      look_.guides = !look_.guides;
      return true;
    case Action::toggle_snapping:
      look_.snapping = !look_.snapping;
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

bool App::perform_panels(Action action) {
  const auto show = [&](panels::Tab tab) {
    look_.side = !(look_.side && look_.tab == tab);  // a second time puts it away
    look_.tab = tab;
    return true;
  };
  switch (action) {
    case Action::show_properties:
      return show(panels::Tab::properties);
    case Action::show_data:
      return show(panels::Tab::data);
    case Action::show_problems:
      return show(panels::Tab::problems);
    case Action::show_history:
      return show(panels::Tab::history);
    case Action::show_export:
      return show(panels::Tab::exports);
    case Action::toggle_side:
      look_.side = !look_.side;
      return true;
    case Action::toggle_timeline:
      look_.timeline = !look_.timeline;
      return true;
    case Action::toggle_graph:
      look_.graph = !look_.graph;
      look_.timeline = look_.timeline || look_.graph;
      return true;
    default:
      return false;
  }
}

void App::perform(Action action) {
  redraws_ = 3;
  // Nothing is done behind a sheet that waits for an answer.
  const bool always = action == Action::dismiss || action == Action::quit || action == Action::toggle_theme ||
                      action == Action::interface_larger || action == Action::interface_smaller;
  if ((look_.browser || look_.workspaces.naming) && !always) return;
  if (perform_playback(action) || perform_look(action) || perform_panels(action) || perform_edit(action)) return;
  if (perform_files(action)) return;
  switch (action) {
    case Action::save:
      return save();
    case Action::next_row:
      return change_row(1);
    case Action::previous_row:
      return change_row(-1);
    case Action::next_format:
      return next_format();
    case Action::reload:
      message_.clear();
      return reload();
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
    case Action::save_workspace:
      look_.palette = look_.shortcuts = false;
      look_.workspaces.naming = true;
      window_->input().hold();
      look_.workspaces.replacing = look_.workspaces.typing = false;
      look_.workspaces.complaint.clear();
      look_.workspaces.name.clear();
      return;
    case Action::shortcuts:
      look_.shortcuts = !look_.shortcuts;
      look_.palette = false;
      return;
    case Action::dismiss:
      ++look_.dismissed;
      if (const bool gave_up = panels::give_up(look_.time); session_.gesture) {
        went(cancel_gesture(session_));
        if (editable_) take_area(session_.state.work_area);
      } else if (look_.browser) {
        look_.browser.reset();
      } else if (look_.workspaces.naming) {
        look_.workspaces.naming = false;
      } else if (!look_.workspaces.removing.empty()) {
        look_.workspaces.removing.clear();
      } else if (!look_.copy_in.empty()) {
        look_.copy_in.clear();
      } else if (look_.palette || look_.shortcuts) {
        look_.palette = look_.shortcuts = false;
      } else if (look_.welcome) {
        look_.welcome = false;
      } else if (!gave_up && !ImGui::GetIO().WantTextInput && !ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) {
        escape_from_selection();
      }
      return;
    case Action::quit:
      return quit();
    default:
      return;
  }
}

void App::perform(const panels::Wish& wish) {
  std::visit(
      [&](const auto& asked) {
        using T = std::decay_t<decltype(asked)>;
        if constexpr (std::is_same_v<T, Action>) {
          ++actions_;
          perform(asked);
        } else if constexpr (std::is_same_v<T, panels::Seek>) {
          const int64_t before = frame_;
          seek(asked.frame, asked.moving);
          if (frame_ != before && playback_.rate == 0) scrub_sound();
        } else if constexpr (std::is_same_v<T, panels::SetRow>) {
          if (loaded_) change_row(asked.row - 1 - static_cast<int>(loaded_->row));
        } else if constexpr (std::is_same_v<T, panels::Edit>) {
          edit(asked.command, asked.gesture);
          return;
        } else if constexpr (std::is_same_v<T, panels::EndEdit>) {
          asked.cancel ? went(cancel_gesture(session_)) : end_gesture(session_);
        } else if constexpr (std::is_same_v<T, panels::Jump>) {
          went(jump(session_, asked.done));
          settle_view();
        } else if constexpr (std::is_same_v<T, panels::Open>) {
          open_another(asked.file, {});
        } else if constexpr (std::is_same_v<T, panels::LoadTable>) {
          OpenRequest request = wanted_;
          request.data = asked.file.string();
          request.row = 1;
          request.table = nullptr;
          if (!wanted_.file.empty()) load(std::move(request));
        } else if constexpr (std::is_same_v<T, panels::SaveAs>) {
          save_as(asked);
        } else if constexpr (std::is_same_v<T, panels::ShowFormat>) {
          choose_format(asked.format);
        } else if constexpr (std::is_same_v<T, panels::Answer>) {
          answer(asked.kind);
        } else if constexpr (std::is_same_v<T, panels::Browse>) {
          browse(asked);
        } else if constexpr (std::is_same_v<T, panels::Picked>) {
          picked(asked);
        } else if constexpr (std::is_same_v<T, panels::Export>) {
          export_videos(asked.copy);
        } else {
          perform(asked);
        }
        redraws_ = std::max(redraws_, 2);
      },
      wish);
}

void App::set_scale(double scale) {
  look_.scale = static_cast<float>(std::clamp<double>(std::round(scale * 4) / 4, shell::kMinScale, shell::kMaxScale));
  shell::apply(look_.dark ? shell::dark_theme() : shell::light_theme(), look_.scale);
  fonts_stale_ = true;
  redraws_ = 3;
}

}  // namespace fp::editor
