#include "editor/shell/registry.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace fp::shell {
namespace {

constexpr int kPollMs = 100;
constexpr size_t kLongestLine = 64;

void answer(int connection, const Registry& registry) {
  const timeval patience{2, 0};
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  std::string line;
  char c = 0;
  while (line.size() < kLongestLine && ::recv(connection, &c, 1, 0) == 1 && c != '\n') line += c;
  const std::string said = (line == "items"   ? registry.items()
                            : line == "state" ? registry.state()
                                              : R"({"error": "say items or state"})") +
                           '\n';
  size_t sent = 0;
  while (sent < said.size()) {
    const ssize_t n = ::send(connection, said.data() + sent, said.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) break;
    sent += static_cast<size_t>(n);
  }
}

}  // namespace

void Registry::add(std::string_view name, float x, float y, float width, float height, std::string value) {
  if (!on_) return;
  Json item = Json::object();
  item.set("name", Json::of(std::string(name)));
  item.set("x", Json::of(static_cast<int64_t>(x)));
  item.set("y", Json::of(static_cast<int64_t>(y)));
  item.set("width", Json::of(static_cast<int64_t>(width)));
  item.set("height", Json::of(static_cast<int64_t>(height)));
  item.set("value", Json::of(std::move(value)));
  adding_.items.push_back(std::move(item));
}

void Registry::publish_items() {
  if (!on_) return;
  std::string items = write_json(adding_, 0);
  adding_.items.clear();
  const std::lock_guard lock(mutex_);
  items_ = std::move(items);
}

void Registry::publish_state(const Json& state) {
  if (!on_) return;
  std::string text = write_json(state, 0);
  const std::lock_guard lock(mutex_);
  state_ = std::move(text);
}

std::string Registry::items() const {
  const std::lock_guard lock(mutex_);
  return items_;
}
std::string Registry::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

Result<std::unique_ptr<RegistryServer>> RegistryServer::open(const std::string& path, const Registry& registry) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  if (path.size() >= sizeof address.sun_path)
    return fail(Fault::usage, fmt::format("the path of the socket {} is too long", path));
  std::memcpy(address.sun_path, path.data(), path.size());
  std::unique_ptr<RegistryServer> server(new RegistryServer);
  server->registry_ = &registry;
  server->listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const mode_t before = ::umask(0077);  // nobody else's business
  const bool bound = server->listening_ >= 0 &&
                     ::bind(server->listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::umask(before);
  if (!bound || ::listen(server->listening_, 8) != 0)
    return fail(Fault::failed, fmt::format("cannot listen on {}: {}", path, std::strerror(errno)));
  server->path_ = path;
  server->thread_ = std::jthread([s = server.get()](const std::stop_token& stop) { s->serve(stop); });
  return server;
}

RegistryServer::~RegistryServer() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  if (listening_ >= 0) ::close(listening_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

void RegistryServer::serve(const std::stop_token& stop) const {
  while (!stop.stop_requested()) {
    pollfd waiting{listening_, POLLIN, 0};
    if (::poll(&waiting, 1, kPollMs) <= 0) continue;
    const int connection = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    answer(connection, *registry_);
    ::close(connection);
  }
}

}  // namespace fp::shell
