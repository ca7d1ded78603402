#include "encoder/codec/nvenc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "encoder/codec/rate.hpp"

namespace fp::nvenc {
namespace {

struct SharedDevice {
  std::mutex mutex;
  std::filesystem::path folder;
  std::shared_ptr<const Device> device;
};

SharedDevice& shared() {
  static SharedDevice one;
  return one;
}

void append(std::vector<Picture>& pictures, Segment& segment) {
  for (Picture& p : pictures) segment.packets.push_back({.data = std::move(p.data), .pts = p.pts, .key = p.key});
  pictures.clear();
}

Result<std::unique_ptr<Session>> open_on_shared(const Recipe& recipe) {
  auto settings = settings_of(recipe);
  if (!settings) return fail(std::move(settings.error()));
  auto device = shared_device();
  if (!device) return fail(std::move(device.error()));
  return Session::open(*device, *settings);
}

Result<CodecSession> open(const Recipe& recipe, Segment& segment) {
  auto session = open_on_shared(recipe);
  if (!session) return fail(std::move(session.error()));
  segment.header = (*session)->header();
  segment.reorder = (*session)->reorder();
  return CodecSession(std::shared_ptr<Session>(std::move(*session)));
}

Result<void> encode(const CodecSession& session, const FramePtr& frame, int64_t pts, Segment& segment) {
  std::vector<Picture> pictures;
  auto sent = static_cast<Session*>(session.get())->encode(frame, pts, pictures);
  append(pictures, segment);
  return sent;
}

Result<void> finish(const CodecSession& session, Segment& segment) {
  std::vector<Picture> pictures;
  if (auto rest = static_cast<Session*>(session.get())->finish(pictures); !rest) return rest;
  append(pictures, segment);
  const bool whole = segment.packets.size() == static_cast<size_t>(segment.frames);
  if (whole && segment.packets.front().key) return {};
  return fail(Fault::failed, fmt::format("NVENC gave {} pictures for {} frames{}", segment.packets.size(),
                                         segment.frames, whole ? ", and the first is no key frame" : ""));
}

Result<CodecBuild> describe_build(const Recipe& recipe) {
  const auto session = open_on_shared(recipe);  // whether the device takes exactly this
  if (!session) return fail(session.error());
  const auto device = shared_device();
  if (!device) return fail(device.error());
  const Info& info = (*device)->info();
  const std::string module = info.driver.empty() ? "" : fmt::format(" {}", info.driver);
  return CodecBuild{.codec_library = fmt::format("NVENC {} on NVIDIA driver{} (interface {}, CUDA {})",
                                                 api_text(needed_api()), module, info.api, info.cuda),
                    .encoder = info.name,
                    .options = canonical_text(*settings_of(recipe)),
                    .exact = false};
}

const std::string& path(const CodecSession& session) {
  return static_cast<const Session*>(session.get())->path();
}

std::string options(const Recipe& recipe) {
  const auto settings = settings_of(recipe);
  return settings ? canonical_text(*settings) : std::string();
}

constexpr fp::Codec table(std::string_view name, std::string_view video) {
  return {.name = name,
          .exact = false,
          .build = describe_build,
          .open = open,
          .encode = encode,
          .finish = finish,
          .path = path,
          .video = video,
          .encoder = "nvenc",
          .repeatable = false,
          .options = options,
          .rates = {.variable = true, .constant = true, .peak = true}};
}

}  // namespace

const std::array<fp::Codec, 3> kTables = {table("h264_nvenc", "h264"), table("hevc_nvenc", "hevc"),
                                          table("av1_nvenc", "av1")};

const fp::Codec* find_table(std::string_view name) {
  const auto at = std::ranges::find(kTables, name, &fp::Codec::name);
  return at == kTables.end() ? nullptr : &*at;
}

namespace {

// An average without a limit is given room for four times as much, and four seconds of it.
void set_rate(const Recipe& recipe, Settings& s) {
  Recipe r = recipe;
  if (r.rate == RateControl::variable && r.buffer == 0) r.buffer = r.max_kbps = 4 * r.kbps;
  const SegmentBuffer b = segment_buffer(r);
  const auto bits = [](double kbit) { return static_cast<uint32_t>(std::min(kbit * 1000, 4e9)); };
  s.rate = r.rate == RateControl::variable ? Rate::variable : Rate::constant;
  s.bitrate = bits(b.kbps);
  s.max_bitrate = bits(s.rate == Rate::variable ? b.max_kbps : b.kbps);
  s.buffer = bits(b.kbit);
  s.filled = bits(b.kbit * b.filled);
}

}  // namespace

Result<Settings> settings_of(const Recipe& recipe) {
  const auto at = std::ranges::find(kTables, recipe.codec, &fp::Codec::name);
  FP_ASSERT(at != kTables.end());
  Settings s{.codec = kCodecs[static_cast<size_t>(at - kTables.begin())],
             .width = recipe.width,
             .height = recipe.height,
             .fps = recipe.fps,
             .gop = recipe.segment,
             .effort = effort_of(recipe.preset)};
  if (s.effort == 0) return fail(Fault::usage, fmt::format("NVENC has no preset for \"{}\"", recipe.preset));
  s.b_frames = b_frames_of(s.codec, s.effort);
  if (recipe.rate == RateControl::quality) {
    s.lossless = recipe.crf == 0;
    if (!s.lossless) s.qp = qp_of(s.codec, recipe.crf);
    return s;
  }
  set_rate(recipe, s);
  return s;
}

Result<std::shared_ptr<const Device>> shared_device() {
  SharedDevice& s = shared();
  const Libraries libraries = libraries_from_environment();
  const std::lock_guard lock(s.mutex);
  if (s.device && s.folder == libraries.folder) return s.device;
  auto opened = Device::open(libraries);
  if (!opened) return fail(std::move(opened.error()));
  s.folder = libraries.folder;
  s.device = std::move(*opened);
  return s.device;
}

void forget_device() {
  SharedDevice& s = shared();
  const std::lock_guard lock(s.mutex);
  s.device.reset();
}

}  // namespace fp::nvenc
