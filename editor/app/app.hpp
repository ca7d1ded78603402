// The running editor: one window, one document, one preview.
#pragma once

#include <atomic>
#include <future>
#include <optional>

#include "editor/app/asset_pictures.hpp"
#include "editor/app/examples.hpp"
#include "editor/app/exports.hpp"
#include "editor/app/files.hpp"
#include "editor/app/loaded.hpp"
#include "editor/app/timing.hpp"
#include "editor/app/workspace.hpp"
#include "editor/panels/panels.hpp"
#include "editor/preview/rows.hpp"
#include "editor/preview/sound_feed.hpp"
#include "editor/preview/soundtrack.hpp"
#include "editor/shell/screen.hpp"
#include "editor/shell/speaker.hpp"
#include "editor/shell/window.hpp"

namespace fp::editor {

// For tests: off by default, by environment variables (editor/README.md).
struct Rig {
  std::string socket;
  int slow_ms = 0;      // added to every frame
  int lose_device = 0;  // after so many frames, once
  bool validation = false;
  std::string speaker;  // a file that is written instead of what would be heard
};

struct Options {
  OpenRequest open;            // file "": nothing yet
  std::string device, keymap;  // keymap "": that of last time
  std::optional<bool> dark;    // absent: as last time
  double scale = 0;            // 0: as last time, else the desktop's
  shell::Extent size{1280, 800};
  int64_t frame = 0;
  bool actual = false;  // at 100% instead of fitted
  Rig rig;
};

// Returns when the window is closed.
Result<void> run(const Options& options);

class App {
 public:
  static Result<std::unique_ptr<App>> open(const Options& options);
  ~App();
  Result<void> loop();

 private:
  explicit App(Options options);
  Result<void> open_screen();

  // ---- what goes in (app_input.cpp)
  void take_input();
  void perform(shell::Action action);
  bool perform_playback(shell::Action action);
  bool perform_look(shell::Action action);
  bool perform_panels(shell::Action action);
  void perform(const panels::Wish& wish);
  void set_scale(double scale);
  void seek(int64_t frame, bool moving);
  void drop(const std::filesystem::path& file);
  void set_area(preview::WorkArea area);

  // ---- what is open (app_open.cpp)
  void load(OpenRequest request);  // of the file or of the session's text, whichever is set
  void load_edit();                // the session's text and what is tried out
  void take_loaded();
  void watch();
  void adopt(Loaded loaded, bool opened_anew);
  void show_composition();
  void know_files(bool anew);
  void reload();
  std::vector<std::string> sets() const;
  void change_row(int by);
  void next_format();
  void choose_format(const std::string& name);

  // ---- all rows (app_rows.cpp)
  void show_rows();   // to the workers, where rows or format are others
  void ask_rows();    // what they may do now
  bool stage_rows();  // true where the screen has to be drawn because of what they did
  void describe_rows(panels::Model& m) const;
  void describe_rows(Json& j) const;

  // ---- the session and its file (app_files.cpp)
  bool open_file(const OpenRequest& request);
  void take_file(const std::string& theirs);
  void save();
  void save_as(const panels::SaveAs& wish);
  void answer(panels::Answer::Kind kind);
  void quit();
  void keep_journal();  // once a second

  // ---- editing (app_edit.cpp)
  bool edit(const Command& command, uint64_t gesture = 0);
  void went(Change change);  // the history has changed
  void take_area(const WorkArea& area);
  void settle_view();  // after undo and the like: the playhead goes where it was
  bool perform_edit(shell::Action action);
  bool perform_layers(shell::Action action);
  bool perform_times(shell::Action action);
  void copy_layers(bool cut);
  void paste();
  void add_layer(shell::Action action);
  void add_file(const std::filesystem::path& file, Param::Type kind);  // image, video, audio or captions
  void add_sound_view(shell::Action action);                           // of the selected layer's sound
  bool has_font();                                                     // says so where the template names none
  void place(std::vector<Json> layers);                                // above the selected layer, and selects them
  std::vector<std::string> movable() const;                            // selected layers that are not locked

  // ---- compositions that are entered (app_scope.cpp)
  void open_composition();                // the one that the selected layer shows
  void escape_from_selection();           // nothing is selected, else one composition back
  void tell_scope();                      // what is edited, in words; and there is something of it to be seen
  std::optional<int64_t> inside() const;  // the playhead in the time of what is edited
  void survey();                          // boxes_ of what is edited

  // ---- files and examples (app_browse.cpp)
  bool perform_files(shell::Action action);
  std::vector<panels::Shortcut> shortcuts() const;
  void browse(const panels::Browse& wish);
  void picked(const panels::Picked& wish);
  void open_another(const std::filesystem::path& file, const std::filesystem::path& table);
  void new_from_example(const std::string& name, const std::filesystem::path& folder);
  void remember(const std::filesystem::path& file);
  void take_recent(const std::vector<std::filesystem::path>& files);
  void show_stills();
  void choose_asset(const std::filesystem::path& file, const std::string& pointer);
  void choose_for_param(const std::filesystem::path& file, const std::string& name);
  void show_assets();
  void copy_in();
  void export_frame(const std::filesystem::path& file, bool overwrite);
  void take_frame_written();

  // ---- exports (app_export.cpp)
  panels::ExportSource export_source() const;
  void export_videos(bool copy);
  void perform(const panels::JobWish& wish);

  // ---- arrangements that are kept (app_workspace.cpp)
  void restore_workspace();
  void keep_workspace(bool now);
  bool rearranged() const;
  void use_workspace(const std::string& name);
  void save_workspace(const std::string& name, bool overwrite);
  void remove_workspace();
  void perform(const panels::WorkspaceWish& wish);

  // ---- sound (app_sound.cpp)
  bool perform_sound(shell::Action action);
  void open_speaker();
  void take_speaker();
  void play_sound();              // each turn: what is heard follows what is played
  void start_sound(int64_t now);  // at the playhead
  void keep_together(int64_t now);
  void scrub_sound();  // a snippet of the frame that is shown
  void show_bars();    // waveforms of what is edited
  void take_levels();
  void describe_sound(panels::Model& m) const;
  void describe_sound(Json& j) const;

  // ---- what comes out (app.cpp)
  void ask();
  bool stage_picture();
  void rebuild_fonts();
  void draw();
  Result<void> present();
  double pause() const;
  panels::Model model() const;
  Json state() const;
  int64_t frames() const { return loaded_ ? loaded_->composition->frames : 1; }
  void refresh();  // what follows from the session and the frame

  Options options_;
  shell::Keymap keymap_;
  std::shared_ptr<fp::Device> device_;
  std::unique_ptr<shell::Window> window_;
  std::unique_ptr<shell::Screen> screen_;
  shell::FontAtlas atlas_;
  shell::Registry registry_;
  std::unique_ptr<shell::RegistryServer> server_;

  std::optional<Loaded> loaded_;
  std::future<Result<Loaded>> loading_;
  std::vector<FileState> files_, changed_;
  int64_t watched_ = 0;
  OpenRequest wanted_;
  std::optional<OpenRequest> queued_;  // asked for while another was read
  Errors load_errors_;
  std::string message_;

  Session session_;
  bool editable_ = false;
  std::optional<KeptJournal> journal_;
  std::string view_;  // as the journal knows it
  int64_t journal_looked_at_ = 0;
  Document outlined_;  // the document and format that outline_ is of
  std::string outlined_format_, outlined_scope_;
  int64_t outlined_frames_ = 0;  // State::bound_frames
  Outline outline_;
  std::optional<Unmerged> unmerged_;
  bool modified_ = false;
  std::optional<std::vector<SeenBox>> boxes_;  // at boxes_of_
  std::pair<const Composition*, int64_t> boxes_of_{nullptr, -1};
  std::vector<std::string> boxes_in_;
  std::shared_ptr<const Composition> shown_;  // loaded_'s, without what is hidden

  preview::Playback playback_;
  panels::Look look_;
  bool scrubbing_ = false;
  int64_t frame_ = 0, last_move_ = 0;
  std::shared_ptr<const preview::Picture> picture_;  // the one staged
  std::shared_ptr<const preview::Picture> painted_;  // the one on the screen
  double zoom_ = 1;                                  // window pixels a canvas pixel
  std::shared_ptr<const std::vector<uint8_t>> cached_;
  int64_t cache_looked_at_ = 0;
  bool reduced_ = false;  // the staged picture can be shown smaller
  bool fonts_stale_ = true;
  int losses_ = 0;
  std::vector<panels::Wish> wishes_;
  int redraws_ = 3;
  bool quit_ = false;
  int64_t presented_ = 0, actions_ = 0, taps_ = 0, screens_ = 0, loads_ = 0;
  int64_t input_time_ = 0, drawn_at_ = 0;  // nanoseconds, steady
  Latency latency_;
  FrameWork work_;

  struct RowWork {
    std::shared_ptr<const std::vector<Values>> rows;  // what the workers were shown
    std::shared_ptr<const Template> tpl;
    std::shared_ptr<Assets> assets;
    std::string format;
    int64_t told_at = 0;                              // when `order` and `problems` were made
    int64_t shown_at = 0;                             // when that was
    std::shared_ptr<const preview::Sheet> sheet;      // the one staged
    std::shared_ptr<const preview::Checked> checked;  // the one that `order` and `problems` are of
    size_t row = 0;
    preview::RowOrder sorted = preview::RowOrder::table;
    std::vector<size_t> order;
    bool unsorted = false;  // more is known than `order` follows from
    std::vector<preview::Problem> problems;
    std::string checked_at;
  } row_work_;
  std::unique_ptr<preview::Thumbnails> thumbnails_;
  std::unique_ptr<preview::Checks> checks_;
  struct SoundWork {
    std::shared_ptr<const preview::Soundtrack> track;
    std::map<std::string, panels::BarSound> bars;  // of `bars_of`, as far as files are known
    std::shared_ptr<const Composition> bars_of;
    std::map<Hash128, std::shared_ptr<const preview::Played>> played;  // of the bars
    struct Playing {                                                   // what the feed was told
      const Pcm* pcm = nullptr;
      int64_t frame = 0, began = 0;
      preview::WorkArea area;
      bool operator==(const Playing&) const = default;
    };
    std::optional<Playing> playing;
    bool joining = false;  // the picture waits for the sound
    float left = 0, right = 0;
    int64_t levels_at = 0;
    int64_t starts = 0, snippets = 0, resyncs = 0;
    std::string missing;  // why there is no speaker; "": it was not looked for
    int64_t looked_at = 0;
    std::future<Result<std::unique_ptr<shell::Speaker>>> opening;
  } sound_;
  std::atomic<bool> bars_stale_ = false;  // files are known that were not
  preview::SoundFeed feed_;
  std::unique_ptr<shell::Speaker> speaker_;
  std::unique_ptr<preview::Soundtracks> soundtracks_;
  std::unique_ptr<preview::Waveforms> waveforms_;
  std::vector<panels::Example> examples_;
  std::vector<panels::RecentFile> recent_;
  std::filesystem::path browsed_;  // the folder in which a template was chosen last
  Stills stills_;
  std::future<Stills> drawing_stills_;
  std::atomic<bool> stop_stills_ = false;
  bool stills_begun_ = false, stills_stale_ = false;
  AssetPictures asset_pictures_;
  std::future<AssetPictures> drawing_assets_;
  bool assets_stale_ = false;
  std::future<std::string> writing_frame_;  // what to say afterwards
  std::unique_ptr<Exports> exports_;
  bool stopping_ = false;  // exports were asked to stop, for quitting
  std::filesystem::path workspace_file_, workspaces_folder_;
  std::vector<panels::NamedWorkspace> workspaces_;
  std::optional<Json> workspace_;  // what look_.workspaces.current holds
  std::string workspace_text_;
  int64_t workspace_looked_at_ = 0;
  std::unique_ptr<preview::Preview> preview_;  // first to go: its worker uses the device and wakes the window
};

}  // namespace fp::editor
