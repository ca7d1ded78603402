#include "tests/data/postgres_server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <glob.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

namespace fp {
namespace {

namespace fs = std::filesystem;

std::string newest_programs() {
  glob_t found{};
  std::string folder;
  if (glob("/usr/lib/postgresql/*/bin/postgres", 0, nullptr, &found) == 0) {
    folder = fs::path(found.gl_pathv[found.gl_pathc - 1]).parent_path();
  }
  globfree(&found);
  return folder;
}

// The server refuses to run as root.
const passwd* other_user() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("postgres");
  return user != nullptr ? user : getpwnam("nobody");
}

// Runs a program as the other user; it gets SIGQUIT, a server's immediate shutdown, when this process ends.
pid_t spawn(std::vector<std::string> words, const std::string& log) {
  std::vector<std::string> all = {"setpriv", "--pdeathsig", "QUIT"};
  if (const passwd* user = other_user()) {
    all.push_back(fmt::format("--reuid={}", user->pw_uid));
    all.push_back(fmt::format("--regid={}", user->pw_gid));
    all.emplace_back("--clear-groups");
  }
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& word : all) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  dup2(out, 1);
  dup2(out, 2);
  if (chdir("/") == 0) execvp(arguments[0], arguments.data());
  _exit(127);
}

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Result<std::unique_ptr<PostgresServer>> PostgresServer::start() {
  auto folder = TemporaryFolder::create();
  if (!folder) return fail(std::move(folder.error()));
  std::unique_ptr<PostgresServer> server(new PostgresServer(std::move(*folder)));
  if (auto good = server->launch(); !good) return fail(std::move(good.error()));
  return server;
}

Result<void> PostgresServer::launch() {
  const std::string programs = newest_programs();
  if (programs.empty()) {
    return fail(Fault::failed, "no PostgreSQL server is installed: install postgresql-15 (tools/setup --test does)");
  }
  const std::string data = folder() + "/data", log = folder() + "/log";
  if (const passwd* user = other_user(); user != nullptr && chown(folder().c_str(), user->pw_uid, user->pw_gid) != 0) {
    return fail(Fault::failed, "the temporary folder cannot be given to the server's user");
  }
  int status = 1;
  waitpid(spawn({programs + "/initdb", "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C",
                 "--no-sync", "--no-instructions"},
                log),
          &status, 0);
  if (status != 0) return fail(Fault::failed, "initdb failed: " + text_of(log));
  std::ofstream(data + "/pg_hba.conf")
      << "local all clerk scram-sha-256\nlocal all barred reject\nlocal all all trust\n";
  process_ = spawn({programs + "/postgres", "-D", data, "-k", folder(), "-c", "listen_addresses=", "-c", "fsync=off",
                    "-c", "shared_buffers=16MB", "-c", "max_connections=20"},
                   log);
  if (!is_ready_soon()) return fail(Fault::failed, "the PostgreSQL server did not start: " + text_of(log));
  run("CREATE DATABASE shop", "postgres");
  run("CREATE ROLE reader LOGIN; CREATE ROLE clerk LOGIN PASSWORD 'S3cret/p@ss'; CREATE ROLE barred LOGIN");
  return {};
}

bool PostgresServer::is_ready_soon() {
  for (int tries = 0; tries < 600 && process_ >= 0; ++tries) {
    if (PQping(uri("owner", "postgres").c_str()) == PQPING_OK) return true;
    int status = 0;
    if (waitpid(process_, &status, WNOHANG) == process_) process_ = -1;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

PostgresServer::~PostgresServer() {
  if (process_ < 0) return;
  kill(process_, SIGQUIT);
  int status = 0;
  waitpid(process_, &status, 0);
}

std::string PostgresServer::uri(const std::string& user, const std::string& database) const {
  return fmt::format("postgresql://{}@/{}?host={}", user, database, folder());
}

std::vector<std::string> PostgresServer::run(const std::string& sql, const std::string& database) const {
  std::vector<std::string> rows;
  PGconn* connection = PQconnectdb(uri("owner", database).c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) << sql << ": " << PQerrorMessage(connection);
  for (int i = 0; i < PQntuples(result); ++i) rows.emplace_back(PQgetvalue(result, i, 0));
  PQclear(result);
  PQfinish(connection);
  return rows;
}

}  // namespace fp
