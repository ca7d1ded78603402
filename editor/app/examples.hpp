// The templates that come with the program.
#pragma once

#include <atomic>

#include "editor/panels/panels.hpp"

namespace fp::editor {

// Beside the program: PREFIX/share/framepress/templates of PREFIX/bin, or the source's assets/templates above a build
// folder. Empty where there is neither. `program`: the folder the program stands in.
std::filesystem::path examples_folder(const std::filesystem::path& program);
std::filesystem::path program_folder();

// Every folder with a template.json, by name.
std::vector<panels::Example> read_examples(const std::filesystem::path& folder);
// The first paragraph of a README, as one line.
std::string first_paragraph(std::string_view readme);
// The table of an example's folder: its .csv, else a .json that is no template; "": none.
std::filesystem::path table_of_example(const std::filesystem::path& folder);

// Copies all of an example into a folder that is not there yet or is empty; what was begun is removed after an error.
// Returns the new template.
Result<std::filesystem::path> copy_example(const std::filesystem::path& from, const std::filesystem::path& to);

// A frame out of the middle of each, one place below the other, drawn on the CPU or found in `cache` (a folder, made
// when missing; "": none). Ends early once `stop` is set.
inline constexpr int kStillWidth = 424, kStillHeight = 264;
struct Stills {
  std::vector<uint8_t> rgba;              // kStillWidth x (kStillHeight x the number of examples)
  std::vector<panels::Example> examples;  // with what belongs to their stills
};
Stills draw_stills(std::vector<panels::Example> examples, const std::filesystem::path& cache,
                   const std::atomic<bool>& stop);
std::filesystem::path cache_folder();  // $XDG_CACHE_HOME/framepress, or ~/.cache/framepress; may be empty

}  // namespace fp::editor
