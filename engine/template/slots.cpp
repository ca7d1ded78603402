#include "engine/template/slots.hpp"

#include "engine/template/expand.hpp"
#include "engine/template/references.hpp"

#include <algorithm>
#include <set>

#include "engine/core/fault_at.hpp"
#include "engine/core/utf8.hpp"

namespace fp {
namespace {

class Collector {
 public:
  Collector(const Template& tpl, const Interpolator& interpolator, const Scope& root, std::span<const ScopePtr> scopes)
      : tpl_(tpl), interpolator_(interpolator), root_(root), scopes_(scopes) {}

  void walk_document(Json& document) {
    for (size_t i = 0; i < document.members.size(); ++i) {
      Json::Member& member = document.members[i];
      if (!holds_expressions(member.key) || member.key == "formats") continue;  // a format is merged in when chosen
      descend(member.value, static_cast<uint32_t>(i), child_pointer(member.key), member.key, {});
    }
    for (LayerNode& layer : slots_.layers) layer.needed = references_.contains(layer.id);
  }
  Slots take() { return std::move(slots_); }

 private:
  struct Around {
    int layer = -1;
    ScopePtr scope;
  };
  void descend(Json& value, uint32_t index, const std::string& pointer, const std::string& key, const Around& around) {
    path_.push_back(index);
    walk(value, pointer, key, around);
    path_.pop_back();
  }
  void walk(Json& value, const std::string& pointer, const std::string& key, const Around& around);
  void take_marks(Json& layer, const std::string& pointer, Around& around);
  int add_layer(const Json& layer, int enclosing);
  void add_string(Json& value, const std::string& pointer, const std::string& key, const Around& around);

  const Template& tpl_;
  const Interpolator& interpolator_;
  const Scope& root_;
  std::span<const ScopePtr> scopes_;
  Slots slots_;
  NodePath path_;
  std::set<std::string, std::less<>> references_;
};

int Collector::add_layer(const Json& layer, int enclosing) {
  LayerNode node;
  node.path = path_;
  node.enclosing = enclosing;
  if (const Json* id = layer.find("id"); id != nullptr && id->is_string()) node.id = id->text;
  if (const Json* visible = layer.find("visible"); visible != nullptr && visible->is_bool()) {
    node.hidden = !visible->boolean;
  }
  for (std::string& name : names_needed_by(layer)) references_.insert(std::move(name));
  slots_.layers.push_back(std::move(node));
  return static_cast<int>(slots_.layers.size()) - 1;
}

// What expansion wrote into a layer: its scope and where it comes from.
void Collector::take_marks(Json& layer, const std::string& pointer, Around& around) {
  if (const Json* scope = layer.find(kScopeKey)) around.scope = scopes_[static_cast<size_t>(scope->number)];
  if (const Json* origin = layer.find(kOriginKey); origin && origin->text != pointer) {
    slots_.origins.emplace(pointer, origin->text);
  }
  std::erase_if(layer.members, [](const Json::Member& m) { return m.key == kScopeKey || m.key == kOriginKey; });
}

void Collector::walk(Json& value, const std::string& pointer, const std::string& key, const Around& around) {
  if (value.is_string()) {
    add_string(value, pointer, key, around);
    return;
  }
  const bool layers = value.is_array() && (key == "layers" || key == "children");
  for (size_t i = 0; i < value.items.size(); ++i) {
    Json& item = value.items[i];
    path_.push_back(static_cast<uint32_t>(i));
    const std::string here = pointer + child_pointer(i);
    Around inner = around;
    if (layers && item.is_object()) {
      take_marks(item, here, inner);
      inner.layer = add_layer(item, around.layer);
    }
    walk(item, here, layers ? "" : key, inner);
    path_.pop_back();
  }
  for (size_t i = 0; i < value.members.size(); ++i) {
    Json::Member& member = value.members[i];
    descend(member.value, static_cast<uint32_t>(i), pointer + child_pointer(member.key), member.key, around);
  }
}

void Collector::add_string(Json& value, const std::string& pointer, const std::string& key, const Around& around) {
  const int layer = around.layer;
  Slot slot;
  slot.path = path_;
  slot.pointer = source_pointer(slots_, pointer);
  slot.key = key;
  slot.span = value.span;
  slot.layer = layer;
  slot.scope = around.scope;
  slot.text = value.text;
  if (value.text.starts_with('=')) {
    slot.kind = Slot::Kind::expression;
    if (const auto good = check_expression(std::string_view(slot.text).substr(1)); !good) {
      slots_.errors.push_back(at_expression(slot.text, slot.span, slot.pointer, tpl_.file, good.error(), ""));
      return;
    }
    slot.expression = static_cast<uint32_t>(slots_.expressions.size());
    slots_.expressions.push_back(static_cast<uint32_t>(slots_.slots.size()));
  } else if (has_placeholders(value.text)) {
    auto parsed = parse_interpolation(value.text);
    if (!parsed) {
      const TextFault& fault = parsed.error();
      slots_.errors.push_back(at_slot(slot, tpl_.file, fault.offset, fault.message, fault.hint));
      return;
    }
    const std::vector<TextFault> faults = interpolator_.check(*parsed, around.scope ? *around.scope : root_);
    for (const TextFault& fault : faults) {
      slots_.errors.push_back(at_slot(slot, tpl_.file, fault.offset, fault.message, fault.hint));
    }
    if (!faults.empty()) return;
    if (!parsed->parts.empty() && std::holds_alternative<std::string>(parsed->parts[0])) {
      auto& literal = std::get<std::string>(parsed->parts[0]);
      if (literal.starts_with("\\=")) literal.erase(0, 1);
      if (parsed->parts.size() == 1) {
        value.text = literal;
        return;
      }
    }
    slot.interpolation = std::move(*parsed);
  } else {
    if (value.text.starts_with("\\=")) value.text.erase(0, 1);
    return;
  }
  // The layer's own "visible" decides about the layer, so it does not depend on it.
  if (layer >= 0) {
    LayerNode& node = slots_.layers[static_cast<size_t>(layer)];
    if (key == "visible" && path_.size() == node.path.size() + 1) {
      node.visible_slot = static_cast<int>(slots_.slots.size());
      slot.layer = node.enclosing;
      slot.decides_layer = true;
    }
  }
  slots_.slots.push_back(std::move(slot));
}

}  // namespace

Slots collect_slots(Json& document, const Template& tpl, const Interpolator& interpolator, const Scope& root,
                    std::span<const ScopePtr> scopes) {
  Collector collector(tpl, interpolator, root, scopes);
  collector.walk_document(document);
  return collector.take();
}

std::string source_pointer(const Slots& slots, const std::string& pointer) {
  if (slots.origins.empty()) return pointer;
  for (size_t end = pointer.size(); end != std::string::npos && end > 0; end = pointer.rfind('/', end - 1)) {
    const auto origin = slots.origins.find(pointer.substr(0, end));
    if (origin != slots.origins.end()) return origin->second + pointer.substr(end);
  }
  return pointer;
}

Diagnostic at_expression(std::string_view text, const SourceSpan& span, std::string pointer, const std::string& file,
                         const ExpressionFault& fault, const std::string& of_row) {
  const size_t in_text = fault.line == 1 && fault.column > 0 ? static_cast<size_t>(fault.column) : 0;
  // The column counts code points after the "="; the place counts bytes of the whole string.
  size_t offset = 0;
  for (size_t points = 0; offset < text.size() && points < in_text; ++points) {
    for (++offset; offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xc0) == 0x80;) ++offset;
  }
  return fault_at(file, span_inside(span, text, offset), std::move(pointer), fault.message + of_row, fault.hint);
}

int guard_of(const Slots& slots, const Slot& slot) {
  for (int i = slot.layer; i >= 0; i = slots.layers[static_cast<size_t>(i)].enclosing) {
    const LayerNode& layer = slots.layers[static_cast<size_t>(i)];
    if (layer.needed || layer.visible_slot < 0) continue;
    const Slot& visible = slots.slots[static_cast<size_t>(layer.visible_slot)];
    if (visible.kind == Slot::Kind::expression) return static_cast<int>(visible.expression);
  }
  return -1;
}

bool holds_expressions(std::string_view key) {
  return key != "params" && key != "data" && key != "$schema";
}

SourceSpan span_inside(const SourceSpan& string, std::string_view value, size_t offset) {
  SourceSpan span = string;
  // Without escapes the string's value is its source between the quotes, so the place inside it is known too.
  const bool as_written = string.line > 0 && string.end - string.begin == value.size() + 2;
  if (as_written) span.column += 1 + static_cast<int>(count_code_points(value.substr(0, offset)));
  return span;
}

Diagnostic at_slot(const Slot& slot, const std::string& file, size_t offset, std::string message, std::string hint) {
  return fault_at(file, span_inside(slot.span, slot.text, offset), slot.pointer, std::move(message), std::move(hint));
}

Json& node_at(Json& document, const NodePath& path) {
  Json* node = &document;
  for (uint32_t index : path) {
    node = node->is_array() ? &node->items[index] : &node->members[index].value;
  }
  return *node;
}

}  // namespace fp
