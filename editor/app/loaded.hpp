// What is open as the engine sees it: a template, its rows, one of them bound in one format. Read only; made anew when
// a file changes or an edit is done.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/display/assets.hpp"
#include "engine/template/template.hpp"

namespace fp::editor {

struct OpenRequest {
  std::string file, data;
  std::vector<std::string> sets;
  std::string format;  // "": the template's first
  int row = 0;         // from 1; 0: the first
  // Of an edit: the text to take instead of the file's, and what need not be read again.
  std::shared_ptr<const std::string> text;
  std::shared_ptr<Assets> assets;
  std::shared_ptr<const Table> table;
};

struct Loaded {
  OpenRequest request;
  std::shared_ptr<const Template> tpl;
  std::shared_ptr<Assets> assets;
  std::shared_ptr<const Table> table;  // null: without one
  std::shared_ptr<const std::vector<Values>> rows;
  size_t row = 0;  // index of the bound one
  std::shared_ptr<const Composition> composition;
};

// Reads everything and binds one row; a row beyond the last is the last.
Result<Loaded> load(const OpenRequest& request);
// The same with another row or format; nothing is read.
Result<Loaded> rebind(const Loaded& loaded, size_t row, const std::string& format);

// The files it came from, with what the file system says of them. Two that are equal: nothing was changed.
struct FileState {
  std::filesystem::path path;
  int64_t modified = 0;  // nanoseconds
  uint64_t size = 0, node = 0;
  bool operator==(const FileState&) const = default;
};
// Of a request alone where `loaded` is null.
std::vector<FileState> file_states(const OpenRequest& request, const Loaded* loaded);

}  // namespace fp::editor
