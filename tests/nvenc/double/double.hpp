// A double of the NVIDIA driver: libcuda.so.1 and libnvidia-encode.so.1 as one library under both names, as strict as
// the interface's documentation lets it be. What a call does wrong is a violation, kept as text; what is not given back
// shows in `alive`. A test program links with it and reads both; at the end of the process what is left of either is
// printed and the process fails.
//
// Frames are really encoded, by libx264 or libx265 through libavcodec. Pictures go in decoding order as the
// configuration says; what would be a B picture is coded as a P picture there, and only its time says where it is
// shown.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace nvdouble {

// What machine is played.
struct World {
  int devices = 1;
  uint32_t api = 0;  // newest interface offered, major << 4 | minor; 0: that of the headers
  int sessions = 8;  // at a time
  bool h264 = true, hevc = true;
  bool iyuv = true;  // else NV12 only
  bool lossless = true;
  int max_b_frames = 4;
  int rate_modes = 3;  // VBR and CBR
  int max_width = 4096, max_height = 4096;
  std::array<uint8_t, 16> uuid = {'d', 'o', 'u', 'b', 'l', 'e'};
  uint64_t file_offset = 0;  // where an imported file's memory begins: another driver's affair
  int busy = 0;              // so many calls to encode answer "busy" first
};

// Starts anew. Nothing may be alive.
void reset(const World& world = {});

// The n-th call (from 1, of all functions) fails with `nvenc`, or with a CUDA error. 0: none does. What gives something
// back does so all the same.
void fail_call(int n, int nvenc);
// As above, counting the calls of one function.
void fail_function(const std::string& name, int n, int status);
std::string failed();  // the function that failed as asked; empty: none did yet
int calls();

std::vector<std::string> violations();  // and forgets them
std::vector<std::string> alive();

// What sessions were set up with, in order of their setting up.
struct Setup {
  uint32_t gop = 0, idr_period = 0, frame_interval_p = 0, rate_mode = 0, qp_intra = 0, qp_p = 0, qp_b = 0;
  uint32_t bitrate = 0, max_bitrate = 0, buffer = 0, filled = 0, fps_num = 0, fps_den = 0;
  int preset = 0, tuning = 0;
  bool lossless = false;
  int imported_frames = 0, uploaded_frames = 0;
  int most_pending = 0;  // outputs given and not locked, at most
};
std::vector<Setup> setups();

}  // namespace nvdouble
