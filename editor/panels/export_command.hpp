// Exports as the command line's own commands: what was chosen, the words that do it, and how a running one stands.
// No Dear ImGui.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/template/template.hpp"

namespace fp::panels {

struct ExportChoice {
  enum class Rows : uint8_t { this_row, all, some };
  enum class Existing : uint8_t { keep, replace, stop };  // keep: what is finished and made of the same things
  std::vector<std::string> left_out;                      // formats that are not wanted
  Rows rows = Rows::all;
  std::string some;               // "1-6,9"
  std::string folder;             // "": "out" beside the template
  std::string pattern;            // "": default_pattern()
  int crf = 18;                   // 0 lossless ... 51
  std::string preset = "medium";  // of x264
  std::string device;             // "": the tool's choice
  Existing existing = Existing::keep;
  bool operator==(const ExportChoice&) const = default;
};

// What is open. Pointers live for the call; `values` are those of the row `row`.
struct ExportSource {
  const Template* tpl = nullptr;
  std::filesystem::path file, table;  // table "": without one
  std::vector<std::string> sets;      // "name=value"
  int row = 0, rows = 0;              // from 1
  const Values* values = nullptr;
};

// One run of the command line.
struct ExportRun {
  std::string title;               // "16:9, 47 videos"
  std::vector<std::string> words;  // without the program's name
  std::filesystem::path folder;    // where the videos go
  int videos = 1;
};

// One run for each format that is wanted. Errors: rows or names that cannot be.
Result<std::vector<ExportRun>> export_runs(const ExportChoice& choice, const ExportSource& source);
// "{row}-{format}.mp4", or what the comment at the template's head says after "-o", without its folders.
std::string default_pattern(const ExportChoice& choice, const ExportSource& source);
std::filesystem::path default_folder(const ExportSource& source);
std::vector<std::string> wanted_formats(const ExportChoice& choice, const Template& tpl);

// As a POSIX shell reads it: words that need it in single quotes.
std::string shell_quoted(std::string_view word);
// All runs as lines for a shell, one after the other while they succeed.
std::string shell_text(const std::string& program, const std::vector<ExportRun>& runs);

struct ExportJob {
  enum class State : uint8_t { waiting, running, stopping, done, failed, stopped };
  int id = 0;
  State state = State::waiting;
  ExportRun run;
  int64_t frames = 0, total = 0;
  double rate = 0, eta = 0;  // frames a second; seconds
  int videos = 0, finished = 0, failed = 0;
  std::vector<std::string> said;  // the last lines that are talk: errors and the summary
  bool batch() const { return !run.words.empty() && run.words.front() == "batch"; }
};
// A line of the tool's standard error with --progress jsonl.
void take_line(ExportJob& job, std::string_view line);
// After the tool's end with this exit code.
void take_end(ExportJob& job, int exit_code);
std::string time_text(double seconds);  // "1:05 left"

// The words of another attempt, which keeps what is finished; `failed`: only what failed, by the tool's own ledger.
std::vector<std::string> words_again(const ExportJob& job, bool failed);

}  // namespace fp::panels
