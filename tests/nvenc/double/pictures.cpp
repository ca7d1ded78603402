// libnvidia-encode.so.1: buffers, resources and pictures.
#include <algorithm>
#include <cstring>

#include "tests/nvenc/double/encoder.hpp"

namespace nvdouble {
namespace {

constexpr uint32_t kPitchStep = 64;

uint32_t height_of(const Encoder& e) {
  return e.init.encodeHeight;
}

NVENCSTATUS create_input(void* encoder, NV_ENC_CREATE_INPUT_BUFFER* p) {
  const Call call(encoder, "nvEncCreateInputBuffer", true);
  if (!call.ok()) return call.status();
  if (p->version != NV_ENC_CREATE_INPUT_BUFFER_VER) return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version");
  if (p->reserved != 0 || !zero(p->reserved1) || !zero(p->reserved2) || p->pSysMemBuffer != nullptr)
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "reserved fields are set");
  Encoder& e = call.encoder();
  const bool known =
      p->bufferFmt == NV_ENC_BUFFER_FORMAT_NV12 || (p->bufferFmt == NV_ENC_BUFFER_FORMAT_IYUV && state().world.iyuv);
  if (!known || p->width != e.init.encodeWidth || p->height != e.init.encodeHeight)
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "format or size");
  Input input;
  input.pitch = (p->width + kPitchStep) / kPitchStep * kPitchStep;  // never the width itself
  input.format = p->bufferFmt;
  input.bytes.assign(size_t{input.pitch} * p->height * 3 / 2, 0xEE);
  p->inputBuffer = new_handle();
  e.inputs[p->inputBuffer] = std::move(input);
  return NV_ENC_SUCCESS;
}

bool is_held(const Encoder& e, const void* input) {
  for (const Taken& t : e.held) {
    if (t.input == input) return true;
  }
  for (const auto& [picture, type] : e.done) {
    if (picture.input == input) return true;
  }
  for (const auto& [output, taken] : e.in_use) {
    if (taken.input == input) return true;
  }
  return false;
}

NVENCSTATUS destroy_input(void* encoder, NV_ENC_INPUT_PTR buffer) {
  const Call call(encoder, "nvEncDestroyInputBuffer");
  if (!call.found()) return call.status();
  const auto at = call.encoder().inputs.find(buffer);
  if (at == call.encoder().inputs.end()) return call.wrong(NV_ENC_ERR_INVALID_PTR, "not a live buffer");
  if (at->second.locked) violate("nvEncDestroyInputBuffer: it is locked");
  if (is_held(call.encoder(), buffer) && !call.encoder().ended) violate("nvEncDestroyInputBuffer: it is being encoded");
  call.encoder().inputs.erase(at);
  return call.status();
}

NVENCSTATUS lock_input(void* encoder, NV_ENC_LOCK_INPUT_BUFFER* p) {
  const Call call(encoder, "nvEncLockInputBuffer", true);
  if (!call.ok()) return call.status();
  if (p->version != NV_ENC_LOCK_INPUT_BUFFER_VER) return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version");
  if (!zero(p->reserved1) || !zero(p->reserved2) || p->reservedBitFields != 0)
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "reserved fields are set");
  const auto at = call.encoder().inputs.find(p->inputBuffer);
  if (at == call.encoder().inputs.end()) return call.wrong(NV_ENC_ERR_INVALID_PTR, "not a live buffer");
  if (at->second.locked) return call.wrong(NV_ENC_ERR_INVALID_CALL, "locked twice");
  if (is_held(call.encoder(), p->inputBuffer)) violate("nvEncLockInputBuffer: the buffer is being encoded");
  at->second.locked = true;
  p->bufferDataPtr = at->second.bytes.data();
  p->pitch = at->second.pitch;
  return NV_ENC_SUCCESS;
}

NVENCSTATUS unlock_input(void* encoder, NV_ENC_INPUT_PTR buffer) {
  const Call call(encoder, "nvEncUnlockInputBuffer", true);
  if (!call.found()) return call.status();
  const auto at = call.encoder().inputs.find(buffer);
  if (at == call.encoder().inputs.end() || !at->second.locked)
    return call.wrong(NV_ENC_ERR_INVALID_CALL, "it is not locked");
  at->second.locked = false;
  at->second.filled = true;
  return call.status();
}

NVENCSTATUS create_output(void* encoder, NV_ENC_CREATE_BITSTREAM_BUFFER* p) {
  const Call call(encoder, "nvEncCreateBitstreamBuffer", true);
  if (!call.ok()) return call.status();
  if (p->version != NV_ENC_CREATE_BITSTREAM_BUFFER_VER) return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version");
  if (p->reserved != 0 || !zero(p->reserved1) || !zero(p->reserved2))
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "reserved fields are set");
  p->bitstreamBuffer = new_handle();
  call.encoder().outputs[p->bitstreamBuffer];
  return NV_ENC_SUCCESS;
}

NVENCSTATUS destroy_output(void* encoder, NV_ENC_OUTPUT_PTR buffer) {
  const Call call(encoder, "nvEncDestroyBitstreamBuffer");
  if (!call.found()) return call.status();
  Encoder& e = call.encoder();
  const auto at = e.outputs.find(buffer);
  if (at == e.outputs.end()) return call.wrong(NV_ENC_ERR_INVALID_PTR, "not a live buffer");
  if (at->second.locked) violate("nvEncDestroyBitstreamBuffer: it is locked");
  if (at->second.queued && !e.ended) violate("nvEncDestroyBitstreamBuffer: the encoder writes to it");
  e.in_use.erase(buffer);
  e.outputs.erase(at);
  return call.status();
}

NVENCSTATUS register_resource(void* encoder, NV_ENC_REGISTER_RESOURCE* p) {
  const Call call(encoder, "nvEncRegisterResource", true);
  if (!call.ok()) return call.status();
  if (p->version != NV_ENC_REGISTER_RESOURCE_VER) return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version");
  if (!zero(p->reserved1) || !zero(p->reserved2) || p->subResourceIndex != 0 || p->pInputFencePoint != nullptr)
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "reserved fields are set");
  Encoder& e = call.encoder();
  if (p->resourceType != NV_ENC_INPUT_RESOURCE_TYPE_CUDADEVICEPTR || p->bufferUsage != NV_ENC_INPUT_IMAGE ||
      p->bufferFormat != NV_ENC_BUFFER_FORMAT_IYUV || p->width != e.init.encodeWidth || p->height != height_of(e))
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "kind, format or size");
  if (p->pitch < p->width || p->pitch % 4 != 0) return call.wrong(NV_ENC_ERR_INVALID_PARAM, "pitch");
  const auto pointer = reinterpret_cast<CUdeviceptr>(p->resourceToRegister);
  const uint8_t* at = bytes_at(pointer, uint64_t{p->pitch} * p->height * 3 / 2);
  if (at == nullptr) return call.wrong(NV_ENC_ERR_RESOURCE_REGISTER_FAILED, "not inside live device memory");
  p->registeredResource = new_handle();
  e.registered[p->registeredResource] = {.at = at, .pitch = p->pitch};
  return NV_ENC_SUCCESS;
}

NVENCSTATUS unregister_resource(void* encoder, NV_ENC_REGISTERED_PTR resource) {
  const Call call(encoder, "nvEncUnregisterResource", true);
  if (!call.found()) return call.status();
  const auto at = call.encoder().registered.find(resource);
  if (at == call.encoder().registered.end()) return call.wrong(NV_ENC_ERR_RESOURCE_NOT_REGISTERED, "not registered");
  if (at->second.mapped != nullptr) violate("nvEncUnregisterResource: it is mapped");
  call.encoder().registered.erase(at);
  return call.status();
}

NVENCSTATUS map_resource(void* encoder, NV_ENC_MAP_INPUT_RESOURCE* p) {
  const Call call(encoder, "nvEncMapInputResource", true);
  if (!call.ok()) return call.status();
  if (p->version != NV_ENC_MAP_INPUT_RESOURCE_VER) return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version");
  if (!zero(p->reserved1) || !zero(p->reserved2) || p->subResourceIndex != 0 || p->inputResource != nullptr)
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "reserved fields are set");
  const auto at = call.encoder().registered.find(p->registeredResource);
  if (at == call.encoder().registered.end()) return call.wrong(NV_ENC_ERR_RESOURCE_NOT_REGISTERED, "not registered");
  if (at->second.mapped != nullptr) return call.wrong(NV_ENC_ERR_MAP_FAILED, "mapped twice");
  p->mappedResource = at->second.mapped = new_handle();
  p->mappedBufferFmt = NV_ENC_BUFFER_FORMAT_IYUV;
  return NV_ENC_SUCCESS;
}

NVENCSTATUS unmap_resource(void* encoder, NV_ENC_INPUT_PTR mapped) {
  const Call call(encoder, "nvEncUnmapInputResource", true);
  if (!call.found()) return call.status();
  Encoder& e = call.encoder();
  for (auto& [handle, resource] : e.registered) {
    if (resource.mapped != mapped) continue;
    if (is_held(e, mapped) && !e.ended) violate("nvEncUnmapInputResource: it is being encoded");
    resource.mapped = nullptr;
    return call.status();
  }
  return call.wrong(NV_ENC_ERR_RESOURCE_NOT_MAPPED, "not mapped");
}

struct Source {
  const uint8_t* at = nullptr;
  uint32_t pitch = 0;
  NV_ENC_BUFFER_FORMAT format{};
};

Source source_of(const Encoder& e, const void* input) {
  if (const auto at = e.inputs.find(const_cast<void*>(input)); at != e.inputs.end())
    return {at->second.bytes.data(), at->second.pitch, at->second.format};
  for (const auto& [handle, r] : e.registered) {
    if (r.mapped == input) return {r.at, r.pitch, NV_ENC_BUFFER_FORMAT_IYUV};
  }
  return {};
}

// Without padding: Y, Cb, Cr.
std::vector<uint8_t> planes_of(const Encoder& e, const Source& s) {
  const size_t w = e.init.encodeWidth, h = e.init.encodeHeight;
  std::vector<uint8_t> planes;
  planes.reserve(w * h * 3 / 2);
  const auto rows = [&](const uint8_t* from, size_t row, size_t count, size_t pitch) {
    for (size_t y = 0; y < count; ++y) planes.insert(planes.end(), from + y * pitch, from + y * pitch + row);
  };
  rows(s.at, w, h, s.pitch);
  const uint8_t* chroma = s.at + s.pitch * h;
  if (s.format == NV_ENC_BUFFER_FORMAT_IYUV) {
    rows(chroma, w / 2, h / 2, s.pitch / 2);
    rows(chroma + s.pitch / 2 * (h / 2), w / 2, h / 2, s.pitch / 2);
    return planes;
  }
  for (size_t part = 0; part < 2; ++part) {
    for (size_t y = 0; y < h / 2; ++y) {
      for (size_t x = 0; x < w / 2; ++x) planes.push_back(chroma[y * s.pitch + 2 * x + part]);
    }
  }
  return planes;
}

void code(Encoder& e, Taken taken, NV_ENC_PIC_TYPE type) {
  e.done.emplace_back(std::move(taken), type);
}

void code_held(Encoder& e, bool last_leads) {
  if (last_leads && !e.held.empty()) {
    code(e, std::move(e.held.back()), NV_ENC_PIC_TYPE_P);
    e.held.pop_back();
  }
  for (; !e.held.empty(); e.held.pop_front()) code(e, std::move(e.held.front()), NV_ENC_PIC_TYPE_B);
}

// Pictures in decoding order into outputs in the order given.
void deliver(Encoder& e) {
  while (!e.done.empty() && !e.queue.empty()) {
    auto& [taken, type] = e.done.front();
    Output& out = e.outputs[e.queue.front()];
    out.bytes = e.stream->encode(taken.planes, type == NV_ENC_PIC_TYPE_IDR);
    out.type = type;
    out.time = taken.time;
    out.ready = true;
    e.in_use[e.queue.front()] = std::move(taken);
    e.queue.pop_front();
    e.done.pop_front();
  }
}

NVENCSTATUS end_of_stream(const Call& call, const NV_ENC_PIC_PARAMS& p) {
  Encoder& e = call.encoder();
  if (p.inputBuffer != nullptr || p.outputBitstream != nullptr || p.encodePicFlags != NV_ENC_PIC_FLAG_EOS)
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "an end of stream with a frame");
  code_held(e, true);
  e.ended = true;
  deliver(e);
  return NV_ENC_SUCCESS;
}

std::string wrong_picture(const Encoder& e, const NV_ENC_PIC_PARAMS& p) {
  const Source source = source_of(e, p.inputBuffer);
  if (source.at == nullptr) return "its input is no live buffer and not mapped";
  if (const auto at = e.inputs.find(p.inputBuffer); at != e.inputs.end() && (at->second.locked || !at->second.filled))
    return "its input is locked, or nothing is in it";
  if (e.inputs.contains(p.inputBuffer) && is_held(e, p.inputBuffer)) return "its input is still being encoded";
  if (source.pitch != p.inputPitch || source.format != p.bufferFmt) return "pitch or format is not the buffer's";
  if (p.inputWidth != e.init.encodeWidth || p.inputHeight != e.init.encodeHeight) return "size";
  if (p.pictureStruct != NV_ENC_PIC_STRUCT_FRAME) return "not a frame";
  if (e.frames > 0 && p.inputTimeStamp <= e.last_time) return "time runs backwards";
  if (e.frames == 0 && (p.encodePicFlags & NV_ENC_PIC_FLAG_FORCEIDR) == 0) return "the first picture is no IDR";
  const auto out = e.outputs.find(p.outputBitstream);
  if (out == e.outputs.end() || out->second.queued || out->second.locked) return "its output is not free";
  return {};
}

NVENCSTATUS encode_picture(void* encoder, NV_ENC_PIC_PARAMS* p) {
  const Call call(encoder, "nvEncEncodePicture", true);
  if (!call.ok()) return call.status();
  Encoder& e = call.encoder();
  if (p->version != NV_ENC_PIC_PARAMS_VER) return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version");
  if (e.ended) return call.wrong(NV_ENC_ERR_INVALID_CALL, "after the end of the stream");
  if (!zero(p->reserved1) || !zero(p->reserved2) || !zero(p->reserved3) || !zero(p->reserved4))
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "reserved fields are set");
  if (state().world.busy > 0 && state().world.busy-- > 0) return NV_ENC_ERR_ENCODER_BUSY;
  if ((p->encodePicFlags & NV_ENC_PIC_FLAG_EOS) != 0) return end_of_stream(call, *p);
  if (const std::string what = wrong_picture(e, *p); !what.empty()) return call.wrong(NV_ENC_ERR_INVALID_PARAM, what);
  Setup& record = state().setups[e.setup];
  ++(e.inputs.contains(p->inputBuffer) ? record.uploaded_frames : record.imported_frames);
  Taken taken{.input = p->inputBuffer, .time = p->inputTimeStamp, .planes = planes_of(e, source_of(e, p->inputBuffer))};
  const uint64_t in_gop = e.frames % e.config.gopLength;
  e.last_time = p->inputTimeStamp;
  ++e.frames;
  e.outputs[p->outputBitstream].queued = true;
  e.queue.push_back(p->outputBitstream);
  const auto pending = std::ranges::count_if(e.outputs, [](const auto& o) { return o.second.queued; });
  record.most_pending = std::max(record.most_pending, static_cast<int>(pending));
  if (in_gop == 0 || (p->encodePicFlags & NV_ENC_PIC_FLAG_FORCEIDR) != 0) {
    code_held(e, true);
    code(e, std::move(taken), NV_ENC_PIC_TYPE_IDR);
  } else if (in_gop % static_cast<uint64_t>(e.config.frameIntervalP) == 0) {
    code(e, std::move(taken), NV_ENC_PIC_TYPE_P);
    code_held(e, false);
  } else {
    e.held.push_back(std::move(taken));
    return NV_ENC_ERR_NEED_MORE_INPUT;
  }
  deliver(e);
  return NV_ENC_SUCCESS;
}

NVENCSTATUS lock_output(void* encoder, NV_ENC_LOCK_BITSTREAM* p) {
  const Call call(encoder, "nvEncLockBitstream", true);
  if (!call.ok()) return call.status();
  if (p->version != NV_ENC_LOCK_BITSTREAM_VER) return call.wrong(NV_ENC_ERR_INVALID_VERSION, "version");
  if (!zero(p->reserved) || !zero(p->reserved1) || !zero(p->reserved2) || p->reservedBitFields != 0)
    return call.wrong(NV_ENC_ERR_INVALID_PARAM, "reserved fields are set");
  Encoder& e = call.encoder();
  const auto at = e.outputs.find(p->outputBitstream);
  if (at == e.outputs.end()) return call.wrong(NV_ENC_ERR_INVALID_PTR, "not a live buffer");
  Output& out = at->second;
  if (out.locked || !out.ready) return call.wrong(NV_ENC_ERR_INVALID_CALL, "locked, or nothing will ever be in it");
  const Taken& taken = e.in_use.at(p->outputBitstream);
  const Source source = source_of(e, taken.input);
  if (source.at == nullptr) violate("nvEncLockBitstream: the frame's input went before it was encoded");
  if (source.at != nullptr && planes_of(e, source) != taken.planes)
    violate("nvEncLockBitstream: the frame was overwritten while it was encoded");
  out.locked = true;
  p->bitstreamBufferPtr = out.bytes.data();
  p->bitstreamSizeInBytes = static_cast<uint32_t>(out.bytes.size());
  p->outputTimeStamp = out.time;
  p->pictureType = out.type;
  p->pictureStruct = NV_ENC_PIC_STRUCT_FRAME;
  return NV_ENC_SUCCESS;
}

NVENCSTATUS unlock_output(void* encoder, NV_ENC_OUTPUT_PTR buffer) {
  const Call call(encoder, "nvEncUnlockBitstream", true);
  if (!call.found()) return call.status();
  Encoder& e = call.encoder();
  const auto at = e.outputs.find(buffer);
  if (at == e.outputs.end() || !at->second.locked) return call.wrong(NV_ENC_ERR_INVALID_CALL, "it is not locked");
  at->second = {};
  e.in_use.erase(buffer);
  return call.status();
}

}  // namespace

void add_picture_functions(NV_ENCODE_API_FUNCTION_LIST& f) {
  f.nvEncCreateInputBuffer = create_input;
  f.nvEncDestroyInputBuffer = destroy_input;
  f.nvEncCreateBitstreamBuffer = create_output;
  f.nvEncDestroyBitstreamBuffer = destroy_output;
  f.nvEncEncodePicture = encode_picture;
  f.nvEncLockBitstream = lock_output;
  f.nvEncUnlockBitstream = unlock_output;
  f.nvEncLockInputBuffer = lock_input;
  f.nvEncUnlockInputBuffer = unlock_input;
  f.nvEncMapInputResource = map_resource;
  f.nvEncUnmapInputResource = unmap_resource;
  f.nvEncRegisterResource = register_resource;
  f.nvEncUnregisterResource = unregister_resource;
}

}  // namespace nvdouble
