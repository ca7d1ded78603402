// press.lock: everything a batch is made of, so that it can be made again later or be told apart: engine, template,
// encoder, assets and fonts by hash, and a snapshot of every row's values.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "encoder/manifest/manifest.hpp"

namespace fp {

// Of manifests in which everything is filled in that is known before the first frame; outputs as the user names them.
Json lock_of(std::span<const Manifest> videos, std::span<const std::string> outputs);

// Reads one; faults carry file:line:col.
Result<Json> parse_lock(std::string_view text, const std::string& file);

// What is missing or different now, a line each; empty: the lock is met.
std::vector<std::string> broken_locks(const Json& lock, const Json& now);

// Members of two objects that differ, one line each: "price: 12 -> 13".
std::vector<std::string> changed_members(const Json& before, const Json& after);

}  // namespace fp
