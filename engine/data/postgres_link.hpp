// A connection to a PostgreSQL server whose messages tell nothing of the connection string but host, port and database.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.hpp"

namespace fp {

struct PostgresCloser {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, PostgresCloser>;

class PostgresLink {
 public:
  // Every answer must come within `timeout_ms` of start_clock(), and connecting within that of the call. Looking up the
  // host's name is the system's business and may take longer.
  static Result<PostgresLink> open(const std::string& uri, int64_t timeout_ms);

  PGconn* get() const { return connection_.get(); }
  const std::string& source() const { return source_; }  // "postgresql://host:port/database"
  // What the connection string holds beside that, replaced.
  std::string scrubbed(std::string_view text) const;
  std::unexpected<Errors> fault(Fault kind, std::string message, std::string hint = {}) const;

  void start_clock(int64_t grace_ms);
  int64_t elapsed_ms() const;
  // The next result of what was sent; null after the last. A result that says an error is a result.
  Result<PostgresResult> next() const;
  // The last result of what was sent or, if there is one, the first error.
  Result<PostgresResult> finish() const;
  std::string last_words() const;  // libpq's own, scrubbed, on one line

 private:
  using Clock = std::chrono::steady_clock;
  bool wait(short events) const;  // false: time is up
  Result<void> connect();

  std::unique_ptr<PGconn, PostgresCloser> connection_;
  std::string source_;
  std::vector<std::string> secrets_;  // longest first
  int64_t timeout_ms_ = 0;
  Clock::time_point start_, deadline_;
};

}  // namespace fp
