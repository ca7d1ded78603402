#include "editor/app/document.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "engine/data/table.hpp"

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

Result<Document> rebind(const Document& document, size_t row, const std::string& format) {
  Document next = document;
  next.row = std::min(row, document.rows->size() - 1);
  next.request.format = format;
  auto bound = bind_rows(*document.tpl, std::span(document.rows->data() + next.row, 1), format);
  if (!bound.front()) return fail(std::move(bound.front().error()));
  next.composition = std::make_shared<const Composition>(std::move(*bound.front()));
  next.request.row = static_cast<int>(next.row) + 1;
  return next;
}

Result<Document> open_document(const OpenRequest& request) {
  auto tpl = load_template(request.file);
  if (!tpl) return fail(std::move(tpl.error()));
  std::optional<Table> table;
  if (!request.data.empty()) {
    auto read = read_table(request.data);
    if (!read) return fail(std::move(read.error()));
    table = std::move(*read);
    if (table->rows.empty())
      return fail({.fault = Fault::invalid, .file = table->file, .message = "the table has no rows"});
  }
  auto sets = parse_sets(request.sets);
  if (!sets) return fail(std::move(sets.error()));
  auto rows = type_rows(*tpl, table ? &*table : nullptr, *sets);
  if (!rows) return fail(std::move(rows.error()));
  Document document{.request = request, .table = table.has_value()};
  document.assets = std::make_shared<Assets>(tpl->assets);
  document.tpl = std::make_shared<const Template>(std::move(*tpl));
  document.rows = std::make_shared<const std::vector<Values>>(std::move(*rows));
  return rebind(document, static_cast<size_t>(std::max(1, request.row) - 1), request.format);
}

std::vector<FileState> file_states(const OpenRequest& request, const Document* document) {
  std::vector<FileState> states{state_of(request.file)};
  if (!request.data.empty()) states.push_back(state_of(request.data));
  if (document == nullptr) return states;
  const std::filesystem::path& folder = document->tpl->assets->folder();
  for (const auto& [name, text] : document->tpl->imports) states.push_back(state_of(folder / name));
  for (const auto& [name, hash] : document->assets->read_hashes()) states.push_back(state_of(folder / name));
  return states;
}

}  // namespace fp::editor
