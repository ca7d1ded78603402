#include "tools/framepress/pressing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "encoder/mux/pictures.hpp"
#include "engine/core/hash.hpp"
#include "tools/framepress/progress.hpp"

namespace fp::cli {
namespace {

constexpr int64_t kMostRemembered = 100'000;  // videos of which the ledger knows

// Of all frames in order: one number to compare two devices by.
std::string digest(const Manifest& manifest) {
  ByteWriter bytes;
  for (const Sha256& hash : manifest.hashes) bytes.put(hash);
  return to_hex(bytes.sha());
}

bool writes_nothing(const Video& video) {
  return video.recipe.container == "null";
}

Json video_json(const Video& video, const Pressed& pressed) {
  Json j = Json::object();
  j.set("output", Json::of(video.output.string()));
  j.set("row", Json::of(video.inputs.row_label));
  j.set("ok", Json::of(pressed.manifest.has_value()));
  if (pressed.manifest) {
    j.set("frames", Json::of(video.frames));
    if (writes_nothing(video)) {
      j.set("frames_sha256", Json::of(digest(*pressed.manifest)));
      return j;
    }
    j.set("manifest", Json::of(manifest_path(video.output).string()));
    j.set("size", Json::of(static_cast<int64_t>(pressed.manifest->output_size)));
    j.set("sha256", Json::of(to_hex(pressed.manifest->output_hash)));
    j.set("kept", Json::of(pressed.kept));
    j.set("segments", Json::of(pressed.segments));
    j.set("reused", Json::of(pressed.reused));
  } else if (!pressed.errors.empty()) {
    j.set("errors", to_json(pressed.errors));
  }
  return j;
}

struct Tally {
  size_t finished = 0, failed = 0, unfinished = 0, kept = 0;
  int64_t segments = 0, reused = 0;  // of those finished now
  Errors errors;
};

Tally count(const std::vector<Pressed>& results) {
  Tally tally;
  for (const Pressed& r : results) {
    tally.kept += r.kept ? 1 : 0;
    if (r.manifest && !r.kept) {
      tally.segments += r.segments;
      tally.reused += r.reused;
    }
    ++(r.manifest ? tally.finished : r.errors.empty() ? tally.unfinished : tally.failed);
    tally.errors.insert(tally.errors.end(), r.errors.begin(), r.errors.end());
  }
  return tally;
}

int outcome(const Tally& tally, bool batch) {
  if (tally.unfinished > 0) return kInterrupted;
  if (tally.failed == 0) return kOk;
  return batch ? kPartial : exit_code(tally.errors);
}

// What the run found instead of making it.
std::string spared(const Tally& tally) {
  std::string text;
  if (tally.kept > 0) text += fmt::format(", {} kept from before", tally.kept);
  if (tally.reused > 0) text += fmt::format(", {} of {} segments reused", tally.reused, tally.segments);
  return text;
}

// What was written, in words.
std::string named(const Video& video) {
  if (video.recipe.container != "png") return video.output.string();
  const std::string pattern = video.output.string();
  return fmt::format("{} pictures, {} to {}", video.frames, numbered(pattern, video.first).string(),
                     numbered(pattern, video.first + video.frames - 1).string());
}

void summarise(const Context& context, const std::vector<Video>& videos, const std::vector<Pressed>& results,
               const Tally& tally, bool batch) {
  const Video& first = videos[0];
  if (tally.unfinished == 0 && tally.failed == 0 && writes_nothing(first)) {
    for (size_t i = 0; i < videos.size(); ++i) {
      say(context, fmt::format("{}: {} frames drawn and hashed, nothing written; all together {}",
                               videos[i].output.string(), videos[i].frames, digest(*results[i].manifest)));
    }
    return;
  }
  if (first.sink) return;
  if (tally.unfinished > 0) {
    say(context,
        fmt::format("interrupted: {} of {} finished, nothing half-written is left", tally.finished, videos.size()));
  } else if (batch) {
    say(context, fmt::format("{} of {} videos finished{}{}", tally.finished, videos.size(),
                             tally.failed > 0 ? fmt::format(", {} failed", tally.failed) : "", spared(tally)));
  } else if (tally.finished == 1) {
    say(context, fmt::format("wrote {} and {}{}", named(first), manifest_path(first.output).string(), spared(tally)));
  }
}

int print_outcome(const Context& context, const Device& device, const std::vector<Video>& videos,
                  const std::vector<Pressed>& results, int code) {
  Json list = Json::array();
  for (size_t i = 0; i < videos.size(); ++i) list.items.push_back(video_json(videos[i], results[i]));
  Json j = Json::object();
  j.set("ok", Json::of(code == kOk));
  j.set("exit", Json::of(int64_t{code}));
  j.set("device", to_json(device.describe()));
  j.set("videos", std::move(list));
  return print_json(context, j, code);
}

}  // namespace

std::vector<std::filesystem::path> files_of(const Video& video) {
  if (writes_nothing(video)) return {};
  std::vector<std::filesystem::path> files = {manifest_path(video.output)};
  if (video.recipe.container != "png") files.push_back(video.output);
  for (int64_t i = 0; i < video.frames && video.recipe.container == "png"; ++i)
    files.push_back(numbered(video.output.string(), video.first + i));
  return files;
}

Result<void> check_manifests(const std::vector<std::filesystem::path>& outputs) {
  Errors errors;
  for (const std::filesystem::path& output : outputs) {
    const std::filesystem::path file = manifest_path(output);
    const auto text = read_file(file, Fault::missing);
    const auto recorded = text ? parse_manifest(*text, file.string()) : Result<Manifest>(fail(Fault::missing, ""));
    if (!recorded || recorded->output_file == output.filename()) continue;
    const std::string& other = recorded->pictures.empty() ? recorded->output_file : recorded->pictures.front().name;
    std::error_code error;
    const bool has_this = manifest_path(output.parent_path() / recorded->output_file) == file;  // no copy of its own
    if (!has_this || !std::filesystem::exists(output.parent_path() / other, error)) continue;
    errors.push_back({.fault = Fault::usage,
                      .message = fmt::format("{} is the manifest of {}, which would be without one", file.string(),
                                             recorded->output_file),
                      .hint = fmt::format("give {} another name or folder, or remove {}", output.filename().string(),
                                          recorded->output_file)});
  }
  if (!errors.empty()) return fail(std::move(errors));
  return {};
}

Result<std::optional<Store>> chosen_store(const Context& context) {
  const char* usual = std::getenv("FRAMEPRESS_STORE");
  const std::string said = !context.common.store.empty() || usual == nullptr ? context.common.store : usual;
  if (said == "none") return std::nullopt;
  if (!said.empty()) return Store{said};
  const auto folder = default_store();
  if (!folder) return std::nullopt;
  return Store{*folder};
}

Result<uint64_t> store_limit(const Context& context) {
  const std::string& said = context.common.store_size;
  if (said.empty()) return uint64_t{20} << 30;
  constexpr std::string_view kUnits = "KMGT";
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), number);
  const std::string_view unit(end, said.data() + said.size());
  const size_t power = unit.size() == 1 ? kUnits.find(unit[0]) + 1 : 0;
  const bool good = error == std::errc{} && (unit.empty() || (unit.size() == 1 && power > 0)) && number < (1u << 30);
  if (!good) return fail(Fault::usage, fmt::format("--store-size {} is not a size such as 500M or 20G", said));
  return number << (10 * power);
}

std::string in_bytes(uint64_t bytes) {
  constexpr const char* kUnits[] = {"bytes", "KB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  size_t unit = 0;
  for (; value >= 1000 && unit < 4; ++unit) value /= 1000;
  return unit == 0 ? fmt::format("{} bytes", bytes) : fmt::format("{:.3g} {}", value, kUnits[unit]);
}

namespace {

Json impact_json(const Video& video, const Impact& impact) {
  Json j = Json::object();
  j.set("output", Json::of(video.output.string()));
  j.set("row", Json::of(video.inputs.row_label));
  j.set("kept", Json::of(impact.kept));
  j.set("segments", Json::of(impact.segments));
  j.set("reused", Json::of(impact.reused));
  j.set("frames_to_render", Json::of(impact.frames_to_do));
  return j;
}

}  // namespace

int assess_videos(const Context& context, const Input& input, const std::vector<Video>& videos, bool resume) {
  auto store = chosen_store(context);
  if (!store) return report(context, store.error());
  const PressOptions options{.jobs = jobs(context), .resume = resume, .store = *store, .stop = context.stop};
  const auto impacts = assess(videos, input.assets, options);
  if (!impacts) return report(context, impacts.error());
  Impact all;
  int64_t kept = 0, frames = 0;
  Json list = Json::array();
  for (size_t i = 0; i < videos.size(); ++i) {
    const Impact& impact = (*impacts)[i];
    frames += videos[i].frames;
    kept += impact.kept ? 1 : 0;
    all.segments += impact.kept ? 0 : impact.segments;
    all.reused += impact.reused;
    all.frames_to_do += impact.frames_to_do;
    list.items.push_back(impact_json(videos[i], impact));
  }
  Estimate time;
  if (all.frames_to_do > 0 && !context.stop.stop_requested()) {
    auto device = open_device(context);
    if (!device) return report(context, device.error());
    auto tried = estimate(videos, *impacts, input.assets, *device, options);
    if (!tried) return report(context, tried.error());
    time = *tried;
  }
  if (context.stop.stop_requested()) return kInterrupted;
  if (context.common.json) {
    Json j = Json::object();
    j.set("ok", Json::of(true));
    j.set("exit", Json::of(int64_t{kOk}));
    j.set("seconds", Json::of(time.seconds));
    j.set("frames_tried", Json::of(time.frames_tried));
    j.set("videos", std::move(list));
    return print_json(context, j, kOk);
  }
  say(context,
      fmt::format("{} videos, {} finished already: {} of {} segments to render ({} of {} frames), {} reused",
                  videos.size(), kept, all.segments - all.reused, all.segments, all.frames_to_do, frames, all.reused));
  if (all.frames_to_do > 0) {
    say(context, fmt::format("about {}, judging by {} frames tried with {} jobs", clock_text(time.seconds),
                             time.frames_tried, jobs(context)));
  }
  return kOk;
}

int press_videos(const Context& context, const Input& input, const std::vector<Video>& videos, const PressHow& how) {
  auto store = chosen_store(context);
  if (!store) return report(context, store.error());
  const auto limit = store_limit(context);
  if (!limit) return report(context, limit.error());
  auto device = open_device(context);
  if (!device) return report(context, device.error());
  int64_t total = 0;
  for (const Video& video : videos) total += video.frames;
  ProgressReport progress(context, total,
                          how.batch        ? fmt::format("{} videos", videos.size())
                          : videos[0].sink ? videos[0].recipe.container
                                           : videos[0].output.filename().string());
  PressOptions options{.jobs = jobs(context),
                       .overwrite = context.common.force,
                       .publish = !writes_nothing(videos[0]),
                       .resume = how.resume,
                       .store = *store,
                       .stop = context.stop};
  options.say = [&](const std::string& line) { warn(context, line); };
  options.warn = [&](const Errors& errors) {
    warn(context, fmt::format("warning: the store cannot be used, the run goes on without: {}", to_string(errors[0])));
  };
  if (*store && how.batch && options.publish) {
    if (auto ledger = Ledger::open(**store); ledger) {
      options.ledger = std::move(*ledger);
    } else {
      options.warn(ledger.error());
    }
  }
  options.progress = [&](const Progress& p) {
    if (p.event == Progress::Event::frame) return progress.update(p.frames);
    progress.video(videos[p.video].output.string(), p.event == Progress::Event::video_done, p.errors);
  };
  if (context.finish_on_stop != nullptr) *context.finish_on_stop = true;
  std::vector<Pressed> results = press(videos, input.assets, *device, options);
  if (context.finish_on_stop != nullptr) *context.finish_on_stop = false;
  if (*store) {
    if (auto left = trim(**store, *limit); !left) options.warn(left.error());
  }
  if (options.ledger) {
    if (auto left = options.ledger->trim(kMostRemembered); !left) options.warn(left.error());
  }
  const Tally tally = count(results);
  const int code = outcome(tally, how.batch);
  progress.end(code == kOk);
  if (!tally.errors.empty()) {
    Context talk{.common = context.common, .terminal = context.terminal, .colour = context.colour};
    talk.common.json = false;  // the document comes below
    report(talk, tally.errors);
  }
  summarise(context, videos, results, tally, how.batch);
  return context.common.json ? print_outcome(context, **device, videos, results, code) : code;
}

}  // namespace fp::cli
