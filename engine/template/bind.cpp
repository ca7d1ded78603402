// Binding: a format is applied, copies are made, every string that a row decides is replaced by its value, the result
// is checked as a document without expressions and becomes a Composition. Expressions of all rows are evaluated
// together.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "engine/template/copies.hpp"
#include "engine/template/expand.hpp"
#include "engine/template/filters.hpp"
#include "engine/template/slots.hpp"
#include "engine/template/wishes.hpp"

namespace fp {
namespace {

// One row on its way.
struct RowWork {
  Json document;
  std::shared_ptr<const Slots> slots;
  ScopePtr root;                   // the row's names
  Json canvas;                     // as expressions see it
  size_t first_wish = 0;           // of those wanted, among all of the batch
  std::vector<bool> hidden;        // by layer: not shown, and nothing needs it
  std::vector<uint32_t> wanted;    // expressions to evaluate, as indexes into slots->expressions
  std::vector<uint32_t> deferred;  // slots to fill only if an expression shows their layer
  Errors errors;
};

bool may_be_null(const std::string& key) {
  constexpr std::string_view kKeys[] = {"image", "video", "audio", "captions", "parent",
                                        "clip",  "matte", "fill",  "stroke"};
  return std::ranges::find(kKeys, key) != std::end(kKeys);
}

// What keeps a hidden layer's place, so that pointers to the layers after it still hold.
Json hidden_stub(const Json& layer) {
  Json stub = Json::object();
  stub.span = layer.span;
  if (const Json* id = layer.find("id"); id != nullptr && id->is_string()) stub.set("id", *id);
  stub.set("type", Json::of("group"));
  stub.set("visible", Json::of(false));
  stub.set("children", Json::array());
  return stub;
}

Json canvas_of(const Json& document) {
  Json scope = Json::object();
  const Json* canvas = document.find("canvas");
  const Json* size = canvas != nullptr ? canvas->find("size") : nullptr;
  const bool sized = size != nullptr && size->is_array() && size->items.size() == 2 && size->items[0].is_number() &&
                     size->items[1].is_number();
  scope.set("width", sized ? size->items[0] : Json{});
  scope.set("height", sized ? size->items[1] : Json{});
  const Json* fps = canvas != nullptr ? canvas->find("fps") : nullptr;
  const auto rate = parse_rate(fps != nullptr && (fps->is_string() || fps->is_number()) ? fps->text : "30");
  scope.set("fps", rate ? Json::of(static_cast<double>(rate->num) / static_cast<double>(rate->den)) : Json{});
  return scope;
}

void point_at_source(std::vector<Layer>& layers, const Slots& slots) {
  for (Layer& layer : layers) {
    layer.location.pointer = source_pointer(slots, layer.location.pointer);
    if (auto* group = std::get_if<GroupContent>(&layer.content)) point_at_source(group->children, slots);
  }
}

class Binder {
 public:
  Binder(const Template& tpl, std::span<const Values> rows, const std::string& format)
      : tpl_(tpl), rows_(rows), format_(format), interpolator_(tpl.locale) {
    if (format_.empty() && !tpl.formats.empty()) format_ = tpl.formats[0];
  }
  std::vector<Result<Composition>> run();

 private:
  void start(RowWork& work, size_t row, Result<Json> document);
  void prepare();
  void prepare_from_jsonnet();
  void make_copies();
  Jsonnet& vm();
  void interpolate(RowWork& work, const Values& row);
  void fill_slot(RowWork& work, const Slot& slot, const Values& row);
  const Scope& scope_of(const RowWork& work, const Slot& slot) const { return slot.scope ? *slot.scope : *work.root; }
  bool is_hidden(const RowWork& work, int layer) const;
  void hide(RowWork& work, size_t layer) const;
  void evaluate();
  void place(RowWork& work, const Values& row, std::span<const ExpressionResult> results);
  Result<Composition> finish(RowWork& work, const Values& row);
  static std::string of_row(const Values& row) { return row.label.empty() ? "" : fmt::format(" (for {})", row.label); }

  const Template& tpl_;
  std::span<const Values> rows_;
  std::string format_;
  Interpolator interpolator_;
  std::vector<RowWork> works_;
  std::unique_ptr<Jsonnet> vm_;  // made when something is to be evaluated
};

Jsonnet& Binder::vm() {
  if (!vm_) vm_ = std::make_unique<Jsonnet>(tpl_.imports);
  return *vm_;
}

void Binder::start(RowWork& work, size_t row, Result<Json> document) {
  static const auto unowned = [](const auto&) {};
  work.root = std::make_shared<const Scope>(Scope{nullptr, {&tpl_.params, unowned}, {&rows_[row].object, unowned}});
  if (document) document = apply_format(tpl_, *document, format_);
  if (document) {
    work.document = std::move(*document);
    work.canvas = canvas_of(work.document);
  } else {
    work.errors = std::move(document.error());
  }
}

// A JSON template without copies: one set of slots for all rows.
void Binder::prepare() {
  RowWork first;
  if (!rows_.empty()) start(first, 0, tpl_.document);
  works_.assign(rows_.size(), first);
  for (size_t i = 1; i < rows_.size() && first.errors.empty(); ++i) {
    works_[i].root =
        std::make_shared<const Scope>(Scope{nullptr, first.root->params, {&rows_[i].object, [](const Json*) {}}});
  }
  if (rows_.empty() || !first.errors.empty()) return;
  if (has_copies(first.document)) return make_copies();
  std::erase_if(first.document.members, [](const Json::Member& m) { return m.key == "compositions"; });
  const auto slots = std::make_shared<const Slots>(collect_slots(first.document, tpl_, interpolator_, *first.root, {}));
  for (RowWork& work : works_) {
    work.document = first.document;
    work.errors = slots->errors;
    work.slots = slots;
  }
}

// A .jsonnet template: every row has a document of its own.
void Binder::prepare_from_jsonnet() {
  std::vector<const Json*> values;
  std::vector<std::string> labels;
  for (const Values& row : rows_) {
    values.push_back(&row.object);
    labels.push_back(row.label);
  }
  std::vector<Result<Json>> documents = evaluate_jsonnet_rows(vm(), tpl_.source, tpl_.file, values, labels);
  for (size_t i = 0; i < documents.size(); ++i) start(works_.emplace_back(), i, std::move(documents[i]));
  make_copies();
}

// How many copies there are of a layer can depend on the row: then its document and slots are its own.
void Binder::make_copies() {
  std::vector<Expansion> expansions(works_.size());
  for (size_t i = 0; i < works_.size(); ++i) {
    RowWork& work = works_[i];
    if (work.errors.empty()) expansions[i] = {std::move(work.document), work.root, work.canvas, {}, {}};
  }
  expand(expansions, tpl_, format_, interpolator_, [this]() -> Jsonnet& { return vm(); });
  for (size_t i = 0; i < works_.size(); ++i) {
    RowWork& work = works_[i];
    if (!work.errors.empty()) continue;
    work.document = std::move(expansions[i].document);
    work.errors = std::move(expansions[i].errors);
    for (Diagnostic& d : work.errors) d.message += of_row(rows_[i]);
    if (!work.errors.empty()) continue;
    work.slots = std::make_shared<const Slots>(
        collect_slots(work.document, tpl_, interpolator_, *work.root, expansions[i].scopes));
    work.errors = work.slots->errors;
  }
}

bool Binder::is_hidden(const RowWork& work, int layer) const {
  for (int i = layer; i >= 0; i = work.slots->layers[static_cast<size_t>(i)].enclosing) {
    if (work.hidden[static_cast<size_t>(i)]) return true;
  }
  return false;
}

void Binder::hide(RowWork& work, size_t layer) const {
  if (!work.slots->layers[layer].needed) work.hidden[layer] = true;
}

void Binder::fill_slot(RowWork& work, const Slot& slot, const Values& row) {
  auto value = interpolator_.fill(slot.interpolation, scope_of(work, slot));
  if (value && slot.key == "visible") *value = as_condition(std::move(*value));
  if (value && value->is_null() && !may_be_null(slot.key)) {
    const auto& placeholder = std::get<Placeholder>(slot.interpolation.parts[0]);
    value = std::unexpected(
        TextFault{placeholder.offset, fmt::format("\"{}\" has no value", placeholder.name()),
                  "add | default(...) for what to use instead, or make the layer's \"visible\" depend on it"});
  }
  if (!value) {
    work.errors.push_back(
        at_slot(slot, tpl_.file, value.error().offset, value.error().message + of_row(row), value.error().hint));
    return;
  }
  set_spans(*value, slot.span);
  node_at(work.document, slot.path) = std::move(*value);
}

// Fills every "{{...}}" of the layers that are shown, and lists the expressions that matter.
void Binder::interpolate(RowWork& work, const Values& row) {
  const Slots& slots = *work.slots;
  work.hidden.assign(slots.layers.size(), false);
  for (size_t i = 0; i < slots.layers.size(); ++i) {
    const LayerNode& layer = slots.layers[i];
    if (layer.hidden) hide(work, i);
    if (layer.visible_slot < 0) continue;
    const Slot& visible = slots.slots[static_cast<size_t>(layer.visible_slot)];
    if (visible.kind != Slot::Kind::interpolation || is_hidden(work, layer.enclosing)) continue;
    fill_slot(work, visible, row);
    const Json& value = node_at(work.document, visible.path);
    if (value.is_bool() && !value.boolean) hide(work, i);
  }
  for (size_t i = 0; i < slots.slots.size(); ++i) {
    const Slot& slot = slots.slots[i];
    if (is_hidden(work, slot.layer)) continue;
    if (slot.kind == Slot::Kind::expression) {
      work.wanted.push_back(slot.expression);
    } else if (!slot.decides_layer && guard_of(slots, slot) >= 0) {
      work.deferred.push_back(static_cast<uint32_t>(i));
    } else if (!slot.decides_layer) {
      fill_slot(work, slot, row);
    }
  }
}

void Binder::evaluate() {
  std::vector<Wish> wishes;
  for (RowWork& work : works_) {
    work.first_wish = wishes.size();
    if (work.slots == nullptr) continue;
    const Slots& slots = *work.slots;
    for (uint32_t wanted : work.wanted) {
      const Slot& slot = slots.slots[slots.expressions[wanted]];
      Wish wish{std::string_view(slot.text).substr(1), &scope_of(work, slot), &work.canvas};
      // Only a guard in the same scope means the same names.
      const int guard = guard_of(slots, slot);
      if (guard >= 0 && slots.slots[slots.expressions[static_cast<size_t>(guard)]].scope == slot.scope) {
        const auto at = std::ranges::lower_bound(work.wanted, static_cast<uint32_t>(guard));
        if (at != work.wanted.end() && *at == static_cast<uint32_t>(guard))
          wish.guard = static_cast<int>(work.first_wish + static_cast<size_t>(at - work.wanted.begin()));
      }
      wishes.push_back(wish);
    }
  }
  if (wishes.empty()) return;
  const std::vector<ExpressionResult> results = evaluate_wishes(vm(), format_, wishes);
  for (size_t i = 0; i < works_.size(); ++i) {
    place(works_[i], rows_[i], std::span(results).subspan(works_[i].first_wish, works_[i].wanted.size()));
  }
}

// Puts the expressions' values in, and the fields that waited for them, unless one of them hides the layer.
void Binder::place(RowWork& work, const Values& row, std::span<const ExpressionResult> results) {
  if (work.slots == nullptr) return;
  const Slots& slots = *work.slots;
  std::vector<const ExpressionResult*> by_expression(slots.expressions.size());
  for (size_t k = 0; k < work.wanted.size(); ++k) by_expression[work.wanted[k]] = &results[k];
  for (size_t i = 0; i < slots.layers.size(); ++i) {
    if (slots.layers[i].visible_slot < 0) continue;
    const Slot& visible = slots.slots[static_cast<size_t>(slots.layers[i].visible_slot)];
    if (visible.kind != Slot::Kind::expression) continue;
    const ExpressionResult* result = by_expression[visible.expression];
    if (result != nullptr && *result && (*result)->is_bool() && !(*result)->boolean) hide(work, i);
  }
  for (uint32_t index : work.deferred) {
    if (!is_hidden(work, slots.slots[index].layer)) fill_slot(work, slots.slots[index], row);
  }
  for (uint32_t wanted : work.wanted) {
    const Slot& slot = slots.slots[slots.expressions[wanted]];
    const ExpressionResult& result = *by_expression[wanted];
    if (is_hidden(work, slot.layer)) continue;
    if (result) {
      Json& node = node_at(work.document, slot.path);
      node = *result;
      set_spans(node, slot.span);
    } else if (!result.error().message.empty()) {
      work.errors.push_back(at_expression(slot.text, slot.span, slot.pointer, tpl_.file, result.error(), of_row(row)));
    }
  }
}

Result<Composition> Binder::finish(RowWork& work, const Values& row) {
  if (!work.errors.empty()) {
    std::ranges::stable_sort(work.errors, {}, [](const Diagnostic& d) { return std::pair(d.line, d.column); });
    return fail(std::move(work.errors));
  }
  for (size_t i = work.slots->layers.size(); i-- > 0;) {
    if (!work.hidden[i] || is_hidden(work, work.slots->layers[i].enclosing)) continue;
    Json& layer = node_at(work.document, work.slots->layers[i].path);
    layer = hidden_stub(layer);
  }
  Errors errors = validate_document(work.document, tpl_.file, true);
  if (errors.empty()) {
    Result<Composition> composition = build_composition(tpl_, work.document, format_, row.label);
    if (composition) {
      if (!work.slots->origins.empty()) point_at_source(composition->layers, *work.slots);
      return composition;
    }
    errors = std::move(composition.error());
  }
  for (Diagnostic& d : errors) {
    d.message += of_row(row);
    d.pointer = source_pointer(*work.slots, d.pointer);
  }
  return fail(std::move(errors));
}

std::vector<Result<Composition>> Binder::run() {
  std::vector<Result<Composition>> results;
  if (!is_known_locale(tpl_.locale)) {
    const Diagnostic d{Fault::invalid,
                       tpl_.file,
                       0,
                       0,
                       "/locale",
                       fmt::format("\"{}\" is not a known locale; expected one like \"en-US\" or \"de\"", tpl_.locale),
                       {}};
    results.assign(rows_.size(), fail(d));
    return results;
  }
  if (tpl_.jsonnet) {
    prepare_from_jsonnet();
  } else {
    prepare();
  }
  for (size_t i = 0; i < works_.size(); ++i) {
    if (works_[i].slots != nullptr && works_[i].errors.empty()) interpolate(works_[i], rows_[i]);
  }
  evaluate();
  results.reserve(rows_.size());
  for (size_t i = 0; i < works_.size(); ++i) results.push_back(finish(works_[i], rows_[i]));
  return results;
}

}  // namespace

std::vector<Result<Composition>> bind_rows(const Template& tpl, std::span<const Values> rows,
                                           const std::string& format) {
  return Binder(tpl, rows, format).run();
}

Result<std::vector<bool>> select_rows(const Template& tpl, std::span<const Values> rows, const std::string& condition) {
  const auto refuse = [&](const std::string& message, std::string hint) {
    return Diagnostic{Fault::usage, {}, 0, 0, {}, fmt::format("--where '{}': {}", condition, message), std::move(hint)};
  };
  if (const auto good = check_expression(condition); !good)
    return fail(refuse(good.error().message, good.error().hint));
  ExpressionScope scope;
  for (const Param& param : tpl.params) scope.names.push_back(param.name);
  Json canvas = canvas_of(tpl.document);
  std::vector<ExpressionRow> wishes;
  for (const Values& row : rows) wishes.push_back({&row.object, canvas, {0}});
  Jsonnet vm(tpl.imports);
  const Expression expression{condition, -1};
  const auto results = evaluate_expressions(vm, scope, {&expression, 1}, wishes);
  std::vector<bool> kept;
  Errors errors;
  for (size_t i = 0; i < rows.size(); ++i) {
    const ExpressionResult& result = results[i][0];
    kept.push_back(result && result->is_bool() && result->boolean);
    if (result && result->is_bool()) continue;
    const std::string where = rows[i].label.empty() ? "" : fmt::format(" (for {})", rows[i].label);
    errors.push_back(
        result ? refuse(fmt::format("it gives {}; expected true or false{}", write_json(*result, 0), where), "")
               : refuse(result.error().message + where, result.error().hint));
  }
  if (!errors.empty()) return fail(std::move(errors));
  return kept;
}

}  // namespace fp
