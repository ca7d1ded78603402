// Scales: values of data to pixels and back. Plain arithmetic and the elementary functions of engine/core/math.hpp, so
// the same bits everywhere.
#pragma once

#include <cstdint>
#include <string>

namespace fp {

// sqrt is signed: the root of the distance from 0, on either side. time is linear over milliseconds since
// 1970-01-01T00:00:00Z; only its ticks differ.
enum class ScaleKind : uint8_t { linear, log, sqrt, time };

// d0 goes to r0 and d1 to r1, bit for bit; either pair may be reversed.
struct Scale {
  ScaleKind kind = ScaleKind::linear;
  double d0 = 0, d1 = 1;  // domain, in the data's unit
  double r0 = 0, r1 = 1;  // range, in pixels
  bool clamp = false;     // values outside the domain go to the range's ends, pixels outside the range to the domain's
  bool operator==(const Scale&) const = default;
};

// What is wrong with a scale, as half a sentence ("a log scale needs a domain on one side of 0"), or "".
std::string scale_fault(const Scale& scale);

// Where a value stands. A domain without width gives the range's middle, as does a scale with a fault. NaN gives NaN.
// Without clamp what is far outside stays finite: never further than 10,000 ranges from r0. On a log scale 0 and the
// other side of 0 are that far beyond the end nearer to 0.
double scaled(const Scale& scale, double value);

// The value that stands there: the inverse within the range. A range without width gives the domain's middle (of a log
// scale the geometric one), a domain without width its value; NaN gives NaN.
double unscaled(const Scale& scale, double pixel);

// The domain extended outwards to ticks (ticks.hpp) of the same `about`, so that both ends are ticks; the range stays.
// Log scales of more decades than have a tick each end at powers of ten, which need not be among those with one.
// Unchanged where that is not possible: no width, a fault, beyond what a double can hold.
Scale niced(const Scale& scale, int about);

// `count` equal bands along a range, with padding between them (inner) and before the first and after the last one
// (outer), as shares of a step, which is the distance from one band's start to the next one's. As in D3 the bands are
// centred in what one band with inner padding leaves over.
struct Band {
  int count = 0;
  double r0 = 0, r1 = 1;            // pixels; r1 < r0 puts the first band at the far end
  double inner = 0.2, outer = 0.1;  // inner 0 to 1, outer from 0
  bool operator==(const Band&) const = default;
};
double band_step(const Band& band);   // pixels, not negative
double band_width(const Band& band);  // pixels, not negative
// The lower edge of the band at an index; between indexes it moves evenly, as in a race of ranks.
double band_start(const Band& band, double index);

}  // namespace fp
