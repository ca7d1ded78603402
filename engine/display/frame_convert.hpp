// rgba16 frames -> every other format, on the CPU, in integers: the one place where the formats that executors do not
// deliver are made. yuv420p8 and rgba8 come out as the executors' own (a test holds them equal).
#pragma once

#include "engine/display/frame.hpp"

namespace fp {

// Which format an executor is asked for so that `format` can be had: itself, or rgba16.
PixelFormat drawn_format(PixelFormat format);

// Chroma as shaders/kernel.h has it: BT.709, round half up, sited left, averaged over [1 2 1] across and [1 1] down
// before it is converted. With alpha, colours are made straight after averaging, so what is transparent does not count.
// `frame` is rgba16. Anything but alpha formats shows premultiplied colours: transparent parts over black.
FramePtr convert(const Frame& frame, PixelFormat format);

}  // namespace fp
