#include "engine/data/postgres_link.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <string_view>

namespace fp {
namespace {

struct OptionsCloser {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, OptionsCloser>;

bool is_uri(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

std::unexpected<Errors> malformed(const std::string& uri, const std::string& what) {
  const char* hint =
      is_uri(uri) ? "expected postgresql://user:password@host:port/database; inside of the user and the password "
                    "write @ as %40, : as %3A, / as %2F and % as %25"
                  : "expected postgresql://user:password@host:port/database, or host=... port=... dbname=... user=... "
                    "with each value that holds a space in 'single quotes'";
  return fail(Fault::invalid, fmt::format("the connection string of PostgreSQL {}", what), hint);
}

std::string value_of(const PQconninfoOption* options, std::string_view keyword) {
  for (const PQconninfoOption* o = options; o->keyword != nullptr; ++o) {
    if (keyword == o->keyword && o->val != nullptr) return o->val;
  }
  return {};
}

// A password that holds an @ or a / and is not encoded ends up, in part, as the host, the port or the database's name.
bool looks_torn(const std::string& uri, const PQconninfoOption* options) {
  const std::string places = value_of(options, "host") + value_of(options, "hostaddr") + value_of(options, "dbname");
  const std::string port = value_of(options, "port");
  return (is_uri(uri) && places.find('@') != std::string::npos) ||
         port.find_first_not_of("0123456789,") != std::string::npos;
}

std::string name_of_source(const PQconninfoOption* options) {
  const std::string host = value_of(options, "host"), port = value_of(options, "port");
  return fmt::format("postgresql://{}{}{}/{}", host.empty() ? value_of(options, "hostaddr") : host,
                     port.empty() ? "" : ":", port, value_of(options, "dbname"));
}

std::vector<std::string> secrets_of(const std::string& uri, const PQconninfoOption* options) {
  constexpr std::string_view kOpen[] = {"host", "hostaddr", "port", "dbname"};
  std::vector<std::string> secrets = {uri};
  for (const PQconninfoOption* o = options; o->keyword != nullptr; ++o) {
    const std::string_view keyword = o->keyword, value = o->val != nullptr ? o->val : "";
    if (std::find(std::begin(kOpen), std::end(kOpen), keyword) != std::end(kOpen)) continue;
    const bool always = keyword == "user" || keyword == "password";  // another one's single letter is no secret
    if (value.size() > (always ? 0 : 1)) secrets.emplace_back(value);
  }
  return secrets;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

// A short secret is replaced only where it stands alone, or every "a" would be.
bool stands_alone(std::string_view text, size_t at, size_t size) {
  const bool before = at > 0 && is_word(text[at - 1]);
  const bool after = at + size < text.size() && is_word(text[at + size]);
  return !before && !after;
}

}  // namespace

std::string PostgresLink::scrubbed(std::string_view text) const {
  std::string out(text);
  for (const std::string& secret : secrets_) {
    for (size_t at = out.find(secret); at != std::string::npos; at = out.find(secret, at)) {
      if (secret.size() < 4 && !stands_alone(out, at, secret.size())) {
        ++at;
        continue;
      }
      out.replace(at, secret.size(), "***");
      at += 3;
    }
  }
  return out;
}

std::unexpected<Errors> PostgresLink::fault(Fault kind, std::string message, std::string hint) const {
  return fail({.fault = kind, .file = source_, .message = std::move(message), .hint = std::move(hint)});
}

std::string PostgresLink::last_words() const {
  std::string words;
  std::string_view text = PQerrorMessage(connection_.get());
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.empty()) words += (words.empty() ? "" : " ") + std::string(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return scrubbed(words);
}

void PostgresLink::start_clock(int64_t grace_ms) {
  start_ = Clock::now();
  deadline_ = start_ + std::chrono::milliseconds(timeout_ms_ + grace_ms);
}

int64_t PostgresLink::elapsed_ms() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_).count();
}

bool PostgresLink::wait(short events) const {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
    pollfd socket{PQsocket(connection_.get()), events, 0};
    if (socket.fd < 0) return true;  // closed: libpq says why
    const int ready = poll(&socket, 1, static_cast<int>(std::clamp<int64_t>(left, 0, 60'000)));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
    if (ready == 0 && left <= 60'000) return false;
  }
}

Result<PostgresLink> PostgresLink::open(const std::string& uri, int64_t timeout_ms) {
  if (uri.find('\0') != std::string::npos) return malformed(uri, "holds a NUL character");
  char* words = nullptr;  // libpq's, which quote the string; they are not shown
  const Options options(PQconninfoParse(uri.c_str(), &words));
  PQfreemem(words);
  if (!options) return malformed(uri, "cannot be read");
  if (looks_torn(uri, options.get())) return malformed(uri, "holds a character that must be encoded, or a wrong port");
  PostgresLink link;
  link.timeout_ms_ = std::clamp<int64_t>(timeout_ms, 1, 24 * 3600 * 1000);
  link.source_ = name_of_source(options.get());
  link.secrets_ = secrets_of(uri, options.get());
  std::vector<const char*> keywords, values;
  const auto set = [&](const char* keyword, const char* value) {
    keywords.push_back(keyword);
    values.push_back(value);
  };
  for (const PQconninfoOption* o = options.get(); o->keyword != nullptr; ++o) {
    if (o->val != nullptr) set(o->keyword, o->val);
  }
  set("application_name", "framepress");
  set("client_encoding", "UTF8");
  set(nullptr, nullptr);
  link.start_clock(0);
  link.connection_.reset(PQconnectStartParams(keywords.data(), values.data(), 0));
  if (auto good = link.connect(); !good) return fail(std::move(good.error()));
  return link;
}

Result<void> PostgresLink::connect() {
  PGconn* connection = connection_.get();
  if (connection == nullptr) return fault(Fault::failed, "not enough memory to connect");
  PQsetNoticeProcessor(
      connection, [](void*, const char*) {}, nullptr);
  // Also what libpq took from the environment or a password file.
  for (const char* taken : {PQuser(connection), PQpass(connection)}) {
    if (taken != nullptr && *taken != '\0') secrets_.emplace_back(taken);
  }
  std::sort(secrets_.begin(), secrets_.end(), [](auto& a, auto& b) { return a.size() > b.size(); });
  PostgresPollingStatusType state =
      PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK) {
    if (state == PGRES_POLLING_FAILED) {
      return fault(Fault::missing, fmt::format("cannot connect to PostgreSQL: {}", last_words()),
                   PQconnectionNeedsPassword(connection) != 0 ? "the server asks for a password: put it into the "
                                                                "connection string or into ~/.pgpass"
                                                              : "");
    }
    if (!wait(state == PGRES_POLLING_READING ? POLLIN : POLLOUT)) {
      return fault(Fault::missing, fmt::format("PostgreSQL did not answer within {} ms", timeout_ms_));
    }
    state = PQconnectPoll(connection);
  }
  PQsetnonblocking(connection, 1);
  return {};
}

Result<PostgresResult> PostgresLink::next() const {
  PGconn* connection = connection_.get();
  while (PQisBusy(connection) != 0) {
    const int unsent = PQflush(connection);
    if (unsent < 0) break;
    if (!wait(static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN))) {
      return fault(Fault::failed, fmt::format("PostgreSQL gave no answer within {} ms", timeout_ms_));
    }
    if (PQconsumeInput(connection) == 0) break;
  }
  return PostgresResult(PQgetResult(connection));
}

Result<PostgresResult> PostgresLink::finish() const {
  PostgresResult last;
  while (true) {
    auto result = next();
    if (!result) return fail(std::move(result.error()));
    if (!*result) return last;
    const bool failed = last && PQresultStatus(last.get()) == PGRES_FATAL_ERROR;
    if (!failed) last = std::move(*result);
  }
}

}  // namespace fp
