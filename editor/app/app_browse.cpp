// The file browser and what is done with what was picked; examples; recent templates.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "editor/app/app.hpp"
#include "editor/app/recent.hpp"
#include "editor/panels/data.hpp"
#include "engine/media/png_write.hpp"
#include "engine/render/frame_source.hpp"

namespace fp::editor {
namespace {

namespace fs = std::filesystem;
using panels::Browser;
using panels::Picks;
using panels::Purpose;

struct Kind {
  Purpose purpose;
  Picks picks;
  const char *title, *accept;
  std::vector<std::string> endings;
};

const Kind& kind_of(Purpose purpose) {
  static const Kind kKinds[] = {
      {Purpose::open_template, Picks::file, "Open a template", "Open", {".json", ".jsonnet"}},
      {Purpose::load_table, Picks::file, "Load a table", "Load", {".csv", ".tsv", ".json", ".jsonl"}},
      {Purpose::add_image, Picks::file, "Add an image", "Add", {".png", ".jpg", ".jpeg", ".webp", ".svg"}},
      {Purpose::add_video, Picks::file, "Add a video", "Add", panels::file_endings(Param::Type::video)},
      {Purpose::add_audio, Picks::file, "Add sound", "Add", panels::file_endings(Param::Type::audio)},
      {Purpose::add_captions, Picks::file, "Add captions", "Add", panels::file_endings(Param::Type::captions)},
      {Purpose::choose_asset, Picks::file, "Choose a file", "Choose", {}},
      {Purpose::choose_parameter, Picks::file, "Choose a file", "Choose", {}},  // its endings are the parameter's
      {Purpose::save_template, Picks::new_file, "Save under another name", "Save", {".json"}},
      {Purpose::save_frame, Picks::new_file, "Export this frame", "Export", {".png"}},
      {Purpose::new_from_example, Picks::folder, "Copy the example into a folder", "Create", {}},
      {Purpose::export_folder, Picks::folder, "Folder for the videos", "Use this folder", {}}};
  return kKinds[static_cast<size_t>(purpose)];
}

const Param* param_of(const Template& tpl, const std::string& name) {
  const auto found = std::ranges::find(tpl.params, name, &Param::name);
  return found == tpl.params.end() ? nullptr : &*found;
}

fs::path home_folder() {
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? fs::path(home) : fs::path("/");
}

std::string message_of(const Errors& errors) {
  const Diagnostic& first = errors.front();
  return first.hint.empty() ? first.message : first.message + ": " + first.hint;
}

}  // namespace

std::vector<panels::Shortcut> App::shortcuts() const {
  std::vector<panels::Shortcut> places{{"Home", home_folder()}};
  const auto add = [&](const std::string& label, const fs::path& folder) {
    std::error_code error;
    const bool known = std::ranges::find(places, folder, &panels::Shortcut::folder) != places.end();
    if (!known && fs::is_directory(folder, error)) places.push_back({label, folder});
  };
  if (!wanted_.file.empty()) add("This template", fs::absolute(wanted_.file).parent_path());
  add("Documents", home_folder() / "Documents");
  add("Videos", home_folder() / "Videos");
  for (const panels::RecentFile& recent : recent_) {
    const fs::path folder = recent.file.parent_path();
    add(folder.filename().string(), folder);
  }
  add("Disk", "/");
  return places;
}

void App::browse(const panels::Browse& wish) {
  const Kind& kind = kind_of(wish.purpose);
  const bool here = wish.purpose != Purpose::open_template && wish.purpose != Purpose::new_from_example;
  if (here && !loaded_) return;
  const bool adds = wish.purpose >= Purpose::add_image && wish.purpose <= Purpose::add_captions;
  if ((wish.purpose == Purpose::save_template || adds) && !editable_) {
    message_ = "The layers of a .jsonnet template are changed in its source";
    return;
  }
  Browser browser{.purpose = wish.purpose,
                  .picks = kind.picks,
                  .title = kind.title,
                  .accept = kind.accept,
                  .endings = kind.endings,
                  .pointer = wish.pointer,
                  .places = shortcuts(),
                  .home = home_folder()};
  const fs::path own = wanted_.file.empty() ? fs::path() : fs::absolute(wanted_.file).parent_path();
  std::error_code error;
  browser.folder = !browsed_.empty() && fs::is_directory(browsed_, error) ? browsed_ : home_folder();
  if (here) browser.folder = own;
  if (const Param* param = here ? param_of(*loaded_->tpl, wish.pointer) : nullptr;
      param != nullptr && wish.purpose == Purpose::choose_parameter) {
    browser.title = fmt::format("Choose a {} for \"{}\"", panels::kind_of(*param), param->name);
    browser.endings = panels::file_endings(param->type);
    const Json* value = loaded_->rows->at(loaded_->row).object.find(param->name);
    const fs::path beside = value != nullptr && value->is_string() ? (own / value->text).parent_path() : own;
    if (fs::is_directory(beside, error)) browser.folder = beside;
  }
  if (wish.purpose == Purpose::save_template) browser.text = fs::path(wanted_.file).filename().string();
  if (wish.purpose == Purpose::save_frame) browser.text = fmt::format("{}-{}.png", loaded_->tpl->name, frame_);
  if (wish.purpose == Purpose::new_from_example) browser.text = wish.pointer;
  if (wish.purpose == Purpose::load_table && !wanted_.data.empty())
    browser.folder = fs::absolute(wanted_.data).parent_path();
  look_.browser = std::move(browser);
  window_->input().hold();
  look_.palette = look_.shortcuts = false;
  redraws_ = 3;
}

void App::picked(const panels::Picked& wish) {
  look_.browser.reset();
  redraws_ = 3;
  const bool elsewhere = wish.purpose == Purpose::open_template || wish.purpose == Purpose::new_from_example;
  if (elsewhere) browsed_ = wish.path.parent_path();
  switch (wish.purpose) {
    case Purpose::open_template:
      return open_another(wish.path, {});
    case Purpose::load_table:
      return perform(panels::LoadTable{wish.path});
    case Purpose::add_image:
      return add_file(wish.path, Param::Type::image);
    case Purpose::add_video:
      return add_file(wish.path, Param::Type::video);
    case Purpose::add_audio:
      return add_file(wish.path, Param::Type::audio);
    case Purpose::add_captions:
      return add_file(wish.path, Param::Type::captions);
    case Purpose::choose_asset:
      return choose_asset(wish.path, wish.pointer);
    case Purpose::choose_parameter:
      return choose_for_param(wish.path, wish.pointer);
    case Purpose::save_template:
      return save_as({wish.path, wish.overwrite});
    case Purpose::save_frame:
      return export_frame(wish.path, wish.overwrite);
    case Purpose::new_from_example:
      return new_from_example(wish.pointer, wish.path);
    case Purpose::export_folder:
      look_.exports.folder = wish.path.string();
      return;
  }
}

bool App::perform_files(shell::Action action) {
  using shell::Action;
  switch (action) {
    case Action::new_file:
      look_.welcome = !look_.welcome && loaded_;
      return true;
    case Action::open_file:
      browse({Purpose::open_template, {}});
      return true;
    case Action::load_table:
      browse({Purpose::load_table, {}});
      return true;
    case Action::save_as:
      browse({Purpose::save_template, {}});
      return true;
    case Action::add_image:
      browse({Purpose::add_image, {}});
      return true;
    case Action::add_video:
      browse({Purpose::add_video, {}});
      return true;
    case Action::add_audio:
      browse({Purpose::add_audio, {}});
      return true;
    case Action::add_captions:
      if (has_font()) browse({Purpose::add_captions, {}});
      return true;
    case Action::export_frame:
      browse({Purpose::save_frame, {}});
      return true;
    case Action::export_videos:
      look_.side = true;
      look_.tab = panels::Tab::exports;
      return true;
    default:
      return false;
  }
}

// Unsaved edits of what is open are in its journal and come back with it.
void App::open_another(const fs::path& file, const fs::path& table) {
  std::error_code error;
  if (!fs::exists(file, error)) {
    message_ = fmt::format("There is no {}", file.string());
    return;
  }
  const bool kept = editable_ && loaded_ && is_modified(session_.state) && wanted_.file != file;
  const std::string left = kept ? fs::path(wanted_.file).filename().string() : "";
  look_.welcome = false;
  options_.frame = 0;  // and the values of the command line were for what it named
  options_.open.sets.clear();
  load({.file = file.string(), .data = table.string()});
  if (!kept) return;
  if (!message_.empty()) message_ += ". ";
  message_ += fmt::format("The unsaved edits of {} are kept, and come back with it", left);
}

void App::new_from_example(const std::string& name, const fs::path& folder) {
  const auto example = std::ranges::find(examples_, name, &panels::Example::name);
  if (example == examples_.end()) return;
  const auto file = copy_example(example->folder, folder);
  if (!file) {
    message_ = message_of(file.error());
    return;
  }
  open_another(*file, table_of_example(folder));
}

void App::remember(const fs::path& file) {
  std::vector<fs::path> files;
  for (const panels::RecentFile& recent : recent_) files.push_back(recent.file);
  files = with_recent(std::move(files), fs::absolute(file).lexically_normal());
  take_recent(files);
  if (const fs::path folder = state_folder(); !folder.empty())
    (void)write_small(folder / "recent.json", recent_text(files));
}

void App::take_recent(const std::vector<fs::path>& files) {
  recent_.clear();
  for (const fs::path& file : files) {
    std::error_code error;
    recent_.push_back({file, fs::exists(file, error)});
  }
}

// Only once something of it is to be seen: drawing them takes a while.
void App::show_stills() {
  const bool seen = look_.welcome || (!loaded_ && wanted_.file.empty());
  if (seen && !stills_begun_ && !examples_.empty()) {
    stills_begun_ = true;
    const fs::path cache = cache_folder();
    drawing_stills_ =
        std::async(std::launch::async, [this, examples = examples_, kept = cache.empty() ? cache : cache / "stills"] {
          auto stills = draw_stills(examples, kept, stop_stills_);
          shell::Window::wake();
          return stills;
        });
  }
  if (drawing_stills_.valid() && drawing_stills_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    stills_ = drawing_stills_.get();
    examples_ = stills_.examples;
    stills_stale_ = true;
    redraws_ = 3;
  }
  if (!stills_.rgba.empty() && std::exchange(stills_stale_, false))
    screen_->set_sheet(shell::Texture::stills, kStillWidth, kStillHeight * static_cast<int>(examples_.size()),
                       stills_.rgba);
}

// A file becomes the value at a pointer, by its name beneath the template's folder.
void App::choose_asset(const fs::path& file, const std::string& pointer) {
  const auto inside = name_beneath(loaded_->tpl->assets->folder(), file);
  if (!inside) {
    look_.copy_in = file.string();
    look_.copy_pointer = pointer;
    look_.copy_for = panels::Purpose::choose_asset;
    return;
  }
  edit(SetProperty{pointer, Json::of(*inside)});
}

// A file becomes a value to try.
void App::choose_for_param(const fs::path& file, const std::string& name) {
  const Param* param = loaded_ ? param_of(*loaded_->tpl, name) : nullptr;
  if (param == nullptr) return;
  const std::vector<std::string>& endings = panels::file_endings(param->type);
  if (std::ranges::find(endings, panels::ending_of(file)) == endings.end()) {
    message_ = fmt::format("{} cannot be the {} of \"{}\": it takes {}", file.filename().string(),
                           panels::kind_of(*param), name, fmt::join(endings, " "));
    return;
  }
  const auto inside = name_beneath(loaded_->tpl->assets->folder(), file);
  if (inside) {
    edit(TryParameter{name, Json::of(*inside)});
    return;
  }
  look_.copy_in = file.string();
  look_.copy_pointer = name;
  look_.copy_for = Purpose::choose_parameter;
}

void App::copy_in() {
  const fs::path file = std::exchange(look_.copy_in, {});
  const std::string pointer = std::exchange(look_.copy_pointer, {});
  if (!loaded_ || file.empty()) return;
  const auto name = import_asset(loaded_->tpl->assets->folder(), file);
  if (!name) {
    message_ = message_of(name.error());
    return;
  }
  picked({look_.copy_for, pointer, loaded_->tpl->assets->folder() / *name});
}

// Pictures of what the parameters of the shown row name, drawn beside where they are seen.
void App::show_assets() {
  if (drawing_assets_.valid() && drawing_assets_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    asset_pictures_ = drawing_assets_.get();
    assets_stale_ = true;
    redraws_ = 3;
  }
  if (!asset_pictures_.rgba.empty() && std::exchange(assets_stale_, false))
    screen_->set_sheet(shell::Texture::assets, kAssetSheet, kAssetSheet, asset_pictures_.rgba);
  const bool seen = loaded_ && look_.side && look_.tab == panels::Tab::data;
  if (!seen || drawing_assets_.valid()) return;
  auto wanted = wanted_assets(*loaded_->tpl, loaded_->rows->at(loaded_->row));
  if (loaded_->assets == asset_pictures_.assets && wanted == asset_pictures_.wanted) return;
  drawing_assets_ = std::async(std::launch::async, [file = loaded_->request.file, assets = loaded_->assets, wanted] {
    auto pictures = draw_assets(file, assets, wanted);
    shell::Window::wake();
    return pictures;
  });
}

// The pixels that `framepress still` writes, whatever is hidden here.
void App::export_frame(const fs::path& file, bool overwrite) {
  if (!loaded_) return;
  if (writing_frame_.valid()) writing_frame_.wait();
  message_ = "Drawing the frame for " + file.filename().string();
  writing_frame_ = std::async(std::launch::async, [c = loaded_->composition, assets = loaded_->assets, device = device_,
                                                   frame = frame_, file, overwrite] {
    FrameSource source(c, assets, device, PixelFormat::rgba8);
    const auto rendered = source.frame(frame);
    Result<void> written = rendered ? Result<void>() : fail(rendered.error());
    if (rendered) {
      const Frame& pixels = *rendered->frame;
      written = write_small(file, write_png(pixels.width, pixels.height, pixels.data), overwrite);
    }
    shell::Window::wake();
    return written ? fmt::format("Wrote {}", file.string()) : "Not exported: " + message_of(written.error());
  });
}

void App::take_frame_written() {
  if (!writing_frame_.valid() || writing_frame_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
  message_ = writing_frame_.get();
  redraws_ = 3;
}

}  // namespace fp::editor
