#include "engine/display/display_list.hpp"

#include <algorithm>

#include "engine/display/picture.hpp"

namespace fp {

Hash128 Resource::hash() const {
  return std::visit([](const auto& held) { return held->hash; }, data);
}

Sha256 identity(const DisplayList& list) {
  ByteWriter bytes;
  bytes.put(list.width).put(list.height).put(static_cast<uint64_t>(list.commands.size()));
  for (const Command& command : list.commands) bytes.put(command);
  bytes.put(static_cast<uint64_t>(list.resources.size()));
  for (const Resource& resource : list.resources)
    bytes.put(static_cast<uint32_t>(resource.data.index())).put(resource.hash());
  return bytes.sha();
}

uint32_t use_resource(DisplayList& list, Resource resource) {
  const Hash128 hash = resource.hash();
  const auto is_it = [&](const Resource& other) {
    return other.data.index() == resource.data.index() && other.hash() == hash;
  };
  constexpr size_t kMany = 32;  // from here on looking at each takes longer than an index
  const size_t count = list.resources.size();
  if (count < kMany) {
    const auto found = std::ranges::find_if(list.resources, is_it);
    if (found != list.resources.end()) return static_cast<uint32_t>(found - list.resources.begin());
  } else {
    for (size_t i = list.index.size(); i < count; ++i)
      list.index.try_emplace(list.resources[i].hash(), static_cast<uint32_t>(i));
    const auto found = list.index.find(hash);
    if (found != list.index.end() && is_it(list.resources[found->second])) return found->second;
  }
  list.resources.push_back(std::move(resource));
  return static_cast<uint32_t>(count);
}

size_t append(DisplayList& list, const DisplayList& part) {
  std::vector<uint32_t> at(part.resources.size(), kNoResource);
  if (list.resources.size() < 64) {  // few are looked up among many, not many among few
    for (size_t i = 0; i < list.resources.size(); ++i) {
      const auto same = [&](const Resource& other) {
        return other.data.index() == list.resources[i].data.index() && other.hash() == list.resources[i].hash();
      };
      const auto found = std::ranges::find_if(part.resources, same);
      if (found != part.resources.end())
        at[static_cast<size_t>(found - part.resources.begin())] = static_cast<uint32_t>(i);
    }
    list.resources.reserve(list.resources.size() + part.resources.size());
    for (size_t i = 0; i < at.size(); ++i) {
      if (at[i] != kNoResource) continue;
      at[i] = static_cast<uint32_t>(list.resources.size());
      list.resources.push_back(part.resources[i]);
    }
  } else {
    for (size_t i = 0; i < at.size(); ++i) at[i] = use_resource(list, part.resources[i]);
  }
  const size_t first = list.commands.size();
  list.commands.insert(list.commands.end(), part.commands.begin(), part.commands.end());
  list.layers.insert(list.layers.end(), part.layers.begin(), part.layers.end());
  const auto move = [&](uint32_t& index) {
    if (index != kNoResource) index = at[index];
  };
  for (size_t i = first; i < list.commands.size(); ++i) {
    Command& command = list.commands[i];
    move(command.mask), move(command.texture_a), move(command.texture_b);
  }
  return first;
}

}  // namespace fp
