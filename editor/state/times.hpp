// Times as templates write them, read and written in whole frames.
#pragma once

#include <optional>

#include "engine/core/json.hpp"
#include "engine/core/rational.hpp"

namespace fp::editor {

// "2.5s", 2.5, "75f", "end-0.5s" with `end` frames as the end. nullopt for an expression or what is no time.
std::optional<int64_t> read_frame(const Json& value, Rational fps, int64_t end);

// The time of a frame in the way `like` says it (nullptr: seconds): a number stays a number, frames stay frames,
// what counts from the end goes on to. Seconds have at most two decimals; where those are not exactly the frame's,
// frames are written ("7f"). read_frame gives the same frame back.
Json write_frame(int64_t frame, Rational fps, int64_t end, const Json* like);

}  // namespace fp::editor
