// framepress still TEMPLATE --at 3s -o OUT.png
#include <fmt/format.h>

#include "encoder/job/pool.hpp"
#include "engine/core/files.hpp"
#include "engine/media/picture_write.hpp"
#include "engine/render/frame_source.hpp"
#include "tools/framepress/inputs.hpp"

namespace fp::cli {
namespace {

struct StillOptions {
  InputOptions input;
  std::string at = "0f", output;
  int quality = 92;
};

struct Still {
  std::string bytes;
  int64_t frame = 0;
  int32_t width = 0, height = 0;
};

Result<Still> draw(const Context& context, const StillOptions& options) {
  auto input = load_single(options.input);
  if (!input) return fail(std::move(input.error()));
  const auto& composition = input->rows.front().composition;
  auto frame = parse_at(options.at, *composition);
  if (!frame) return fail(std::move(frame.error()));
  auto device = open_device(context);
  if (!device) return fail(std::move(device.error()));
  FrameSource source(composition, input->assets, *device, PixelFormat::rgba8, jobs(context));
  auto rendered = source.frame(*frame);
  if (!rendered) return fail(std::move(rendered.error()));
  const Frame& pixels = *rendered->frame;
  auto bytes = write_picture(options.output == "-" ? ".png" : picture_ending(options.output), pixels.width,
                             pixels.height, pixels.data, options.quality);
  if (!bytes) return fail(std::move(bytes.error()));
  return Still{std::move(*bytes), *frame, pixels.width, pixels.height};
}

int run(const Context& context, const StillOptions& options) {
  const bool to_stdout = options.output == "-";
  if (to_stdout && context.common.json) {
    return report(context, {{.fault = Fault::usage,
                             .message = "--json and -o - both want standard output",
                             .hint = "name a file with -o"}});
  }
  if (!to_stdout && picture_ending(options.output).empty()) {
    return report(context,
                  {{.fault = Fault::usage,
                    .message = fmt::format("the picture {} must end in one of {}", options.output, kPictureEndings),
                    .hint = "for example frame.png"}});
  }
  if (!to_stdout) {
    if (auto vacant = check_free(context, {options.output}); !vacant) return report(context, vacant.error());
  }
  auto still = draw(context, options);
  if (!still) return report(context, still.error());
  if (to_stdout) {
    auto printed = print(still->bytes);
    return printed ? kOk : report(context, printed.error());
  }
  auto file = PendingFile::create(options.output, context.common.force);
  if (!file) return report(context, file.error());
  auto done = file->write(std::as_bytes(std::span(still->bytes)));
  if (done) done = file->publish();
  if (!done) return report(context, done.error());
  say(context, fmt::format("wrote {}: frame {}, {}x{}", options.output, still->frame, still->width, still->height));
  if (!context.common.json) return kOk;
  Json j = Json::object();
  j.set("ok", Json::of(true));
  j.set("output", Json::of(options.output));
  j.set("frame", Json::of(still->frame));
  j.set("width", Json::of(int64_t{still->width}));
  j.set("height", Json::of(int64_t{still->height}));
  j.set("sha256", Json::of(to_hex(sha256(still->bytes))));
  return print_json(context, j, kOk);
}

}  // namespace

void add_still(CLI::App& app, Context& context) {
  auto options = std::make_shared<StillOptions>();
  CLI::App* command = add_command(app, context, "still", "Draw one frame as a picture: PNG, JPEG, WebP or AVIF",
                                  "  framepress still ad.json --set name=Lamp --at 3s -o lamp.png\n"
                                  "  framepress still ad.json --at 3s --quality 85 -o lamp.webp\n"
                                  "  framepress still ad.json --data products.csv --rows 7 --at 90f -o - | display",
                                  {.device = true, .jobs = true, .force = true},
                                  [&context, options] { return run(context, *options); });
  add_template(*command, options->input);
  add_row(*command, options->input);
  add_data(*command, options->input, false);
  add_options(*command, {{.names = "--at", .into = &options->at, .help = "When: 3s, 1200ms or 90f", .value = "TIME"},
                         {.names = "-o,--output",
                          .into = &options->output,
                          .help = "The picture to write, .png .jpg .webp or .avif; - is standard output, as PNG",
                          .value = "OUT.png",
                          .required = true},
                         {.names = "--quality",
                          .into = &options->quality,
                          .help = "Of JPEG, WebP and AVIF",
                          .value = "1-100",
                          .range = {1, 100}}});
}

}  // namespace fp::cli
