#include "engine/template/references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/core/fault_at.hpp"

namespace fp {
namespace {

const std::string* text_of(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  return value && value->is_string() ? &value->text : nullptr;
}

// The template's own layers and those of its compositions, each with its pointer.
std::vector<std::pair<std::string, const Json*>> layer_lists(const Json& document) {
  std::vector<std::pair<std::string, const Json*>> lists;
  if (const Json* layers = document.find("layers")) lists.emplace_back("/layers", layers);
  if (const Json* compositions = document.find("compositions")) {
    for (const Json::Member& m : compositions->members) {
      lists.emplace_back("/compositions" + child_pointer(m.key) + "/layers", m.value.find("layers"));
    }
  }
  return lists;
}

// Which compositions put in which.
class Compositions {
 public:
  Compositions(const Json& document, const std::string& file) : file_(file), all_(document.find("compositions")) {
    for (const auto& [pointer, layers] : layer_lists(document)) visit(*layers, pointer);
    if (!all_) return;
    for (const Json::Member& m : all_->members) follow(m);
  }
  Errors take() { return std::move(errors_); }

 private:
  void visit(const Json& layers, const std::string& pointer) {
    for (size_t i = 0; i < layers.items.size(); ++i) {
      const Json& layer = layers.items[i];
      const std::string here = pointer + child_pointer(i);
      const std::string* type = text_of(layer, "type");
      const std::string* name = text_of(layer, "composition");
      if (type && *type == "composition" && name && !(all_ && all_->find(*name))) report_unknown(layer, *name, here);
      if (const Json* children = layer.find("children")) visit(*children, here + "/children");
    }
  }

  void report_unknown(const Json& layer, const std::string& name, const std::string& pointer) {
    std::vector<std::string> names;
    for (size_t i = 0; all_ && i < all_->members.size(); ++i) names.push_back(all_->members[i].key);
    const std::string near = closest(name, names);
    errors_.push_back(fault_at(file_, layer.find("composition")->span, pointer + "/composition",
                               fmt::format("the template has no composition \"{}\"", name),
                               !near.empty()   ? fmt::format("did you mean \"{}\"?", near)
                               : names.empty() ? "declare it: \"compositions\": { \"name\": { \"layers\": [...] } }"
                                               : fmt::format("its compositions: {}", fmt::join(names, ", "))));
  }

  // Depth first: a composition met again before it is done contains itself.
  void follow(const Json::Member& composition) {
    if (done_.contains(composition.key)) return;
    if (const auto at = std::ranges::find(way_, composition.key); at != way_.end()) {
      errors_.push_back(fault_at(file_, composition.key_span, "/compositions" + child_pointer(composition.key),
                                 fmt::format("the composition contains itself: {} -> {}",
                                             fmt::join(std::ranges::subrange(at, way_.end()), " -> "), composition.key),
                                 "remove one of these layers"));
      done_.insert(composition.key);
      return;
    }
    way_.push_back(composition.key);
    follow_layers(*composition.value.find("layers"));
    way_.pop_back();
    done_.insert(composition.key);
  }
  void follow_layers(const Json& layers) {
    for (const Json& layer : layers.items) {
      if (const std::string* name = text_of(layer, "composition")) {
        const auto found = std::ranges::find(all_->members, *name, &Json::Member::key);
        if (found != all_->members.end()) follow(*found);
      }
      if (const Json* children = layer.find("children")) follow_layers(*children);
    }
  }

  const std::string& file_;
  const Json* all_;
  std::vector<std::string> way_;
  std::set<std::string> done_;
  Errors errors_;
};

class References {
 public:
  References(const std::string& file, const std::vector<FontSource>& fonts, bool resolved)
      : file_(file), resolved_(resolved) {
    for (const FontSource& font : fonts) fonts_.push_back(font.name);
  }

  void collect_ids(const Json& layers, const std::string& pointer) {
    for (size_t i = 0; i < layers.items.size(); ++i) {
      const Json& layer = layers.items[i];
      const std::string here = pointer + child_pointer(i);
      if (const std::string* id = text_of(layer, "id")) {
        const auto [first, fresh] = ids_.emplace(*id, layer.find("id")->span);
        if (!fresh) {
          report(*layer.find("id"), here + "/id", fmt::format("the id \"{}\" is used twice", *id),
                 first->second.line > 0
                     ? fmt::format("it first stands at {}:{}", first->second.line, first->second.column)
                     : "");
        }
      }
      if (const Json* children = layer.find("children")) collect_ids(*children, here + "/children");
    }
  }

  void check_layers(const Json& layers, const std::string& pointer) {
    Siblings siblings;
    for (const Json& layer : layers.items) {
      if (!layer.is_object()) siblings.complete = false;
      if (const std::string* id = text_of(layer, "id")) siblings.layers.emplace(*id, &layer);
    }
    for (size_t i = 0; i < layers.items.size(); ++i) {
      const Json& layer = layers.items[i];
      if (!layer.is_object()) continue;
      const std::string here = pointer + child_pointer(i);
      check_reference(layer, "parent", siblings, here);
      check_reference(layer, "clip", siblings, here);
      check_reference(layer, "matte", siblings, here);
      if (const Json* matte = layer.find("matte"); matte && matte->is_object())
        check_reference(*matte, "layer", siblings, here + "/matte", text_of(layer, "id"));
      if (const Json* effects = layer.find("effects")) {
        for (size_t e = 0; e < effects->items.size(); ++e)
          check_reference(effects->items[e], "layer", siblings, here + "/effects" + child_pointer(e),
                          text_of(layer, "id"));
      }
      check_reference(layer, "follow", siblings, here);
      check_clip(layer, siblings, here);
      check_follow(layer, siblings, here);
      check_fonts(layer, here);
      const Json* text = layer.find("text");
      for (size_t k = 0; text && k < text->items.size(); ++k) {
        check_fonts(text->items[k], here + "/text" + child_pointer(k));
      }
      if (const Json* children = layer.find("children")) check_layers(*children, here + "/children");
    }
    check_circles(siblings, pointer, layers);
  }

  Errors take() {
    std::ranges::stable_sort(errors_, {}, [](const Diagnostic& d) { return std::pair(d.line, d.column); });
    return std::move(errors_);
  }

 private:
  struct Siblings {
    std::map<std::string, const Json*> layers;  // by id
    bool complete = true;                       // false: an expression may yet add some
  };

  void report(const Json& at, std::string pointer, std::string message, std::string hint = {}) {
    errors_.push_back(fault_at(file_, at.span, std::move(pointer), std::move(message), std::move(hint)));
  }

  bool is_open(const std::string& text) const { return !resolved_ && is_expression(text); }

  // `own`: id of the layer that refers, where the reference stands in an object of its own.
  void check_reference(const Json& layer, const char* key, const Siblings& siblings, const std::string& pointer,
                       const std::string* own = nullptr) {
    const std::string* name = text_of(layer, key);
    if (!name || is_open(*name)) return;
    const std::string here = pointer + child_pointer(key);
    if (siblings.layers.contains(*name)) {
      if (!own) own = text_of(layer, "id");
      if (own && *own == *name)
        report(*layer.find(key), here, fmt::format("the layer \"{}\" names itself as its {}", *name, key));
      return;
    }
    if (!siblings.complete) return;
    if (ids_.contains(*name)) {
      return report(*layer.find(key), here,
                    fmt::format("the {} \"{}\" is not in the same group as this layer", key, *name),
                    "move one of them, so that both stand in the same list of layers");
    }
    std::vector<std::string> known;
    for (const auto& [id, unused] : siblings.layers) known.push_back(id);
    const std::string near = closest(*name, known);
    report(*layer.find(key), here, fmt::format("no layer has the id \"{}\"", *name),
           near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
  }

  void check_clip(const Json& layer, const Siblings& siblings, const std::string& pointer) {
    const std::string* name = text_of(layer, "clip");
    const auto found = name ? siblings.layers.find(*name) : siblings.layers.end();
    if (found == siblings.layers.end()) return;
    const std::string* type = text_of(*found->second, "type");
    if (!type || *type == "shape") return;
    report(*layer.find("clip"), pointer + "/clip",
           fmt::format("a clip must be a shape layer, but \"{}\" is of type {}", *name, *type));
  }

  void check_follow(const Json& layer, const Siblings& siblings, const std::string& pointer) {
    const std::string* name = text_of(layer, "follow");
    const auto found = name ? siblings.layers.find(*name) : siblings.layers.end();
    if (found == siblings.layers.end() || !text_of(*found->second, "follow") || found->second == &layer) return;
    report(*layer.find("follow"), pointer + "/follow",
           fmt::format("\"{}\" follows a layer itself, and so cannot be followed", *name),
           fmt::format("follow \"{}\"", *text_of(*found->second, "follow")));
  }

  void check_fonts(const Json& layer, const std::string& pointer) {
    const Json* font = layer.find("font");
    if (!font) return;
    if (font->is_string()) check_font(*font, pointer + "/font");
    for (size_t i = 0; i < font->items.size(); ++i) check_font(font->items[i], pointer + "/font" + child_pointer(i));
  }

  void check_font(const Json& font, std::string pointer) {
    if (!font.is_string() || is_open(font.text) || names_font_file(font.text)) return;
    if (std::ranges::find(fonts_, font.text) != fonts_.end()) return;
    const std::string near = closest(font.text, fonts_);
    report(font, std::move(pointer), fmt::format("\"fonts\" has no font named \"{}\"", font.text),
           !near.empty()    ? fmt::format("did you mean \"{}\"?", near)
           : fonts_.empty() ? "add it: \"fonts\": { \"name\": \"fonts/file.otf\" }"
                            : fmt::format("its fonts: {}", fmt::join(fonts_, ", ")));
  }

  // Follows parents from each layer. A walk that meets a layer of its own has found a circle; one that meets a layer of
  // an earlier walk has nothing new to find, so that every layer is walked over once.
  void check_circles(const Siblings& siblings, const std::string& pointer, const Json& layers) {
    std::map<std::string_view, size_t> walk_of;  // by id; walks count from 1
    size_t walk = 0;
    for (const auto& [start, unused] : siblings.layers) {
      ++walk;
      auto at = siblings.layers.find(start);
      while (at != siblings.layers.end() && walk_of.emplace(at->first, walk).second) {
        const std::string* parent = text_of(*at->second, "parent");
        at = parent ? siblings.layers.find(*parent) : siblings.layers.end();
      }
      if (at != siblings.layers.end() && walk_of[at->first] == walk)
        report_circle(siblings, at->first, pointer, layers);
    }
  }

  void report_circle(const Siblings& siblings, const std::string& on_it, const std::string& pointer,
                     const Json& layers) {
    std::vector<std::string> names;
    for (std::string id = on_it; names.empty() || id != on_it;) {
      names.push_back(id);
      id = *text_of(*siblings.layers.at(id), "parent");
    }
    if (names.size() < 2) return;  // its own parent: said by check_reference
    std::ranges::rotate(names, std::ranges::min_element(names));
    constexpr size_t kShown = 8;
    std::string chain;
    for (size_t i = 0; i < std::min(names.size(), kShown); ++i) chain += names[i] + " -> ";
    if (names.size() > kShown) chain += "... -> ";
    const Json* layer = siblings.layers.at(names[0]);
    const auto index = static_cast<size_t>(layer - layers.items.data());
    report(*layer->find("parent"), pointer + child_pointer(index) + "/parent",
           fmt::format("the parents form a circle: {}{}", chain, names[0]), "remove one of these parents");
  }

  const std::string& file_;
  std::vector<std::string> fonts_;
  bool resolved_;
  std::map<std::string, SourceSpan> ids_;
  Errors errors_;
};

}  // namespace

Errors check_compositions(const Json& document, const std::string& file) {
  return Compositions(document, file).take();
}

std::vector<std::string> names_needed_by(const Json& layer) {
  std::vector<std::string> names;
  const auto add = [&](const Json& object, std::string_view key) {
    if (const std::string* name = text_of(object, key)) names.push_back(*name);
  };
  add(layer, "parent");
  add(layer, "clip");
  add(layer, "matte");
  add(layer, "follow");
  if (const Json* matte = layer.find("matte"); matte && matte->is_object()) add(*matte, "layer");
  if (const Json* effects = layer.find("effects")) {
    for (const Json& effect : effects->items) add(effect, "layer");
  }
  return names;
}

std::string without_suffixes(std::string id) {
  for (;;) {
    const size_t dot = id.rfind('.');
    if (dot == id.npos || dot + 1 == id.size() || id.find_first_not_of("0123456789", dot + 1) != id.npos) return id;
    id.resize(dot);
  }
}

bool is_expression(std::string_view text) {
  return text.starts_with('=') || text.find("{{") != std::string_view::npos;
}

bool names_font_file(std::string_view name) {
  return name.ends_with(".otf") || name.ends_with(".ttf") || name.ends_with(".OTF") || name.ends_with(".TTF");
}

Errors check_references(const Json& document, const std::string& file, const std::vector<FontSource>& fonts,
                        bool resolved) {
  References references(file, fonts, resolved);
  const auto lists = layer_lists(document);
  for (const auto& [pointer, layers] : lists) references.collect_ids(*layers, pointer);
  for (const auto& [pointer, layers] : lists) references.check_layers(*layers, pointer);
  Errors errors = references.take();
  Errors more = check_compositions(document, file);
  errors.insert(errors.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return errors;
}

}  // namespace fp
