// framepress render TEMPLATE -o OUT
#include <fmt/format.h>

#include "encoder/codec/outputs.hpp"
#include "encoder/job/sound_file.hpp"
#include "tools/framepress/captions.hpp"
#include "tools/framepress/encode_options.hpp"
#include "tools/framepress/pressing.hpp"

namespace fp::cli {
namespace {

struct RenderOptions {
  InputOptions input;
  EncodeOptions encode;
  std::string frames, output, pipe, captions;
};

// What all outputs begin with: the template bound to its row, and the frames of it that are wanted.
struct Subject {
  Input input;
  FrameRange range;
  std::shared_ptr<const Composition> composition;
};
Result<Subject> load_subject(const RenderOptions& options) {
  auto loaded = load_single(options.input);
  if (!loaded) return fail(std::move(loaded.error()));
  Subject subject{.input = std::move(*loaded)};
  subject.composition = subject.input.rows.front().composition;
  auto range = parse_frames(options.frames, *subject.composition);
  if (!range) return fail(std::move(range.error()));
  subject.range = *range;
  return subject;
}

// The video, its files not being there yet.
Result<Video> plan(const Context& context, const RenderOptions& options, Input& input) {
  const std::filesystem::path output = options.output;
  const bool writes = options.encode.encoder != "null";
  if (auto own = writes ? check_manifests({output}) : Result<void>{}; !own) return fail(std::move(own.error()));
  if (auto vacant = writes ? check_free(context, {output, manifest_path(output)}) : Result<void>{}; !vacant)
    return fail(std::move(vacant.error()));
  auto subject = load_subject(options);
  if (!subject) return fail(std::move(subject.error()));
  input = std::move(subject->input);
  auto made = make_plan(options.encode, subject->composition, subject->range.count, options.output);
  if (!made) return fail(std::move(made.error()));
  auto inputs = manifest_inputs(input, input.rows.front(), output);
  if (!inputs) return fail(std::move(inputs.error()));
  inputs->platform = options.encode.platform;
  if (!made->said.empty()) say(context, made->said);
  Video video{.composition = made->composition,
              .first = subject->range.first,
              .frames = subject->range.count,
              .recipe = std::move(made->recipe),
              .output = output,
              .inputs = std::move(*inputs)};
  if (auto vacant = check_free(context, files_of(video)); !vacant) return fail(std::move(vacant.error()));
  return video;
}

// ---- other outputs than files with pictures
// ----------------------------------------------------------------------------

int stream(const Context& context, const RenderOptions& options) {
  if (options.pipe.empty()) {
    return report(context,
                  {{.fault = Fault::usage,
                    .message = "-o - writes raw frames, and needs to know which",
                    .hint = "--pipe y4m, or --pipe rawvideo (add --alpha for rgba, --depth 10 for yuv420p10le)"}});
  }
  if (context.common.json) {
    return report(context, {{.fault = Fault::usage,
                             .message = "--json and -o - both want standard output",
                             .hint = "name a file with -o"}});
  }
  auto subject = load_subject(options);
  if (!subject) return report(context, subject.error());
  const std::string as_file = options.pipe == "y4m" ? "pipe.y4m" : "pipe.raw";
  auto made = make_plan(options.encode, subject->composition, subject->range.count, as_file);
  if (!made) return report(context, made.error());
  auto inputs = manifest_inputs(subject->input, subject->input.rows.front(), "-");
  if (!inputs) return report(context, inputs.error());
  const Recipe& r = made->recipe;
  say(context, fmt::format("{}: {}, {}x{}, {}/{} frames a second", options.pipe, layout(r.format).name, r.width,
                           r.height, r.fps.num, r.fps.den));
  Video video{.composition = made->composition,
              .first = subject->range.first,
              .frames = subject->range.count,
              .recipe = made->recipe,
              .output = "-",
              .inputs = std::move(*inputs)};
  video.sink = [](std::span<const std::byte> data) {
    return print({reinterpret_cast<const char*>(data.data()), data.size()});
  };
  return press_videos(context, subject->input, {video}, {});
}

int print_done(const Context& context, const std::string& output, int64_t frames, int code) {
  if (!context.common.json) return code;
  Json j = Json::object();
  j.set("ok", Json::of(code == kOk));
  j.set("output", Json::of(output));
  j.set("manifest", Json::of(manifest_path(output).string()));
  j.set("frames", Json::of(frames));
  return print_json(context, j, code);
}

int write_sound_only(const Context& context, const RenderOptions& options) {
  Input input;
  const auto video = plan(context, options, input);
  if (!video) return report(context, video.error());
  const auto written = press_sound(*video, *input.assets, true, context.common.force);
  if (!written) return report(context, written.error());
  say(context, fmt::format("wrote {}: {}, {} samples, and {}", options.output, written->sound->codec,
                           written->sound->frames, manifest_path(video->output).string()));
  return print_done(context, options.output, video->frames, kOk);
}

int run(const Context& context, const RenderOptions& options) {
  if (options.output == "-") return stream(context, options);
  if (!options.pipe.empty()) {
    return report(context, {{.fault = Fault::usage,
                             .message = "--pipe goes with -o -",
                             .hint = "write to standard output, or leave out --pipe"}});
  }
  const OutputKind* kind = output_kind(options.output);
  if (kind != nullptr && kind->videos.empty()) return write_sound_only(context, options);
  Input input;
  auto video = plan(context, options, input);
  if (!video) return report(context, video.error());
  std::vector<Video> videos = {std::move(*video)};
  if (auto good = set_captions(context, videos, options.captions, false); !good) return report(context, good.error());
  return press_videos(context, input, videos, {});
}

}  // namespace

void add_render(CLI::App& app, Context& context) {
  auto options = std::make_shared<RenderOptions>();
  CLI::App* command =
      add_command(app, context, "render", "Render one video: OUT.mp4, and OUT.manifest.json beside it",
                  "  framepress render ad.json --set name='Desk lamp' --set price=20 -o lamp.mp4\n"
                  "  framepress render ad.json --row lamp.json --format 1:1 --crf 23 -o lamp.mp4\n"
                  "  framepress render ad.json --data products.csv --rows 3 -o lamp.mp4\n"
                  "  framepress render ad.json --for reels -o lamp.mp4           checked against the platform\n"
                  "  framepress render ad.json -o lamp.webm                      with alpha, if the canvas has any\n"
                  "  framepress render ad.json -o 'frames/####.png'\n"
                  "  framepress render ad.json --pipe y4m -o - | ffplay -\n"
                  "  framepress --offscreen ad.json -o lamp.mp4          the same command",
                  {.device = true, .jobs = true, .progress = true, .force = true, .store = true},
                  [&context, options] { return run(context, *options); });
  add_template(*command, options->input);
  add_row(*command, options->input);
  add_data(*command, options->input, false);
  add_options(*command,
              {{.names = "--frames",
                .into = &options->frames,
                .help = "Only these frames, from 0, both ends included",
                .value = "A-B"},
               {.names = "-o,--output",
                .into = &options->output,
                .help = "What to write, by its ending: .mp4 .mov .webm .mkv .gif .apng, 'frames/####.png', .wav .flac "
                        ".m4a .opus, .y4m .raw; - is standard output, with --pipe",
                .value = "OUT",
                .required = true},
               {.names = "--pipe",
                .into = &options->pipe,
                .help = "Raw frames to standard output (-o -)",
                .value = "y4m|rawvideo",
                .choices = {"y4m", "rawvideo"}}});
  add_encode(*command, options->encode);
  add_captions(*command, options->captions);
}

}  // namespace fp::cli
