#include <link.h>

#include <cstring>

#include "encoder/store/store.hpp"
#include "engine/core/file_hash.hpp"

namespace fp {
namespace {

// The note that the linker writes into the program (ELF, NT_GNU_BUILD_ID), in hex.
int read_build_id(struct dl_phdr_info* info, size_t, void* into) {
  auto& id = *static_cast<std::string*>(into);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& header = info->dlpi_phdr[i];
    if (header.p_type != PT_NOTE) continue;
    const auto* at = reinterpret_cast<const char*>(info->dlpi_addr + header.p_vaddr);
    const char* end = at + header.p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof note);
      const char* name = at + sizeof note;
      const char* data = name + (note.n_namesz + 3) / 4 * 4;
      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0) {
        constexpr char kDigits[] = "0123456789abcdef";
        for (size_t k = 0; k < note.n_descsz; ++k) {
          const auto byte = static_cast<unsigned char>(data[k]);
          id += kDigits[byte >> 4];
          id += kDigits[byte & 15];
        }
        return 1;
      }
      at = data + (note.n_descsz + 3) / 4 * 4;
    }
  }
  return 1;  // the program itself comes first; others do not matter
}

}  // namespace

const std::string& program_identity() {
  static const std::string identity = [] {
    std::string id;
    ::dl_iterate_phdr(read_build_id, &id);
    if (!id.empty()) return id;
    const auto hash = hash_file("/proc/self/exe");
    FP_ASSERT(hash.has_value());
    return to_hex(hash->hash);
  }();
  return identity;
}

}  // namespace fp
