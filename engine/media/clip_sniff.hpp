// What kind of file it is, by its first bytes and never by its name: only these kinds are given to a decoder.
#pragma once

#include "engine/core/result.hpp"
#include "engine/media/media_protocol.hpp"

namespace fp::media {

// Reads a few bytes of an open file. Fault::missing where it is none of them; the message is a sentence without name.
Result<Container> sniff(int fd);

}  // namespace fp::media
