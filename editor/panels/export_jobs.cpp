// What was begun: one block each.
#include <fmt/format.h>

#include <algorithm>

#include "editor/panels/widgets.hpp"

namespace fp::panels {
namespace {

using State = ExportJob::State;
constexpr size_t kMostLines = 12;

std::string state_text(const ExportJob& job) {
  switch (job.state) {
    case State::waiting:
      return "waiting";
    case State::running:
      return job.total == 0 ? "begins" : time_text(job.eta);
    case State::stopping:
      return "stopping";
    case State::done:
      return "finished";
    case State::failed:
      return job.failed > 0 ? fmt::format("{} failed", job.failed) : "failed";
    case State::stopped:
      return "stopped";
  }
  return {};
}

shell::Rgb state_color(const Ui& ui, State state) {
  if (state == State::done) return ui.theme.good;
  if (state == State::failed) return ui.theme.bad;
  return ui.theme.muted;
}

std::string numbers_text(const ExportJob& job) {
  std::string text;
  if (job.videos > 1 || job.failed > 0) text = fmt::format("{} of {} videos", job.finished, job.videos);
  if (job.failed > 0) text += fmt::format(", {} failed", job.failed);
  if (job.total > 0) text += fmt::format("{}{} / {} frames", text.empty() ? "" : "   ", job.frames, job.total);
  if (job.state == State::running && job.rate > 0) text += fmt::format("   {:.0f}/s", job.rate);
  return text;
}

void draw_bar(Ui& ui, const ExportJob& job) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.px(5);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double share = job.total > 0
                           ? std::clamp(static_cast<double>(job.frames) / static_cast<double>(job.total), 0.0, 1.0)
                           : (job.state == State::done ? 1 : 0);
  list.AddRectFilled(from, {from.x + width, from.y + height}, ink(ui.theme.raised), height / 2);
  if (share > 0) {
    const shell::Rgb color = job.state == State::failed ? ui.theme.bad
                             : job.state == State::done ? ui.theme.good
                                                        : ui.theme.accent;
    list.AddRectFilled(from, {from.x + std::max(height, width * static_cast<float>(share)), from.y + height},
                       ink(color), height / 2);
  }
  ImGui::Dummy({width, height});
}

// A flat button; on a new line where there is no room.
void wish_button(Ui& ui, const ExportJob& job, const char* text, const char* name, JobWish::Kind kind) {
  const float width = ImGui::CalcTextSize(text).x + 2 * ImGui::GetStyle().FramePadding.x;
  if (ImGui::GetContentRegionAvail().x < width) ImGui::NewLine();
  if (ImGui::Button(text)) ui.wishes.emplace_back(JobWish{kind, job.id});
  describe(ui, fmt::format("export/job/{}/{}", job.id, name).c_str());
  ImGui::SameLine(0, ui.px(4));
}

void draw_buttons(Ui& ui, const ExportJob& job) {
  using Kind = JobWish::Kind;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(8), ui.px(3)});
  const bool over = job.state == State::done || job.state == State::failed || job.state == State::stopped;
  if (job.state == State::running || job.state == State::waiting) wish_button(ui, job, "Stop", "stop", Kind::stop);
  if (job.state == State::stopped) wish_button(ui, job, "Go on", "again", Kind::again);
  if (job.state == State::failed && job.batch() && job.failed > 0)
    wish_button(ui, job, "Try the failed ones", "failed-again", Kind::failed_again);
  else if (job.state == State::failed)
    wish_button(ui, job, "Try again", "again", Kind::again);
  if (job.state != State::waiting) wish_button(ui, job, "Open folder", "open-folder", Kind::open_folder);
  if (over) wish_button(ui, job, "Forget", "forget", Kind::forget);
  ImGui::NewLine();
  ImGui::PopStyleVar();
}

void draw_said(Ui& ui, const ExportJob& job) {
  if (job.said.empty() || (job.state != State::failed && job.state != State::stopped)) return;
  ImGui::PushFont(ui.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, ink(job.state == State::failed ? ui.theme.bad : ui.theme.muted));
  ImGui::PushTextWrapPos(0);
  // Errors come first, the summary last.
  const size_t count = job.said.size();
  for (size_t i = 0; i < std::min(count, kMostLines); ++i) ImGui::TextUnformatted(job.said[i].c_str());
  if (count > kMostLines) ImGui::TextUnformatted(fmt::format("and {} lines more", count - kMostLines).c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void draw_job(Ui& ui, const ExportJob& job) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::string state = state_text(job);
  const float right = ImGui::CalcTextSize(state.c_str()).x;
  clipped_text(list, *ui.fonts.strong, at, width - right - ui.px(10), ink(ui.theme.text), job.run.title);
  list.AddText({at.x + width - right, at.y}, ink(state_color(ui, job.state)), state.c_str());
  ImGui::Dummy({width, ui.fonts.strong->FontSize});
  constexpr const char* kStates[] = {"waiting", "running", "stopping", "done", "failed", "stopped"};
  describe(ui, fmt::format("export/job/{}", job.id).c_str(), kStates[static_cast<size_t>(job.state)]);
  draw_bar(ui, job);
  const ImVec2 line = ImGui::GetCursorScreenPos();
  clipped_text(list, *ui.fonts.small, line, width, ink(ui.theme.muted), numbers_text(job));
  ImGui::Dummy({width, ui.fonts.small->FontSize});
  draw_said(ui, job);
  draw_buttons(ui, job);
}

// What is still to be done as it will be done, then what is over, the newest first.
std::vector<const ExportJob*> in_order(const std::vector<ExportJob>& jobs) {
  std::vector<const ExportJob*> order;
  for (const ExportJob& job : jobs) {
    if (job.state <= State::stopping) order.push_back(&job);
  }
  for (auto job = jobs.rbegin(); job != jobs.rend(); ++job) {
    if (job->state > State::stopping) order.push_back(&*job);
  }
  return order;
}

}  // namespace

void draw_jobs(Ui& ui) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(6)});
  for (const ExportJob* job : in_order(*ui.model.jobs)) {
    ImGui::Dummy({0, ui.px(4)});
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddLine(at, {at.x + ImGui::GetContentRegionAvail().x, at.y}, ink(ui.theme.line));
    ImGui::Dummy({0, ui.px(4)});
    ImGui::PushID(job->id);
    draw_job(ui, *job);
    ImGui::PopID();
  }
  ImGui::PopStyleVar();
}

}  // namespace fp::panels
