#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/core/fault_at.hpp"

namespace fp {

const Json* Json::find(std::string_view key) const {
  for (const Member& m : members) {
    if (m.key == key) return &m.value;
  }
  return nullptr;
}

Json* Json::find(std::string_view key) {
  return const_cast<Json*>(std::as_const(*this).find(key));
}

Json& Json::set(std::string_view key, Json value) {
  FP_ASSERT(is_object());
  if (Json* old = find(key)) return *old = std::move(value);
  return members.emplace_back(std::string(key), SourceSpan{}, std::move(value)).value;
}

Json Json::of(bool value) {
  Json json;
  json.type = Type::boolean;
  json.boolean = value;
  return json;
}

Json Json::of(double value) {
  FP_ASSERT(std::isfinite(value));
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  FP_ASSERT(error == std::errc{});
  Json json;
  json.type = Type::number;
  json.number = value;
  json.text.assign(buffer, end);
  return json;
}

Json Json::of(int64_t value) {
  Json json;
  json.type = Type::number;
  json.number = static_cast<double>(value);
  json.text = std::to_string(value);
  return json;
}

Json Json::of(std::string value) {
  Json json;
  json.type = Type::string;
  json.text = std::move(value);
  return json;
}

Json Json::of(const char* value) {
  return of(std::string(value));
}

Json Json::array() {
  Json json;
  json.type = Type::array;
  return json;
}

Json Json::object() {
  Json json;
  json.type = Type::object;
  return json;
}

bool equal(const Json& a, const Json& b) {
  if (a.type != b.type) return false;
  switch (a.type) {
    case Json::Type::null:
      return true;
    case Json::Type::boolean:
      return a.boolean == b.boolean;
    case Json::Type::number:
      return a.number == b.number;
    case Json::Type::string:
      return a.text == b.text;
    case Json::Type::array:
      return a.items.size() == b.items.size() && std::equal(a.items.begin(), a.items.end(), b.items.begin(),
                                                            [](const Json& x, const Json& y) { return equal(x, y); });
    case Json::Type::object:
      if (a.members.size() != b.members.size()) return false;
      for (const Json::Member& m : a.members) {
        const Json* other = b.find(m.key);
        if (!other || !equal(m.value, *other)) return false;
      }
      return true;
  }
  return false;
}

void merge_patch(Json& target, const Json& patch) {
  if (!patch.is_object()) {
    target = patch;
    return;
  }
  if (!target.is_object()) {
    target = Json::object();
    target.span = patch.span;
  }
  for (const Json::Member& m : patch.members) {
    if (m.value.is_null()) {
      std::erase_if(target.members, [&](const Json::Member& t) { return t.key == m.key; });
    } else if (Json* old = target.find(m.key)) {
      merge_patch(*old, m.value);
    } else {
      Json::Member added{m.key, m.key_span, {}};
      merge_patch(added.value, m.value);
      target.members.push_back(std::move(added));
    }
  }
}

Diagnostic fault_at(const std::string& file, const SourceSpan& span, std::string pointer, std::string message,
                    std::string hint) {
  return {Fault::invalid, file, span.line, span.column, std::move(pointer), std::move(message), std::move(hint)};
}

std::string child_pointer(std::string_view key) {
  std::string step = "/";
  for (const char c : key) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

std::string child_pointer(size_t index) {
  return "/" + std::to_string(index);
}

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Optimal string alignment distance (swapped neighbours count once), ASCII case ignored.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string closest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr size_t kLongest = 64;  // longer words are not typing slips of ours
  if (word.empty() || word.size() > kLongest) return {};
  const std::string* best = nullptr;
  size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    if (candidate.empty() || candidate.size() > kLongest) continue;
    const size_t distance = edit_distance(word, candidate);
    const size_t allowed = std::max<size_t>(1, (std::max(word.size(), candidate.size()) + 1) / 3);
    if (distance > allowed || distance >= std::max(word.size(), candidate.size())) continue;
    if (!best || distance < best_distance) {
      best = &candidate;
      best_distance = distance;
    }
  }
  return best ? *best : std::string();
}

std::optional<size_t> parse_index(std::string_view step) {
  if (step.empty() || (step.size() > 1 && step.front() == '0')) return std::nullopt;
  size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc{} || end != step.data() + step.size()) return std::nullopt;
  return index;
}

std::optional<std::vector<std::string>> split_pointer(std::string_view pointer) {
  std::vector<std::string> steps;
  if (pointer.empty()) return steps;
  if (pointer.front() != '/') return std::nullopt;
  for (size_t i = 0; i < pointer.size(); ++i) {
    const char c = pointer[i];
    if (c == '/') {
      steps.emplace_back();
    } else if (c != '~') {
      steps.back() += c;
    } else {
      if (++i == pointer.size() || (pointer[i] != '0' && pointer[i] != '1')) return std::nullopt;
      steps.back() += pointer[i] == '0' ? '~' : '/';
    }
  }
  return steps;
}

const Json* find_at(const Json& root, std::string_view pointer) {
  const auto steps = split_pointer(pointer);
  if (!steps) return nullptr;
  const Json* at = &root;
  for (const std::string& step : *steps) {
    if (at->is_object()) {
      at = at->find(step);
    } else {
      const std::optional<size_t> index = parse_index(step);
      at = at->is_array() && index && *index < at->items.size() ? &at->items[*index] : nullptr;
    }
    if (!at) return nullptr;
  }
  return at;
}

}  // namespace fp
