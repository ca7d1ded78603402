// libnvidia-encode.so.1: opening, asking, setting up, buffers, closing.
#include <cstring>

#include "tests/nvenc/double/encoder.hpp"

namespace nvdouble {
namespace {

#if NVENCAPI_MAJOR_VERSION == 11  // the driver's ABI: what a structure's version number stands for
static_assert(sizeof(NV_ENC_CONFIG) == 3584 && sizeof(NV_ENC_INITIALIZE_PARAMS) == 1808);
static_assert(sizeof(NV_ENC_PIC_PARAMS) == 3344 && sizeof(NV_ENC_LOCK_BITSTREAM) == 1544);
static_assert(sizeof(NV_ENC_CREATE_INPUT_BUFFER) == 776 && sizeof(NV_ENC_REGISTER_RESOURCE) == 1536);
static_assert(sizeof(NV_ENC_RC_PARAMS) == 128 && sizeof(NV_ENC_OPEN_ENCODE_SESSION_EX_PARAMS) == 1552);
static_assert(sizeof(NV_ENCODE_API_FUNCTION_LIST) == 2552);
#endif

bool same(const GUID& a, const GUID& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

bool offered(const GUID& codec) {
  return (state().world.h264 && same(codec, NV_ENC_CODEC_H264_GUID)) ||
         (state().world.hevc && same(codec, NV_ENC_CODEC_HEVC_GUID));
}

int preset_number(const GUID& guid) {
  const GUID* const presets[] = {&NV_ENC_PRESET_P1_GUID, &NV_ENC_PRESET_P2_GUID, &NV_ENC_PRESET_P3_GUID,
                                 &NV_ENC_PRESET_P4_GUID, &NV_ENC_PRESET_P5_GUID, &NV_ENC_PRESET_P6_GUID,
                                 &NV_ENC_PRESET_P7_GUID};
  for (int i = 0; i < 7; ++i) {
    if (same(guid, *presets[i])) return i + 1;
  }
  return 0;
}

NVENCSTATUS open_session(NV_ENC_OPEN_ENCODE_SESSION_EX_PARAMS* p, void** out) {
  const std::lock_guard lock(state().mutex);
  *out = nullptr;
  const int failure = injected("nvEncOpenEncodeSessionEx", false);
  if (p->version != NV_ENC_OPEN_ENCODE_SESSION_EX_PARAMS_VER || p->apiVersion != NVENCAPI_VERSION)
    return wrong(nullptr, NV_ENC_ERR_INVALID_VERSION, "nvEncOpenEncodeSessionEx: version");
  if (p->deviceType != NV_ENC_DEVICE_TYPE_CUDA || p->device != primary_context() || state().contexts == 0)
    return wrong(nullptr, NV_ENC_ERR_INVALID_DEVICE, "nvEncOpenEncodeSessionEx: not a live CUDA context");
  if (p->reserved != nullptr || !zero(p->reserved1) || !zero(p->reserved2))
    return wrong(nullptr, NV_ENC_ERR_INVALID_PARAM, "nvEncOpenEncodeSessionEx: reserved fields are set");
  if (current_context() != primary_context()) violate("nvEncOpenEncodeSessionEx: the context is not current");
  int open = 0;
  for (const auto& [handle, e] : state().encoders) open += e->stillborn ? 0 : 1;
  auto encoder = std::make_unique<Encoder>();
  encoder->context = static_cast<CUcontext>(p->device);
  encoder->stillborn = failure != 0 || open >= state().world.sessions;
  const bool stillborn = encoder->stillborn;
  *out = new_handle();
  state().encoders[*out] = std::move(encoder);
  if (failure != 0) return static_cast<NVENCSTATUS>(failure);
  return stillborn ? NV_ENC_ERR_OUT_OF_MEMORY : NV_ENC_SUCCESS;
}

NVENCSTATUS guid_count(void* encoder, uint32_t* count) {
  const Call call(encoder, "nvEncGetEncodeGUIDCount");
  if (!call.ok()) return call.status();
  *count = (state().world.h264 ? 1 : 0) + (state().world.hevc ? 1 : 0);
  return NV_ENC_SUCCESS;
}

NVENCSTATUS guids(void* encoder, GUID* list, uint32_t size, uint32_t* filled) {
  const Call call(encoder, "nvEncGetEncodeGUIDs");
  if (!call.ok()) return call.status();
  *filled = 0;
  if (state().world.h264 && *filled < size) list[(*filled)++] = NV_ENC_CODEC_H264_GUID;
  if (state().world.hevc && *filled < size) list[(*filled)++] = NV_ENC_CODEC_HEVC_GUID;
  return NV_ENC_SUCCESS;
}

NVENCSTATUS format_count(void* encoder, GUID codec, uint32_t* count) {
  const Call call(encoder, "nvEncGetInputFormatCount");
  if (!call.ok()) return call.status();
  if (!offered(codec)) return call.wrong(NV_ENC_ERR_INVALID_PARAM, "a codec that is not offered");
  *count = state().world.iyuv ? 2 : 1;
  return NV_ENC_SUCCESS;
}

NVENCSTATUS formats(void* encoder, GUID codec, NV_ENC_BUFFER_FORMAT* list, uint32_t size, uint32_t* filled) {
  const Call call(encoder, "nvEncGetInputFormats");
  if (!call.ok()) return call.status();
  if (!offered(codec)) return call.wrong(NV_ENC_ERR_INVALID_PARAM, "a codec that is not offered");
  *filled = 0;
  if (*filled < size) list[(*filled)++] = NV_ENC_BUFFER_FORMAT_NV12;
  if (state().world.iyuv && *filled < size) list[(*filled)++] = NV_ENC_BUFFER_FORMAT_IYUV;
  return NV_ENC_SUCCESS;
}

NVENCSTATUS caps(void* encoder, GUID codec, NV_ENC_CAPS_PARAM* p, int* value) {
  const Call call(encoder, "nvEncGetEncodeCaps");
  if (!call.ok()) return call.status();
  if (p->version != NV_ENC_CAPS_PARAM_VER) return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version");
  if (!zero(p->reserved)) return call.wrong(NV_ENC_ERR_INVALID_PARAM, "reserved fields are set");
  if (!offered(codec)) return call.wrong(NV_ENC_ERR_INVALID_PARAM, "a codec that is not offered");
  const World& w = state().world;
  switch (p->capsToQuery) {
    case NV_ENC_CAPS_NUM_MAX_BFRAMES:
      *value = w.max_b_frames;
      break;
    case NV_ENC_CAPS_SUPPORTED_RATECONTROL_MODES:
      *value = w.rate_modes;
      break;
    case NV_ENC_CAPS_WIDTH_MIN:
    case NV_ENC_CAPS_HEIGHT_MIN:
      *value = 32;
      break;
    case NV_ENC_CAPS_WIDTH_MAX:
      *value = w.max_width;
      break;
    case NV_ENC_CAPS_HEIGHT_MAX:
      *value = w.max_height;
      break;
    case NV_ENC_CAPS_SUPPORT_LOSSLESS_ENCODE:
      *value = w.lossless ? 1 : 0;
      break;
    default:
      *value = 0;
  }
  return NV_ENC_SUCCESS;
}

// A preset as drivers have them: B frames, look-ahead and so on turned on, for the client to turn off.
NVENCSTATUS preset_config(void* encoder, GUID codec, GUID preset, NV_ENC_TUNING_INFO tuning, NV_ENC_PRESET_CONFIG* p) {
  const Call call(encoder, "nvEncGetEncodePresetConfigEx");
  if (!call.ok()) return call.status();
  if (p->version != NV_ENC_PRESET_CONFIG_VER || p->presetCfg.version != NV_ENC_CONFIG_VER)
    return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version");
  if (!offered(codec) || preset_number(preset) == 0 || tuning <= NV_ENC_TUNING_INFO_UNDEFINED ||
      tuning >= NV_ENC_TUNING_INFO_COUNT)
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "codec, preset or tuning");
  NV_ENC_CONFIG& c = p->presetCfg;
  c = {};
  c.version = NV_ENC_CONFIG_VER;
  c.profileGUID = NV_ENC_CODEC_PROFILE_AUTOSELECT_GUID;
  c.gopLength = NVENC_INFINITE_GOPLENGTH;
  c.frameIntervalP = 4;
  c.frameFieldMode = NV_ENC_PARAMS_FRAME_FIELD_MODE_FRAME;
  c.rcParams.version = NV_ENC_RC_PARAMS_VER;
  c.rcParams.rateControlMode = NV_ENC_PARAMS_RC_VBR;
  c.rcParams.averageBitRate = 5000000;
  c.rcParams.enableLookahead = 1;
  c.rcParams.lookaheadDepth = 20;
  c.rcParams.enableAQ = 1;
  if (same(codec, NV_ENC_CODEC_H264_GUID)) {
    c.encodeCodecConfig.h264Config.idrPeriod = NVENC_INFINITE_GOPLENGTH;
    c.encodeCodecConfig.h264Config.useBFramesAsRef = NV_ENC_BFRAME_REF_MODE_MIDDLE;
    c.encodeCodecConfig.h264Config.chromaFormatIDC = 1;
  } else {
    c.encodeCodecConfig.hevcConfig.idrPeriod = NVENC_INFINITE_GOPLENGTH;
    c.encodeCodecConfig.hevcConfig.useBFramesAsRef = NV_ENC_BFRAME_REF_MODE_MIDDLE;
    c.encodeCodecConfig.hevcConfig.chromaFormatIDC = 1;
  }
  return NV_ENC_SUCCESS;
}

// What this program promises of its streams; empty: all is well.
std::string implausible(const NV_ENC_INITIALIZE_PARAMS& p, const NV_ENC_CONFIG& c) {
  const World& w = state().world;
  const bool hevc = same(p.encodeGUID, NV_ENC_CODEC_HEVC_GUID);
  const uint32_t idr = hevc ? c.encodeCodecConfig.hevcConfig.idrPeriod : c.encodeCodecConfig.h264Config.idrPeriod;
  const auto bref =
      hevc ? c.encodeCodecConfig.hevcConfig.useBFramesAsRef : c.encodeCodecConfig.h264Config.useBFramesAsRef;
  const auto& vui =
      hevc ? c.encodeCodecConfig.hevcConfig.hevcVUIParameters : c.encodeCodecConfig.h264Config.h264VUIParameters;
  if (p.enablePTD != 1 || p.enableEncodeAsync != 0) return "picture types are the driver's, and Linux has no events";
  if (p.frameRateNum == 0 || p.frameRateDen == 0) return "no frame rate";
  if (p.darWidth != p.encodeWidth || p.darHeight != p.encodeHeight) return "pixels are not square";
  if (c.gopLength == 0 || c.gopLength != idr) return "a group of pictures and its IDR differ";
  if (c.frameIntervalP < 1 || c.frameIntervalP - 1 > w.max_b_frames) return "more B frames than the device has";
  if (bref != NV_ENC_BFRAME_REF_MODE_DISABLED) return "B frames as references";
  if (c.rcParams.enableLookahead != 0 || c.rcParams.lookaheadDepth != 0 || c.rcParams.enableAQ != 0)
    return "look-ahead or adaptive quantisation left on";
  if (c.rcParams.rateControlMode != NV_ENC_PARAMS_RC_CONSTQP && (w.rate_modes & c.rcParams.rateControlMode) == 0)
    return "a rate control the device does not have";
  if (c.rcParams.rateControlMode != NV_ENC_PARAMS_RC_CONSTQP && c.rcParams.averageBitRate == 0) return "no bitrate";
  if (vui.videoSignalTypePresentFlag != 1 || vui.colourDescriptionPresentFlag != 1) return "colour is not said";
  return {};
}

bool reserved_clear(const NV_ENC_INITIALIZE_PARAMS& p, const NV_ENC_CONFIG& c) {
  const bool h264 = same(p.encodeGUID, NV_ENC_CODEC_H264_GUID);
  const auto& rc = c.rcParams;
  const bool codec =
      h264 ? zero(c.encodeCodecConfig.h264Config.reserved1) && zero(c.encodeCodecConfig.h264Config.reserved2) &&
                 c.encodeCodecConfig.h264Config.reservedBitFields == 0
           : zero(c.encodeCodecConfig.hevcConfig.reserved1) && zero(c.encodeCodecConfig.hevcConfig.reserved2);
  return zero(p.reserved) && zero(p.reserved2) && p.reservedBitFields == 0 && zero(c.reserved) && zero(c.reserved2) &&
         zero(rc.reserved) && zero(rc.reserved1) && rc.reservedBitFields == 0 && codec;
}

StreamSetup stream_setup(const NV_ENC_INITIALIZE_PARAMS& p, const NV_ENC_CONFIG& c) {
  const bool hevc = same(p.encodeGUID, NV_ENC_CODEC_HEVC_GUID);
  const auto& vui =
      hevc ? c.encodeCodecConfig.hevcConfig.hevcVUIParameters : c.encodeCodecConfig.h264Config.h264VUIParameters;
  StreamSetup s{.hevc = hevc, .lossless = p.tuningInfo == NV_ENC_TUNING_INFO_LOSSLESS};
  s.headers_apart =
      hevc ? c.encodeCodecConfig.hevcConfig.disableSPSPPS == 1 : c.encodeCodecConfig.h264Config.disableSPSPPS == 1;
  s.width = static_cast<int>(p.encodeWidth);
  s.height = static_cast<int>(p.encodeHeight);
  s.fps_num = static_cast<int>(p.frameRateNum);
  s.fps_den = static_cast<int>(p.frameRateDen);
  s.gop = static_cast<int>(c.gopLength);
  s.qp = static_cast<int>(c.rcParams.constQP.qpInterP);
  if (c.rcParams.rateControlMode != NV_ENC_PARAMS_RC_CONSTQP) s.bitrate = c.rcParams.averageBitRate;
  s.primaries = static_cast<int>(vui.colourPrimaries);
  s.transfer = static_cast<int>(vui.transferCharacteristics);
  s.matrix = static_cast<int>(vui.colourMatrix);
  s.full_range = static_cast<int>(vui.videoFullRangeFlag);
  s.chroma_left = vui.chromaSampleLocationFlag == 1 && vui.chromaSampleLocationTop == 0 ? 1 : 0;
  return s;
}

void record(Encoder& e) {
  const NV_ENC_INITIALIZE_PARAMS& p = e.init;
  const NV_ENC_CONFIG& c = e.config;
  const NV_ENC_RC_PARAMS& rc = c.rcParams;
  const bool hevc = same(p.encodeGUID, NV_ENC_CODEC_HEVC_GUID);
  Setup s;
  s.gop = c.gopLength;
  s.idr_period = hevc ? c.encodeCodecConfig.hevcConfig.idrPeriod : c.encodeCodecConfig.h264Config.idrPeriod;
  s.frame_interval_p = static_cast<uint32_t>(c.frameIntervalP);
  s.rate_mode = rc.rateControlMode;
  s.qp_intra = rc.constQP.qpIntra, s.qp_p = rc.constQP.qpInterP, s.qp_b = rc.constQP.qpInterB;
  s.bitrate = rc.averageBitRate, s.max_bitrate = rc.maxBitRate;
  s.buffer = rc.vbvBufferSize, s.filled = rc.vbvInitialDelay;
  s.fps_num = p.frameRateNum, s.fps_den = p.frameRateDen;
  s.preset = preset_number(p.presetGUID), s.tuning = p.tuningInfo;
  s.lossless = p.tuningInfo == NV_ENC_TUNING_INFO_LOSSLESS &&
               (hevc || c.encodeCodecConfig.h264Config.qpPrimeYZeroTransformBypassFlag == 1);
  e.setup = state().setups.size();
  state().setups.push_back(s);
}

NVENCSTATUS initialise(void* encoder, NV_ENC_INITIALIZE_PARAMS* p) {
  const Call call(encoder, "nvEncInitializeEncoder");
  if (!call.ok()) return call.status();
  Encoder& e = call.encoder();
  if (e.initialised) return call.wrong(NV_ENC_ERR_INVALID_CALL, "called twice");
  if (p->version != NV_ENC_INITIALIZE_PARAMS_VER || p->encodeConfig == nullptr ||
      p->encodeConfig->version != NV_ENC_CONFIG_VER || p->encodeConfig->rcParams.version != NV_ENC_RC_PARAMS_VER)
    return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version of a structure");
  if (!offered(p->encodeGUID) || preset_number(p->presetGUID) == 0)
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "codec or preset");
  if (!reserved_clear(*p, *p->encodeConfig)) return call.wrong(NV_ENC_ERR_INVALID_PARAM, "reserved fields are set");
  if (const std::string what = implausible(*p, *p->encodeConfig); !what.empty())
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, what);
  e.init = *p;
  e.config = *p->encodeConfig;
  e.init.encodeConfig = nullptr;
  e.stream = std::make_unique<Stream>(stream_setup(e.init, e.config));
  e.initialised = true;
  record(e);
  return NV_ENC_SUCCESS;
}

NVENCSTATUS sequence_params(void* encoder, NV_ENC_SEQUENCE_PARAM_PAYLOAD* p) {
  const Call call(encoder, "nvEncGetSequenceParams", true);
  if (!call.ok()) return call.status();
  if (p->version != NV_ENC_SEQUENCE_PARAM_PAYLOAD_VER) return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version");
  if (!zero(p->reserved) || !zero(p->reserved2)) return call.wrong(NV_ENC_ERR_INVALID_PARAM, "reserved fields are set");
  const std::string& header = call.encoder().stream->header();
  if (header.size() > p->inBufferSize) return call.wrong(NV_ENC_ERR_NOT_ENOUGH_BUFFER, "the buffer is too small");
  std::memcpy(p->spsppsBuffer, header.data(), header.size());
  *p->outSPSPPSPayloadSize = static_cast<uint32_t>(header.size());
  return NV_ENC_SUCCESS;
}

NVENCSTATUS destroy(void* encoder) {
  const Call call(encoder, "nvEncDestroyEncoder", false, true);
  if (!call.found()) return call.status();
  const Encoder& e = call.encoder();
  if (e.frames > 0 && !e.ended) violate("nvEncDestroyEncoder: frames were not flushed");
  if (!e.inputs.empty()) violate("nvEncDestroyEncoder: input buffers are alive");
  if (!e.outputs.empty()) violate("nvEncDestroyEncoder: bitstream buffers are alive");
  if (!e.registered.empty()) violate("nvEncDestroyEncoder: resources are registered");
  state().encoders.erase(encoder);
  return call.status();
}

const char* last_error(void* encoder) {
  const std::lock_guard lock(state().mutex);
  const auto at = state().encoders.find(encoder);
  return at == state().encoders.end() ? "" : at->second->said.c_str();
}

}  // namespace

NVENCSTATUS wrong(Encoder* encoder, NVENCSTATUS status, const std::string& text) {
  violate(text);
  if (encoder != nullptr) encoder->said = text;
  return status;
}

Call::Call(void* handle, const char* name, bool needs_setup, bool gives_back) : lock_(state().mutex), name_(name) {
  const auto at = state().encoders.find(handle);
  if (at == state().encoders.end()) {
    status_ = wrong(NV_ENC_ERR_INVALID_ENCODERDEVICE, "not a live encoder");
    return;
  }
  encoder_ = at->second.get();
  const bool destroys = std::strcmp(name, "nvEncDestroyEncoder") == 0;
  if (encoder_->stillborn && !destroys)
    status_ = wrong(NV_ENC_ERR_INVALID_ENCODERDEVICE, "an encoder that failed to open");
  if (needs_setup && !encoder_->initialised) status_ = wrong(NV_ENC_ERR_ENCODER_NOT_INITIALIZED, "before it is set up");
  if (current_context() != encoder_->context) violate(std::string(name) + ": the context is not current");
  if (const int failure = injected(name, false); failure != 0 && status_ == NV_ENC_SUCCESS) {
    encoder_->said = "asked to fail";
    status_ = static_cast<NVENCSTATUS>(failure);
  }
  (void)gives_back;
}

NVENCSTATUS Call::wrong(NVENCSTATUS status, const std::string& what) const {
  return nvdouble::wrong(encoder_, status, std::string(name_) + ": " + what);
}

}  // namespace nvdouble

using namespace nvdouble;

extern "C" {

NVENCSTATUS NvEncodeAPIGetMaxSupportedVersion(uint32_t* version) {
  const std::lock_guard lock(state().mutex);
  if (const int failure = injected("NvEncodeAPIGetMaxSupportedVersion", false))
    return static_cast<NVENCSTATUS>(failure);
  const uint32_t own = NVENCAPI_MAJOR_VERSION << 4 | NVENCAPI_MINOR_VERSION;
  *version = state().world.api != 0 ? state().world.api : own;
  return NV_ENC_SUCCESS;
}

NVENCSTATUS NvEncodeAPICreateInstance(NV_ENCODE_API_FUNCTION_LIST* f) {
  const std::lock_guard lock(state().mutex);
  if (const int failure = injected("NvEncodeAPICreateInstance", false)) return static_cast<NVENCSTATUS>(failure);
  if (f->version != NV_ENCODE_API_FUNCTION_LIST_VER)
    return wrong(nullptr, NV_ENC_ERR_INVALID_VERSION, "NvEncodeAPICreateInstance: version");
  if (f->reserved != 0 || f->reserved1 != nullptr || !zero(f->reserved2))
    return wrong(nullptr, NV_ENC_ERR_INVALID_PARAM, "NvEncodeAPICreateInstance: reserved fields are set");
  f->nvEncOpenEncodeSessionEx = open_session;
  f->nvEncGetEncodeGUIDCount = guid_count;
  f->nvEncGetEncodeGUIDs = guids;
  f->nvEncGetInputFormatCount = format_count;
  f->nvEncGetInputFormats = formats;
  f->nvEncGetEncodeCaps = caps;
  f->nvEncGetEncodePresetConfigEx = preset_config;
  f->nvEncInitializeEncoder = initialise;
  f->nvEncGetSequenceParams = sequence_params;
  f->nvEncDestroyEncoder = destroy;
  f->nvEncGetLastErrorString = last_error;
  add_picture_functions(*f);
  return NV_ENC_SUCCESS;
}

}  // extern "C"
