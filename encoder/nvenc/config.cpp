#include "encoder/nvenc/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace fp::nvenc {
namespace {

// The header's enumerations changed from integers to types of their own in version 12.
template <class T>
void put(T& field, int value) {
  field = static_cast<T>(value);
}

const GUID& preset_guid(int effort) {
  static const std::array kPresets = {&NV_ENC_PRESET_P1_GUID, &NV_ENC_PRESET_P2_GUID, &NV_ENC_PRESET_P3_GUID,
                                      &NV_ENC_PRESET_P4_GUID, &NV_ENC_PRESET_P5_GUID, &NV_ENC_PRESET_P6_GUID,
                                      &NV_ENC_PRESET_P7_GUID};
  return *kPresets[static_cast<size_t>(std::clamp(effort, 1, 7) - 1)];
}

const GUID& profile_guid(const Settings& s) {
#if NVENCAPI_MAJOR_VERSION >= 12
  if (s.codec == Codec::av1) return NV_ENC_AV1_PROFILE_MAIN_GUID;
#endif
  if (s.codec == Codec::hevc) return s.lossless ? NV_ENC_CODEC_PROFILE_AUTOSELECT_GUID : NV_ENC_HEVC_PROFILE_MAIN_GUID;
  return s.lossless ? NV_ENC_H264_PROFILE_HIGH_444_GUID : NV_ENC_H264_PROFILE_HIGH_GUID;
}

NV_ENC_TUNING_INFO tuning(const Settings& s) {
  return s.lossless ? NV_ENC_TUNING_INFO_LOSSLESS : NV_ENC_TUNING_INFO_HIGH_QUALITY;
}

void set_rate(const Settings& s, NV_ENC_RC_PARAMS& rc) {
  rc = {};
  rc.version = NV_ENC_RC_PARAMS_VER;
  rc.multiPass = NV_ENC_MULTI_PASS_DISABLED;
  if (s.lossless || s.rate == Rate::constant_qp) {
    rc.rateControlMode = NV_ENC_PARAMS_RC_CONSTQP;
    if (!s.lossless) rc.constQP = {.qpInterP = s.qp.p, .qpInterB = s.qp.b, .qpIntra = s.qp.intra};
    return;
  }
  const bool variable = s.rate == Rate::variable;
  rc.rateControlMode = variable ? NV_ENC_PARAMS_RC_VBR : NV_ENC_PARAMS_RC_CBR;
  rc.averageBitRate = s.bitrate;
  rc.maxBitRate = variable ? s.max_bitrate : s.bitrate;
  rc.vbvBufferSize = s.buffer;
  rc.vbvInitialDelay = s.filled;
  rc.multiPass = NV_ENC_TWO_PASS_QUARTER_RESOLUTION;
}

// BT.709 limited range, chroma sited left: what our kernel makes of the frame.
template <class Vui>
void set_vui(Vui& vui) {
  vui = {};
  vui.videoSignalTypePresentFlag = 1;
  put(vui.videoFormat, 5);  // unspecified
  vui.videoFullRangeFlag = 0;
  vui.colourDescriptionPresentFlag = 1;
  put(vui.colourPrimaries, 1);
  put(vui.transferCharacteristics, 1);
  put(vui.colourMatrix, 1);
  vui.chromaSampleLocationFlag = 1;
  vui.chromaSampleLocationTop = vui.chromaSampleLocationBot = 0;
  vui.bitstreamRestrictionFlag = 1;  // says how far decoding runs ahead, so that players need not guess
}

// Parameter sets go into the container alone; B frames are never referenced, so decoding runs ahead by one frame.
void set_h264(const Settings& s, NV_ENC_CONFIG_H264& c) {
  c.idrPeriod = static_cast<uint32_t>(s.gop);
  c.level = NV_ENC_LEVEL_AUTOSELECT;
  c.chromaFormatIDC = 1;
  c.disableSPSPPS = 1;
  c.repeatSPSPPS = 0;
  c.outputAUD = 0;
  c.enableIntraRefresh = 0;
  c.enableLTR = 0;
  c.enableFillerDataInsertion = 0;
  c.entropyCodingMode = NV_ENC_H264_ENTROPY_CODING_MODE_CABAC;
  c.adaptiveTransformMode = NV_ENC_H264_ADAPTIVE_TRANSFORM_ENABLE;
  c.useBFramesAsRef = NV_ENC_BFRAME_REF_MODE_DISABLED;
  c.qpPrimeYZeroTransformBypassFlag = s.lossless ? 1 : 0;
  set_vui(c.h264VUIParameters);
}

void set_hevc(const Settings& s, NV_ENC_CONFIG_HEVC& c) {
  c.idrPeriod = static_cast<uint32_t>(s.gop);
  c.level = NV_ENC_LEVEL_AUTOSELECT;
  c.tier = NV_ENC_TIER_HEVC_MAIN;
  c.chromaFormatIDC = 1;
  c.disableSPSPPS = 1;
  c.repeatSPSPPS = 0;
  c.outputAUD = 0;
  c.enableIntraRefresh = 0;
  c.enableLTR = 0;
  c.enableFillerDataInsertion = 0;
  c.useBFramesAsRef = NV_ENC_BFRAME_REF_MODE_DISABLED;
  set_vui(c.hevcVUIParameters);
}

#if NVENCAPI_MAJOR_VERSION >= 12
void set_av1(const Settings& s, NV_ENC_CONFIG_AV1& c) {
  c.idrPeriod = static_cast<uint32_t>(s.gop);
  c.chromaFormatIDC = 1;
  c.disableSeqHdr = 0;  // a segment begins with one; MP4 wants it in each key frame too
  c.repeatSeqHdr = 1;
  c.enableIntraRefresh = 0;
  c.enableBitstreamPadding = 0;
  put(c.colorPrimaries, 1);
  put(c.transferCharacteristics, 1);
  put(c.matrixCoefficients, 1);
  c.colorRange = 0;
  c.chromaSamplePosition = 1;  // AV1's "vertical": sited left
}
#endif

void set_codec(const Settings& s, NV_ENC_CODEC_CONFIG& c) {
  if (s.codec == Codec::h264) set_h264(s, c.h264Config);
  if (s.codec == Codec::hevc) set_hevc(s, c.hevcConfig);
#if NVENCAPI_MAJOR_VERSION >= 12
  if (s.codec == Codec::av1) set_av1(s, c.av1Config);
#endif
}

Result<NV_ENC_CONFIG> preset_config(const Handle& h, const Settings& s) {
  auto preset = std::make_unique<NV_ENC_PRESET_CONFIG>();
  preset->version = NV_ENC_PRESET_CONFIG_VER;
  preset->presetCfg.version = NV_ENC_CONFIG_VER;
  const NVENCSTATUS status =
      h.api().nvEncGetEncodePresetConfigEx(h.get(), guid_of(s.codec), preset_guid(s.effort), tuning(s), preset.get());
  if (auto r = h.check(status, "nvEncGetEncodePresetConfigEx"); !r) return fail(std::move(r.error()));
  return preset->presetCfg;
}

NV_ENC_BUFFER_FORMAT upload_format(const Caps& caps) {
  const auto has = [&](NV_ENC_BUFFER_FORMAT f) { return std::ranges::find(caps.formats, f) != caps.formats.end(); };
  return has(NV_ENC_BUFFER_FORMAT_IYUV)   ? NV_ENC_BUFFER_FORMAT_IYUV
         : has(NV_ENC_BUFFER_FORMAT_NV12) ? NV_ENC_BUFFER_FORMAT_NV12
                                          : NV_ENC_BUFFER_FORMAT_UNDEFINED;
}

}  // namespace

Result<void> check(const Settings& s, const Info& info, const Caps& caps) {
  Errors errors;
  const auto add = [&](Fault fault, std::string message, std::string hint = {}) {
    errors.push_back({.fault = fault, .message = std::move(message), .hint = std::move(hint)});
  };
  if (s.width < caps.min_width || s.height < caps.min_height || s.width > caps.max_width ||
      s.height > caps.max_height) {
    add(Fault::no_device,
        fmt::format("{} encodes {} from {}x{} to {}x{} pixels, and this video has {}x{}", info.name, name_of(s.codec),
                    caps.min_width, caps.min_height, caps.max_width, caps.max_height, s.width, s.height),
        "use --encoder x264, or another size");
  }
  if (s.lossless && (!caps.lossless || s.codec == Codec::av1)) {
    add(Fault::no_device, fmt::format("{} has no lossless {}", info.name, name_of(s.codec)),
        "use --encoder x264, or a CRF from 1 on");
  }
  if (upload_format(caps) == NV_ENC_BUFFER_FORMAT_UNDEFINED)
    add(Fault::no_device, fmt::format("{} takes no 4:2:0 frames of 8 bits for {}", info.name, name_of(s.codec)));
  if (s.rate != Rate::constant_qp) {
    const int mode = s.rate == Rate::variable ? NV_ENC_PARAMS_RC_VBR : NV_ENC_PARAMS_RC_CBR;
    if ((caps.rate_modes & mode) == 0)
      add(Fault::no_device, fmt::format("{} has no such rate control for {}", info.name, name_of(s.codec)));
    if (s.bitrate == 0) add(Fault::usage, "rate control by bitrate needs a bitrate above 0");
    if (s.rate == Rate::variable && s.max_bitrate < s.bitrate)
      add(Fault::usage, fmt::format("the highest bitrate {} is below the average {}", s.max_bitrate, s.bitrate));
    if (s.buffer == 0 || s.filled > s.buffer) add(Fault::usage, "rate control by bitrate needs a buffer");
  }
  if (errors.empty()) return {};
  return fail(std::move(errors));
}

Result<std::unique_ptr<Config>> make_config(const Handle& handle, const Settings& s, const Caps& caps) {
  auto preset = preset_config(handle, s);
  if (!preset) return fail(std::move(preset.error()));
  auto made = std::make_unique<Config>();
  made->b_frames = std::clamp(s.b_frames, 0, caps.max_b_frames);
  made->format = upload_format(caps);
  NV_ENC_CONFIG& c = made->config;
  c = *preset;
  c.version = NV_ENC_CONFIG_VER;
  c.profileGUID = profile_guid(s);
  c.gopLength = static_cast<uint32_t>(s.gop);
  c.frameIntervalP = made->b_frames + 1;
  c.frameFieldMode = NV_ENC_PARAMS_FRAME_FIELD_MODE_FRAME;
  set_rate(s, c.rcParams);
  set_codec(s, c.encodeCodecConfig);
  NV_ENC_INITIALIZE_PARAMS& p = made->init;
  p.version = NV_ENC_INITIALIZE_PARAMS_VER;
  p.encodeGUID = guid_of(s.codec);
  p.presetGUID = preset_guid(s.effort);
  p.tuningInfo = tuning(s);
  p.encodeWidth = p.darWidth = p.maxEncodeWidth = static_cast<uint32_t>(s.width);  // as high as wide: square pixels
  p.encodeHeight = p.darHeight = p.maxEncodeHeight = static_cast<uint32_t>(s.height);
  p.frameRateNum = static_cast<uint32_t>(s.fps.num);
  p.frameRateDen = static_cast<uint32_t>(s.fps.den);
  p.enablePTD = 1;
  p.encodeConfig = &made->config;
  return made;
}

}  // namespace fp::nvenc
