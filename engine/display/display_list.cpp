#include "engine/display/display_list.hpp"

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
  for (size_t i = 0; i < list.resources.size(); ++i) {
    if (list.resources[i].data.index() == resource.data.index() && list.resources[i].hash() == hash)
      return static_cast<uint32_t>(i);
  }
  list.resources.push_back(std::move(resource));
  return static_cast<uint32_t>(list.resources.size() - 1);
}

}  // namespace fp
