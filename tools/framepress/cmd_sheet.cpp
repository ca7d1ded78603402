// framepress sheet TEMPLATE --data SOURCE --at 3s -o sheet.png
#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "encoder/job/pool.hpp"
#include "engine/core/files.hpp"
#include "engine/media/png_write.hpp"
#include "engine/render/frame_source.hpp"
#include "tools/framepress/inputs.hpp"
#include "tools/framepress/progress.hpp"
#include "tools/framepress/sheet_canvas.hpp"

namespace fp::cli {
namespace {

constexpr int32_t kCaptionHeight = 28;
constexpr int64_t kMaxSheetPixels = 200'000'000;

struct SheetOptions {
  InputOptions input;
  std::vector<std::string> at;
  std::string output;
  int32_t cell = 320;
};

struct Shot {
  const BoundRow* row = nullptr;
  int64_t frame = 0;
  std::string caption;
};

// The caption is text like any other: a small composition in the template's own fonts.
std::shared_ptr<const Composition> caption_composition(const Input& input, const std::string& text, int32_t width) {
  auto c = std::make_shared<Composition>();
  c->width = width;
  c->height = kCaptionHeight;
  c->frames = 1;
  c->background = {24 / 255.0, 26 / 255.0, 31 / 255.0, 1};
  c->locale = input.tpl->locale;
  c->fonts = input.tpl->fonts;
  TextContent content;
  content.text = text;
  TextSpan& span = content.spans.emplace_back();
  span.bytes = text.size();
  for (const FontSource& font : c->fonts) span.fonts.push_back(font.name);
  span.fill = Tint{.constant = {0.75, 0.77, 0.8, 1}};
  content.size.constant = 15;
  content.fit = TextContent::Fit::shrink;
  content.min_size = 9;
  content.overflow = TextContent::Overflow::ellipsis;
  content.vertical_align = TextContent::VerticalAlign::middle;
  content.align = TextContent::Align::center;
  content.max_lines = 1;
  Layer layer;
  layer.id = "caption";
  layer.out = 1;
  layer.transform.scale.constant = {1, 1};
  layer.opacity.constant = 1;
  layer.size = Point{.constant = {static_cast<double>(width), kCaptionHeight}};
  layer.content = std::move(content);
  c->layers.push_back(std::move(layer));
  return c;
}

// Empty when the font cannot show it: a caption is a help, no reason to fail.
Rgba draw_caption(const Input& input, const std::shared_ptr<Device>& device, const std::string& text, int32_t width) {
  if (input.tpl->fonts.empty() || text.empty()) return {};
  FrameSource source(caption_composition(input, text, width), input.assets, device, PixelFormat::rgba8);
  auto rendered = source.frame(0);
  if (!rendered) return {};
  return {.width = width, .height = kCaptionHeight, .pixels = rendered->frame->data};
}

// "3 Desk lamp": the row's number and its first text, or the time where one row is shown at several.
std::string caption_of(const BoundRow& row, const std::string& at, bool several) {
  std::string text = row.number > 0 ? fmt::format("{}", row.number) : "";
  for (const Json::Member& member : row.values.object.members) {
    if (!member.value.is_string() || member.value.text.empty()) continue;
    text += (text.empty() ? "" : "  ") + member.value.text;
    break;
  }
  if (several) text += (text.empty() ? "" : "  ") + at;
  return text;
}

Result<std::vector<Shot>> choose(const SheetOptions& options, const Input& input) {
  const std::vector<std::string> times = options.at.empty() ? std::vector<std::string>{"0f"} : options.at;
  std::vector<Shot> shots;
  for (const BoundRow& row : input.rows) {
    for (const std::string& at : times) {
      auto frame = parse_at(at, *row.composition);
      if (!frame) return fail(std::move(frame.error()));
      shots.push_back({&row, *frame, caption_of(row, at, times.size() > 1)});
    }
  }
  return shots;
}

Result<std::vector<Cell>> draw(const Context& context, const SheetOptions& options, const Input& input,
                               const std::vector<Shot>& shots) {
  auto device = open_device(context);
  if (!device) return fail(std::move(device.error()));
  std::vector<Cell> cells(shots.size());
  std::mutex mutex;
  Errors errors;
  int64_t done = 0;
  ProgressReport progress(context, static_cast<int64_t>(shots.size()), "sheet");
  run_units(
      jobs(context), static_cast<int64_t>(shots.size()), [&] { return context.stop.stop_requested(); },
      [&](int, int64_t unit) {
        const Shot& shot = shots[static_cast<size_t>(unit)];
        Cell& cell = cells[static_cast<size_t>(unit)];
        FrameSource source(shot.row->composition, input.assets, *device, PixelFormat::rgba8);
        auto rendered = source.frame(shot.frame);
        if (rendered) {
          cell.picture = thumbnail(*rendered->frame, options.cell, options.cell);
          cell.caption = draw_caption(input, *device, shot.caption, cell.picture.width);
        }
        const std::lock_guard lock(mutex);
        if (!rendered) errors.insert(errors.end(), rendered.error().begin(), rendered.error().end());
        progress.update(++done);
      });
  progress.end(errors.empty());
  if (!errors.empty()) return fail(std::move(errors));
  return cells;
}

Result<Rgba> make_sheet(const Context& context, const SheetOptions& options) {
  auto input = load_and_check(options.input);
  if (!input) return fail(std::move(input.error()));
  auto shots = choose(options, *input);
  if (!shots) return fail(std::move(shots.error()));
  if (static_cast<int64_t>(shots->size()) * options.cell * options.cell > kMaxSheetPixels) {
    return fail(Fault::usage, fmt::format("a sheet of {} pictures would be too large", shots->size()),
                "choose fewer --rows, or a smaller --cell");
  }
  auto cells = draw(context, options, *input, *shots);
  if (!cells || context.stop.stop_requested()) return cells ? Rgba{} : Result<Rgba>(fail(std::move(cells.error())));
  int32_t width = 1, height = 1, caption = 0;
  for (Cell& cell : *cells) {
    width = std::max(width, cell.picture.width);
    height = std::max(height, cell.picture.height);
    if (!cell.caption.pixels.empty()) caption = kCaptionHeight;
  }
  return compose(lay_out(cells->size(), std::max<size_t>(1, options.at.size()), width, height, caption), *cells);
}

int run(const Context& context, const SheetOptions& options) {
  if (auto vacant = check_free(context, {options.output}); !vacant) return report(context, vacant.error());
  auto sheet = make_sheet(context, options);
  if (!sheet) return report(context, sheet.error());
  if (context.stop.stop_requested()) return kInterrupted;
  const std::string png = write_png(sheet->width, sheet->height, sheet->pixels);
  auto file = PendingFile::create(options.output, context.common.force);
  if (!file) return report(context, file.error());
  auto done = file->write(std::as_bytes(std::span(png)));
  if (done) done = file->publish();
  if (!done) return report(context, done.error());
  say(context, fmt::format("wrote {}: {}x{}", options.output, sheet->width, sheet->height));
  if (!context.common.json) return kOk;
  Json j = Json::object();
  j.set("ok", Json::of(true));
  j.set("output", Json::of(options.output));
  j.set("width", Json::of(int64_t{sheet->width}));
  j.set("height", Json::of(int64_t{sheet->height}));
  return print_json(context, j, kOk);
}

}  // namespace

void add_sheet(CLI::App& app, Context& context) {
  auto options = std::make_shared<SheetOptions>();
  CLI::App* command =
      add_command(app, context, "sheet", "Draw a contact sheet: every row at a time, as one PNG",
                  "  framepress sheet ad.json --data products.csv --at 3s -o sheet.png\n"
                  "  framepress sheet ad.json --data products.csv --rows 1-5 --at 1s --at 5s --at 9s -o sheet.png",
                  {.device = true, .jobs = true, .progress = true, .force = true},
                  [&context, options] { return run(context, *options); });
  add_template(*command, options->input);
  add_row(*command, options->input);
  add_data(*command, options->input, false);
  add_options(*command, {{.names = "--at",
                          .into = &options->at,
                          .help = "When: 3s, 1200ms or 90f; repeatable, each is a column",
                          .value = "TIME"},
                         {.names = "--cell",
                          .into = &options->cell,
                          .help = "Longest side of a picture in pixels",
                          .value = "N",
                          .range = {64, 2048}},
                         {.names = "-o,--output",
                          .into = &options->output,
                          .help = "The picture to write",
                          .value = "OUT.png",
                          .required = true}});
}

}  // namespace fp::cli
