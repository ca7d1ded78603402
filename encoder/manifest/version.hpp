// The engine's version, as manifests record it. Two renders are promised to agree when this and the inputs agree.
#pragma once

#include <string_view>

namespace fp {

inline constexpr std::string_view kEngineVersion = "0.1.0";  // a test compares it with the project's version

}  // namespace fp
