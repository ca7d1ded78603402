// The slider with the cache bar, and the buttons below.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/widgets.hpp"
#include "editor/timeline/timecode.hpp"

namespace fp::panels {
namespace {

// The part of the slider that stands for frames.
struct Track {
  float left = 0, right = 0, top = 0, bottom = 0;
  int64_t frames = 1;

  float x(double frame) const {
    return left + (right - left) * static_cast<float>(frame / static_cast<double>(std::max<int64_t>(1, frames)));
  }
  int64_t frame(float at) const {
    const double share = (at - left) / std::max(1.0f, right - left);
    return std::clamp(static_cast<int64_t>(std::floor(share * static_cast<double>(frames))), int64_t{0}, frames - 1);
  }
};

// Runs of frames with one level as one rectangle each, drafts and full pictures told apart by height too.
void draw_cache(const Ui& ui, ImDrawList& list, const Track& track, float bottom) {
  if (!ui.model.cached) return;
  const std::vector<uint8_t>& levels = *ui.model.cached;
  for (size_t i = 0; i < levels.size();) {
    size_t end = i + 1;
    while (end < levels.size() && levels[end] == levels[i]) ++end;
    if (levels[i] != 0) {
      const float height = levels[i] == 2 ? ui.px(5) : ui.px(3);
      const shell::Rgb color = levels[i] == 2 ? ui.theme.cached_full : ui.theme.cached_draft;
      const float from = track.x(static_cast<double>(i)), to = track.x(static_cast<double>(end));
      list.AddRectFilled({from, bottom - height}, {std::max(to, from + 1), bottom}, ink(color));
    }
    i = end;
  }
}

void draw_work_area(const Ui& ui, ImDrawList& list, const Track& track) {
  const preview::WorkArea& area = ui.model.playback.area;
  if (area.first == 0 && area.last + 1 >= track.frames) return;
  const float from = track.x(static_cast<double>(area.first)), to = track.x(static_cast<double>(area.last + 1));
  const ImU32 dim = ink(ui.theme.panel, 0.65f), color = ink(ui.theme.accent);
  list.AddRectFilled({track.left, track.top}, {from, track.bottom}, dim);
  list.AddRectFilled({to, track.top}, {track.right, track.bottom}, dim);
  list.AddRectFilled({from, track.top}, {from + ui.px(2), track.bottom}, color);
  list.AddRectFilled({to - ui.px(2), track.top}, {to, track.bottom}, color);
}

void draw_playhead(const Ui& ui, ImDrawList& list, const Track& track) {
  const float x = std::round(track.x(static_cast<double>(ui.model.frame) + 0.5)), half = ui.px(6);
  const ImU32 color = ink(ui.theme.accent);
  list.AddRectFilled({x - ui.px(1), track.top - ui.px(2)}, {x + ui.px(1), track.bottom}, color);
  const ImVec2 head[] = {{x - half, track.top - ui.px(5)},
                         {x + half, track.top - ui.px(5)},
                         {x + half, track.top + ui.px(2)},
                         {x, track.top + ui.px(8)},
                         {x - half, track.top + ui.px(2)}};
  list.AddConvexPolyFilled(head, 5, color);
}

// Marks each second where there is room for them.
void draw_ticks(const Ui& ui, ImDrawList& list, const Track& track) {
  const Rational fps = ui.model.composition->fps;
  const double second = static_cast<double>(fps.num) / static_cast<double>(fps.den);
  const float apart = track.x(second) - track.left;
  if (apart < ui.px(4)) return;
  for (double at = second; at < static_cast<double>(track.frames); at += second) {
    const float x = std::round(track.x(at));
    list.AddLine({x, track.top}, {x, track.top + ui.px(4)}, ink(ui.theme.control));
  }
}

void draw_slider(Ui& ui, const Rect& at) {
  const float pad = ui.px(14);
  const Track track{at.x + pad, at.x + at.width - pad, at.y + ui.px(10), at.y + ui.px(30),
                    ui.model.composition->frames};
  ImGui::SetCursorScreenPos({track.left, at.y + ui.px(3)});
  ImGui::InvisibleButton("##scrub", {std::max(1.0f, track.right - track.left), ui.px(29)});
  describe(ui, "transport/scrub", std::to_string(ui.model.frame));
  if (ImGui::IsItemActive()) ui.wishes.emplace_back(Seek{track.frame(ImGui::GetIO().MousePos.x), true});
  if (ImGui::IsItemDeactivated()) ui.wishes.emplace_back(Seek{track.frame(ImGui::GetIO().MousePos.x), false});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled({track.left, track.top}, {track.right, track.bottom}, ink(ui.theme.raised), ui.px(3));
  draw_ticks(ui, list, track);
  draw_cache(ui, list, track, track.bottom);
  draw_work_area(ui, list, track);
  draw_playhead(ui, list, track);
}

std::string rate_label(int rate) {
  if (rate == 0 || rate == 1) return "";
  return fmt::format("{}\u00d7", rate);
}

void draw_counters(Ui& ui, float y) {
  const Model& m = ui.model;
  const std::string code = editor::timeline::timecode(m.frame, m.composition->fps);
  ImGui::SetCursorPos({ui.px(14), y});
  ImGui::PushFont(ui.fonts.large);
  const float up = (ui.px(30) - ImGui::GetFontSize()) / 2;
  ImGui::SetCursorPosY(y + up);
  ImGui::TextUnformatted(code.c_str());
  ImGui::PopFont();
  describe(ui, "transport/timecode", code);
  ImGui::SameLine(0, ui.px(14));
  ImGui::SetCursorPosY(y + (ui.px(30) - ImGui::GetFontSize()) / 2);
  ImGui::Text("%lld", static_cast<long long>(m.frame));
  describe(ui, "transport/frame", std::to_string(m.frame));
  ImGui::SameLine(0, ui.px(4));
  ImGui::TextDisabled("/ %lld", static_cast<long long>(m.composition->frames - 1));
}

void draw_buttons(Ui& ui, float y, float width) {
  using shell::Action;
  const bool playing = ui.model.playback.rate != 0;
  const float group = 5 * ui.px(30) + 4 * ui.px(2);
  ImGui::SetCursorPos({std::round(std::max(ui.px(260), (width - group) / 2)), y});
  icon_button(ui, "transport/start", Icon::start, Action::go_start);
  ImGui::SameLine(0, ui.px(2));
  icon_button(ui, "transport/back", Icon::back, Action::step_back);
  ImGui::SameLine(0, ui.px(2));
  icon_button(ui, "transport/play", playing ? Icon::pause : Icon::play, Action::play_pause, playing);
  ImGui::SameLine(0, ui.px(2));
  icon_button(ui, "transport/forward", Icon::forward, Action::step_forward);
  ImGui::SameLine(0, ui.px(2));
  icon_button(ui, "transport/end", Icon::end, Action::go_end);
  ImGui::SameLine(0, ui.px(12));
  icon_button(ui, "transport/loop", Icon::loop, Action::toggle_loop, ui.model.playback.area.loop);
  if (const std::string rate = rate_label(ui.model.playback.rate); !rate.empty()) {
    ImGui::SameLine(0, ui.px(10));
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(rate.c_str());
  }
}

// dB of a level, from the meter's left end at -48 to its right end at 0.
float meter_share(float level) {
  constexpr float kLeast = 48;
  if (level <= 0) return 0;
  return std::clamp((20 * std::log10(level) + kLeast) / kLeast, 0.0f, 1.0f);
}

void draw_meter(Ui& ui, ImVec2 from, float width) {
  const SoundView& sound = ui.model.sound;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float height = ui.px(4), gap = ui.px(2);
  float y = from.y - height - gap / 2;
  for (const float level : {sound.left, sound.right}) {
    list.AddRectFilled({from.x, y}, {from.x + width, y + height}, ink(ui.theme.raised), ui.px(1));
    const float share = meter_share(level);
    const shell::Rgb color = level >= 1 ? ui.theme.bad : level > 0.5f ? ui.theme.warning : ui.theme.good;
    if (share > 0)
      list.AddRectFilled({from.x, y}, {from.x + std::round(width * share), y + height}, ink(color), ui.px(1));
    y += height + gap;
  }
  ImGui::SetCursorScreenPos({from.x, from.y - height - gap});
  ImGui::Dummy({width, 2 * (height + gap)});
  const auto decibels = [](float level) { return level > 0 ? fmt::format("{:.0f}", 20 * std::log10(level)) : "-inf"; };
  describe(ui, "transport/meter", decibels(sound.left) + " " + decibels(sound.right));
  tooltip(ui, fmt::format("Level: left {} dB, right {} dB of full scale\n{}", decibels(sound.left),
                          decibels(sound.right), sound.device));
}

void draw_volume(Ui& ui, ImVec2 from, float width) {
  ImGui::SetCursorScreenPos({from.x, from.y - ui.px(11)});
  ImGui::InvisibleButton("##volume", {width, ui.px(22)});
  const float knob = ui.px(5), left = from.x + knob, way = std::max(1.0f, width - 2 * knob);
  const bool held = ImGui::IsItemActive(), over = ImGui::IsItemHovered();
  if (held) {
    const float share = std::clamp((ImGui::GetIO().MousePos.x - left) / way, 0.0f, 1.0f);
    ui.look.volume = static_cast<int>(std::lround(100 * share));
    ui.look.muted = false;
  }
  describe(ui, "transport/volume", std::to_string(ui.look.volume));
  tooltip(ui, fmt::format("Volume: {}%", ui.look.volume));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float x = std::round(left + way * static_cast<float>(ui.look.volume) / 100), half = ui.px(1);
  const shell::Rgb color = ui.look.muted ? ui.theme.control : ui.theme.accent;
  list.AddRectFilled({left, from.y - half}, {left + way, from.y + half}, ink(ui.theme.control, 0.7f), half);
  list.AddRectFilled({left, from.y - half}, {x, from.y + half}, ink(color), half);
  list.AddCircleFilled({x, from.y}, held || over ? knob : knob - ui.px(1), ink(ui.look.muted ? ui.theme.muted : color),
                       16);
}

// Mute, volume and level, ending at `right`; as much of it as there is room for beside the buttons in the middle.
void draw_sound(Ui& ui, float y, float right, float width) {
  const SoundView& sound = ui.model.sound;
  const float side = ui.px(30), gap = ui.px(6), volume = ui.px(76), meter = ui.px(54);
  const float buttons = (6 * side + 4 * ui.px(2) + ui.px(12)) / 2;
  const float room = right - (std::max(ui.px(260) + buttons, width / 2 + buttons) + ui.px(40));
  if (room < side) return;
  const bool missing = !sound.speaker && !sound.device.empty();
  const bool faulty = ui.model.sound_errors != nullptr && !ui.model.sound_errors->empty();
  const std::string said = faulty ? "Sound: see Problems" : missing ? sound.device : "";
  ImFont& font = *ui.fonts.small;
  const float words = font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, said.c_str()).x;
  float needed = side;
  const bool with_words = !said.empty() && room >= side + gap + std::min(words, ui.px(180));
  const bool with_volume = said.empty() && room >= side + volume + gap;
  const bool with_meter = with_volume && room >= side + volume + meter + 2 * gap;
  if (with_words) needed += gap + std::min({words, ui.px(180), room - side - gap});
  if (with_volume) needed += gap / 2 + volume;
  if (with_meter) needed += gap + meter;
  ImGui::SetCursorPos({std::floor(right - needed), y});
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float middle = from.y + side / 2;
  icon_button(ui, "transport/mute", ui.look.muted ? Icon::muted : Icon::sound, shell::Action::toggle_mute,
              ui.look.muted);
  float x = from.x + side + gap / 2;
  if (with_words) {
    x += gap / 2;
    const float wide = from.x + needed - x;
    clipped_text(*ImGui::GetWindowDrawList(), font, {x, std::round(middle - font.FontSize / 2)}, wide,
                 ink(faulty ? ui.theme.bad : ui.theme.muted), said);
    ImGui::SetCursorScreenPos({x, from.y});
    ImGui::Dummy({wide, side});
    describe(ui, "transport/sound", said);
    tooltip(ui, said);
  }
  if (!with_volume) return;
  draw_volume(ui, {x, middle}, volume);
  if (with_meter) draw_meter(ui, {x + volume + gap, middle}, meter);
}

}  // namespace

void draw_transport(Ui& ui, const Rect& at) {
  const PanelWindow window(ui, "##transport", at);
  if (ui.model.composition == nullptr) return;
  const bool slider = at.height > ui.px(kButtonsHeight);
  if (slider) draw_slider(ui, at);
  const float y = slider ? ui.px(42) : std::floor((at.height - ui.px(30)) / 2);
  if (at.height < y + ui.px(30)) return;
  draw_counters(ui, y);
  if (at.width < ui.px(460)) return;
  draw_buttons(ui, y, at.width);
  const char* draft = ui.look.draft == 1   ? "Full while moving"
                      : ui.look.draft == 2 ? "Half while moving"
                                           : "Quarter while moving";
  const float width = ImGui::CalcTextSize(draft).x + 2 * ImGui::GetStyle().FramePadding.x;
  const bool room = at.width >= ui.px(700);
  draw_sound(ui, y, at.width - (room ? width + ui.px(20) : ui.px(8)), at.width);
  if (!room) return;
  ImGui::SetCursorPos({at.width - width - ui.px(8), y + std::floor((ui.px(30) - ImGui::GetFrameHeight()) / 2)});
  toggle(ui, "transport/draft", draft, false, shell::Action::cycle_draft);
}

}  // namespace fp::panels
