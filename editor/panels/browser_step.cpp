#include "editor/panels/browser.hpp"

namespace fp::panels {
namespace {

namespace fs = std::filesystem;
using Kind = Step::Kind;

// A path that was typed in full.
Step typed_step(const Browser& browser, const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error) && browser.picks != Picks::folder) return {Kind::enter, path, {}};
  if (browser.picks == Picks::folder) return {Kind::pick, path, {}};
  if (browser.picks == Picks::new_file) {
    const fs::path named = path.parent_path() / with_ending(path.filename().string(), browser.endings);
    return {fs::exists(named, error) ? Kind::ask : Kind::pick, named, {}};
  }
  if (fs::exists(path, error)) return {Kind::pick, path, {}};
  return {Kind::nothing, {}, "There is no " + path.string()};
}

}  // namespace

Step step_of(const Browser& browser, const FolderEntry* entry, bool button) {
  std::error_code error;
  if (const auto path = typed_path(browser.text, browser.home)) return typed_step(browser, *path);
  const fs::path& folder = browser.listing.path;
  if (browser.picks == Picks::folder) {
    if (entry != nullptr && !button) return {Kind::enter, folder / entry->name, {}};
    return {Kind::pick, browser.text.empty() ? folder : folder / browser.text, {}};
  }
  if (entry != nullptr && entry->folder) return {Kind::enter, folder / entry->name, {}};
  if (browser.picks == Picks::file) {
    if (entry == nullptr) return {Kind::nothing, {}, "Choose a file first"};
    return {Kind::pick, folder / entry->name, {}};
  }
  if (browser.text.empty()) return {Kind::nothing, {}, "Give it a name first"};
  if (browser.text == "." || browser.text == "..") return {Kind::nothing, {}, "That is no name for a file"};
  const fs::path path = folder / with_ending(browser.text, browser.endings);
  return {fs::exists(path, error) ? Kind::ask : Kind::pick, path, {}};
}

}  // namespace fp::panels
