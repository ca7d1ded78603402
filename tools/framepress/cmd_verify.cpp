// framepress verify OUT.manifest.json ...
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "encoder/job/platform.hpp"
#include "encoder/job/sound_file.hpp"
#include "encoder/manifest/version.hpp"
#include "engine/core/files.hpp"
#include "tools/framepress/pressing.hpp"
#include "tools/framepress/progress.hpp"

namespace fp::cli {
namespace {

struct VerifyOptions {
  std::vector<std::string> manifests;
  std::string tpl;
  std::string sample;  // "5%"; "" = all
};

struct Verdict {
  std::vector<Difference> differences;
  Errors errors;  // could not be verified
  bool interrupted = false;
  bool rendered = true;  // false: not in the sample, only the file was checked
};

void check_files(const std::filesystem::path& folder, const Manifest& recorded, Verdict& verdict) {
  for (Diagnostic& d : changed_files(recorded, folder)) {
    if (d.fault == Fault::not_reproducible) {
      verdict.differences.push_back({.stage = "file", .message = std::move(d.message)});
    } else {
      verdict.errors.push_back(std::move(d));
    }
  }
}

// Where bytes are not promised, frames and sound alone are compared: nothing is encoded, and the encoder need not be
// there.
Recipe frames_alone(Recipe recipe) {
  recipe.codec = recipe.container = "null";
  recipe.rate = RateControl::quality;
  recipe.crf = recipe.kbps = recipe.max_kbps = recipe.buffer = 0;
  return recipe;
}

Result<std::optional<Manifest>> make_again(const Context& context, const Input& input, const Manifest& recorded,
                                           const std::shared_ptr<Device>& device, const std::string& name) {
  const auto scratch = TemporaryFolder::create();
  if (!scratch) return fail(scratch.error());
  BoundRow row = input.rows.front();
  if (!recorded.platform.empty()) {
    const Platform* platform = find_platform(recorded.platform);
    if (platform == nullptr)
      return fail(Fault::invalid, fmt::format("this version knows no platform \"{}\"", recorded.platform));
    row.composition = mastered_for(*platform, row.composition);
  }
  Recipe recipe = recorded.recipe;
  const bool sound_alone = recipe.codec.empty();
  if (!sound_alone) {
    recipe.width = row.composition->width;
    recipe.height = row.composition->height;
  }
  recipe.fps = row.composition->fps;
  if (auto good = check(recipe); !good) return fail(std::move(good.error()));
  Video video{.composition = row.composition,
              .recipe = recorded.build.exact ? recipe : frames_alone(recipe),
              .output = scratch->path() / recorded.output_file};
  video.first = std::min(recorded.first_frame, row.composition->frames - 1);
  video.frames = std::min(frames_of(recorded), row.composition->frames - video.first);
  video.inputs = {.engine = std::string(kEngineVersion),
                  .template_name = input.tpl->name,
                  .template_file = recorded.template_file,
                  .template_hash = input.tpl->hash,
                  .format = row.composition->format,
                  .row_label = recorded.row_label,
                  .row = recorded.row,
                  .data = recorded.data,
                  .platform = recorded.platform};
  if (recorded.captions) video.captions = std::filesystem::path(recorded.captions->name).extension().string().substr(1);
  if (sound_alone) {
    auto sound = press_sound(video, *input.assets, false, false);
    if (!sound) return fail(std::move(sound.error()));
    return std::move(*sound);
  }
  ProgressReport progress(context, video.frames, name);
  PressOptions options{.jobs = jobs(context), .overwrite = false, .publish = false, .stop = context.stop};
  options.progress = [&](const Progress& p) {
    if (p.event == Progress::Event::frame) progress.update(p.frames);
  };
  if (context.finish_on_stop != nullptr) *context.finish_on_stop = true;
  std::vector<Pressed> made = press({video}, input.assets, device, options);
  if (context.finish_on_stop != nullptr) *context.finish_on_stop = false;
  progress.end(made.front().errors.empty());
  if (!made.front().errors.empty()) return fail(std::move(made.front().errors));
  if (made.front().manifest) made.front().manifest->recipe = recipe;
  return std::move(made.front().manifest);
}

Verdict verify(const Context& context, const VerifyOptions& options, const std::string& file,
               std::shared_ptr<Device>& device, bool render) {
  Verdict verdict{.rendered = render};
  auto recorded = read_manifest(file);
  if (!recorded) return {.errors = std::move(recorded.error())};
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  check_files(folder, *recorded, verdict);
  if (!verdict.errors.empty() || !render) return verdict;
  auto input = rebind(options.tpl.empty() ? (folder / recorded->template_file).string() : options.tpl, *recorded);
  if (!input) return {.errors = std::move(input.error())};
  if (!device && !recorded->recipe.codec.empty()) {
    auto opened = open_device(context);
    if (!opened) return {.errors = std::move(opened.error())};
    device = std::move(*opened);
  }
  auto again = make_again(context, *input, *recorded, device, recorded->output_file);
  if (!again) return {.errors = std::move(again.error())};
  if (!*again) return {.interrupted = true};
  const std::vector<Difference> found = compare(*recorded, **again);
  verdict.differences.insert(verdict.differences.end(), found.begin(), found.end());
  return verdict;
}

Json to_json(const std::string& file, const Verdict& verdict) {
  Json j = Json::object();
  j.set("manifest", Json::of(file));
  j.set("rendered", Json::of(verdict.rendered));
  j.set("identical", Json::of(verdict.errors.empty() && verdict.differences.empty()));
  Json list = Json::array();
  for (const Difference& d : verdict.differences) {
    Json item = Json::object();
    item.set("stage", Json::of(d.stage));
    if (d.frame >= 0) item.set("frame", Json::of(d.frame));
    item.set("message", Json::of(d.message));
    list.items.push_back(std::move(item));
  }
  j.set("differences", std::move(list));
  if (!verdict.errors.empty()) j.set("errors", cli::to_json(verdict.errors));
  return j;
}

// One line a manifest on standard output: that is what was asked for.
std::string line_of(const std::string& file, const Verdict& verdict) {
  if (!verdict.errors.empty()) return fmt::format("{}: cannot be verified\n", file);
  if (verdict.differences.empty())
    return fmt::format("{}: {}\n", file,
                       verdict.rendered ? "identical" : "the file is as recorded (not rendered again)");
  std::string text = fmt::format("{}: DIFFERENT\n", file);
  for (const Difference& d : verdict.differences) text += fmt::format("  {}: {}\n", d.stage, d.message);
  return text;
}

// Which of `count` manifests are rendered again: evenly spread, the first always among them.
Result<std::vector<bool>> sampled(const std::string& sample, size_t count) {
  if (sample.empty()) return std::vector<bool>(count, true);
  double percent = 0;
  const char* last = sample.data() + sample.size();
  const auto [end, error] = std::from_chars(sample.data(), last, percent);
  if (error != std::errc{} || std::string_view(end, last) != "%" || !(percent > 0 && percent <= 100))
    return fail(Fault::usage, fmt::format("--sample {} is not a share such as 5%", sample));
  std::vector<bool> chosen(count);
  double due = 1;
  for (size_t i = 0; i < count; ++i, due += percent / 100) {
    chosen[i] = due >= 1;
    if (chosen[i]) due -= 1;
  }
  return chosen;
}

int run(const Context& context, const VerifyOptions& options) {
  const auto chosen = sampled(options.sample, options.manifests.size());
  if (!chosen) return report(context, chosen.error());
  std::shared_ptr<Device> device;
  Json list = Json::array();
  Errors errors;
  bool different = false;
  for (size_t i = 0; i < options.manifests.size(); ++i) {
    const std::string& file = options.manifests[i];
    const Verdict verdict = verify(context, options, file, device, (*chosen)[i]);
    if (verdict.interrupted || context.stop.stop_requested()) return kInterrupted;
    different |= !verdict.differences.empty();
    errors.insert(errors.end(), verdict.errors.begin(), verdict.errors.end());
    if (context.common.json) {
      list.items.push_back(to_json(file, verdict));
    } else if (auto printed = print(line_of(file, verdict)); !printed) {
      return report(context, printed.error());
    }
  }
  int code = different ? kNotReproducible : kOk;
  if (!errors.empty()) {
    Context talk{.common = context.common, .terminal = context.terminal, .colour = context.colour};
    talk.common.json = false;
    code = report(talk, errors);
  }
  if (!context.common.json) return code;
  Json j = Json::object();
  j.set("ok", Json::of(code == kOk));
  j.set("exit", Json::of(int64_t{code}));
  j.set("manifests", std::move(list));
  return print_json(context, j, code);
}

}  // namespace

void add_verify(CLI::App& app, Context& context) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = add_command(
      app, context, "verify",
      "Render and encode again from manifests and say whether all is identical, or the first differing frame and stage",
      "  framepress verify out/lamp.manifest.json\n"
      "  framepress verify out/*.manifest.json --device vulkan\n"
      "  framepress verify out/*.manifest.json --sample 5%\n"
      "  framepress verify lamp.manifest.json --template templates/ad.json",
      {.device = true, .jobs = true, .progress = true}, [&context, options] { return run(context, *options); });
  add_options(*command, {{.names = "MANIFEST",
                          .into = &options->manifests,
                          .help = "Manifests; each video is looked for beside its own",
                          .required = true},
                         {.names = "--sample",
                          .into = &options->sample,
                          .help = "Render only this share of the manifests again; of the others the files are checked",
                          .value = "5%"},
                         {.names = "--template",
                          .into = &options->tpl,
                          .help = "Where the template is, if not where the manifest says",
                          .value = "FILE"}});
}

}  // namespace fp::cli
