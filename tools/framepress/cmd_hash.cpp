// framepress hash TEMPLATE
#include <fmt/format.h>

#include "encoder/job/frames.hpp"
#include "encoder/manifest/framehash.hpp"
#include "tools/framepress/inputs.hpp"
#include "tools/framepress/progress.hpp"

namespace fp::cli {
namespace {

struct HashOptions {
  InputOptions input;
  std::string frames;
};

Json frame_json(int64_t frame, const HashedFrame& hashed) {
  Json j = Json::object();
  j.set("frame", Json::of(frame));
  j.set("sha256", Json::of(to_hex(hashed.hash)));
  j.set("displayList", Json::of(to_hex(hashed.rendered.identity)));
  return j;
}

int run(const Context& context, const HashOptions& options) {
  auto input = load_single(options.input);
  if (!input) return report(context, input.error());
  const auto& composition = input->rows.front().composition;
  auto range = parse_frames(options.frames, *composition);
  if (!range) return report(context, range.error());
  auto device = open_device(context);
  if (!device) return report(context, device.error());
  const bool json = context.common.json;
  const size_t bytes = frame_bytes(PixelFormat::yuv420p8, composition->width, composition->height);
  if (!json) {
    if (auto printed = print(framehash_header(composition->width, composition->height, composition->fps)); !printed) {
      return report(context, printed.error());
    }
  }
  Json list = Json::array();
  ProgressReport progress(context, range->count, "hash");
  const HashRequest request{.composition = composition,
                            .assets = input->assets,
                            .device = *device,
                            .first = range->first,
                            .count = range->count,
                            .jobs = jobs(context)};
  auto done = hash_frames(request, context.stop, [&](int64_t frame, const HashedFrame& hashed) -> Result<void> {
    progress.update(frame + 1);
    if (!json) return print(framehash_line(frame, bytes, hashed.hash) + "\n");
    list.items.push_back(frame_json(frame, hashed));
    return {};
  });
  progress.end(done.has_value());
  if (!done) return report(context, done.error());
  if (context.stop.stop_requested()) return kInterrupted;
  if (!json) return kOk;
  Json j = Json::object();
  j.set("ok", Json::of(true));
  j.set("device", to_json((*device)->describe()));
  j.set("width", Json::of(int64_t{composition->width}));
  j.set("height", Json::of(int64_t{composition->height}));
  j.set("fps", Json::of(fmt::format("{}/{}", composition->fps.num, composition->fps.den)));
  j.set("frames", std::move(list));
  return print_json(context, j, kOk);
}

}  // namespace

void add_hash(CLI::App& app, Context& context) {
  auto options = std::make_shared<HashOptions>();
  CLI::App* command = add_command(
      app, context, "hash",
      "Print the SHA-256 of every frame (yuv420p) without encoding, as `ffmpeg -bitexact -f framehash` would",
      "  framepress hash ad.json --set name=Lamp > lamp.framehash\n"
      "  framepress hash ad.json --row lamp.json --frames 0-29 --device vulkan",
      {.device = true, .jobs = true, .progress = true}, [&context, options] { return run(context, *options); });
  add_template(*command, options->input);
  add_row(*command, options->input);
  add_data(*command, options->input, false);
  add_options(*command, {{.names = "--frames",
                          .into = &options->frames,
                          .help = "Only these frames, from 0, both ends included",
                          .value = "A-B"}});
}

}  // namespace fp::cli
