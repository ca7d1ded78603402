// What stands where on the screen, by name, for tests: filled while panels are drawn, read through a socket. It only
// observes: input comes through the window.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "engine/core/json.hpp"

namespace fp::shell {

class Registry {
 public:
  bool on() const { return on_; }
  void turn_on() { on_ = true; }

  // Of the frame being drawn, in pixels of the window.
  void add(std::string_view name, float x, float y, float width, float height, std::string value = {});
  // What was added is what others read from now on.
  void publish_items();
  void publish_state(const Json& state);

  std::string items() const;
  std::string state() const;

 private:
  bool on_ = false;
  Json adding_ = Json::array();
  mutable std::mutex mutex_;
  std::string items_ = "[]", state_ = "{}";
};

// Answers the lines "items" and "state" on a socket of the file system, one JSON document a line, until destroyed.
class RegistryServer {
 public:
  static Result<std::unique_ptr<RegistryServer>> open(const std::string& path, const Registry& registry);
  ~RegistryServer();

 private:
  RegistryServer() = default;
  void serve(const std::stop_token& stop) const;
  std::string path_;
  int listening_ = -1;
  const Registry* registry_ = nullptr;
  std::jthread thread_;
};

}  // namespace fp::shell
