#include "editor/app/loaded.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "engine/data/table.hpp"
#include "engine/template/sources.hpp"

namespace fp::editor {
namespace {

Result<std::vector<Assignment>> parse_sets(const std::vector<std::string>& texts) {
  std::vector<Assignment> sets;
  for (const std::string& text : texts) {
    auto set = parse_assignment(text);
    if (!set) return fail(std::move(set.error()));
    sets.push_back(std::move(*set));
  }
  return sets;
}

FileState state_of(const std::filesystem::path& path) {
  struct stat s {};
  if (::stat(path.c_str(), &s) != 0) return {path};
  constexpr int64_t kSecond = 1'000'000'000;
  return {path, s.st_mtim.tv_sec * kSecond + s.st_mtim.tv_nsec, static_cast<uint64_t>(s.st_size), s.st_ino};
}

}  // namespace

Result<Loaded> rebind(const Loaded& loaded, size_t row, const std::string& format) {
  Loaded next = loaded;
  next.row = std::min(row, loaded.rows->size() - 1);
  next.request.format = format;
  auto bound = bind_rows(*loaded.tpl, std::span(loaded.rows->data() + next.row, 1), format);
  if (!bound.front()) return fail(std::move(bound.front().error()));
  next.composition = std::make_shared<const Composition>(std::move(*bound.front()));
  next.request.row = static_cast<int>(next.row) + 1;
  return next;
}

Result<Loaded> load(const OpenRequest& request) {
  auto tpl = request.text ? load_template(request.file, *request.text) : load_template(request.file);
  if (!tpl) return fail(std::move(tpl.error()));
  Loaded loaded{.request = request, .table = request.table};
  loaded.request.text = nullptr;
  loaded.request.assets = nullptr;
  loaded.request.table = nullptr;
  if (!loaded.table && !request.data.empty()) {
    auto read = read_table(request.data);
    if (!read) return fail(std::move(read.error()));
    if (read->rows.empty())
      return fail({.fault = Fault::invalid, .file = read->file, .message = "the table has no rows"});
    loaded.table = std::make_shared<const Table>(std::move(*read));
  }
  auto sets = parse_sets(request.sets);
  if (!sets) return fail(std::move(sets.error()));
  auto rows = type_rows(*tpl, loaded.table.get(), *sets);
  if (!rows) return fail(std::move(rows.error()));
  const SourceOptions from_template;  // its age is for rendering to judge
  if (auto read = read_sources(*tpl, *rows, from_template, nullptr); !read) return fail(std::move(read.error()));
  loaded.assets = request.assets ? request.assets : std::make_shared<Assets>(tpl->assets);
  loaded.tpl = std::make_shared<const Template>(std::move(*tpl));
  loaded.rows = std::make_shared<const std::vector<Values>>(std::move(*rows));
  return rebind(loaded, static_cast<size_t>(std::max(1, request.row) - 1), request.format);
}

std::vector<FileState> file_states(const OpenRequest& request, const Loaded* loaded) {
  std::vector<FileState> states{state_of(request.file)};
  if (!request.data.empty()) states.push_back(state_of(request.data));
  if (loaded == nullptr) return states;
  const std::filesystem::path& folder = loaded->tpl->assets->folder();
  for (const DataSource& source : loaded->tpl->sources) {
    if (source.kind != DataSource::Kind::postgres) states.push_back(state_of(folder / source.location));
  }
  for (const auto& [name, text] : loaded->tpl->imports) states.push_back(state_of(folder / name));
  for (const auto& [name, hash] : loaded->assets->read_hashes()) states.push_back(state_of(folder / name));
  return states;
}

}  // namespace fp::editor
