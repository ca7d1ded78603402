// What a child may still do once it has begun to read its file: compute, use the memory it may have, read that file and
// answer. Everything else ends it (SIGSYS).
#pragma once

#include <cstdint>

namespace fp::media {

// Limits on memory and files; processor time is the parent's to renew. `file_bytes`: how large a file may become that
// it writes.
void limit_resources(uint64_t file_bytes);
// Closes what was inherited by mistake, and takes away the right to gain rights. Before threads and files: first thing
// in main.
void drop_inheritance();
// The filter on system calls; there is no way back. False: the kernel does not take it.
bool confine();

}  // namespace fp::media
