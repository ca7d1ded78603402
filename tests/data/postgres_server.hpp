// A PostgreSQL server of the tests' own: a data folder and a Unix socket in a temporary folder, no TCP port. It ends
// with this object, or with this process however that ends.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/core/files.hpp"

namespace fp {

class PostgresServer {
 public:
  // Of the system's packages, the newest. Where there is none the error says what to install.
  static Result<std::unique_ptr<PostgresServer>> start();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer();

  bool wait_until_ready();                               // false: it has ended, or is not ready within 30 s
  std::string folder() const { return folder_.path(); }  // of the socket
  // `user`: "owner" (a superuser) and "reader" need no password, "clerk" needs "S3cret/p@ss".
  std::string uri(const std::string& user, const std::string& database = "shop") const;
  // As the owner; the first column of each row.
  std::vector<std::string> run(const std::string& sql, const std::string& database = "shop") const;

 private:
  explicit PostgresServer(TemporaryFolder folder) : folder_(std::move(folder)) {}
  Result<void> launch();
  bool is_ready_soon();

  TemporaryFolder folder_;
  pid_t process_ = -1;
};

}  // namespace fp
