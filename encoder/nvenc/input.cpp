#include "encoder/nvenc/input.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstring>

#include "encoder/nvenc/status.hpp"

namespace fp::nvenc {
namespace {

constexpr unsigned int kDedicated = 1;  // CUDA_EXTERNAL_MEMORY_DEDICATED, which the packaged header leaves out

void copy_rows(const uint8_t* from, size_t row, size_t rows, uint8_t* to, size_t pitch) {
  for (size_t y = 0; y < rows; ++y) std::memcpy(to + y * pitch, from + y * row, row);
}

}  // namespace

std::string no_import_reason(const Device& device, const DeviceFrame& f) {
  if (std::string reason = device.no_import_reason(); !reason.empty()) return reason;
  if (f.device != device.info().uuid)
    return fmt::format("the frames are drawn by another device than {}", device.info().name);
  if (f.pitch < f.width || f.pitch % 4 != 0)
    return fmt::format("rows of {} bytes for {} pixels do not suit the encoder", f.pitch, f.width);
  return {};
}

void copy_planes(const Frame& frame, NV_ENC_BUFFER_FORMAT format, uint8_t* to, uint32_t pitch) {
  const auto w = static_cast<size_t>(frame.width), h = static_cast<size_t>(frame.height);
  const uint8_t* from = frame.data.data();
  copy_rows(from, w, h, to, pitch);
  const uint8_t* cb = from + w * h;
  const uint8_t* cr = cb + w / 2 * (h / 2);
  to += static_cast<size_t>(pitch) * h;
  if (format == NV_ENC_BUFFER_FORMAT_IYUV) {
    copy_rows(cb, w / 2, h / 2, to, pitch / 2);
    copy_rows(cr, w / 2, h / 2, to + pitch / 2 * (h / 2), pitch / 2);
    return;
  }
  for (size_t y = 0; y < h / 2; ++y) {
    uint8_t* out = to + y * pitch;
    for (size_t x = 0; x < w / 2; ++x) {
      out[2 * x] = cb[y * (w / 2) + x];
      out[2 * x + 1] = cr[y * (w / 2) + x];
    }
  }
}

Result<std::unique_ptr<Imported>> Imported::make(const Handle& handle, const DeviceFrame& frame) {
  const Cuda& cuda = handle.device().driver().cuda;
  std::unique_ptr<Imported> made(new Imported(handle));
  CUDA_EXTERNAL_MEMORY_HANDLE_DESC memory{};
  memory.type = CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD;
  memory.handle.fd = dup(frame.fd);  // CUDA's once it is imported
  memory.size = frame.bytes;
  memory.flags = frame.dedicated ? kDedicated : 0;
  if (memory.handle.fd < 0) return fail(Fault::failed, "no file descriptor is left to share frames with the encoder");
  if (const CUresult r = cuda.import_memory(&made->memory_, &memory)) {
    made->memory_ = nullptr;
    close(memory.handle.fd);
    return fail(Fault::failed, cuda_text(cuda, r, "cuImportExternalMemory"));
  }
  const auto rows = static_cast<uint64_t>(frame.height) * 3 / 2;
  CUDA_EXTERNAL_MEMORY_BUFFER_DESC buffer{};
  buffer.offset = frame.offset;
  buffer.size = static_cast<uint64_t>(frame.pitch) * rows;
  if (const CUresult r = cuda.mapped_buffer(&made->pointer_, made->memory_, &buffer)) {
    made->pointer_ = 0;
    return fail(Fault::failed, cuda_text(cuda, r, "cuExternalMemoryGetMappedBuffer"));
  }
  NV_ENC_REGISTER_RESOURCE p{};
  p.version = NV_ENC_REGISTER_RESOURCE_VER;
  p.resourceType = NV_ENC_INPUT_RESOURCE_TYPE_CUDADEVICEPTR;
  p.resourceToRegister = reinterpret_cast<void*>(static_cast<uintptr_t>(made->pointer_));
  p.width = static_cast<uint32_t>(frame.width);
  p.height = static_cast<uint32_t>(frame.height);
  p.pitch = static_cast<uint32_t>(frame.pitch);
  p.bufferFormat = NV_ENC_BUFFER_FORMAT_IYUV;
  p.bufferUsage = NV_ENC_INPUT_IMAGE;
  const NVENCSTATUS s = handle.api().nvEncRegisterResource(handle.get(), &p);
  if (auto r = handle.check(s, "nvEncRegisterResource"); !r) return fail(std::move(r.error()));
  made->registered_ = p.registeredResource;
  return made;
}

Result<Mapped> Imported::use() {
  if (uses_ == 0) {
    NV_ENC_MAP_INPUT_RESOURCE p{};
    p.version = NV_ENC_MAP_INPUT_RESOURCE_VER;
    p.registeredResource = registered_;
    const NVENCSTATUS s = handle_.api().nvEncMapInputResource(handle_.get(), &p);
    if (auto r = handle_.check(s, "nvEncMapInputResource"); !r) return fail(std::move(r.error()));
    mapped_ = {p.mappedResource, p.mappedBufferFmt};
  }
  ++uses_;
  return mapped_;
}

void Imported::end_use() {
  if (--uses_ > 0) return;
  handle_.api().nvEncUnmapInputResource(handle_.get(), mapped_.input);
  mapped_ = {};
}

Imported::~Imported() {
  const Cuda& cuda = handle_.device().driver().cuda;
  if (registered_ != nullptr) handle_.api().nvEncUnregisterResource(handle_.get(), registered_);
  if (pointer_ != 0) cuda.mem_free(pointer_);
  if (memory_ != nullptr) cuda.destroy_memory(memory_);
}

}  // namespace fp::nvenc
