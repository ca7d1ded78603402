// The panels of the window. They read a Model and what the user chose to see, draw with Dear ImGui, and say what they
// want done as Wishes; none of them changes anything else.
#pragma once

#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "editor/panels/browser.hpp"
#include "editor/panels/export_command.hpp"
#include "editor/panels/handles.hpp"
#include "editor/panels/timeline_look.hpp"
#include "editor/preview/preview.hpp"
#include "editor/preview/rank.hpp"
#include "editor/preview/thumbnails.hpp"
#include "editor/preview/waveform.hpp"
#include "editor/shell/actions.hpp"
#include "editor/shell/fonts.hpp"
#include "editor/shell/keymap.hpp"
#include "editor/shell/registry.hpp"
#include "editor/shell/theme.hpp"
#include "editor/state/formats.hpp"
#include "editor/state/history.hpp"
#include "editor/state/merge.hpp"
#include "editor/state/outline.hpp"
#include "editor/state/scope.hpp"
#include "engine/display/survey.hpp"
#include "engine/template/template.hpp"

namespace fp::panels {

// A template to begin from, and one that was open before.
struct Example {
  std::string name, description;
  std::filesystem::path folder;
  int still = -1;               // its place in Texture::stills; -1: not drawn yet
  float width = 0, height = 0;  // the part of the place that it fills, 0 to 1, from the middle
};
struct RecentFile {
  std::filesystem::path file;
  bool there = true;
};
inline constexpr int kAssetSide = 64, kAssetCells = 8;  // pixels of a cell of Texture::assets; cells across and down
struct NamedWorkspace {
  std::string name;
  bool built_in = false;  // else saved: it can be replaced and removed
};

// What a layer's file sounds like, for its bar.
struct BarSound {
  std::shared_ptr<const preview::Peaks> peaks;    // null: not looked through yet, or it cannot be read
  std::shared_ptr<const preview::Played> played;  // there where peaks are
  bool footage = false, faulty = false;
};
// What is heard, for the transport.
struct SoundView {
  bool speaker = false;
  std::string device;                  // its name, or why there is none; "": not looked for yet
  bool heard = false, making = false;  // there is a programme; another one is made
  float left = 0, right = 0;           // levels, of full scale
};

// What is open, and where the playhead stands. Pointers live for the frame.
struct Model {
  const Composition* composition = nullptr;  // null: nothing is open
  std::string template_name, format;
  int row = 0, rows = 0;  // of a table, from 1; rows 0: without one
  std::string row_label;
  int64_t frame = 0;
  preview::Playback playback;
  std::shared_ptr<const preview::Picture> picture;
  std::shared_ptr<const std::vector<uint8_t>> cached;
  std::string device, message;  // message: the newest thing to say
  Errors errors;                // of loading or drawing
  bool stale = false;           // errors keep a changed file, or an edit, from being shown

  // The document as it is edited. `state` is there whenever something is open; where not `editable` (a .jsonnet
  // template, which is a program) its document is empty, `outline` is that of the composition, and only what is no
  // part of the document can be done to it.
  const editor::State* state = nullptr;
  const editor::Outline* outline = nullptr;  // of what is edited: the template's layers, or a composition's
  const editor::History* history = nullptr;
  bool editable = false, modified = false;
  // The playhead in the time of what is edited, and that time. Absent where it is not known: then nothing is keyed.
  std::optional<int64_t> inside;
  editor::ScopeTime time;
  // What the engine made of it last, perhaps of an older text.
  const Template* tpl = nullptr;
  const std::vector<Values>* values = nullptr;  // of every row; one without a table
  const Table* table = nullptr;
  std::filesystem::path table_file;
  const std::vector<SeenBox>* boxes = nullptr;  // of what is edited, at the playhead; null: they cannot be measured
  bool filtered = false;                        // layers are hidden or soloed: what is shown is not the frame

  const std::vector<editor::Conflict>* conflicts = nullptr;  // of the last merge, until answered; null: none

  const std::vector<size_t>* order = nullptr;               // indices of rows, as Look::row_order sorts them
  std::shared_ptr<const preview::Sheet> thumbnails;         // as the window has them; null: none yet
  std::shared_ptr<const preview::Checked> checked;          // null: nothing was checked yet
  const std::vector<preview::Problem>* problems = nullptr;  // of `checked`, for the current row and format
  std::string checked_at;                                   // "14:03"; empty: not yet
  const std::vector<Example>* examples = nullptr;
  const std::vector<RecentFile>* recent = nullptr;  // newest first
  ExportSource source;                              // its tpl is null where nothing is open
  const std::vector<ExportJob>* jobs = nullptr;     // in the order they are done
  std::string exporter_missing;                     // why nothing can be exported; "": it can
  const std::vector<NamedWorkspace>* workspaces = nullptr;
  const std::map<std::string, int>* pictures = nullptr;     // cells of Texture::assets by the file's name
  const std::map<std::string, BarSound>* sounds = nullptr;  // by the layer's pointer
  SoundView sound;
  const Errors* sound_errors = nullptr;  // why there is no sound
  bool rearranged = false;               // since Look::workspaces.current was chosen or saved
};

// What stands in the panel at the side.
enum class Tab : uint8_t { properties, data, problems, history, exports };

// What a hand does on the canvas while its button is down.
struct CanvasDrag {
  enum class Kind : uint8_t { none, pending, move, scale, rotate, box, guide };
  Kind kind = Kind::none;
  uint64_t gesture = 0;
  Vec2 press{};  // canvas pixels
  Grip grip;     // of scale
  std::vector<Grabbed> grabbed;
  Snaps snaps;       // while moving: what is snapped to
  size_t guide = 0;  // index into State::guides, or their number: a new one
};
struct Rect {
  float x = 0, y = 0, width = 0, height = 0;
};
// Where files from the desktop can be dropped to become a parameter's value.
struct DropField {
  Rect at;
  std::string param;
};
struct PropertiesState;  // editor/panels/properties.hpp

// Workspaces under names.
struct WorkspaceLook {
  std::string current;          // chosen or saved last; "": none
  bool naming = false;          // the sheet that asks for a name
  std::string name, complaint;  // of the sheet: what was typed, and why it was not taken
  bool replacing = false;       // whether to replace the one that is there
  bool typing = false;          // the sheet's field has the keyboard
  std::string removing;         // to be answered first; "": none
  uint64_t dismissed = 0;       // Look::dismissed when the menu was drawn last
};

// What the user chose to see.
struct Look {
  bool fit = true;
  double zoom = 1;      // window pixels a canvas pixel, where not `fit`
  double x = 0, y = 0;  // the canvas point in the middle of the view, where not `fit`
  bool checker = true, safe_area = false, client = false;
  bool grid = false, guides = true, snapping = true;
  bool muted = false;
  int volume = 100;  // percent
  bool side = true, timeline = true, graph = false;
  Tab tab = Tab::properties;
  float side_width = 340, timeline_height = 270;  // units; where the splitters stand
  uint64_t gestures = 0;                          // ids given out: fresh_gesture()
  CanvasDrag drag;
  bool dark = true;
  float scale = 1;
  int draft = 2;
  bool palette = false, shortcuts = false, quitting = false;
  std::string query;  // of the palette
  int chosen = 0;
  TimelineLook time;
  // Counts Esc: what is typed into, or open above the panels, is dropped when it grows.
  uint64_t dismissed = 0;
  std::shared_ptr<PropertiesState> properties;  // made by draw_properties
  preview::RowOrder row_order = preview::RowOrder::worst;
  bool rows_hovered = false;       // rows keep their places under the hand
  bool row_grid = false;           // rows as pictures, else as a list
  bool check_all = false;          // rows and formats, else what is on the screen
  float params_share = 0.45f;      // of the data tab's height, where there is a table
  int row_seen = 0;                // the current row when the list was last scrolled to it
  std::vector<size_t> thumbnails;  // indices of rows whose pictures are on the screen
  std::optional<Browser> browser;  // open while it is there
  bool welcome = false;            // the examples, above what is open
  ExportChoice exports;
  WorkspaceLook workspaces;
  std::vector<DropField> drop_fields;  // on the screen
  // A file that would have to be copied beneath the template, and what for.
  std::string copy_in, copy_pointer;
  Purpose copy_for = Purpose::add_image;
};

struct Seek {
  int64_t frame = 0;
  bool moving = true;  // false: the hand let go
};
struct SetRow {
  int row = 0;
};
// A command. With a gesture's id it is the whole of a drag so far (history.hpp).
struct Edit {
  editor::Command command;
  uint64_t gesture = 0;
};
struct EndEdit {
  bool cancel = false;
};
struct Jump {
  size_t done = 0;  // entries of the history
};
struct Open {
  std::filesystem::path file;
};
struct LoadTable {
  std::filesystem::path file;  // "": without one
};
struct SaveAs {
  std::filesystem::path file;
  bool overwrite = false;
};
// Of a merge with both sides' changes at one place, and of quitting with unsaved edits.
struct Answer {
  enum class Kind : uint8_t {
    keep_mine,
    take_theirs,
    save_and_quit,
    keep_and_quit,
    discard_and_quit,
    stay,
    stop_exports,
    copy_in,
    remove_workspace
  };
  Kind kind = Kind::stay;
};
struct ShowFormat {
  std::string format;
};
// Opens the file browser. `pointer`: what Browser::pointer says of the purpose.
struct Browse {
  Purpose purpose = Purpose::open_template;
  std::string pointer;
};
struct Picked {
  Purpose purpose = Purpose::open_template;
  std::string pointer;
  std::filesystem::path path;
  bool overwrite = false;
};
// Exports what look.exports says, after saving; or puts the command into the clipboard.
struct Export {
  bool copy = false;
};
struct JobWish {
  enum class Kind : uint8_t { stop, again, failed_again, open_folder, forget } kind = Kind::stop;
  int id = 0;
};
// Removing asks first.
struct WorkspaceWish {
  enum class Kind : uint8_t { use, save, remove } kind = Kind::use;
  std::string name;
  bool overwrite = false;  // save: also where there is one of that name
};
using Wish = std::variant<shell::Action, Seek, SetRow, Edit, EndEdit, Jump, Open, LoadTable, SaveAs, Answer, ShowFormat,
                          Browse, Picked, Export, JobWish, WorkspaceWish>;

// What every panel is given.
struct Ui {
  const Model& model;
  Look& look;
  const shell::Theme& theme;
  const shell::Fonts& fonts;
  const shell::Keymap& keymap;
  shell::Registry& items;
  std::vector<Wish>& wishes;

  float px(float units) const { return std::round(units * look.scale); }
  uint64_t fresh_gesture() { return ++look.gestures; }
  bool entered() const { return model.state != nullptr && !model.state->entered.empty(); }
  void seek_inside(int64_t frame, bool moving) {  // in the time of what is edited
    if (const auto at = editor::frame_outside(model.time, frame)) wishes.emplace_back(Seek{*at, moving});
  }
  // Opens the composition that the layer shows; false where it shows none.
  bool enter(const std::string& layer) {
    if (!model.editable || editor::composition_of(model.state->document.root(), layer).empty()) return false;
    editor::Enter enter{model.state->entered};
    enter.way.push_back(layer);
    edit(std::move(enter));
    return true;
  }
  void edit(editor::Command command, uint64_t gesture = 0) { wishes.emplace_back(Edit{std::move(command), gesture}); }
};

// Places all panels in a window of this size, and draws what is open above them.
void draw_everything(Ui& ui, float width, float height);

void draw_top_bar(Ui& ui, const Rect& at);
void draw_canvas(Ui& ui, const Rect& at);
// Selecting, moving, scaling and turning layers on the canvas; over an item that covers `view`.
void edit_on_canvas(Ui& ui, const Rect& view, const Rect& canvas);
void draw_welcome(Ui& ui, const Rect& at);  // within a window: examples, recent templates
void draw_timeline(Ui& ui, const Rect& at);
void draw_side(Ui& ui, const Rect& at);  // tabs, and one of these:
void draw_properties(Ui& ui);
void draw_data(Ui& ui);
void draw_problems(Ui& ui);
void draw_history(Ui& ui);
void draw_export(Ui& ui);
void draw_jobs(Ui& ui);                                  // of the exports
void draw_questions(Ui& ui, float width, float height);  // what must be answered first
void draw_browser(Ui& ui, float width, float height);
void draw_transport(Ui& ui, const Rect& at);
// A button that opens the menu of workspaces, ending at `right`; returns where it begins. The sheet asks for a name.
float draw_workspace_button(Ui& ui, float from, float right);
void draw_workspace_sheet(Ui& ui, float width, float height);
void draw_status(Ui& ui, const Rect& at);
void draw_palette(Ui& ui, float width, float height);
void draw_shortcuts(Ui& ui, float width, float height);

// ---- without Dear ImGui, for tests

// Units: of the transport with its slider, and without where the timeline is open.
inline constexpr float kTransportHeight = 84, kButtonsHeight = 44;
struct Places {
  Rect top, canvas, side, transport, timeline, status;  // a panel without room has no area
};
Places place_panels(const Look& look, bool open, float width, float height);

// Where the canvas stands in the view: whole pixels, so that at 100% a canvas pixel is a pixel of the screen.
Rect place_canvas(const Look& look, int32_t width, int32_t height, const Rect& view);
// The zoom steps that + and - walk.
double zoom_step(double zoom, int direction);
// Zoomed so that the canvas point under (x, y) of the view stays there.
void zoom_about(Look& look, double zoom, const Rect& canvas, const Rect& view, int32_t width, int32_t height, double x,
                double y);
// How many lines the problems panel has.
size_t count_problems(const Model& model);
// "512, 310   #c2410c" of the picture at a canvas pixel, as shown; with "draft" or alpha where there is any.
std::string sample_text(const preview::Picture& picture, int32_t x, int32_t y);

}  // namespace fp::panels
