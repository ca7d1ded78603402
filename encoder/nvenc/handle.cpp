#include "encoder/nvenc/handle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "encoder/nvenc/status.hpp"

namespace fp::nvenc {
namespace {

bool same(const GUID& a, const GUID& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

Result<bool> offers(const Handle& h, Codec codec) {
  if (codec == Codec::av1 && !kHeadersKnowAv1) return false;
  uint32_t count = 0;
  if (auto r = h.check(h.api().nvEncGetEncodeGUIDCount(h.get(), &count), "nvEncGetEncodeGUIDCount"); !r)
    return fail(std::move(r.error()));
  std::vector<GUID> guids(count);
  uint32_t filled = 0;
  if (auto r = h.check(h.api().nvEncGetEncodeGUIDs(h.get(), guids.data(), count, &filled), "nvEncGetEncodeGUIDs"); !r)
    return fail(std::move(r.error()));
  guids.resize(std::min(count, filled));
  return std::ranges::any_of(guids, [&](const GUID& g) { return same(g, guid_of(codec)); });
}

Result<std::vector<NV_ENC_BUFFER_FORMAT>> input_formats(const Handle& h, Codec codec) {
  uint32_t count = 0, filled = 0;
  const GUID& guid = guid_of(codec);
  if (auto r = h.check(h.api().nvEncGetInputFormatCount(h.get(), guid, &count), "nvEncGetInputFormatCount"); !r)
    return fail(std::move(r.error()));
  std::vector<NV_ENC_BUFFER_FORMAT> formats(count);
  const NVENCSTATUS s = h.api().nvEncGetInputFormats(h.get(), guid, formats.data(), count, &filled);
  if (auto r = h.check(s, "nvEncGetInputFormats"); !r) return fail(std::move(r.error()));
  formats.resize(std::min(count, filled));
  return formats;
}

}  // namespace

Result<Handle> Handle::open(const Device& device) {
  NV_ENC_OPEN_ENCODE_SESSION_EX_PARAMS p{};
  p.version = NV_ENC_OPEN_ENCODE_SESSION_EX_PARAMS_VER;
  p.deviceType = NV_ENC_DEVICE_TYPE_CUDA;
  p.device = device.context();
  p.apiVersion = NVENCAPI_VERSION;
  Handle handle;
  handle.device_ = &device;
  const NVENCSTATUS s = handle.api().nvEncOpenEncodeSessionEx(&p, &handle.encoder_);
  if (s == NV_ENC_SUCCESS) return handle;
  // NVIDIA's documentation: the handle of a failed opening is destroyed like any other.
  std::string said = status_text(s, "nvEncOpenEncodeSessionEx");
  if (s == NV_ENC_ERR_OUT_OF_MEMORY || s == NV_ENC_ERR_INCOMPATIBLE_CLIENT_KEY) {
    return fail(Fault::failed, fmt::format("{} opens no further encoding session: {}", device.info().name, said),
                "the drivers of consumer devices allow a few sessions at a time on the whole machine; use a smaller "
                "--jobs, or --encoder x264");
  }
  return fail(Fault::no_device, fmt::format("{}: {}", device.info().name, said), "use --encoder x264");
}

Handle::Handle(Handle&& other) noexcept : device_(other.device_), encoder_(std::exchange(other.encoder_, nullptr)) {}

Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(device_, other.device_);
  std::swap(encoder_, other.encoder_);
  return *this;
}

Handle::~Handle() {
  if (encoder_ != nullptr) api().nvEncDestroyEncoder(encoder_);
}

Result<void> Handle::check(NVENCSTATUS status, const char* call, Fault fault) const {
  if (status == NV_ENC_SUCCESS) return {};
  const char* said = encoder_ == nullptr ? nullptr : api().nvEncGetLastErrorString(encoder_);
  return fail(fault, status_text(status, call, said == nullptr ? "" : said));
}

Result<std::optional<Caps>> read_caps(const Handle& h, Codec codec) {
  auto offered = offers(h, codec);
  if (!offered) return fail(std::move(offered.error()));
  if (!*offered) return std::nullopt;
  Caps caps;
  int lossless = 0;
  const std::pair<NV_ENC_CAPS, int*> questions[] = {
      {NV_ENC_CAPS_NUM_MAX_BFRAMES, &caps.max_b_frames}, {NV_ENC_CAPS_SUPPORTED_RATECONTROL_MODES, &caps.rate_modes},
      {NV_ENC_CAPS_WIDTH_MIN, &caps.min_width},          {NV_ENC_CAPS_HEIGHT_MIN, &caps.min_height},
      {NV_ENC_CAPS_WIDTH_MAX, &caps.max_width},          {NV_ENC_CAPS_HEIGHT_MAX, &caps.max_height},
      {NV_ENC_CAPS_SUPPORT_LOSSLESS_ENCODE, &lossless},
  };
  for (const auto& [question, answer] : questions) {
    NV_ENC_CAPS_PARAM p{};
    p.version = NV_ENC_CAPS_PARAM_VER;
    p.capsToQuery = question;
    const NVENCSTATUS s = h.api().nvEncGetEncodeCaps(h.get(), guid_of(codec), &p, answer);
    if (auto r = h.check(s, "nvEncGetEncodeCaps"); !r) return fail(std::move(r.error()));
  }
  caps.lossless = lossless != 0;
  auto formats = input_formats(h, codec);
  if (!formats) return fail(std::move(formats.error()));
  caps.formats = std::move(*formats);
  return caps;
}

}  // namespace fp::nvenc
