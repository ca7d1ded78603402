// framepress diff A B
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "encoder/job/pool.hpp"
#include "encoder/job/press.hpp"
#include "encoder/manifest/lock.hpp"
#include "engine/core/files.hpp"
#include "tools/framepress/differing.hpp"

namespace fp::cli {
namespace {

struct DiffOptions {
  InputOptions input;  // file: A
  std::string other;   // B; "": the same template, other values
  std::vector<std::string> sets_b;
  std::string row_file_b, data_b, rows_b;
  std::string key;  // parameter by which rows are matched; "": by number
  std::string html;
  int pictures = 24;
};

bool is_manifest(const std::string& name) {
  return name.ends_with(".manifest.json");
}

// ---- Makings
// --------------------------------------------------------------------------------------------------------

// A recorded video; its composition too, where the template is still what it was.
Result<Making> recorded_making(const std::filesystem::path& file) {
  auto manifest = read_manifest(file.string());
  if (!manifest) return fail(std::move(manifest.error()));
  Making making{.first = manifest->first_frame, .frames = frames_of(*manifest)};
  const auto input = rebind((file.parent_path() / manifest->template_file).string(), *manifest);
  if (input && input->tpl->hash == manifest->template_hash) {
    const auto& composition = input->rows.front().composition;
    const auto hashes = asset_hashes(*composition, *input->assets);
    if (hashes && *hashes == manifest->assets && composition->frames >= making.first + making.frames) {
      making.composition = composition;
      making.assets = input->assets;
    }
  }
  making.manifest = std::move(*manifest);
  return making;
}

// By name of the video.
using Makings = std::map<std::string, Making>;
Result<Makings> recorded_makings(const std::filesystem::path& place) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  if (std::filesystem::is_directory(place, error)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(place, error)) {
      if (is_manifest(entry.path().string())) files.push_back(entry.path());
    }
  } else {
    files.push_back(place);
  }
  if (error || files.empty()) {
    return fail(Fault::missing, fmt::format("there is no manifest in {}", place.string()),
                "name two templates, two manifests, or two folders with manifests");
  }
  Makings makings;
  for (const auto& file : files) {
    auto making = recorded_making(file);
    if (!making) return fail(std::move(making.error()));
    const std::string name =
        files.size() == 1 && file == place
            ? std::string("video")
            : std::filesystem::relative(file.parent_path() / making->manifest->output_file, place, error).string();
    makings.emplace(name, std::move(*making));
  }
  return makings;
}

// What a row goes by on both sides.
Result<std::string> name_of(const BoundRow& row, const std::string& key) {
  if (key.empty()) return row.number > 0 ? fmt::format("row {:04}", row.number) : std::string("video");
  const Json* value = row.values.object.find(key);
  if (!value) return fail(Fault::usage, fmt::format("--key {} is no parameter of the template", key));
  return value->is_string() ? value->text : write_json(*value, 0);
}

Result<Makings> bound_makings(const InputOptions& options, const std::string& key) {
  auto input = load(options);
  if (!input) return fail(std::move(input.error()));
  if (Errors errors = missing_assets(*input); !errors.empty()) return fail(std::move(errors));
  Makings makings;
  for (const BoundRow& row : input->rows) {
    Making making{.composition = row.composition, .assets = input->assets, .frames = row.composition->frames};
    auto inputs = manifest_inputs(*input, row, "video.mp4");
    if (!inputs) return fail(std::move(inputs.error()));
    making.manifest = std::move(*inputs);
    auto hashes = asset_hashes(*row.composition, *input->assets);
    if (!hashes) return fail(std::move(hashes.error()));
    making.manifest->assets = std::move(*hashes);
    auto name = name_of(row, key);
    if (!name) return fail(std::move(name.error()));
    if (!makings.emplace(*name, std::move(making)).second) {
      return fail(Fault::usage, fmt::format("two rows have {} {}: rows cannot be matched by it", key, *name),
                  "name a parameter that tells rows apart");
    }
  }
  return makings;
}

// ---- Comparing
// ------------------------------------------------------------------------------------------------------

std::vector<std::string> changed_inputs(const Manifest& a, const Manifest& b) {
  std::vector<std::string> lines = changed_members(a.row, b.row);
  for (const Difference& d : compare_inputs(a, b)) {
    if (d.stage != "row") lines.push_back(fmt::format("{}: {}", d.stage, d.message));
  }
  return lines;
}

std::vector<ChangedFrames> changed_on_record(const Manifest& a, const Manifest& b) {
  std::vector<ChangedFrames> runs;
  const size_t most = std::max(a.hashes.size(), b.hashes.size());
  for (size_t i = 0; i < most; ++i) {
    if (i < a.hashes.size() && i < b.hashes.size() && a.hashes[i] == b.hashes[i]) continue;
    const auto frame = static_cast<int64_t>(i);
    if (!runs.empty() && runs.back().last + 1 == frame) {
      runs.back().last = frame;
    } else {
      runs.push_back({frame, frame, {}});
    }
  }
  return runs;
}

Result<VideoDiff> compare(const std::string& name, const Making* a, const Making* b) {
  VideoDiff diff{.name = name};
  if (!a || !b) {
    diff.inputs.push_back(a ? "only in the first" : "only in the second");
    diff.total = a ? a->frames : b->frames;
    diff.frames.push_back({0, diff.total - 1, {}});
    return diff;
  }
  diff.before = *a;
  diff.after = *b;
  diff.total = std::max(a->frames, b->frames);
  diff.inputs = changed_inputs(*a->manifest, *b->manifest);
  diff.regions = a->composition && b->composition;
  if (!diff.regions) {
    diff.frames = changed_on_record(*a->manifest, *b->manifest);
    return diff;
  }
  auto frames = changed_frames({*a->composition, *a->assets, a->first, a->frames},
                               {*b->composition, *b->assets, b->first, b->frames});
  if (!frames) return fail(std::move(frames.error()));
  diff.frames = std::move(*frames);
  return diff;
}

Result<std::vector<VideoDiff>> compare_all(const Context& context, const Makings& a, const Makings& b) {
  std::vector<std::string> names;
  for (const auto& [name, making] : a) names.push_back(name);
  for (const auto& [name, making] : b) {
    if (!a.contains(name)) names.push_back(name);
  }
  std::vector<Result<VideoDiff>> found(names.size());
  const auto named = [](const Makings& all, const std::string& name) {
    const auto at = all.find(name);
    return at == all.end() ? nullptr : &at->second;
  };
  run_units(
      jobs(context), static_cast<int64_t>(names.size()), [&] { return context.stop.stop_requested(); },
      [&](int, int64_t unit) {
        const std::string& name = names[static_cast<size_t>(unit)];
        found[static_cast<size_t>(unit)] = compare(name, named(a, name), named(b, name));
      });
  std::vector<VideoDiff> diffs;
  for (auto& diff : found) {
    if (!diff) return fail(std::move(diff.error()));
    diffs.push_back(std::move(*diff));
  }
  return diffs;
}

// ---- Saying
// ---------------------------------------------------------------------------------------------------------

std::string text_of(const VideoDiff& video) {
  if (!video.differs()) return {};
  std::string text = fmt::format("{}: {} of {} frames\n", video.name, video.changed(), video.total);
  for (const std::string& input : video.inputs) text += fmt::format("  {}\n", input);
  for (const ChangedFrames& run : video.frames) {
    text += fmt::format("  frames {}-{}", run.first, run.last);
    if (video.regions) {
      text += fmt::format(": {}x{} at ({}, {})", run.region.width(), run.region.height(), run.region.x0, run.region.y0);
    }
    text += "\n";
  }
  return text;
}

Json to_json(const VideoDiff& video) {
  Json j = Json::object();
  j.set("name", Json::of(video.name));
  j.set("frames", Json::of(video.total));
  j.set("changed", Json::of(video.changed()));
  Json inputs = Json::array();
  for (const std::string& input : video.inputs) inputs.items.push_back(Json::of(input));
  j.set("inputs", std::move(inputs));
  Json runs = Json::array();
  for (const ChangedFrames& run : video.frames) {
    Json r = Json::object();
    r.set("first", Json::of(run.first));
    r.set("last", Json::of(run.last));
    if (video.regions) {
      Json region = Json::array();
      for (const int32_t v : {run.region.x0, run.region.y0, run.region.width(), run.region.height()})
        region.items.push_back(Json::of(int64_t{v}));
      r.set("region", std::move(region));
    }
    runs.items.push_back(std::move(r));
  }
  j.set("ranges", std::move(runs));
  return j;
}

Result<void> write_report(const Context& context, const DiffOptions& options, const std::vector<VideoDiff>& diffs) {
  auto device = open_device(context);
  if (!device) return fail(std::move(device.error()));
  const auto html = html_report(diffs, *device, jobs(context), static_cast<size_t>(options.pictures));
  if (!html) return fail(html.error());
  auto file = PendingFile::create(options.html, context.common.force);
  if (!file) return fail(std::move(file.error()));
  if (auto written = file->write(std::as_bytes(std::span(*html))); !written) return written;
  if (auto published = file->publish(); !published) return published;
  say(context, fmt::format("wrote {}", options.html));
  return {};
}

int print_diffs(const Context& context, const std::vector<VideoDiff>& diffs) {
  int64_t frames = 0, changed = 0;
  for (const VideoDiff& d : diffs) frames += d.total, changed += d.changed();
  const auto different = std::ranges::count_if(diffs, &VideoDiff::differs);
  const int code = different > 0 ? kNotReproducible : kOk;
  if (context.common.json) {
    Json list = Json::array();
    for (const VideoDiff& d : diffs) list.items.push_back(to_json(d));
    Json j = Json::object();
    j.set("identical", Json::of(different == 0));
    j.set("exit", Json::of(int64_t{code}));
    j.set("videos", std::move(list));
    return print_json(context, j, code);
  }
  std::string text;
  for (const VideoDiff& d : diffs) text += text_of(d);
  text += fmt::format("{} of {} videos differ, {} of {} frames\n", different, diffs.size(), changed, frames);
  const auto printed = print(text);
  return printed ? code : report(context, printed.error());
}

// The second side of templates: what is not said of it is as on the first.
InputOptions other_input(const DiffOptions& options) {
  InputOptions other = options.input;
  if (!options.other.empty()) other.file = options.other;
  if (!options.row_file_b.empty()) other.row_file = options.row_file_b;
  if (!options.data_b.empty()) other.data = options.data_b;
  if (!options.rows_b.empty()) other.rows = options.rows_b;
  other.sets.insert(other.sets.end(), options.sets_b.begin(), options.sets_b.end());
  return other;
}

Result<std::pair<Makings, Makings>> both(const DiffOptions& options) {
  const auto recorded = [](const std::string& name) {
    std::error_code ignored;
    return is_manifest(name) || std::filesystem::is_directory(name, ignored);
  };
  const bool other_values =
      !options.sets_b.empty() || !options.row_file_b.empty() || !options.data_b.empty() || !options.rows_b.empty();
  if (options.other.empty() && !other_values) {
    return fail(Fault::usage, "there is nothing to compare with",
                "name a second template, manifest or folder, or other values: --set-b, --row-b, --rows-b, --data-b");
  }
  const bool records = recorded(options.input.file);
  if (records != recorded(options.other)) {
    return fail(Fault::usage,
                "a template can only be compared with a template, a manifest or folder with one of those");
  }
  auto a = records ? recorded_makings(options.input.file) : bound_makings(options.input, options.key);
  if (!a) return fail(std::move(a.error()));
  auto b = records ? recorded_makings(options.other) : bound_makings(other_input(options), options.key);
  if (!b) return fail(std::move(b.error()));
  // One row against one other: they need no common name.
  if (a->size() == 1 && b->size() == 1 && a->begin()->first != b->begin()->first) {
    const std::string name = fmt::format("{} and {}", a->begin()->first, b->begin()->first);
    for (Makings* side : {&*a, &*b}) {
      auto only = side->extract(side->begin());
      only.key() = name;
      side->insert(std::move(only));
    }
  }
  return std::pair(std::move(*a), std::move(*b));
}

int run(const Context& context, const DiffOptions& options) {
  if (!options.html.empty()) {
    if (auto vacant = check_free(context, {options.html}); !vacant) return report(context, vacant.error());
  }
  const auto makings = both(options);
  if (!makings) return report(context, makings.error());
  const auto diffs = compare_all(context, makings->first, makings->second);
  if (context.stop.stop_requested()) return kInterrupted;
  if (!diffs) return report(context, diffs.error());
  if (!options.html.empty()) {
    if (auto written = write_report(context, options, *diffs); !written) return report(context, written.error());
  }
  return print_diffs(context, *diffs);
}

}  // namespace

int64_t VideoDiff::changed() const {
  int64_t sum = 0;
  for (const ChangedFrames& run : frames) sum += run.last - run.first + 1;
  return sum;
}

void add_diff(CLI::App& app, Context& context) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* command = add_command(
      app, context, "diff",
      "What differs between two templates, rows, manifests or folders of videos: inputs, frames, places on the canvas. "
      "Exit 7 where anything does",
      "  framepress diff old/ad.json ad.json --data products.csv\n"
      "  framepress diff ad.json --data products.csv --set-b cta_color=#ff7a00 --html impact.html\n"
      "  framepress diff ad.json --data products.csv --rows 3 --rows-b 7\n"
      "  framepress diff ad.json --data monday.csv --data-b tuesday.csv --key sku\n"
      "  framepress diff out-monday out-tuesday --json",
      {.device = true, .jobs = true, .force = true}, [&context, options] { return run(context, *options); });
  add_template(*command, options->input);
  add_options(
      *command,
      {{.names = "OTHER", .into = &options->other, .help = "What it is compared with; a template: itself, if left out"},
       {.names = "--set-b",
        .into = &options->sets_b,
        .help = "A parameter of the second one alone; repeatable",
        .value = "NAME=VALUE"},
       {.names = "--row-b", .into = &options->row_file_b, .help = "Row of the second one", .value = "FILE.json"},
       {.names = "--data-b", .into = &options->data_b, .help = "Table of the second one", .value = "SOURCE"},
       {.names = "--rows-b", .into = &options->rows_b, .help = "Rows of the second one", .value = "3,7-9"},
       {.names = "--key",
        .into = &options->key,
        .help = "Parameter by whose value rows are matched; default: by number",
        .value = "NAME"},
       {.names = "--html",
        .into = &options->html,
        .help = "Write a report with pictures of before, after and the difference",
        .value = "FILE"},
       {.names = "--pictures",
        .into = &options->pictures,
        .help = "How many runs of frames the report shows",
        .value = "N",
        .range = {0, 10000}}});
  add_row(*command, options->input);
  add_data(*command, options->input, false);
}

}  // namespace fp::cli
