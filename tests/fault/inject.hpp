// Faults made to order, for a program that this library is preloaded into (LD_PRELOAD). It counts the calls of one
// family that the program and its libraries make, in all threads and forked children together, and makes one of them
// fail:
//   FAULT_FAMILY  write, sync, name, open, memory, libav, vulkan: see the file of that name
//   FAULT_AT      which call, from 1; 0: none, they are only counted
//   FAULT_STICKY  1: and every one after it
//   FAULT_ERRNO   the error, a number; for Vulkan the VkResult
//   FAULT_SHORT   1: a write or read is cut short instead
//   FAULT_BYTES   memory: the smallest allocation that counts
//   FAULT_LOG     a file that gets a line "hit N CALL DETAIL" for the first call that failed, and at the end "calls N"
#pragma once

#include <dlfcn.h>

namespace fault {

enum class Family { none, write, sync, name, open, memory, libav, vulkan };

// Whether this call is to fail; errno is set then.
bool strikes(Family family, const char* call, const char* detail = "");
bool cuts_short();  // FAULT_SHORT
int error();        // FAULT_ERRNO
long smallest();    // FAULT_BYTES

// The next definition of the function after this library's.
template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace fault

#define FAULT_API extern "C" __attribute__((visibility("default")))
// The real function of the same name, looked up once.
#define FAULT_REAL(name) static const auto next = ::fault::real<decltype(name)>(#name)
