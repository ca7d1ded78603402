// Text along a curve: every cluster stands upright on it, at the middle of its advance.
#pragma once

#include <optional>
#include <vector>

#include "engine/text/layout.hpp"

namespace fp {

// Per cluster, the map from the layout's straight lines onto the curve; none where the curve has ended (a closed one
// goes on from its start). The first line's baseline follows the curve, further lines run beside it. The alignment
// says whether the text starts at the curve's start, stands in its middle or ends at its end; `offset` shifts it along.
std::vector<std::optional<Affine>> places_on_path(const TextLayout& layout, const Path& path, TextContent::Align align,
                                                  double offset);

}  // namespace fp
