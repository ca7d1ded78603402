// A fault of a value (Fault::invalid) at its place in `file`.
#pragma once

#include <string>

#include "engine/core/json.hpp"

namespace fp {

Diagnostic fault_at(const std::string& file, const SourceSpan& span, std::string pointer, std::string message,
                    std::string hint = {});

}  // namespace fp
