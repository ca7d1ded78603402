// What both halves of the double know. One lock over everything: the double is for correctness, not for speed.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "encoder/nvenc/api.hpp"
#include "tests/nvenc/double/double.hpp"
#include "tests/nvenc/double/stream.hpp"

namespace nvdouble {

struct Memory {  // cuImportExternalMemory
  uint8_t* mapping = nullptr;
  uint64_t mapped_bytes = 0, bytes = 0;
  bool buffer_alive = false;
};

struct Input {  // nvEncCreateInputBuffer
  std::vector<uint8_t> bytes;
  uint32_t pitch = 0;
  NV_ENC_BUFFER_FORMAT format{};
  bool locked = false, filled = false;
};

struct Registered {
  const uint8_t* at = nullptr;
  uint32_t pitch = 0;
  void* mapped = nullptr;  // its handle while it is mapped
};

struct Output {
  bool queued = false, ready = false, locked = false;
  std::vector<uint8_t> bytes;
  NV_ENC_PIC_TYPE type{};
  uint64_t time = 0;
};

struct Taken {  // a frame the encoder has
  void* input = nullptr;
  uint64_t time = 0;
  std::vector<uint8_t> planes;
};

struct Encoder {
  bool stillborn = false;  // opening it failed: it may only be destroyed
  bool initialised = false, ended = false;
  CUcontext context = nullptr;
  NV_ENC_INITIALIZE_PARAMS init{};
  NV_ENC_CONFIG config{};
  std::unique_ptr<Stream> stream;
  std::map<void*, Input> inputs;
  std::map<void*, Output> outputs;
  std::map<void*, Registered> registered;
  std::deque<Taken> held;                              // B pictures waiting for the P picture after them
  std::deque<void*> queue;                             // outputs in the order given
  std::deque<std::pair<Taken, NV_ENC_PIC_TYPE>> done;  // pictures in decoding order, not yet in an output
  std::map<void*, Taken> in_use;                       // output -> the frame in it, until it is locked
  uint64_t frames = 0, last_time = 0;
  size_t setup = 0;  // index into State::setups
  std::string said;  // nvEncGetLastErrorString
};

struct State {
  std::recursive_mutex mutex;
  World world;
  bool initialised = false;
  int contexts = 0;  // times the primary context is retained
  std::map<void*, std::unique_ptr<Encoder>> encoders;
  std::map<void*, Memory> memories;
  std::vector<std::string> violations;
  std::vector<Setup> setups;
  int calls = 0, fail_at = 0, fail_status = 0;
  std::string fail_name;
  int fail_name_at = 0;
  bool failed = false;
  std::string failed_name;
  uintptr_t next_handle = 0x1000;
};

State& state();
void violate(const std::string& text);
void* new_handle();

// Counts the call; the status it must fail with, or 0.
int injected(const char* function, bool cuda);

// The context current on this thread, nullptr: none.
CUcontext current_context();
CUcontext primary_context();

// The bytes of a device pointer that came from imported memory, nullptr: no such pointer (or too few bytes behind it).
const uint8_t* bytes_at(CUdeviceptr pointer, uint64_t bytes);

template <class T, size_t N>
bool zero(const T (&field)[N]) {
  for (const T& value : field) {
    if (value != T{}) return false;
  }
  return true;
}

}  // namespace nvdouble
