// Labels along one dimension that must not cover each other: those beside the ends of lines, those under an axis.
// Positions are middles, in pixels; sizes are heights or widths along the dimension.
#pragma once

#include <span>
#include <vector>

namespace fp {

// Where labels stand that want to stand at `wanted`: in the order of their wishes (equal ones by index), `gap` apart,
// within [lo, hi], with the least sum of squared moves (isotonic regression by pooling adjacent violators, then cut to
// the bounds, which keeps it the least). A label free to stand where it wants to does. Where all do not fit, their
// distances shrink in proportion until they do, and they overlap. Wishes that are not finite count as the middle of
// [lo, hi]. As many heights as wishes; gap not negative; lo and hi finite, lo <= hi.
std::vector<double> spread(std::span<const double> wanted, std::span<const double> heights, double gap, double lo,
                           double hi);

// Which labels of an axis are kept so that none is nearer than `gap` to another: every n-th from the first on, n as
// small as possible; n goes up to twice that where the last label then is one of them too. The first one is always
// kept. Positions ascend or descend.
std::vector<bool> thinned(std::span<const double> positions, std::span<const double> widths, double gap);

}  // namespace fp
