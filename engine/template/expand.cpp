#include "engine/template/expand.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/core/fault_at.hpp"
#include "engine/template/copies.hpp"
#include "engine/template/params.hpp"
#include "engine/template/references.hpp"
#include "engine/template/slots.hpp"
#include "engine/template/wishes.hpp"

namespace fp {
namespace {

constexpr std::string_view kWishKey = "\x01wish";  // stands for an expression until it is evaluated

bool is_copied(const Json& layer) {
  const Json* type = layer.find("type");
  return layer.find("repeat") != nullptr || (type != nullptr && type->text == "composition");
}

// Where a layer stands: which strings it sees, and its pointer in the source.
struct Place {
  int scope = -1;  // index into Expansion::scopes, -1: the row's
  std::string pointer;
};

// One row's document, walked once a round: what can be copied is, what waits for an expression is left for the next.
class Expander {
 public:
  Expander(Expansion& row, const Template& tpl, Interpolator& interpolator)
      : row_(row), tpl_(tpl), interpolator_(interpolator) {}

  // `results` of the expressions that the last round wanted.
  void walk(std::span<const ExpressionResult> results) {
    results_ = results;
    answered_ = std::exchange(wanted_, {});
    layers_ = 0;
    if (Json* layers = row_.document.find("layers")) walk_list(*layers, {-1, "/layers"});
  }

  struct Wanted {
    std::string text;  // with its "="
    SourceSpan span;
    std::string pointer;
    ScopePtr scope;
  };
  const std::vector<Wanted>& wanted() const { return wanted_; }

 private:
  enum class State : uint8_t { ready, waiting };

  void walk_list(Json& list, const Place& around);
  void walk_layer(Json& layer, const Place& place, const std::set<std::string>& needed);
  void repeat(Json layer, const Place& place, std::vector<Json>& out);
  bool put_in(Json& layer, const Place& place, const std::set<std::string>& needed);
  bool is_shown(Json& layer, const Place& place, const std::set<std::string>& needed, State& state);
  std::optional<Json> values_with(Json& layer, const std::string& name, const Place& place);
  State resolve(Json& node, const Place& place, const std::string& pointer);
  void resolve_text(Json& node, const Place& place, const std::string& pointer);
  bool count_layer(const Json& layer, const Place& place);
  void report(const Json& at, const std::string& pointer, std::string message, std::string hint = {}) {
    row_.errors.push_back(fault_at(tpl_.file, at.span, pointer, std::move(message), std::move(hint)));
  }
  const ScopePtr& scope_at(int index) const { return index < 0 ? row_.root : row_.scopes[static_cast<size_t>(index)]; }

  Expansion& row_;
  const Template& tpl_;
  Interpolator& interpolator_;
  std::span<const ExpressionResult> results_;
  std::vector<Wanted> wanted_, answered_;
  std::map<std::string, int> instances_;  // of each composition, so far
  int layers_ = 0;
};

// False when there are too many, which is said once.
bool Expander::count_layer(const Json& layer, const Place& place) {
  if (++layers_ == kMaxLayers + 1) {
    report(layer, place.pointer, fmt::format("with its copies the template has more than {} layers", kMaxLayers));
  }
  return layers_ <= kMaxLayers;
}

// An expression becomes a wish or its result, a text with fields is filled; everything else is ready as it is.
Expander::State Expander::resolve(Json& node, const Place& place, const std::string& pointer) {
  if (const Json* wish = node.is_object() ? node.find(kWishKey) : nullptr) {
    const auto index = static_cast<size_t>(wish->number);
    const ExpressionResult& result = results_[index];
    const Wanted& asked = answered_[index];
    Json value;
    if (result) {
      value = *result;
    } else if (!result.error().message.empty()) {
      row_.errors.push_back(at_expression(asked.text, asked.span, asked.pointer, tpl_.file, result.error(), ""));
    }
    node = std::move(value);
    set_spans(node, asked.span);
    return State::ready;
  }
  if (!node.is_string()) return State::ready;
  if (!node.text.starts_with('=')) {
    resolve_text(node, place, pointer);
    return State::ready;
  }
  if (const auto good = check_expression(std::string_view(node.text).substr(1)); !good) {
    row_.errors.push_back(at_expression(node.text, node.span, pointer, tpl_.file, good.error(), ""));
    node = Json{};
    return State::ready;
  }
  Json wish = Json::object();
  wish.span = node.span;
  wish.set(kWishKey, Json::of(static_cast<int64_t>(wanted_.size())));
  wanted_.push_back({node.text, node.span, pointer, scope_at(place.scope)});
  node = std::move(wish);
  return State::waiting;
}

void Expander::resolve_text(Json& node, const Place& place, const std::string& pointer) {
  if (!has_placeholders(node.text)) {
    if (node.text.starts_with("\\=")) node.text.erase(0, 1);
    return;
  }
  const SourceSpan span = node.span;
  const Scope& scope = *scope_at(place.scope);
  const auto fault = [&](const TextFault& f) {
    row_.errors.push_back(fault_at(tpl_.file, span_inside(span, node.text, f.offset), pointer, f.message, f.hint));
    node = Json{};
  };
  const auto parsed = parse_interpolation(node.text);
  if (!parsed) return fault(parsed.error());
  if (const auto faults = interpolator_.check(*parsed, scope); !faults.empty()) return fault(faults.front());
  auto value = interpolator_.fill(*parsed, scope);
  if (!value) return fault(value.error());
  node = std::move(*value);
  set_spans(node, span);
}

// ---- Repeated layers
// ------------------------------------------------------------------------------------------------

void Expander::repeat(Json layer, const Place& place, std::vector<Json>& out) {
  Json* said = layer.find("repeat");
  const std::string pointer = place.pointer + "/repeat";
  Json* over = said->is_object() && said->find("over") ? said->find("over") : said;
  const Json* as = over != said ? said->find("as") : nullptr;
  const std::string name = as ? as->text : "item";
  const std::optional<Param> declared_item = declared_list_item(*over, *scope_at(place.scope));
  if (resolve(*over, place, over != said ? pointer + "/over" : pointer) == State::waiting) {
    out.push_back(std::move(layer));
    return;
  }
  const auto items = listed(*over);
  if (!items) {
    return report(*over, pointer,
                  fmt::format("a layer is repeated over a list or a number of times, not over {}",
                              write_json(*over, 0).substr(0, 60)));
  }
  Json once = layer;
  std::erase_if(once.members, [](const Json::Member& m) { return m.key == "repeat"; });
  const std::set<std::string> none;
  for (size_t i = 0; i < items->size(); ++i) {
    if (layers_ > kMaxLayers) return;
    const auto scope = static_cast<int>(row_.scopes.size());
    row_.scopes.push_back(copy_scope(scope_at(place.scope), name, (*items)[i], declared_item, i, items->size()));
    Json copy = once;
    rename_ids(copy, ids_within(copy), fmt::format(".{}", i + 1));
    copy.set(kScopeKey, Json::of(int64_t{scope}));
    copy.set(kOriginKey, Json::of(place.pointer));
    walk_layer(copy, {scope, place.pointer}, none);
    out.push_back(std::move(copy));
  }
}

// ---- Compositions
// ---------------------------------------------------------------------------------------------------

// Whether a composition has to be put in: not where its layer is hidden and nothing needs it.
bool Expander::is_shown(Json& layer, const Place& place, const std::set<std::string>& needed, State& state) {
  Json* visible = layer.find("visible");
  const Json* id = layer.find("id");
  if (!visible || (id && needed.contains(id->text))) return true;
  const bool field = visible->is_string() && !visible->text.starts_with('=');
  state = resolve(*visible, place, place.pointer + "/visible");
  if (state == State::waiting) return true;
  if (field) *visible = as_condition(std::move(*visible));
  return !visible->is_bool() || visible->boolean;
}

// The values of its parameters, typed; nullopt while some are waited for.
std::optional<Json> Expander::values_with(Json& layer, const std::string& name, const Place& place) {
  const std::vector<Param>& params = composition_params(tpl_, name);
  Json* with = layer.find("with");
  bool waiting = false;
  std::vector<std::string> names;
  for (const Param& param : params) names.push_back(param.name);
  for (size_t i = 0; with && i < with->members.size(); ++i) {
    Json::Member& member = with->members[i];
    const std::string pointer = place.pointer + "/with" + child_pointer(member.key);
    if (std::ranges::find(names, member.key) == names.end()) {
      const std::string near = closest(member.key, names);
      report(member.value, pointer, fmt::format("the composition \"{}\" has no parameter \"{}\"", name, member.key),
             !near.empty()   ? fmt::format("did you mean \"{}\"?", near)
             : names.empty() ? "it has none"
                             : fmt::format("its parameters: {}", fmt::join(names, ", ")));
      continue;
    }
    if (resolve(member.value, place, pointer) == State::waiting) waiting = true;
  }
  if (waiting) return std::nullopt;
  ValueTyper typer(tpl_);
  Json values = Json::object();
  for (const Param& param : params) {
    const Json* given = with ? with->find(param.name) : nullptr;
    std::optional<Json> value;
    if (given)
      value = typer.type(param, *given, {Fault::invalid, tpl_.file, fmt::format("{}: ", name), false}, param.name);
    if (value && !value->is_null()) {
      values.set(param.name, std::move(*value));
      continue;
    }
    if (param.required && !param.fallback && (!given || value)) {
      report(given ? *given : layer, place.pointer + "/with" + child_pointer(param.name),
             fmt::format("the composition \"{}\" needs a value for \"{}\"", name, param.name),
             fmt::format("\"with\": {{ \"{}\": ... }}", param.name));
    }
    values.set(param.name, given && !value ? Json{} : typer.fallback(param, param.name).value_or(Json{}));
  }
  for (Diagnostic& d : typer.errors()) row_.errors.push_back(std::move(d));
  return values;
}

// The layer becomes a group of the composition's layers. False while it waits for an expression.
bool Expander::put_in(Json& layer, const Place& place, const std::set<std::string>& needed) {
  const std::string name = layer.find("composition")->text;
  const Json* compositions = row_.document.find("compositions");
  const Json* found = compositions ? compositions->find(name) : nullptr;
  State state = State::ready;
  const bool shown = is_shown(layer, place, needed, state);
  if (state == State::waiting) return false;
  std::optional<Json> values = Json::object();
  if (shown && found) values = values_with(layer, name, place);
  if (!values) return false;
  if (!found || !shown) {  // an unknown one is said by check_references
    as_group(layer, Json::object(), Json::array());
    return true;
  }
  const auto scope = static_cast<int>(row_.scopes.size());
  row_.scopes.push_back(std::make_shared<const Scope>(
      Scope{scope_at(place.scope), std::make_shared<const std::vector<Param>>(composition_params(tpl_, name)),
            std::make_shared<const Json>(std::move(*values))}));
  const int instance = ++instances_[name];
  const Json& layers = *found->find("layers");
  std::set<std::string> ids;
  for (const Json& child : layers.items) ids.merge(ids_within(child));
  Json children = Json::array();
  children.span = layers.span;
  if (const Json* background = found->find("background")) {
    children.items.push_back(solid_of(*background));
    children.items.back().set(kScopeKey, Json::of(int64_t{scope}));
    children.items.back().set(kOriginKey, Json::of("/compositions" + child_pointer(name)));
  }
  for (size_t i = 0; i < layers.items.size() && layers_ <= kMaxLayers; ++i) {
    Json child = layers.items[i];
    if (child.is_object()) {
      if (instance > 1) rename_ids(child, ids, fmt::format(".{}", instance));
      child.set(kScopeKey, Json::of(int64_t{scope}));
      child.set(kOriginKey, Json::of("/compositions" + child_pointer(name) + "/layers" + child_pointer(i)));
    }
    children.items.push_back(std::move(child));
  }
  as_group(layer, *found, std::move(children));
  return true;
}

// ---- The walk
// -------------------------------------------------------------------------------------------------------

void Expander::walk_layer(Json& layer, const Place& place, const std::set<std::string>& needed) {
  if (!count_layer(layer, place)) return;
  const Json* type = layer.find("type");
  if (type && type->text == "composition" && !put_in(layer, place, needed)) return;
  if (Json* children = layer.find("children")) walk_list(*children, {place.scope, place.pointer + "/children"});
}

void Expander::walk_list(Json& list, const Place& around) {
  if (!list.is_array()) return;
  std::set<std::string> needed;
  for (const Json& layer : list.items) {
    for (std::string& name : names_needed_by(layer)) needed.insert(std::move(name));
  }
  std::vector<Json> out;
  out.reserve(list.items.size());
  for (size_t i = 0; i < list.items.size(); ++i) {
    Json& layer = list.items[i];
    if (!layer.is_object()) {
      out.push_back(std::move(layer));
      continue;
    }
    const Json* origin = layer.find(kOriginKey);
    const Json* scope = layer.find(kScopeKey);
    const Place place{scope ? static_cast<int>(scope->number) : around.scope,
                      origin ? origin->text : around.pointer + child_pointer(i)};
    if (!origin) layer.set(kOriginKey, Json::of(place.pointer));
    if (layer.find("repeat")) {
      repeat(std::move(layer), place, out);
    } else {
      walk_layer(layer, place, needed);
      out.push_back(std::move(layer));
    }
  }
  list.items = std::move(out);
}

bool any_copied(const Json& layers) {
  return std::ranges::any_of(layers.items, [](const Json& layer) {
    const Json* children = layer.find("children");
    return is_copied(layer) || (children && any_copied(*children));
  });
}

}  // namespace

bool has_copies(const Json& document) {
  const Json* layers = document.find("layers");
  return layers && any_copied(*layers);
}

void expand(std::span<Expansion> rows, const Template& tpl, const std::string& format, Interpolator& interpolator,
            const std::function<Jsonnet&()>& vm) {
  std::vector<Expander> expanders;
  for (Expansion& row : rows) {
    if (row.root) row.errors = check_compositions(row.document, tpl.file);
    expanders.emplace_back(row, tpl, interpolator);
  }
  std::vector<ExpressionResult> results;
  std::vector<size_t> first(rows.size());  // of each row's results
  for (;;) {
    std::vector<Wish> wishes;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (!rows[i].root || !rows[i].errors.empty()) continue;
      const size_t count = expanders[i].wanted().size();
      expanders[i].walk(std::span(results).subspan(first[i], results.empty() ? 0 : count));
      first[i] = wishes.size();
      for (const Expander::Wanted& wanted : expanders[i].wanted()) {
        wishes.push_back({std::string_view(wanted.text).substr(1), wanted.scope.get(), &rows[i].canvas});
      }
    }
    if (wishes.empty()) break;
    results = evaluate_wishes(vm(), format, wishes);
  }
  for (Expansion& row : rows)
    std::erase_if(row.document.members, [](const auto& m) { return m.key == "compositions"; });
}

}  // namespace fp
