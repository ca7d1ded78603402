#include "editor/panels/export_command.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fp::panels {
namespace {

constexpr std::string_view kEnding = ".mp4";

// The first "-o 'NAME.mp4'" of the comments a template begins with.
std::string said_pattern(std::string_view source) {
  for (size_t at = 0; at < source.size();) {
    const size_t end = std::min(source.find('\n', at), source.size());
    const std::string_view line = source.substr(at, end - at);
    at = end + 1;
    if (line.empty()) continue;
    if (!line.starts_with("//") && !line.starts_with('#')) break;
    const size_t option = line.find("-o '");
    if (option == std::string_view::npos) continue;
    const std::string_view rest = line.substr(option + 4);
    const std::string_view pattern = rest.substr(0, rest.find('\''));
    if (pattern.size() > kEnding.size() && pattern.ends_with(kEnding))
      return std::string(pattern.substr(pattern.rfind('/') + 1));
  }
  return {};
}

std::string quality_title(const std::string& format, int videos) {
  const std::string count = fmt::format("{} video{}", videos, videos == 1 ? "" : "s");
  return format.empty() ? count : format + ", " + count;
}

Result<int> count_rows(const ExportChoice& choice, const ExportSource& source) {
  using Rows = ExportChoice::Rows;
  if (source.table.empty() || choice.rows == Rows::this_row) return 1;
  if (choice.rows == Rows::all) return source.rows;
  if (choice.some.empty()) return fail(Fault::usage, "say which rows, such as 1-6,9");
  auto chosen = parse_row_selection(choice.some, source.rows);
  if (!chosen) return fail(std::move(chosen.error()));
  return static_cast<int>(chosen->size());
}

void add_table(ExportRun& run, const ExportChoice& choice, const ExportSource& source) {
  using Rows = ExportChoice::Rows;
  if (source.table.empty()) return;
  run.words.insert(run.words.end(), {"--data", source.table.string()});
  if (choice.rows == Rows::this_row) run.words.insert(run.words.end(), {"--rows", std::to_string(source.row)});
  if (choice.rows == Rows::some) run.words.insert(run.words.end(), {"--rows", choice.some});
}

Result<ExportRun> run_of(const ExportChoice& choice, const ExportSource& source, const std::string& format,
                         int videos) {
  const bool batch = !source.table.empty();
  const std::string pattern = choice.pattern.empty() ? default_pattern(choice, source) : choice.pattern;
  if (!pattern.ends_with(kEnding)) return fail(Fault::usage, "the name must end in .mp4", "for example {row}.mp4");
  ExportRun run{.title = quality_title(format, videos),
                .words = {batch ? "batch" : "render", source.file.string()},
                .folder = choice.folder.empty() ? default_folder(source) : std::filesystem::path(choice.folder),
                .videos = videos};
  add_table(run, choice, source);
  for (const std::string& set : source.sets) run.words.insert(run.words.end(), {"--set", set});
  if (!format.empty()) run.words.insert(run.words.end(), {"--format", format});
  auto name = output_name(*source.tpl, *source.values, std::max(1, source.row), format, pattern);
  if (!name) return fail(std::move(name.error()));
  // A table's names are made row by row by the tool itself.
  run.words.insert(run.words.end(), {"-o", (run.folder / (batch ? pattern : *name)).string()});
  run.words.insert(run.words.end(), {"--crf", std::to_string(choice.crf), "--preset", choice.preset});
  if (!choice.device.empty()) run.words.insert(run.words.end(), {"--device", choice.device});
  if (choice.existing == ExportChoice::Existing::replace) run.words.emplace_back("--force");
  if (choice.existing == ExportChoice::Existing::keep && batch) run.words.emplace_back("--resume");
  return run;
}

}  // namespace

std::vector<std::string> wanted_formats(const ExportChoice& choice, const Template& tpl) {
  std::vector<std::string> formats;
  for (const std::string& format : tpl.formats) {
    if (std::ranges::find(choice.left_out, format) == choice.left_out.end()) formats.push_back(format);
  }
  return formats;
}

std::string default_pattern(const ExportChoice& choice, const ExportSource& source) {
  const bool several = wanted_formats(choice, *source.tpl).size() > 1;
  std::string pattern = source.table.empty() ? std::string() : said_pattern(source.tpl->source);
  if (pattern.empty()) pattern = source.table.empty() ? source.file.parent_path().filename().string() : "{row}";
  if (pattern.ends_with(kEnding)) pattern.resize(pattern.size() - kEnding.size());
  if (pattern.empty()) pattern = "video";
  if (several && pattern.find("{format") == std::string::npos) pattern += "-{format}";
  return pattern + std::string(kEnding);
}

std::filesystem::path default_folder(const ExportSource& source) {
  return source.file.parent_path() / "out";
}

Result<std::vector<ExportRun>> export_runs(const ExportChoice& choice, const ExportSource& source) {
  const auto videos = count_rows(choice, source);
  if (!videos) return fail(videos.error());
  std::vector<std::string> formats = wanted_formats(choice, *source.tpl);
  if (source.tpl->formats.empty()) formats.emplace_back();
  if (formats.empty()) return fail(Fault::usage, "choose a format first");
  std::vector<ExportRun> runs;
  for (const std::string& format : formats) {
    auto run = run_of(choice, source, format, *videos);
    if (!run) return fail(std::move(run.error()));
    runs.push_back(std::move(*run));
  }
  for (size_t i = 1; i < runs.size(); ++i) {
    const auto name = [](const ExportRun& run) { return *(std::ranges::find(run.words, "-o") + 1); };
    const bool told_apart = name(runs[i]) != name(runs[0]) || name(runs[i]).find("{format") != std::string::npos;
    if (!told_apart) return fail(Fault::usage, "all formats would have the same names", "put {format} into the name");
  }
  return runs;
}

std::string shell_quoted(std::string_view word) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) c == '\'' ? quoted += "'\\''" : quoted += c;
  return quoted + "'";
}

std::string shell_text(const std::string& program, const std::vector<ExportRun>& runs) {
  std::string text;
  for (const ExportRun& run : runs) {
    text += text.empty() ? "" : " &&\n";
    text += shell_quoted(program);
    for (const std::string& word : run.words) text += " " + shell_quoted(word);
  }
  return text;
}

}  // namespace fp::panels
