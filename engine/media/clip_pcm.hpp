// All sound of a file, decoded by a child of its own into a file without a name.
#pragma once

#include "engine/media/clip.hpp"
#include "engine/media/media_protocol.hpp"

namespace fp::media {

Result<std::shared_ptr<const Pcm>> read_pcm(int file, Container container);

}  // namespace fp::media
