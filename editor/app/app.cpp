#include "editor/app/app.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "editor/state/scope.hpp"

namespace fp::editor {
namespace {

constexpr double kSecond = 1e9;
constexpr int kScreenTries = 5;
constexpr int64_t kCacheEvery = 200'000'000;  // ns: the cache bar need not follow every frame

std::string describe(const DeviceDescription& d) {
  return d.kind == "cpu" ? fmt::format("CPU {}", d.name) : d.name;
}

}  // namespace

App::App(Options options) : options_(std::move(options)) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  io.ConfigInputTextCursorBlink = options_.rig.socket.empty();
  shell::map_keys(io);
}

App::~App() {
  if (loading_.valid()) loading_.wait();
  if (sound_.opening.valid()) sound_.opening.wait();
  speaker_.reset();
  soundtracks_.reset();
  waveforms_.reset();
  checks_.reset();
  thumbnails_.reset();
  stop_stills_ = true;
  if (drawing_stills_.valid()) drawing_stills_.wait();
  if (writing_frame_.valid()) writing_frame_.wait();
  if (drawing_assets_.valid()) drawing_assets_.wait();
  preview_.reset();
  server_.reset();
  screen_.reset();
  window_.reset();
  ImGui::DestroyContext();
}

Result<std::unique_ptr<App>> App::open(const Options& options) {
  std::unique_ptr<App> app(new App(options));
  app->examples_ = read_examples(examples_folder(program_folder()));
  app->exports_ = std::make_unique<Exports>(exporter_program(program_folder()));
  app->restore_workspace();
  auto keymap = shell::load_keymap(app->options_.keymap);
  // One that was chosen last time may be gone; one that was asked for must be there.
  if (!keymap && options.keymap.empty()) keymap = shell::load_keymap(app->options_.keymap = "default");
  if (!keymap) return fail(std::move(keymap.error()));
  app->keymap_ = std::move(*keymap);
  auto window = shell::Window::open("Framepress", options.size);
  if (!window) return fail(std::move(window.error()));
  app->window_ = std::move(*window);
  auto device = fp::Device::open(
      {.request = options.device, .say = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }});
  if (!device) return fail(std::move(device.error()));
  app->device_ = *device;
  app->look_.fit = !options.actual;
  app->set_scale(app->options_.scale > 0 ? app->options_.scale : app->window_->scale());
  if (auto opened = app->open_screen(); !opened) return fail(std::move(opened.error()));
  if (!options.rig.socket.empty()) {
    auto server = shell::RegistryServer::open(options.rig.socket, app->registry_);
    if (!server) return fail(std::move(server.error()));
    app->server_ = std::move(*server);
    app->registry_.turn_on();
  }
  app->preview_ = std::make_unique<preview::Preview>(preview::Options{.on_picture = shell::Window::wake});
  app->thumbnails_ = std::make_unique<preview::Thumbnails>(shell::Window::wake);
  app->checks_ = std::make_unique<preview::Checks>(shell::Window::wake);
  app->soundtracks_ = std::make_unique<preview::Soundtracks>(shell::Window::wake);
  app->waveforms_ = std::make_unique<preview::Waveforms>([of = app.get()] {
    of->bars_stale_ = true;
    shell::Window::wake();
  });
  const std::string said = app->message_;  // of what was kept
  if (!options.open.file.empty()) app->load(options.open);
  if (!said.empty()) app->message_ = said + (app->message_ == said ? "" : ". " + app->message_);
  return app;
}

// Also after the old one was lost: whatever it showed is staged again.
Result<void> App::open_screen() {
  screen_.reset();
  auto screen = shell::Screen::open(window_->handle(), options_.rig.validation);
  if (!screen) return fail(std::move(screen.error()));
  screen_ = std::move(*screen);
  ++screens_;
  fonts_stale_ = stills_stale_ = assets_stale_ = true;
  picture_ = nullptr;
  row_work_.sheet = nullptr;
  redraws_ = 3;
  return {};
}

void App::rebuild_fonts() {
  if (!std::exchange(fonts_stale_, false)) return;
  atlas_ = shell::build_fonts(look_.scale);
  screen_->set_font(atlas_.width, atlas_.height, atlas_.rgba);
}

void App::ask() {
  if (!loaded_) return;
  const bool moving = scrubbing_ || playback_.rate != 0 || session_.gesture;
  preview_->ask({.frame = frame_,
                 .moving = moving,
                 .draft = look_.draft,
                 .view = look_.client ? preview::View::client : preview::View::frame,
                 .step = playback_.rate == 0 ? 1 : playback_.rate,
                 .area = playback_.area,
                 .at = scrubbing_ ? last_move_ : 0});
}

// True where the screen has to be drawn because of it.
bool App::stage_picture() {
  auto next = preview_->picture();
  if (!next || !loaded_) return false;
  const bool reduced = zoom_ * next->divisor < 0.99;
  const bool same_pixels = picture_ && picture_->pixels == next->pixels && reduced == reduced_;
  const bool news = next != picture_;
  if (!same_pixels) {
    const Frame& frame = *next->pixels;
    screen_->set_frame(frame.width, frame.height, frame.data, reduced);
    reduced_ = reduced;
  }
  picture_ = std::move(next);
  return news || !same_pixels;
}

panels::Model App::model() const {
  panels::Model m;
  m.playback = playback_;
  m.frame = frame_;
  m.device = describe(device_->describe());
  m.message = message_;
  m.errors = !load_errors_.empty() ? load_errors_ : preview_->errors();
  m.stale = !load_errors_.empty();
  m.examples = &examples_;
  m.recent = &recent_;
  m.jobs = &exports_->jobs();
  m.workspaces = &workspaces_;
  m.pictures = &asset_pictures_.cells;
  m.rearranged = rearranged();
  m.source = export_source();
  if (exporter_program(program_folder()).empty())
    m.exporter_missing = "The program framepress, which makes the videos, is not beside the editor";
  if (!loaded_) return m;
  m.composition = loaded_->composition.get();
  m.template_name = loaded_->tpl->name;
  m.format = loaded_->composition->format;
  if (loaded_->table) {
    m.row = static_cast<int>(loaded_->row) + 1;
    m.rows = static_cast<int>(loaded_->rows->size());
    m.row_label = loaded_->composition->row_label;
  }
  m.picture = picture_;
  m.cached = cached_;
  m.state = &session_.state;
  m.outline = &outline_;
  m.history = &session_.history;
  m.time = scope_time(session_.state);
  m.inside = frame_inside(m.time, frame_);
  m.editable = editable_;
  m.modified = modified_;
  m.tpl = loaded_->tpl.get();
  m.values = loaded_->rows.get();
  m.table = loaded_->table.get();
  m.table_file = loaded_->request.data;
  if (boxes_) m.boxes = &*boxes_;
  m.filtered = shown_ != loaded_->composition;
  if (unmerged_) m.conflicts = &unmerged_->conflicts;
  describe_rows(m);
  describe_sound(m);
  return m;
}

// What panels need to know of the session and the frame, made anew where it has changed.
void App::refresh() {
  if (!loaded_) return;
  const State& state = session_.state;
  if (!editable_) {
    outline_ = outline_of(*loaded_->composition);
  } else if (outlined_.text().data() != state.document.text().data() || outlined_format_ != state.format ||
             outlined_scope_ != scope_of(state) || outlined_frames_ != state.bound_frames) {
    outlined_ = state.document;
    outlined_format_ = state.format;
    outlined_scope_ = scope_of(state);
    outlined_frames_ = state.bound_frames;
    outline_ = read_outline(state, outlined_scope_);
  }
  modified_ = editable_ && session_.disk != state.document.text();
  show_bars();
  survey();
}

void App::draw() {
  rebuild_fonts();
  refresh();
  const shell::Extent size = window_->pixels();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(size.width), static_cast<float>(size.height)};
  io.DeltaTime = std::clamp(static_cast<float>(static_cast<double>(input_time_ - drawn_at_) / kSecond), 1e-4f, 0.5f);
  drawn_at_ = std::max(drawn_at_, input_time_);
  const shell::Theme& theme = look_.dark ? shell::dark_theme() : shell::light_theme();
  const panels::Model shown = model();
  ImGui::NewFrame();
  panels::Ui ui{shown, look_, theme, atlas_.fonts, keymap_, registry_, wishes_};
  panels::draw_everything(ui, io.DisplaySize.x, io.DisplaySize.y);
  ImGui::Render();
  io.MouseWheel = io.MouseWheelH = 0;
  if (options_.rig.slow_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(options_.rig.slow_ms));
}

Result<void> App::present() {
  if (options_.rig.lose_device > 0 && presented_ == options_.rig.lose_device) {
    options_.rig.lose_device = 0;
    screen_->lose_device_for_test();
  }
  const shell::Rgb c = (look_.dark ? shell::dark_theme() : shell::light_theme()).line;
  const shell::Extent size = window_->pixels();
  const auto shown =
      screen_->show(*ImGui::GetDrawData(), size.width, size.height,
                    {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255});
  if (!shown) {
    if (!shown.error().lost || ++losses_ > kScreenTries) return fail(Fault::failed, shown.error().why);
    message_ = "The window's device was lost and opened again";
    std::fprintf(stderr, "warning: %s; the window is opened anew\n", shown.error().why.c_str());
    return open_screen();
  }
  registry_.publish_items();
  if (!*shown) return {};
  losses_ = 0;
  ++presented_;
  if (picture_ && picture_ != painted_) {
    painted_ = picture_;
    preview::painted(playback_, picture_->frame);
    latency_.painted(picture_->frame, picture_->asked_at, shell::now());
  }
  return {};
}

// Seconds until something has to be done without an event.
double App::pause() const {
  if (redraws_ > 0) return window_->pixels().width == 0 ? 0.1 : 0;
  if (playback_.rate != 0)
    return std::clamp(static_cast<double>(preview::next_tick(playback_) - shell::now()) / kSecond, 0.0, 0.1);
  return look_.palette || exports_->busy() ? 0.1 : 0.25;
}

Json App::state() const {
  Json j = Json::object();
  const auto number = [&](const char* key, int64_t value) { j.set(key, Json::of(value)); };
  number("frame", frame_);
  j.set("hash", Json::of(picture_ && picture_->hash ? to_hex(*picture_->hash) : ""));
  number("picture", picture_ ? picture_->frame : -1);
  number("divisor", picture_ ? picture_->divisor : 0);
  const bool idle = redraws_ == 0 && window_->input().empty() && !loading_.valid() && preview_->settled() &&
                    picture_ == preview_->picture() && picture_ == painted_ && playback_.rate == 0;
  j.set("idle", Json::of(idle));
  number("presented", presented_);
  number("actions", actions_);
  number("taps", taps_);
  number("rate", playback_.rate);
  number("ticks", playback_.ticks);
  number("dropped", playback_.dropped);
  number("first", playback_.area.first);
  number("final", playback_.area.last);
  number("screens", screens_);
  number("loads", loads_);
  number("row", loaded_ && loaded_->table ? static_cast<int64_t>(loaded_->row) + 1 : 0);
  j.set("format", Json::of(loaded_ ? loaded_->composition->format : ""));
  number("errors", static_cast<int64_t>(load_errors_.size() + preview_->errors().size()));
  j.set("editable", Json::of(editable_));
  j.set("modified", Json::of(editable_ && session_.disk != session_.state.document.text()));
  number("done", static_cast<int64_t>(session_.history.done));
  number("entries", static_cast<int64_t>(session_.history.entries.size()));
  j.set("last", Json::of(session_.history.done > 0 ? session_.history.entries[session_.history.done - 1].name : ""));
  std::string selection;
  for (const std::string& layer : session_.state.selection) selection += (selection.empty() ? "" : " ") + layer;
  j.set("selection", Json::of(selection));
  j.set("scope", Json::of(scope_of(session_.state)));
  number("inside", inside().value_or(-1));
  number("keys", static_cast<int64_t>(session_.state.keys.size()));
  j.set("dragging", Json::of(session_.gesture.has_value()));
  j.set("question", Json::of(unmerged_                            ? "merge"
                             : !look_.copy_in.empty()             ? "copy"
                             : look_.quitting                     ? "quit"
                             : !look_.workspaces.removing.empty() ? "workspace"
                                                                  : ""));
  j.set("browser", Json::of(look_.browser ? look_.browser->listing.path.string() : ""));
  j.set("welcome", Json::of(look_.welcome || !loaded_));
  j.set("file", Json::of(wanted_.file));
  j.set("exporting", Json::of(exports_->busy()));
  number("exports", static_cast<int64_t>(exports_->jobs().size()));
  j.set("workspace", Json::of(look_.workspaces.current));
  j.set("rearranged", Json::of(rearranged()));
  j.set("naming", Json::of(look_.workspaces.naming));
  j.set("message", Json::of(message_));
  j.set("palette", Json::of(look_.palette));
  j.set("query", Json::of(look_.query));
  j.set("shortcuts", Json::of(look_.shortcuts));
  j.set("scrubbing", Json::of(scrubbing_));
  number("painted", latency_.distinct);
  number("samples", static_cast<int64_t>(latency_.samples.size()));
  j.set("p50", Json::of(percentile_ms(latency_.samples, 0.5)));
  j.set("p95", Json::of(percentile_ms(latency_.samples, 0.95)));
  j.set("work50", Json::of(percentile_ms(work_.samples, 0.5)));
  j.set("work95", Json::of(percentile_ms(work_.samples, 0.95)));
  number("cached", cached_ ? std::ranges::count_if(*cached_, [](uint8_t level) { return level != 0; }) : 0);
  number("width", window_->pixels().width);
  number("height", window_->pixels().height);
  j.set("scale", Json::of(static_cast<double>(look_.scale)));
  describe_rows(j);
  describe_sound(j);
  j.set("screen", Json::of(screen_->device()));
  return j;
}

Result<void> App::loop() {
  while (!quit_) {
    if (window_->wants_to_close()) {
      window_->keep_open();
      quit();
      redraws_ = 3;
    }
    window_->wait(pause());
    const int64_t began = thread_time();
    take_input();
    take_loaded();
    play_sound();
    watch();
    keep_journal();
    keep_workspace(false);
    take_frame_written();
    show_stills();
    show_assets();
    if (exports_->poll()) redraws_ = std::max(redraws_, 1);
    const int64_t frame = preview::advance(playback_, shell::now());
    if (frame != std::exchange(frame_, frame)) redraws_ = std::max(redraws_, 1);
    ask();
    if (loaded_) {
      const shell::Extent size = window_->pixels();
      const auto width = static_cast<float>(size.width), height = static_cast<float>(size.height);
      const panels::Rect view = panels::place_panels(look_, true, width, height).canvas;
      const Composition& c = *loaded_->composition;
      zoom_ = panels::place_canvas(look_, c.width, c.height, view).width / static_cast<double>(c.width);
    }
    if (shell::now() - cache_looked_at_ >= kCacheEvery) {
      cache_looked_at_ = shell::now();
      auto cached = preview_->cached();
      if (!cached_ || *cached != *cached_) redraws_ = std::max(redraws_, 1);
      cached_ = std::move(cached);
    }
    ask_rows();
    if (stage_rows()) redraws_ = std::max(redraws_, 1);
    if (stage_picture()) redraws_ = std::max(redraws_, 1);
    if (redraws_ > 0) {
      --redraws_;
      draw();
      const int64_t shown = thread_time();
      if (auto done = present(); !done) return done;
      const int64_t presented = thread_time();
      for (const panels::Wish& wish : std::exchange(wishes_, {})) perform(wish);
      work_.add(thread_time() - presented + shown - began);
    }
    if (registry_.on()) registry_.publish_state(state());
  }
  journal_looked_at_ = 0;
  keep_journal();
  keep_workspace(true);
  return {};
}

Result<void> run(const Options& options) {
  auto app = App::open(options);
  if (!app) return fail(std::move(app.error()));
  return (*app)->loop();
}

}  // namespace fp::editor
