#include "engine/geo/proj_library.hpp"

#include <fmt/format.h>
#include <proj.h>

#include <cmath>
#include <limits>
#include <mutex>

namespace fp {
namespace {

// libproj's way to files: there are none.
PROJ_FILE_HANDLE* open_nothing(PJ_CONTEXT*, const char*, PROJ_OPEN_ACCESS, void*) {
  return nullptr;
}
size_t read_nothing(PJ_CONTEXT*, PROJ_FILE_HANDLE*, void*, size_t, void*) {
  return 0;
}
size_t write_nothing(PJ_CONTEXT*, PROJ_FILE_HANDLE*, const void*, size_t, void*) {
  return 0;
}
int seek_nowhere(PJ_CONTEXT*, PROJ_FILE_HANDLE*, long long, int, void*) {
  return 0;
}
unsigned long long tell_nothing(PJ_CONTEXT*, PROJ_FILE_HANDLE*, void*) {
  return 0;
}
void close_nothing(PJ_CONTEXT*, PROJ_FILE_HANDLE*, void*) {}
int refuse_path(PJ_CONTEXT*, const char*, void*) {
  return 0;
}
int refuse_rename(PJ_CONTEXT*, const char*, const char*, void*) {
  return 0;
}

// It would write to the error stream, among others that it found no database.
void say_nothing(void*, int, const char*) {}

constexpr PROJ_FILE_API kNoFiles = {.version = 1,
                                    .open_cbk = open_nothing,
                                    .read_cbk = read_nothing,
                                    .write_cbk = write_nothing,
                                    .seek_cbk = seek_nowhere,
                                    .tell_cbk = tell_nothing,
                                    .close_cbk = close_nothing,
                                    .exists_cbk = refuse_path,
                                    .mkdir_cbk = refuse_path,
                                    .unlink_cbk = refuse_path,
                                    .rename_cbk = refuse_rename};

double rounded(double x) {
  return std::floor(x * 1e9 + 0.5) / 1e9;
}

}  // namespace

struct ProjLibrary::State {
  PJ_CONTEXT* context = nullptr;
  PJ* projection = nullptr;
  double unit = 1;
  std::mutex mutex;  // libproj writes its error numbers into both

  ~State() {
    proj_destroy(projection);
    proj_context_destroy(context);
  }
};

ProjLibrary::ProjLibrary(std::unique_ptr<State> state) : state_(std::move(state)) {}
ProjLibrary::~ProjLibrary() = default;

Result<std::shared_ptr<const ProjLibrary>> ProjLibrary::open(const std::string& definition, double unit) {
  auto state = std::make_unique<State>();
  state->unit = unit;
  state->context = proj_context_create();
  if (!state->context) return fail(Fault::failed, "libproj could not be started");
  proj_log_func(state->context, nullptr, say_nothing);
  proj_context_set_fileapi(state->context, &kNoFiles, nullptr);
  proj_context_set_search_paths(state->context, 0, nullptr);
  proj_context_set_enable_network(state->context, 0);
  state->projection = proj_create(state->context, definition.c_str());
  if (!state->projection) {
    const int code = proj_context_errno(state->context);
    const char* words = code ? proj_context_errno_string(state->context, code) : nullptr;
    return fail(Fault::invalid,
                fmt::format("libproj does not take the projection: {}", words ? words : "it says no more"));
  }
  return std::shared_ptr<const ProjLibrary>(new ProjLibrary(std::move(state)));
}

Vec2 ProjLibrary::project(LonLat place) const {
  constexpr double kRadians = kPi / 180, kFarthest = 1e4;  // radii; beyond lies no map
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const std::lock_guard lock(state_->mutex);
  const PJ_COORD in = proj_coord(place.x * kRadians, place.y * kRadians, 0, 0);
  const PJ_COORD out = proj_trans(state_->projection, PJ_FWD, in);
  const Vec2 p{out.xy.x / state_->unit, out.xy.y / state_->unit};
  if (!(std::fabs(p.x) <= kFarthest && std::fabs(p.y) <= kFarthest)) {
    proj_errno_reset(state_->projection);
    return {kNaN, kNaN};
  }
  return {rounded(p.x), rounded(p.y)};
}

}  // namespace fp
