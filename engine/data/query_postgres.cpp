#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "engine/data/bind_names.hpp"
#include "engine/data/postgres_cells.hpp"
#include "engine/data/postgres_link.hpp"
#include "engine/data/query.hpp"
#include "engine/data/query_checks.hpp"

namespace fp {
namespace {

// How much longer than the server's own limit an answer may stay away.
constexpr int64_t kGrace = 2000;
constexpr const char* kSelectOnly = "a query may only select rows; this statement does not";

struct Session {
  const Query& query;
  PostgresLink link;
  NumberedText numbered = {};
  std::vector<PostgresValue> values = {};
  std::vector<std::string> names = {};  // of the answer's columns
  std::vector<PostgresKind> kinds = {};

  std::unexpected<Errors> invalid(std::string message, std::string hint = {}) const {
    return link.fault(Fault::invalid, std::move(message), std::move(hint));
  }
  std::unexpected<Errors> fault_of(const PGresult* result, uint32_t rows = 0) const;
};

std::string field(const PGresult* result, int which) {
  const char* text = PQresultErrorField(result, which);
  return text != nullptr ? text : "";
}

bool failed(const PostgresResult& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_SINGLE_TUPLE;
}

// What the server, or libpq in its stead, says of a query; after so many rows.
std::unexpected<Errors> Session::fault_of(const PGresult* result, uint32_t rows) const {
  const std::string state = field(result, PG_DIAG_SQLSTATE);
  const std::string after = rows > 0 ? fmt::format(" after row {}", rows) : "";
  const bool ended = state.starts_with("57P") || state.starts_with("08");
  std::string words = link.scrubbed(field(result, PG_DIAG_MESSAGE_PRIMARY));
  if (state.empty() || words.empty()) words = link.last_words();
  if (state.empty() || ended) {
    return link.fault(Fault::failed, fmt::format("the connection to PostgreSQL broke off{}: {}", after, words));
  }
  if (state == "57014") {
    if (link.elapsed_ms() < query.timeout_ms) {
      return link.fault(Fault::failed, fmt::format("the query was cancelled{} (PostgreSQL: {})", after, words));
    }
    return link.fault(Fault::failed,
                      fmt::format("the query took longer than {} ms (PostgreSQL: {})", query.timeout_ms, words),
                      "let it read fewer rows, or give the table an index");
  }
  std::string message =
      fmt::format("{}PostgreSQL: {}", state == "25006" || state == "25001" ? "a query may only read; " : "", words);
  if (const std::string position = field(result, PG_DIAG_STATEMENT_POSITION); !position.empty()) {
    size_t offset = 0;  // the server counts characters, from 1
    for (long left = std::strtol(position.c_str(), nullptr, 10) - 1; left > 0 && offset < numbered.text.size();
         --left) {
      do ++offset;
      while (offset < numbered.text.size() && (static_cast<unsigned char>(numbered.text[offset]) & 0xc0) == 0x80);
    }
    message += fmt::format(" ({})", place_in(query.text, numbered.source_offset(offset)));
  }
  const bool server = state.starts_with("53") || state.starts_with("58") || state.starts_with("XX") ||
                      state.starts_with("40") || state == "55P03";
  return link.fault(server ? Fault::failed : Fault::invalid, std::move(message),
                    link.scrubbed(field(result, PG_DIAG_MESSAGE_HINT)));
}

Result<void> check_binds_of(Session& session) {
  session.numbered = number_binds(session.query.text);
  const NumberedText& numbered = session.numbered;
  if (numbered.second) {
    return session.invalid(
        fmt::format("a second statement after the query ({})", place_in(session.query.text, *numbered.second)));
  }
  if (numbered.numbered) {
    return session.invalid(
        fmt::format("the query holds a value by number ({})", place_in(session.query.text, *numbered.numbered)),
        "write :name, and bind a value to the name");
  }
  if (numbered.names.size() > 1000) return session.invalid("the query uses more than 1000 names of values");
  if (auto good = check_binds(session.query, numbered.names, session.link.source()); !good) return good;
  for (const std::string& name : numbered.names) {
    session.values.push_back(postgres_value(*find_bind(session.query, name)));
  }
  return {};
}

// Sent, and its whole answer awaited.
Result<PostgresResult> settle(const Session& session, int sent) {
  if (sent == 0) {
    return session.link.fault(Fault::failed,
                              fmt::format("the connection to PostgreSQL broke off: {}", session.link.last_words()));
  }
  auto result = session.link.finish();
  if (!result) return result;
  if (!*result || failed(*result)) return session.fault_of(result->get());
  return result;
}

// Settings end with the transaction, which is never committed: a pooled connection keeps none.
Result<void> begin(Session& session) {
  const int64_t limit = std::clamp<int64_t>(session.query.timeout_ms, 1, 24 * 3600 * 1000);
  const std::string sql = fmt::format(
      "BEGIN READ ONLY; SET LOCAL statement_timeout = {}; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = "
      "'UTC'; "
      "SET LOCAL extra_float_digits = 1; SET LOCAL client_encoding = 'UTF8'; "
      "SET LOCAL standard_conforming_strings = on",
      limit);
  auto result = settle(session, PQsendQuery(session.link.get(), sql.c_str()));
  if (!result) return fail(std::move(result.error()));
  return {};
}

Result<void> prepare(const Session& session) {
  std::vector<Oid> types;
  for (const PostgresValue& value : session.values) types.push_back(value.type);
  auto result = settle(session, PQsendPrepare(session.link.get(), "", session.numbered.text.c_str(),
                                              static_cast<int>(types.size()), types.data()));
  if (!result) return fail(std::move(result.error()));
  return {};
}

// Types beyond those built in: the values of an enum are texts.
Result<bool> know_types(Session& session, const std::map<Oid, size_t>& columns) {
  std::string oids;
  for (const auto& [type, column] : columns) oids += fmt::format("{}{}", oids.empty() ? "" : ",", type);
  const std::string sql = fmt::format(
      "SELECT t.oid, t.typtype, pg_catalog.format_type(t.oid, NULL) FROM pg_catalog.pg_type t WHERE t.oid IN ({})",
      oids);
  auto result = settle(session, PQsendQuery(session.link.get(), sql.c_str()));
  if (!result) return fail(std::move(result.error()));
  for (const auto& [type, column] : columns) {
    std::string name = fmt::format("number {}", type);
    bool is_enum = false;
    for (int row = 0; row < PQntuples(result->get()); ++row) {
      if (std::strtoul(PQgetvalue(result->get(), row, 0), nullptr, 10) != type) continue;
      is_enum = *PQgetvalue(result->get(), row, 1) == 'e';
      name = PQgetvalue(result->get(), row, 2);
    }
    if (is_enum) continue;
    return session.invalid(
        fmt::format("column \"{}\" of the answer has the type {}, which is not read", session.names[column], name),
        "cast it in the query: CAST(... AS text)");
  }
  return true;
}

// Before anything runs: does the statement give rows, of which names and types?
Result<void> describe(Session& session) {
  auto described = settle(session, PQsendDescribePrepared(session.link.get(), ""));
  if (!described) return fail(std::move(described.error()));
  const PGresult* result = described->get();
  std::map<Oid, size_t> strange;
  for (int i = 0; i < PQnfields(result); ++i) {
    const auto kind = postgres_kind(PQftype(result, i));
    if (!kind) strange.emplace(PQftype(result, i), session.names.size());
    session.names.emplace_back(PQfname(result, i));
    session.kinds.push_back(kind.value_or(PostgresKind::text));
  }
  if (session.names.empty()) return session.invalid(kSelectOnly);
  if (auto good = check_columns(session.names, session.link.source()); !good) return good;
  if (strange.empty()) return {};
  if (auto good = know_types(session, strange); !good) return fail(std::move(good.error()));
  return prepare(session);  // asking for the types took the statement's place
}

Result<void> take_row(const Session& session, const PGresult* result, uint32_t number, std::vector<Cell>& cells,
                      std::vector<std::string>& scratch, const QueryTaker& taker) {
  if (number > session.query.max_rows) return fail_rows(session.query, session.link.source());
  for (size_t i = 0; i < cells.size(); ++i) {
    const int column = static_cast<int>(i);
    cells[i] = {};
    if (PQgetisnull(result, 0, column) != 0) continue;
    const std::string_view written(PQgetvalue(result, 0, column), static_cast<size_t>(PQgetlength(result, 0, column)));
    auto cell = postgres_cell(session.kinds[i], written, session.query.max_cell, scratch[i],
                              {session.link.source(), session.names[i], number});
    if (!cell) return fail(std::move(cell.error()));
    cells[i] = *cell;
  }
  taker.row(cells, number);
  return {};
}

Result<void> run(Session& session, const QueryTaker& taker) {
  std::vector<const char*> texts;
  for (const PostgresValue& value : session.values) texts.push_back(value.text ? value.text->c_str() : nullptr);
  PGconn* connection = session.link.get();
  session.link.start_clock(kGrace);
  const int sent =
      PQsendQueryPrepared(connection, "", static_cast<int>(texts.size()), texts.data(), nullptr, nullptr, 0);
  if (sent == 0 || PQsetSingleRowMode(connection) == 0) {
    return session.link.fault(Fault::failed,
                              fmt::format("the connection to PostgreSQL broke off: {}", session.link.last_words()));
  }
  std::vector<Cell> cells(session.names.size());
  std::vector<std::string> scratch(cells.size());
  uint32_t number = 0;
  bool whole = false;
  while (true) {
    auto result = session.link.next();
    if (!result) return fail(std::move(result.error()));
    if (!*result) break;
    if (failed(*result)) return session.fault_of(result->get(), number);
    whole = PQresultStatus(result->get()) == PGRES_TUPLES_OK;
    if (PQresultStatus(result->get()) != PGRES_SINGLE_TUPLE) continue;
    if (PQnfields(result->get()) != static_cast<int>(cells.size())) return session.invalid(kSelectOnly);
    if (auto good = take_row(session, result->get(), ++number, cells, scratch, taker); !good) return good;
  }
  if (!whole) return session.invalid(kSelectOnly);
  return {};
}

}  // namespace

Result<void> query_postgres(const std::string& uri, const Query& query, const QueryTaker& taker) {
  if (auto good = check_query(query, "PostgreSQL"); !good) return good;
  auto link = PostgresLink::open(uri, query.timeout_ms);
  if (!link) return fail(std::move(link.error()));
  Session session{query, std::move(*link)};
  if (auto good = check_binds_of(session); !good) return good;
  session.link.start_clock(kGrace);
  if (auto good = begin(session); !good) return good;
  if (auto good = prepare(session); !good) return good;
  if (auto good = describe(session); !good) return good;
  if (!taker.begin(session.names)) return {};
  return run(session, taker);
}

}  // namespace fp
