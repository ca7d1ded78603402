// ui_ask SOCKET state | ui_ask SOCKET item NAME: what a running editor says of itself. An item is printed as
// "X Y WIDTH HEIGHT VALUE". Ends with 1 where there is no such item or nobody answers.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "engine/core/json.hpp"

namespace {

std::string ask(const char* path, const std::string& line) {
  const int connection = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  std::strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  if (::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return "";
  const std::string said = line + '\n';
  if (::send(connection, said.data(), said.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(said.size())) return "";
  std::string answer;
  char buffer[4096];
  ssize_t n = 0;
  while ((n = ::recv(connection, buffer, sizeof buffer, 0)) > 0) answer.append(buffer, static_cast<size_t>(n));
  ::close(connection);
  return answer;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string what = argv[2];
  const std::string answer = ask(argv[1], what == "item" ? "items" : what);
  if (answer.empty()) return 1;
  if (what != "item") return std::fputs(answer.c_str(), stdout) < 0;
  const auto items = fp::parse_json(answer, "items");
  if (!items || argc < 4) return 1;
  for (const fp::Json& item : items->items) {
    if (item.find("name")->text != argv[3]) continue;
    std::printf("%s %s %s %s %s\n", item.find("x")->text.c_str(), item.find("y")->text.c_str(),
                item.find("width")->text.c_str(), item.find("height")->text.c_str(), item.find("value")->text.c_str());
    return 0;
  }
  return 1;
}
