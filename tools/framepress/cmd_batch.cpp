// framepress batch TEMPLATE --data SOURCE -o 'out/{sku}.mp4'
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "encoder/codec/outputs.hpp"
#include "encoder/manifest/lock.hpp"
#include "engine/core/files.hpp"
#include "tools/framepress/captions.hpp"
#include "tools/framepress/encode_options.hpp"
#include "tools/framepress/pressing.hpp"

namespace fp::cli {
namespace {

struct BatchOptions {
  InputOptions input;
  EncodeOptions encode;
  std::string output;
  bool resume = false, failed = false, dry_run = false;
  std::string lock, locked, captions;
};

// Names of all outputs; two rows that come to the same one are an error, before anything is drawn. Manifests collide
// when videos do.
Result<std::vector<std::filesystem::path>> name_outputs(const BatchOptions& options, const Input& input) {
  std::vector<std::filesystem::path> outputs;
  std::map<std::filesystem::path, const BoundRow*> taken;
  Errors errors;
  for (const BoundRow& row : input.rows) {
    auto name = output_name(*input.tpl, row.values, row.number, row.composition->format, options.output);
    if (!name) return fail(std::move(name.error()));
    const std::filesystem::path path = std::filesystem::path(*name).lexically_normal();
    if (const OutputKind* kind = output_kind(path.string()); kind == nullptr || kind->videos.empty()) {
      return fail(
          Fault::usage,
          fmt::format("the output pattern {} must end in .mp4, .webm, .mov, .mkv, .gif, .apng, ####.png, .y4m or .raw",
                      options.output),
          "for example 'out/{row}.mp4'");
    }
    const auto [other, fresh] = taken.emplace(path, &row);
    if (!fresh) {
      errors.push_back({.fault = Fault::usage,
                        .message = fmt::format("{} and {} would both be written to {}", other->second->values.label,
                                               row.values.label, path.string()),
                        .hint = "use a parameter that tells rows apart, or {row}, in the pattern"});
    }
    outputs.push_back(path);
  }
  if (!errors.empty()) return fail(std::move(errors));
  return outputs;
}

Result<std::vector<Video>> plan(const Context& context, const BatchOptions& options, Input& input) {
  auto loaded = load(options.input);
  if (!loaded) return fail(std::move(loaded.error()));
  input = std::move(*loaded);
  auto outputs = name_outputs(options, input);
  if (!outputs) return fail(std::move(outputs.error()));
  if (Errors errors = missing_assets(input); !errors.empty()) return fail(std::move(errors));
  std::vector<Video> videos;
  EncodeOptions encode = options.encode;
  encode.exact = encode.exact || !encode.inexact;  // many files that nobody looks at one by one
  for (size_t i = 0; i < input.rows.size(); ++i) {
    const BoundRow& row = input.rows[i];
    auto plan = make_plan(encode, row.composition, row.composition->frames, (*outputs)[i].string());
    if (!plan) return fail(std::move(plan.error()));
    if (i == 0) say(context, plan->said);
    auto inputs = manifest_inputs(input, row, (*outputs)[i]);
    if (!inputs) return fail(std::move(inputs.error()));
    inputs->platform = encode.platform;
    videos.push_back({.composition = plan->composition,
                      .first = 0,
                      .frames = row.composition->frames,
                      .recipe = std::move(plan->recipe),
                      .output = (*outputs)[i],
                      .inputs = std::move(*inputs)});
  }
  if (options.dry_run) return videos;
  if (encode.encoder != "null") {
    if (auto own = check_manifests(*outputs); !own) return fail(std::move(own.error()));
  }
  if (options.resume || options.failed) return videos;
  std::vector<std::filesystem::path> files;
  for (const Video& video : videos) std::ranges::move(files_of(video), std::back_inserter(files));
  if (auto vacant = check_free(context, files); !vacant) return fail(std::move(vacant.error()));
  return videos;
}

// Leaves those whose last attempt failed.
Result<void> select_failed(const Context& context, std::vector<Video>& videos) {
  const auto store = chosen_store(context);
  if (!store) return fail(store.error());
  if (!*store) return fail(Fault::usage, "without a store nothing is known of failures", "leave out --store none");
  const auto ledger = Ledger::open(**store);
  if (!ledger) return fail(ledger.error());
  const auto failures = ledger->failures();
  if (!failures) return fail(failures.error());
  const size_t all = videos.size();
  std::erase_if(videos, [&](const Video& video) { return !failures->contains(Ledger::name_of(video.output)); });
  say(context, fmt::format("{} of {} videos failed when they were last tried", videos.size(), all));
  return {};
}

Result<Json> lock_now(const Input& input, const std::vector<Video>& videos) {
  CodecBuilds builds;
  std::vector<Manifest> manifests;
  std::vector<std::string> outputs;
  for (const Video& video : videos) {
    auto manifest = manifest_before(video, *input.assets, builds);
    if (!manifest) return fail(std::move(manifest.error()));
    manifests.push_back(std::move(*manifest));
    outputs.push_back(video.output.generic_string());
  }
  return lock_of(manifests, outputs);
}

// Holds the run against the lock, line by line; the exit code where it is not met.
Result<int> check_lock(const Context& context, const std::string& file, const Json& now) {
  const auto text = read_file(file, Fault::missing);
  if (!text) return fail(text.error());
  const auto lock = parse_lock(*text, file);
  if (!lock) return fail(lock.error());
  const std::vector<std::string> broken = broken_locks(*lock, now);
  if (broken.empty()) return kOk;
  warn(context, fmt::format("error: this is not what {} pins, and nothing was rendered:", file));
  for (const std::string& line : broken) warn(context, "  " + line);
  return kNotReproducible;
}

Result<void> write_lock(const Context& context, const std::string& file, const Json& now) {
  auto pending = PendingFile::create(file, context.common.force);
  if (!pending) return fail(std::move(pending.error()));
  const std::string text = write_json(now) + "\n";
  if (auto written = pending->write(std::as_bytes(std::span(text))); !written) return written;
  return pending->publish();
}

// --locked and --lock; the exit code where the run must not go on.
Result<int> hold_locks(const Context& context, const BatchOptions& options, const Input& input,
                       const std::vector<Video>& videos) {
  if (options.lock.empty() && options.locked.empty()) return kOk;
  const auto now = lock_now(input, videos);
  if (!now) return fail(now.error());
  if (!options.locked.empty()) {
    if (auto held = check_lock(context, options.locked, *now); !held || *held != kOk) return held;
  }
  if (options.lock.empty()) return kOk;
  if (auto written = write_lock(context, options.lock, *now); !written) return fail(std::move(written.error()));
  say(context, fmt::format("wrote {}", options.lock));
  return kOk;
}

int run(const Context& context, const BatchOptions& options) {
  Input input;
  auto videos = plan(context, options, input);
  if (!videos) return report(context, videos.error());
  const auto held = hold_locks(context, options, input, *videos);
  if (!held) return report(context, held.error());
  if (*held != kOk) return *held;
  if (options.failed) {
    if (auto selected = select_failed(context, *videos); !selected) return report(context, selected.error());
  }
  const bool resume = options.resume || options.failed;
  if (auto good = set_captions(context, *videos, options.captions, resume || options.dry_run); !good)
    return report(context, good.error());
  if (options.dry_run) return assess_videos(context, input, *videos, resume);
  return press_videos(context, input, *videos, {.batch = true, .resume = resume});
}

}  // namespace

void add_batch(CLI::App& app, Context& context) {
  auto options = std::make_shared<BatchOptions>();
  CLI::App* command = add_command(
      app, context, "batch", "Render one video for each row of a table; all rows are checked before the first frame",
      "  framepress batch ad.json --data products.csv -o 'out/{sku}.mp4'\n"
      "  framepress batch ad.json --data products.csv --where 'sale && price > 20' -o 'out/{row}-{name}.mp4'\n"
      "  framepress batch ad.json --data products.csv --set cta_color=#ff7a00 --dry-run -o 'out/{sku}.mp4'\n"
      "  export-products | framepress batch ad.json --data - --format 1:1 -o 'out/{sku}-{format}.mp4'",
      {.device = true, .jobs = true, .progress = true, .force = true, .store = true},
      [&context, options] { return run(context, *options); });
  add_template(*command, options->input);
  add_data(*command, options->input, true);
  add_options(*command,
              {{.names = "-o,--output",
                .into = &options->output,
                .help = "Pattern of the names: {param} of the row, {param|filter}, {row} (its number), {format}",
                .value = "'out/{sku}.mp4'",
                .required = true},
               {.names = "--resume",
                .into = &options->resume,
                .help = "Keep outputs that are finished and made of the same things; make and replace all others"},
               {.names = "--failed",
                .into = &options->failed,
                .help = "Make only the videos that failed when they were last tried"},
               {.names = "--lock",
                .into = &options->lock,
                .help = "Write down what this batch is made of: engine, template, encoder, assets, every row's values",
                .value = "press.lock"},
               {.names = "--locked",
                .into = &options->locked,
                .help = "Render only if nothing differs from this lock; else say what does, and exit 7",
                .value = "press.lock"},
               {.names = "--dry-run",
                .into = &options->dry_run,
                .help = "Say what would be rendered and what reused, and render nothing"}});
  add_encode(*command, options->encode);
  add_captions(*command, options->captions);
}

}  // namespace fp::cli
