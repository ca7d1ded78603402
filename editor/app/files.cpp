#include "editor/app/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>

#include "editor/state/outline.hpp"
#include "engine/core/files.hpp"
#include "engine/template/composition.hpp"

namespace fp::editor {

std::filesystem::path state_folder() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state == '/') return std::filesystem::path(state) / "framepress";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return {};
  return std::filesystem::path(home) / ".local/state/framepress";
}

std::optional<std::string> name_beneath(const std::filesystem::path& folder, const std::filesystem::path& file) {
  std::error_code error, other;
  const auto from = std::filesystem::canonical(folder, error);
  const auto inside = std::filesystem::canonical(file, other).lexically_relative(from);
  if (error || other || inside.empty() || *inside.begin() == "..") return std::nullopt;
  return inside.generic_string();
}

Result<std::string> import_asset(const std::filesystem::path& folder, const std::filesystem::path& file) {
  constexpr int kTries = 1000;
  auto bytes = read_file(file, Fault::missing);
  if (!bytes) return fail(std::move(bytes.error()));
  for (int i = 1; i < kTries; ++i) {
    std::string name = file.stem().string();
    if (i > 1) name += fmt::format("-{}", i);
    name += file.extension().string();
    const std::filesystem::path target = folder / "assets" / name;
    std::error_code error;
    if (std::filesystem::exists(target, error)) {
      const auto there = read_file(target, Fault::missing);
      if (there && *there == *bytes) return "assets/" + name;
      continue;
    }
    auto pending = PendingFile::create(target, false);
    if (!pending) return fail(std::move(pending.error()));
    if (auto written = pending->write(std::as_bytes(std::span(*bytes))); !written) return fail(written.error());
    if (auto done = pending->publish(); !done) return fail(done.error());
    return "assets/" + name;
  }
  return fail(Fault::failed, fmt::format("there are too many files called {}", file.filename().string()));
}

std::optional<JournalLock> JournalLock::take(const std::filesystem::path& journal) {
  std::error_code error;
  std::filesystem::create_directories(journal.parent_path(), error);
  const std::filesystem::path path = journal.string() + ".lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return std::nullopt;
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return std::nullopt;
  }
  return JournalLock(fd);
}
JournalLock::JournalLock(JournalLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
JournalLock& JournalLock::operator=(JournalLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
JournalLock::~JournalLock() {
  if (fd_ >= 0) ::close(fd_);
}

namespace {

struct Shown {
  const State& state;
  bool any = false;

  const LayerFlags* flags(const Layer& layer) const {
    auto found = state.flags.find(layer.id);
    if (found == state.flags.end()) found = state.flags.find(layer.location.pointer);
    return found == state.flags.end() ? nullptr : &found->second;
  }
  bool holds_solo(const Layer& layer) const {
    const LayerFlags* own = flags(layer);
    if (own != nullptr && own->solo) return true;
    const auto* group = std::get_if<GroupContent>(&layer.content);
    return group != nullptr && std::ranges::any_of(group->children, [&](const Layer& c) { return holds_solo(c); });
  }
  void filter(std::vector<Layer>& layers) {
    const bool solo = std::ranges::any_of(layers, [&](const Layer& layer) { return holds_solo(layer); });
    for (Layer& layer : layers) {
      const LayerFlags* own = flags(layer);
      if ((own != nullptr && own->hide) || (solo && !holds_solo(layer))) {
        layer.out = layer.in;  // still there for those that follow it or are cut by it
        any = true;
      }
      auto* group = std::get_if<GroupContent>(&layer.content);
      if (group != nullptr && !(own != nullptr && own->solo)) filter(group->children);
    }
  }
};

std::string type_of(const Layer& layer) {
  if (std::holds_alternative<SolidContent>(layer.content)) return "solid";
  if (std::holds_alternative<GradientContent>(layer.content)) return "gradient";
  if (std::holds_alternative<ImageContent>(layer.content)) return "image";
  if (std::holds_alternative<ShapeContent>(layer.content)) return "shape";
  if (std::holds_alternative<TextContent>(layer.content)) return "text";
  if (std::holds_alternative<VideoContent>(layer.content)) return "video";
  if (std::holds_alternative<AudioContent>(layer.content)) return "audio";
  if (const auto* view = std::get_if<SoundViewContent>(&layer.content))
    return view->shows == SoundViewContent::Shows::waveform ? "waveform" : "spectrum";
  if (std::holds_alternative<GroupContent>(layer.content)) return "group";
  return "bars";  // a chart, of whichever kind
}

void outline_layers(const std::vector<Layer>& layers, int depth, int parent, int64_t start, Outline& outline) {
  for (const Layer& layer : layers) {
    const auto* group = std::get_if<GroupContent>(&layer.content);
    OutlineLayer one{.pointer = layer.location.pointer.empty() ? "/" + layer.id : layer.location.pointer,
                     .id = layer.id,
                     .type = type_of(layer),
                     .label = layer.id,
                     .depth = depth,
                     .parent = parent,
                     .group = group != nullptr,
                     .in = start + layer.in,
                     .out = start + layer.out,
                     .start = start,
                     .length = outline.frames};
    one.in_bound = one.out_bound = true;
    outline.layers.push_back(std::move(one));
    if (group == nullptr) continue;
    const int here = static_cast<int>(outline.layers.size()) - 1;
    outline_layers(group->children, depth + 1, here, group->clock ? start + layer.in : start, outline);
  }
}

}  // namespace

std::shared_ptr<const Composition> without_hidden(const std::shared_ptr<const Composition>& composition,
                                                  const State& state) {
  const bool none =
      std::ranges::none_of(state.flags, [](const auto& flag) { return flag.second.hide || flag.second.solo; });
  if (none) return composition;
  auto filtered = std::make_shared<Composition>(*composition);
  Shown shown{state};
  shown.filter(filtered->layers);
  return shown.any ? filtered : composition;
}

Outline outline_of(const Composition& composition) {
  Outline outline{.fps = composition.fps,
                  .frames = std::max<int64_t>(1, composition.frames),
                  .width = composition.width,
                  .height = composition.height,
                  .layers = {}};
  outline_layers(composition.layers, 0, -1, 0, outline);
  return outline;
}

}  // namespace fp::editor
