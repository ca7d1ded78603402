#include "editor/state/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "editor/state/layer_ids.hpp"
#include "editor/state/pointer.hpp"

namespace fp::editor {
namespace {

// The merge in progress: `document` begins as theirs. A fault of an edit stops all that follow.
struct Merging {
  Result<Document> document;
  Side prefer;
  std::vector<Conflict> conflicts;
};

std::optional<Json> copy_of(const Json* value) {
  return value ? std::optional(*value) : std::nullopt;
}

bool same(const Json* a, const Json* b) {
  return a && b ? equal(*a, *b) : a == b;
}

void note(Merging& merging, const std::string& pointer, const Json* base, const Json* mine, const Json* theirs,
          bool took_mine) {
  merging.conflicts.push_back({pointer, copy_of(base), copy_of(mine), copy_of(theirs), took_mine});
}

void put(Merging& merging, const std::string& pointer, const Json* value) {
  if (!merging.document) return;
  merging.document = value ? set_value(*merging.document, pointer, *value) : remove_value(*merging.document, pointer);
}

// What an item is known by in all three versions. Numbered keys cannot be ids ('#').
std::optional<std::string> name_of_item(const Json& item) {
  const Json *id = item.find("id"), *t = item.find("t"), *v = item.find("v");
  if (id && id->is_string()) return "id " + id->text;
  if (t && v && (t->is_string() || t->is_number())) return "t " + t->text;
  return std::nullopt;
}

bool is_named_list(const Json* list) {
  return list && list->is_array() &&
         std::ranges::all_of(list->items, [](const Json& item) { return item.is_object(); }) &&
         (list->items.empty() ||
          std::ranges::any_of(list->items, [](const Json& item) { return name_of_item(item) || item.find("type"); }));
}

using Names = std::vector<std::string>;

// Names of the items of each version, unique within it.
struct Named {
  Names base, mine, theirs;
};

Names names_of(const Json& list, const Json& base, const Names& base_names) {
  Names names(list.items.size());
  std::set<std::string> used;
  for (size_t i = 0; i < names.size(); ++i) {
    if (const auto name = name_of_item(list.items[i]); name && used.insert(*name).second) names[i] = *name;
  }
  // The others: like an equal one of the base, else by their place among those left.
  for (size_t i = 0; i < names.size(); ++i) {
    for (size_t b = 0; names[i].empty() && b < base_names.size(); ++b) {
      if (base_names[b].starts_with('#') && equal(list.items[i], base.items[b]) && used.insert(base_names[b]).second)
        names[i] = base_names[b];
    }
  }
  size_t next = 0;
  for (std::string& name : names) {
    while (name.empty()) {
      std::string free = fmt::format("#{}", next++);
      if (used.insert(free).second) name = std::move(free);
    }
  }
  return names;
}

const Json* item_of(const Json& list, const Names& names, const std::string& name) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? nullptr : &list.items[static_cast<size_t>(found - names.begin())];
}

Names only(const Names& names, const Names& a, const Names& b) {
  Names kept;
  for (const std::string& name : names) {
    if (std::ranges::find(a, name) != a.end() && std::ranges::find(b, name) != b.end()) kept.push_back(name);
  }
  return kept;
}

void merge_value(Merging& merging, const std::string& pointer, const Json* base, const Json* mine, const Json* theirs);

void merge_objects(Merging& merging, const std::string& pointer, const Json& base, const Json& mine,
                   const Json& theirs) {
  std::vector<std::string> keys;
  for (const Json* side : {&theirs, &mine}) {
    for (const Json::Member& m : side->members) {
      if (std::ranges::find(keys, m.key) == keys.end()) keys.push_back(m.key);
    }
  }
  for (const std::string& key : keys)
    merge_value(merging, pointer + child_pointer(key), base.find(key), mine.find(key), theirs.find(key));
}

// Where an item of mine that theirs has not goes: after the one before it in mine.
size_t place_for(const Names& now, const Names& mine, const std::string& name) {
  for (auto before = std::ranges::find(mine, name); before != mine.begin();) {
    const auto found = std::ranges::find(now, *--before);
    if (found != now.end()) return static_cast<size_t>(found - now.begin()) + 1;
  }
  return 0;
}

void insert_mine(Merging& merging, const std::string& pointer, Names& now, const Named& named, const Json& mine,
                 const std::string& name) {
  if (!merging.document) return;
  const size_t at = place_for(now, named.mine, name);
  merging.document = insert_item(*merging.document, pointer, at, *item_of(mine, named.mine, name));
  now.insert(now.begin() + static_cast<ptrdiff_t>(at), name);
}

void merge_order(Merging& merging, const std::string& pointer, Names now, const Named& named, const Json* lists[3]) {
  const Names base = only(named.base, named.mine, named.theirs), mine = only(named.mine, named.base, named.theirs),
              theirs = only(named.theirs, named.base, named.mine);
  if (mine == base || mine == theirs) return;
  if (theirs != base) {
    note(merging, pointer, lists[0], lists[1], lists[2], merging.prefer == Side::mine);
    if (merging.prefer == Side::theirs) return;
  }
  // Items of mine in mine's order, into the places that items of mine have now.
  std::vector<size_t> places;
  for (size_t i = 0; i < now.size(); ++i) {
    if (std::ranges::find(named.mine, now[i]) != named.mine.end()) places.push_back(i);
  }
  Names wanted = only(named.mine, now, now);
  for (size_t i = 0; i < places.size() && merging.document; ++i) {
    const auto found = static_cast<size_t>(std::ranges::find(now, wanted[i]) - now.begin());
    if (found == places[i]) continue;
    merging.document = move_item(*merging.document, pointer + child_pointer(found), pointer, places[i]);
    now.erase(now.begin() + static_cast<ptrdiff_t>(found));
    now.insert(now.begin() + static_cast<ptrdiff_t>(places[i]), wanted[i]);
  }
}

void merge_lists(Merging& merging, const std::string& pointer, const Json& base, const Json& mine, const Json& theirs) {
  Named named;
  named.base = names_of(base, Json::array(), {});
  named.mine = names_of(mine, base, named.base);
  named.theirs = names_of(theirs, base, named.base);
  Names now = named.theirs;
  for (const std::string& name : named.theirs) {
    const Json *b = item_of(base, named.base, name), *m = item_of(mine, named.mine, name),
               *t = item_of(theirs, named.theirs, name);
    const auto at = static_cast<size_t>(std::ranges::find(now, name) - now.begin());
    const std::string item = pointer + child_pointer(at);
    merge_value(merging, item, b, m, t);
    if (b && !m && same(b, t)) now.erase(now.begin() + static_cast<ptrdiff_t>(at));
  }
  for (const std::string& name : named.mine) {
    if (item_of(theirs, named.theirs, name)) continue;
    const Json *b = item_of(base, named.base, name), *m = item_of(mine, named.mine, name);
    if (b && same(b, m)) continue;  // theirs removed what mine left alone
    insert_mine(merging, pointer, now, named, mine, name);
    const auto at = static_cast<size_t>(std::ranges::find(now, name) - now.begin());
    if (b) note(merging, pointer + child_pointer(at), b, m, nullptr, true);
  }
  const Json* lists[3] = {&base, &mine, &theirs};
  merge_order(merging, pointer, std::move(now), named, lists);
}

// The places are of `merging.document`, where theirs stands as it came.
void merge_value(Merging& merging, const std::string& pointer, const Json* base, const Json* mine, const Json* theirs) {
  if (!merging.document || same(mine, base) || same(mine, theirs)) return;
  if (same(theirs, base)) return put(merging, pointer, mine);
  const Json nothing = Json::object(), empty = Json::array();
  if (mine && theirs && mine->is_object() && theirs->is_object() && (!base || base->is_object())) {
    return merge_objects(merging, pointer, base ? *base : nothing, *mine, *theirs);
  }
  if (is_named_list(mine) && is_named_list(theirs) && (!base || is_named_list(base)))
    return merge_lists(merging, pointer, base ? *base : empty, *mine, *theirs);
  const bool take_mine = mine && (!theirs || merging.prefer == Side::mine);
  note(merging, pointer, base, mine, theirs, take_mine);
  if (take_mine) put(merging, pointer, mine);
}

size_t count_ids(const Json& value) {
  size_t count = value.is_object() && value.find("type") && value.find("id") ? 1 : 0;
  for (const Json& item : value.items) count += count_ids(item);
  for (const Json::Member& m : value.members) count += count_ids(m.value);
  return count;
}

// Whether two layers have one id, as when each side put a layer into another group.
bool repeats_ids(const Json& root) {
  std::set<std::string> ids;
  collect_ids(root, ids);
  size_t count = 0;
  for (const char* key : {"layers", "compositions"}) {
    if (const Json* part = root.find(key)) count += count_ids(*part);
  }
  return count > ids.size();
}

}  // namespace

Result<Merged> merge(const Document& base, const Document& mine, const Document& theirs, Side prefer) {
  Merging merging{theirs, prefer, {}};
  merge_value(merging, "", &base.root(), &mine.root(), &theirs.root());
  if (!merging.document) return fail(std::move(merging.document.error()));
  const bool broken = repeats_ids(merging.document->root()) && !repeats_ids(mine.root()) && !repeats_ids(theirs.root());
  if (!broken) return Merged{*std::move(merging.document), std::move(merging.conflicts)};
  // The trees cannot be one: a side's layers as a whole, and the other's in the conflict.
  merging = {theirs, prefer, {}};
  for (const char* key : {"/layers", "/compositions"}) {
    const Json *b = find_at(base.root(), key), *m = find_at(mine.root(), key), *t = find_at(theirs.root(), key);
    if (same(m, t) || same(m, b)) continue;
    note(merging, key, b, m, t, prefer == Side::mine);
    if (prefer == Side::mine) put(merging, key, m);
  }
  for (const Json* side : {&theirs.root(), &mine.root()}) {
    for (const Json::Member& member : side->members) {
      if (member.key == "layers" || member.key == "compositions") continue;
      if (side == &mine.root() && theirs.root().find(member.key)) continue;
      merge_value(merging, child_pointer(member.key), base.root().find(member.key), mine.root().find(member.key),
                  theirs.root().find(member.key));
    }
  }
  if (!merging.document) return fail(std::move(merging.document.error()));
  return Merged{*std::move(merging.document), std::move(merging.conflicts)};
}

}  // namespace fp::editor
