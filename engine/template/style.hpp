// A style: the look that templates share. Colours, text styles, eases and motions by name; a template says which style
// it is of and uses the names. Built-in styles stand in assets/styles and are part of the program.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"

namespace fp {

struct Style {
  std::string name;                   // for messages; empty: the template has none
  Json palette = Json::object();      // name -> "#rrggbb"
  Json text_styles = Json::object();  // name -> the keys of a text's style, "fontSize" in vmin, "letterSpacing" in em
  Json eases = Json::object();        // name -> an ease
  Json motions = Json::object();      // name -> a preset (presets.hpp)
  double pace = 1;                    // times the duration of presets
  Json ease;                          // of presets without one of their own; null: the usual
};

std::vector<std::string> built_in_styles();         // their names, sorted
const Json* built_in_style(std::string_view name);  // as written, or nullptr

// The style that a resolved document's "style" says: a built-in's name, a file's among `files` (name -> text), or an
// object of its own, over its "base".
Result<Style> read_style(const Json& said, const std::map<std::string, std::string>& files, const std::string& file);

// Files that the document and its formats name as styles.
std::vector<const Json*> style_files(const Json& document);

// "did you mean ...", or the names there are.
std::string name_hint(std::string_view name, const Json& named, std::string_view what);

}  // namespace fp
