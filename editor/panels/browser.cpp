// The file browser as a sheet: places at the left, a folder's entries, one field for letters, a path or the new name.
// The field always has the keyboard, so everything can be done without the mouse.
#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "editor/panels/widgets.hpp"

namespace fp::panels {
namespace {

namespace fs = std::filesystem;
constexpr const char* kSheet = "##browser";

void go_to(Browser& browser, const fs::path& folder) {
  browser.folder = folder;
  browser.stale = true;
  browser.asking = false;
  browser.complaint.clear();
  browser.chosen = -1;
  if (browser.picks == Picks::file || typed_path(browser.text, browser.home)) browser.text.clear();
}

void refresh(Browser& browser) {
  if (!std::exchange(browser.stale, false)) return;
  browser.listing = read_folder(browser.folder, browser.endings, browser.picks == Picks::folder);
  browser.folder = browser.listing.path;
}

void take(Ui& ui, Browser& browser, const Step& step, bool overwrite = false) {
  browser.complaint = step.complaint;
  if (step.kind == Step::Kind::enter) return go_to(browser, step.path);
  if (step.kind == Step::Kind::nothing) return;
  browser.asking = step.kind == Step::Kind::ask && !overwrite;
  if (!browser.asking) ui.wishes.emplace_back(Picked{browser.purpose, browser.pointer, step.path, overwrite});
}

void draw_sign(const Ui& ui, ImDrawList& list, ImVec2 at, bool folder) {
  const float u = ui.px(1);
  if (folder) {
    const ImU32 color = ink(ui.theme.accent);
    list.AddRectFilled({at.x, at.y + 2 * u}, {at.x + 7 * u, at.y + 7 * u}, color, 1.5f * u);
    list.AddRectFilled({at.x, at.y + 4 * u}, {at.x + 15 * u, at.y + 14 * u}, color, 1.5f * u);
    return;
  }
  list.AddRect({at.x + 2 * u, at.y + u}, {at.x + 13 * u, at.y + 15 * u}, ink(ui.theme.muted), 1.5f * u, 0,
               std::max(1.0f, u));
  for (const float y : {5.0f, 8.0f, 11.0f})
    list.AddLine({at.x + 5 * u, at.y + y * u}, {at.x + 10 * u, at.y + y * u}, ink(ui.theme.muted));
}

// The folder's path as buttons, as many of the last parts as there is room for.
void draw_crumbs(Ui& ui, Browser& browser) {
  std::vector<fs::path> parts;
  for (fs::path at = browser.folder; !at.empty(); at = at.parent_path()) {
    parts.push_back(at);
    if (at == at.parent_path()) break;
  }
  std::ranges::reverse(parts);
  const auto label = [](const fs::path& part) { return part.has_filename() ? part.filename().string() : "/"; };
  const float pad = ui.px(5), gap = ui.px(2), room = ImGui::GetContentRegionAvail().x;
  const auto width = [&](const fs::path& part) { return ImGui::CalcTextSize(label(part).c_str()).x + 2 * pad + gap; };
  size_t first = parts.size();
  for (float used = 0; first > 0 && used + width(parts[first - 1]) < room; --first) used += width(parts[first - 1]);
  first = std::min(first, parts.size() - 1);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {pad, ui.px(3)});
  ImGui::PushStyleColor(ImGuiCol_Button, ink(ui.theme.panel));
  for (size_t i = first; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    ImGui::PushID(static_cast<int>(i));
    ImGui::PushStyleColor(ImGuiCol_Text, ink(last ? ui.theme.text : ui.theme.muted));
    const std::string text = label(parts[i]);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float w = std::min(width(parts[i]) - gap, ImGui::GetContentRegionAvail().x);
    const bool pressed = ImGui::Button("##part", {w, 0});
    ImGui::PopStyleColor();
    ImGui::PopID();
    clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.regular, {from.x + pad, from.y + ui.px(3)}, w - 2 * pad + 1,
                 ink(last ? ui.theme.text : ui.theme.muted), text);
    if (pressed) go_to(browser, parts[i]);
    if (!last) ImGui::SameLine(0, gap);
  }
  ui.items.add("browser/folder", ImGui::GetItemRectMin().x, ImGui::GetItemRectMin().y, 10, 10, browser.folder.string());
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
}

void draw_places(Ui& ui, Browser& browser, float height) {
  ImGui::BeginChild("##places", {ui.px(150), height}, false, ImGuiWindowFlags_NoNav);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.px(1)});
  const float row = ui.px(28);
  for (size_t i = 0; i < browser.places.size(); ++i) {
    const Shortcut& place = browser.places[i];
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const bool here = place.folder == browser.folder;
    ImGui::PushID(static_cast<int>(i));
    if (row_button(ui, "##place", row, here)) go_to(browser, place.folder);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", place.folder.c_str());
    ImGui::PopID();
    describe(ui, fmt::format("browser/place/{}", place.label).c_str(), place.folder.string());
    clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.regular,
                 {from.x + ui.px(10), from.y + (row - ui.fonts.regular->FontSize) / 2}, ui.px(132), ink(ui.theme.text),
                 place.label);
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

// Returns the row that was opened by a double click.
const FolderEntry* draw_entry(Ui& ui, Browser& browser, const FolderEntry& entry, int index) {
  const float row = ui.px(28);
  const ImVec2 from = ImGui::GetCursorScreenPos();
  ImGui::PushID(index);
  const bool pressed = row_button(ui, "##entry", row, index == browser.chosen);
  ImGui::PopID();
  describe(ui, fmt::format("browser/entry/{}", entry.name).c_str(), entry.folder ? "folder" : "file");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float width = ImGui::GetItemRectSize().x, y = from.y + (row - ui.fonts.regular->FontSize) / 2;
  draw_sign(ui, list, {from.x + ui.px(10), from.y + ui.px(6)}, entry.folder);
  float room = width - ui.px(44);
  std::error_code error;
  const uintmax_t size = entry.folder ? 0 : fs::file_size(browser.folder / entry.name, error);
  if (!entry.folder && !error && width > ui.px(260)) {
    const std::string text = size_text(size);
    const float w = ImGui::CalcTextSize(text.c_str()).x;
    list.AddText({from.x + width - w - ui.px(10), y}, ink(ui.theme.muted), text.c_str());
    room -= ui.px(80);
  }
  clipped_text(list, *ui.fonts.regular, {from.x + ui.px(34), y}, room, ink(ui.theme.text), entry.name);
  if (!pressed) return nullptr;
  const bool again = browser.chosen == index && ImGui::IsMouseDoubleClicked(0);
  browser.chosen = index;
  browser.asking = false;
  if (browser.picks == Picks::new_file && !entry.folder) browser.text = entry.name;
  // A folder opens at once: there is nothing else to be done with it.
  return entry.folder || again ? &entry : nullptr;
}

void draw_entries(Ui& ui, Browser& browser, const std::vector<int>& shown, float height, bool moved) {
  ImGui::BeginChild("##entries", {0, height}, false, ImGuiWindowFlags_NoNav);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  const float row = ui.px(28);
  if (!browser.listing.error.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, ink(ui.theme.bad));
    ImGui::TextWrapped("This folder cannot be read: %s", browser.listing.error.c_str());
    ImGui::PopStyleColor();
  } else if (shown.empty()) {
    ImGui::TextDisabled("%s", browser.listing.entries.empty() ? "Nothing here that fits" : "No name has these letters");
  }
  if (moved && browser.chosen >= 0) {
    const float top = static_cast<float>(browser.chosen) * row, at = ImGui::GetScrollY();
    if (top < at) ImGui::SetScrollY(top);
    if (top + row > at + height) ImGui::SetScrollY(top + row - height);
  }
  const FolderEntry* opened = nullptr;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(shown.size()), row);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto at = static_cast<size_t>(shown[static_cast<size_t>(i)]);
      if (const FolderEntry* hit = draw_entry(ui, browser, browser.listing.entries[at], i)) opened = hit;
    }
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
  if (opened == nullptr) return;
  if (opened->folder) return go_to(browser, browser.folder / opened->name);
  take(ui, browser, step_of(browser, opened, true));
}

bool pressed(ImGuiKey key) {
  return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key));
}

const char* hint_of(const Browser& browser) {
  if (browser.picks == Picks::file) return "Type letters, or a path";
  return browser.picks == Picks::new_file ? "Name" : "A new folder here, or leave it empty";
}

// The field, which gets the keyboard back whenever it lost it. True: Enter.
bool draw_field(Ui& ui, Browser& browser) {
  if (!browser.typing && !ImGui::IsMouseDown(0)) ImGui::SetKeyboardFocusHere();
  const std::string before = browser.text;
  const bool enter = ImGui::InputTextWithHint("##text", hint_of(browser), &browser.text,
                                              ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  const bool was = std::exchange(browser.typing, ImGui::IsItemActive());
  describe(ui, "browser/text", browser.text);
  if (before != browser.text) {
    browser.asking = false;
    browser.complaint.clear();
    browser.chosen = browser.picks == Picks::file && !browser.text.empty() ? 0 : -1;
  }
  if (was && before.empty() && browser.text.empty() && pressed(ImGuiKey_Backspace))
    go_to(browser, browser.folder.parent_path());
  return enter;
}

void draw_footer(Ui& ui, Browser& browser, const FolderEntry* entry) {
  const ImGuiStyle& style = ImGui::GetStyle();
  const auto width = [&](const std::string& label) {
    return ImGui::CalcTextSize(label.c_str()).x + 2 * style.FramePadding.x;
  };
  if (browser.asking) {
    const Step step = step_of(browser, entry, true);
    const float buttons = width("Replace it") + width("Cancel") + style.ItemSpacing.x;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x - buttons - ui.px(12);
    clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.regular, {at.x, at.y + style.FramePadding.y}, room,
                 ink(ui.theme.warning), step.path.filename().string() + " is there already");
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room + ui.px(12));
    if (main_button(ui, "browser/replace", "Replace it")) take(ui, browser, step, true);
    ImGui::SameLine();
    if (ImGui::Button("Cancel##replace")) browser.asking = false;
    return;
  }
  const float buttons = width(browser.accept) + width("Cancel") + 2 * style.ItemSpacing.x;
  ImGui::SetNextItemWidth(std::max(ui.px(60), ImGui::GetContentRegionAvail().x - buttons));
  const bool enter = draw_field(ui, browser);
  ImGui::SameLine();
  const bool accepted = main_button(ui, "browser/accept", browser.accept.c_str());
  ImGui::SameLine();
  if (ImGui::Button("Cancel##browser"))
    ui.look.browser.reset();
  else if (enter || accepted)
    take(ui, browser, step_of(browser, entry, accepted));
}

void draw_inside(Ui& ui, Browser& browser) {
  refresh(browser);
  const std::string letters =
      browser.picks == Picks::file && !typed_path(browser.text, browser.home) ? browser.text : "";
  const std::vector<int> shown = matching(browser.listing, letters);
  const int before = browser.chosen;
  const int last = static_cast<int>(shown.size()) - 1;
  if (pressed(ImGuiKey_DownArrow)) ++browser.chosen;
  if (pressed(ImGuiKey_UpArrow)) --browser.chosen;
  if (pressed(ImGuiKey_PageDown)) browser.chosen += 10;
  if (pressed(ImGuiKey_PageUp)) browser.chosen -= 10;
  browser.chosen = std::clamp(browser.chosen, -1, last);
  const bool moved = before != browser.chosen;
  const auto entry_at = [&](int index) -> const FolderEntry* {
    if (index < 0 || index > last) return nullptr;
    return &browser.listing.entries[static_cast<size_t>(shown[static_cast<size_t>(index)])];
  };
  const FolderEntry* entry = entry_at(browser.chosen);
  if (moved && browser.picks == Picks::new_file && entry != nullptr && !entry->folder) browser.text = entry->name;
  ImGui::PushFont(ui.fonts.strong);
  ImGui::TextUnformatted(browser.title.c_str());
  ImGui::PopFont();
  describe(ui, "browser", browser.title);
  draw_crumbs(ui, browser);
  ImGui::Dummy({0, ui.px(2)});
  const float footer = ImGui::GetFrameHeight() + ui.fonts.small->FontSize + 2 * ui.px(8);
  const float height = std::max(ui.px(28), ImGui::GetContentRegionAvail().y - footer);
  if (ImGui::GetContentRegionAvail().x > ui.px(430)) {
    draw_places(ui, browser, height);
    ImGui::SameLine(0, ui.px(14));
  }
  draw_entries(ui, browser, shown, height, moved);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string said = !browser.complaint.empty() ? browser.complaint
                           : browser.endings.empty()  ? ""
                                                      : fmt::format("{}", fmt::join(browser.endings, "  "));
  clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.small, at, ImGui::GetContentRegionAvail().x,
               ink(browser.complaint.empty() ? ui.theme.muted : ui.theme.bad), said);
  ImGui::Dummy({0, ui.fonts.small->FontSize});
  draw_footer(ui, browser, entry);
}

}  // namespace

void draw_browser(Ui& ui, float width, float height) {
  if (!ui.look.browser) return close_sheet(kSheet);
  if (!begin_sheet(ui, kSheet, width, height, 760, 520)) return;
  draw_inside(ui, *ui.look.browser);
  ImGui::EndPopup();
}

}  // namespace fp::panels
