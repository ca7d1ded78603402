#include "tools/framepress/pressing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/framepress/progress.hpp"

namespace fp::cli {
namespace {

Json video_json(const Video& video, const Pressed& pressed) {
  Json j = Json::object();
  j.set("output", Json::of(video.output.string()));
  j.set("row", Json::of(video.inputs.row_label));
  j.set("ok", Json::of(pressed.manifest.has_value()));
  if (pressed.manifest) {
    j.set("manifest", Json::of(manifest_path(video.output).string()));
    j.set("frames", Json::of(video.frames));
    j.set("size", Json::of(static_cast<int64_t>(pressed.manifest->output_size)));
    j.set("sha256", Json::of(to_hex(pressed.manifest->output_hash)));
  } else if (!pressed.errors.empty()) {
    j.set("errors", to_json(pressed.errors));
  }
  return j;
}

struct Tally {
  size_t finished = 0, failed = 0, unfinished = 0;
  Errors errors;
};

Tally count(const std::vector<Pressed>& results) {
  Tally tally;
  for (const Pressed& r : results) {
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

void summarise(const Context& context, const std::vector<Video>& videos, const Tally& tally, bool batch) {
  if (tally.unfinished > 0) {
    say(context,
        fmt::format("interrupted: {} of {} finished, nothing half-written is left", tally.finished, videos.size()));
  } else if (batch) {
    say(context, fmt::format("{} of {} videos finished{}", tally.finished, videos.size(),
                             tally.failed > 0 ? fmt::format(", {} failed", tally.failed) : ""));
  } else if (tally.finished == 1) {
    say(context, fmt::format("wrote {} and {}", videos[0].output.string(), manifest_path(videos[0].output).string()));
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

void add_encode(CLI::App& command, EncodeOptions& options) {
  add_options(command, {{.names = "--crf",
                         .into = &options.crf,
                         .help = "Quality: 0 is lossless, 51 worst",
                         .value = "N",
                         .group = "Encoding"},
                        {.names = "--preset",
                         .into = &options.preset,
                         .help = "x264 preset, ultrafast to placebo: slower is smaller",
                         .value = "NAME",
                         .group = "Encoding"},
                        {.names = "--segment",
                         .into = &options.segment,
                         .help = "Distance of key frames, and the unit of parallel work; default: 2s",
                         .value = "2s|60f",
                         .group = "Encoding"}});
}

Result<Recipe> make_recipe(const EncodeOptions& options, const Composition& composition) {
  Recipe recipe{.width = composition.width,
                .height = composition.height,
                .fps = composition.fps,
                .crf = options.crf,
                .preset = options.preset,
                .segment = default_segment(composition.fps)};
  if (!options.segment.empty()) {
    const auto frames = parse_time(options.segment, composition.fps);
    if (!frames)
      return fail(Fault::usage, fmt::format("--segment {} is not a length such as 2s or 60f", options.segment));
    recipe.segment = *frames;
  }
  if (auto good = check(recipe); !good) return fail(std::move(good.error()));
  return recipe;
}

int press_videos(const Context& context, const Input& input, const std::vector<Video>& videos, bool batch) {
  auto device = open_device(context);
  if (!device) return report(context, device.error());
  int64_t total = 0;
  for (const Video& video : videos) total += video.frames;
  ProgressReport progress(context, total,
                          batch ? fmt::format("{} videos", videos.size()) : videos[0].output.filename().string());
  PressOptions options{.jobs = jobs(context), .overwrite = context.common.force, .stop = context.stop};
  options.progress = [&](const Progress& p) {
    if (p.event == Progress::Event::frame) return progress.update(p.frames);
    progress.video(videos[p.video].output.string(), p.event == Progress::Event::video_done, p.errors);
  };
  if (context.finish_on_stop != nullptr) *context.finish_on_stop = true;
  const std::vector<Pressed> results = press(videos, input.assets, *device, options);
  if (context.finish_on_stop != nullptr) *context.finish_on_stop = false;
  const Tally tally = count(results);
  const int code = outcome(tally, batch);
  progress.end(code == kOk);
  if (!tally.errors.empty()) {
    Context talk{.common = context.common, .terminal = context.terminal, .colour = context.colour};
    talk.common.json = false;  // the document comes below
    report(talk, tally.errors);
  }
  summarise(context, videos, tally, batch);
  return context.common.json ? print_outcome(context, **device, videos, results, code) : code;
}

}  // namespace fp::cli
