// framepress render TEMPLATE -o OUT.mp4
#include <fmt/format.h>

#include "tools/framepress/pressing.hpp"

namespace fp::cli {
namespace {

struct RenderOptions {
  InputOptions input;
  EncodeOptions encode;
  std::string frames, output;
};

Result<Video> plan(const Context& context, const RenderOptions& options, Input& input) {
  const std::filesystem::path output = options.output;
  if (output.extension() != ".mp4" || output.stem().empty()) {
    return fail(Fault::usage, fmt::format("the output {} must be an .mp4 file", options.output),
                "H.264 in MP4 is what this version writes");
  }
  if (auto vacant = check_free(context, {output, manifest_path(output)}); !vacant)
    return fail(std::move(vacant.error()));
  auto loaded = load_single(options.input);
  if (!loaded) return fail(std::move(loaded.error()));
  input = std::move(*loaded);
  const BoundRow& row = input.rows.front();
  auto range = parse_frames(options.frames, *row.composition);
  if (!range) return fail(std::move(range.error()));
  auto recipe = make_recipe(options.encode, *row.composition);
  if (!recipe) return fail(std::move(recipe.error()));
  auto inputs = manifest_inputs(input, row, output);
  if (!inputs) return fail(std::move(inputs.error()));
  return Video{.composition = row.composition,
               .first = range->first,
               .frames = range->count,
               .recipe = *recipe,
               .output = output,
               .inputs = std::move(*inputs)};
}

int run(const Context& context, const RenderOptions& options) {
  Input input;
  auto video = plan(context, options, input);
  if (!video) return report(context, video.error());
  return press_videos(context, input, {*video}, {});
}

}  // namespace

void add_render(CLI::App& app, Context& context) {
  auto options = std::make_shared<RenderOptions>();
  CLI::App* command = add_command(app, context, "render", "Render one video: OUT.mp4, and OUT.manifest.json beside it",
                                  "  framepress render ad.json --set name='Desk lamp' --set price=20 -o lamp.mp4\n"
                                  "  framepress render ad.json --row lamp.json --format 1:1 --crf 23 -o lamp.mp4\n"
                                  "  framepress render ad.json --data products.csv --rows 3 -o lamp.mp4\n"
                                  "  framepress --offscreen ad.json -o lamp.mp4          the same command",
                                  {.device = true, .jobs = true, .progress = true, .force = true, .store = true},
                                  [&context, options] { return run(context, *options); });
  add_template(*command, options->input);
  add_row(*command, options->input);
  add_data(*command, options->input, false);
  add_options(*command, {{.names = "--frames",
                          .into = &options->frames,
                          .help = "Only these frames, from 0, both ends included",
                          .value = "A-B"},
                         {.names = "-o,--output",
                          .into = &options->output,
                          .help = "The video to write",
                          .value = "OUT.mp4",
                          .required = true}});
  add_encode(*command, options->encode);
}

}  // namespace fp::cli
