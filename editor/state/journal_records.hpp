// What stands in a journal. Internal to editor/state.
#pragma once

#include "editor/state/journal.hpp"

namespace fp::editor {

inline constexpr size_t kDigits = 32;  // of a line's hash

// The line of a record; `digits`: of the line before, and then its own.
std::string record_line(const Json& record, std::string& digits);

Json change_record(const Session& session, Change change);
Json view_record(const State& state);
Json disk_record(const Session& session);

}  // namespace fp::editor
