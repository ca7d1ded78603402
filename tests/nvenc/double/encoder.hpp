// Inside the double's libnvidia-encode: what every call checks first.
#pragma once

#include "tests/nvenc/double/state.hpp"

namespace nvdouble {

NVENCSTATUS wrong(Encoder* encoder, NVENCSTATUS status, const std::string& text);

// One call to an encoder: locked, counted, its encoder looked up, alive and (needs_setup) set up, its context current.
// Where a failure was asked for, status() has it; calls that give something back look at found() alone, do their work
// and then return status().
class Call {
 public:
  Call(void* encoder, const char* name, bool needs_setup = false, bool gives_back = false);
  bool ok() const { return status_ == NV_ENC_SUCCESS; }
  bool found() const { return encoder_ != nullptr; }
  NVENCSTATUS status() const { return status_; }
  Encoder& encoder() const { return *encoder_; }
  NVENCSTATUS wrong(NVENCSTATUS status, const std::string& what) const;

 private:
  std::unique_lock<std::recursive_mutex> lock_;
  const char* name_;
  Encoder* encoder_ = nullptr;
  NVENCSTATUS status_ = NV_ENC_SUCCESS;
};

void add_picture_functions(NV_ENCODE_API_FUNCTION_LIST& functions);

}  // namespace nvdouble
