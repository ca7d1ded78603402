// The rows of the table of libavcodec's encoders. Internal to encoder/codec.
#pragma once

#include <span>

#include "encoder/codec/libav_video.hpp"

namespace fp::libav {

std::span<const VideoSpec> video_specs();
std::span<const Codec> libav_codecs();  // the codecs they make, in order of preference

}  // namespace fp::libav
