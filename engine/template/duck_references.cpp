// The layers that sound makes room for, which may stand anywhere in the template.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/core/fault_at.hpp"
#include "engine/template/references.hpp"

namespace fp {
namespace {

std::string_view type_of(const Json& layer) {
  const Json* type = layer.find("type");
  return type && type->is_string() ? std::string_view(type->text) : std::string_view();
}

// Whether a layer may be heard, as far as the document says.
bool may_be_heard(const Json& layer) {
  const std::string_view type = type_of(layer);
  if (type == "audio" || type == "composition" || is_expression(type)) return true;
  if (type == "video") {
    const Json* sound = layer.find("sound");
    return !layer.find("numbered") && !(sound && sound->is_bool() && !sound->boolean);
  }
  const Json* children = layer.find("children");
  return children && (!children->is_array() || std::ranges::any_of(children->items, [](const Json& child) {
           return !child.is_object() || may_be_heard(child);
         }));
}

const Json* duck_of(const Json& layer) {
  const Json* sound = layer.find("sound");
  const Json* duck = sound && sound->is_object() ? sound->find("duck") : layer.find("duck");
  return duck && duck->is_object() ? duck : nullptr;
}

class Ducks {
 public:
  Ducks(const Json& document, const std::string& file, bool resolved) : file_(file), resolved_(resolved) {
    each_list(document, [&](const Json& layers, const std::string&) { collect(layers); });
  }

  void check(const Json& document, const std::map<std::string, const Json*>& judged) {
    each_list(document, [&](const Json& layers, const std::string& pointer) { visit(layers, pointer, judged); });
  }

  const std::map<std::string, const Json*>& layers() const { return layers_; }
  Errors take() { return std::move(errors_); }

 private:
  template <class Visit>
  static void each_list(const Json& document, const Visit& visit) {
    if (const Json* layers = document.find("layers")) visit(*layers, "/layers");
    const Json* compositions = document.find("compositions");
    for (size_t i = 0; compositions && i < compositions->members.size(); ++i) {
      const Json::Member& m = compositions->members[i];
      if (const Json* layers = m.value.find("layers"))
        visit(*layers, "/compositions" + child_pointer(m.key) + "/layers");
    }
  }

  void collect(const Json& layers) {
    if (!layers.is_array()) complete_ = false;
    for (const Json& layer : layers.items) {
      if (!layer.is_object()) complete_ = false;
      if (const Json* id = layer.find("id"); id && id->is_string()) layers_.emplace(id->text, &layer);
      if (const Json* children = layer.find("children")) collect(*children);
    }
  }

  void visit(const Json& layers, const std::string& pointer, const std::map<std::string, const Json*>& judged) {
    for (size_t i = 0; i < layers.items.size(); ++i) {
      const Json& layer = layers.items[i];
      const std::string here = pointer + child_pointer(i);
      around_.push_back(&layer);
      if (const Json* duck = duck_of(layer)) {
        const std::string at = here + (layer.find("sound") ? "/sound/duck/under" : "/duck/under");
        const Json* under = duck->find("under");
        if (under && under->is_string()) check_name(*under, at, judged);
        for (size_t k = 0; under && k < under->items.size(); ++k)
          check_name(under->items[k], at + child_pointer(k), judged);
      }
      if (const Json* children = layer.find("children")) visit(*children, here + "/children", judged);
      around_.pop_back();
    }
  }

  void check_name(const Json& name, const std::string& pointer, const std::map<std::string, const Json*>& judged) {
    if (!name.is_string() || (!resolved_ && is_expression(name.text)) || judged.contains(without_suffixes(name.text)))
      return;
    const auto report = [&](std::string message, std::string hint) {
      errors_.push_back(fault_at(file_, name.span, pointer, std::move(message), std::move(hint)));
    };
    const auto found = layers_.find(name.text);
    if (found == layers_.end()) {
      if (!complete_ || has_copies_of(name.text)) return;
      std::vector<std::string> heard;
      for (const auto& [id, layer] : layers_) {
        if (may_be_heard(*layer)) heard.push_back(id);
      }
      const std::string near = closest(name.text, heard);
      return report(fmt::format("no layer has the id \"{}\"", name.text),
                    !near.empty()   ? fmt::format("did you mean \"{}\"?", near)
                    : heard.empty() ? "give the layer that is to be heard an \"id\""
                                    : fmt::format("layers with sound: {}", fmt::join(heard, ", ")));
    }
    if (found->second == around_.back())
      return report(fmt::format("the layer \"{}\" cannot make room for itself", name.text), "name another layer");
    if (std::ranges::find(around_, found->second) != around_.end())
      return report(fmt::format("the layer stands in \"{}\", and so would make room for itself", name.text),
                    "name the layers to be heard one by one");
    if (!may_be_heard(*found->second))
      report(fmt::format("the layer \"{}\" has no sound to make room for", name.text),
             "name an audio or video layer, or a group that holds one");
  }

  // "voice.1" of a repeated "voice".
  bool has_copies_of(const std::string& name) const {
    const auto next = layers_.lower_bound(name + ".");
    return next != layers_.end() && next->first.starts_with(name + ".");
  }

  const std::string& file_;
  bool resolved_;
  bool complete_ = true;  // false: an expression may yet add layers
  std::map<std::string, const Json*> layers_;
  std::vector<const Json*> around_;
  Errors errors_;
};

}  // namespace

Errors check_ducks(const Json& document, const std::string& file, const Json* judged) {
  Ducks ducks(document, file, judged != nullptr);
  const Ducks before(judged ? *judged : Json::object(), file, false);
  ducks.check(document, before.layers());
  return ducks.take();
}

}  // namespace fp
