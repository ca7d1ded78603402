#include "encoder/nvenc/session.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <optional>
#include <thread>

namespace fp::nvenc {
namespace {

constexpr size_t kInFlight = 4;   // frames beyond those the encoder holds back for their order
constexpr int kBusyTries = 5000;  // of a millisecond each: a device that is busy for longer hangs
constexpr size_t kHeaderBytes = 1024;

struct Slot {
  NV_ENC_INPUT_PTR upload = nullptr;  // made when the first frame is copied into this slot
  NV_ENC_OUTPUT_PTR output = nullptr;
  Imported* external = nullptr;  // while an external frame is the encoder's
  std::shared_ptr<const DeviceFrame> owner;
};

}  // namespace

// Counts run over the whole session; frame n uses slot n % slots.size(). An output is ready once the driver took it
// with success. Picture k in decoding order may be any frame up to b_frames after frame k, so an input is the encoder's
// until b_frames more outputs than its own have come back.
struct Session::State {
  std::shared_ptr<const Device> device;
  Settings settings;
  std::unique_ptr<Config> config;
  Handle handle;
  std::map<uint64_t, std::unique_ptr<Imported>> imports;
  std::vector<Slot> slots;
  std::string header;
  std::string path, refused;  // refused: why importing failed once; it is not tried again
  size_t sent = 0, ready = 0, got = 0, released = 0;
  bool initialised = false, flushed = false;

  const NV_ENCODE_API_FUNCTION_LIST& api() const { return handle.api(); }
  Result<void> start();
  Result<void> make_slots();
  Result<void> read_header();
  Result<void> make_room(std::vector<Picture>& out);
  Result<void> fill(Slot& slot, const Frame& frame);
  Imported* import(const DeviceFrame& frame);
  Result<void> map(Slot& slot, Imported& imported, std::shared_ptr<const DeviceFrame> frame);
  Result<void> submit(Slot& slot, NV_ENC_INPUT_PTR input, NV_ENC_BUFFER_FORMAT format, uint32_t pitch, int64_t pts);
  Result<void> send(NV_ENC_PIC_PARAMS& picture, const char* what);
  Result<void> flush();
  Result<Picture> collect();
  void release_inputs();
  void release(Slot& slot);
  void take_down();
};

namespace {

std::unexpected<Errors> not_offered(const Device& device, Codec codec) {
  if (codec == Codec::av1 && !kHeadersKnowAv1) {
    return fail(Fault::no_device,
                fmt::format("this program was built with version {} of NVIDIA's encoding interface, and AV1 came with "
                            "12.0",
                            api_text(needed_api())),
                "build it with newer nv-codec-headers, or use another codec or --encoder");
  }
  return fail(Fault::no_device, fmt::format("{} does not encode {}", device.info().name, name_of(codec)),
              "use another codec, or a software --encoder");
}

}  // namespace

Result<void> Session::State::start() {
  auto opened = Handle::open(*device);
  if (!opened) return fail(std::move(opened.error()));
  handle = std::move(*opened);
  auto caps = read_caps(handle, settings.codec);
  if (!caps) return fail(std::move(caps.error()));
  if (!*caps) return not_offered(*device, settings.codec);
  if (auto able = check(settings, device->info(), **caps); !able) return able;
  auto made = make_config(handle, settings, **caps);
  if (!made) return fail(std::move(made.error()));
  config = std::move(*made);
  if (auto r = handle.check(api().nvEncInitializeEncoder(handle.get(), &config->init), "nvEncInitializeEncoder"); !r)
    return r;
  initialised = true;
  if (auto r = make_slots(); !r) return r;
  return read_header();
}

Result<void> Session::State::make_slots() {
  slots.resize(kInFlight + static_cast<size_t>(2 * config->b_frames + 1));
  for (Slot& slot : slots) {
    NV_ENC_CREATE_BITSTREAM_BUFFER p{};
    p.version = NV_ENC_CREATE_BITSTREAM_BUFFER_VER;
    const NVENCSTATUS s = api().nvEncCreateBitstreamBuffer(handle.get(), &p);
    if (auto r = handle.check(s, "nvEncCreateBitstreamBuffer"); !r) return r;
    slot.output = p.bitstreamBuffer;
  }
  return {};
}

Result<void> Session::State::read_header() {
  std::array<char, kHeaderBytes> bytes{};
  uint32_t size = 0;
  NV_ENC_SEQUENCE_PARAM_PAYLOAD p{};
  p.version = NV_ENC_SEQUENCE_PARAM_PAYLOAD_VER;
  p.inBufferSize = kHeaderBytes;
  p.spsppsBuffer = bytes.data();
  p.outSPSPPSPayloadSize = &size;
  if (auto r = handle.check(api().nvEncGetSequenceParams(handle.get(), &p), "nvEncGetSequenceParams"); !r) return r;
  if (size == 0 || size > kHeaderBytes)
    return fail(Fault::failed, fmt::format("NVENC gave a header of {} bytes for the container", size));
  header.assign(bytes.data(), size);
  return {};
}

// Waits for outputs until the next frame's slot is free.
Result<void> Session::State::make_room(std::vector<Picture>& out) {
  while (sent - released >= slots.size()) {
    if (got == ready) {
      return fail(Fault::failed, fmt::format("NVENC holds back {} frames, more than its {} B frames explain",
                                             sent - got, config->b_frames));
    }
    auto picture = collect();
    if (!picture) return fail(std::move(picture.error()));
    out.push_back(std::move(*picture));
  }
  return {};
}

Result<void> Session::State::fill(Slot& slot, const Frame& frame) {
  if (slot.upload == nullptr) {
    NV_ENC_CREATE_INPUT_BUFFER p{};
    p.version = NV_ENC_CREATE_INPUT_BUFFER_VER;
    p.width = static_cast<uint32_t>(settings.width);
    p.height = static_cast<uint32_t>(settings.height);
    p.bufferFmt = config->format;
    const NVENCSTATUS s = api().nvEncCreateInputBuffer(handle.get(), &p);
    if (auto r = handle.check(s, "nvEncCreateInputBuffer"); !r) return r;
    slot.upload = p.inputBuffer;
  }
  NV_ENC_LOCK_INPUT_BUFFER lock{};
  lock.version = NV_ENC_LOCK_INPUT_BUFFER_VER;
  lock.inputBuffer = slot.upload;
  const NVENCSTATUS s = api().nvEncLockInputBuffer(handle.get(), &lock);
  if (auto r = handle.check(s, "nvEncLockInputBuffer"); !r) return r;
  const bool usable = lock.bufferDataPtr != nullptr && lock.pitch >= static_cast<uint32_t>(settings.width);
  if (usable) copy_planes(frame, config->format, static_cast<uint8_t*>(lock.bufferDataPtr), lock.pitch);
  const NVENCSTATUS unlocked = api().nvEncUnlockInputBuffer(handle.get(), slot.upload);
  if (auto r = handle.check(unlocked, "nvEncUnlockInputBuffer"); !r) return r;
  if (!usable) return fail(Fault::failed, fmt::format("NVENC gave a buffer with rows of {} bytes", lock.pitch));
  const auto pts = static_cast<int64_t>(sent);
  return submit(slot, slot.upload, config->format, lock.pitch, pts);
}

// Null, with a path that says why, where the frame must be copied.
Imported* Session::State::import(const DeviceFrame& frame) {
  std::string why = refused.empty() ? no_import_reason(*device, frame) : refused;
  if (why.empty()) {
    auto& imported = imports[frame.id];
    if (imported) return imported.get();
    auto made = Imported::make(handle, frame);
    if (made) return (imported = std::move(*made)).get();
    imports.erase(frame.id);
    why = refused = made.error().front().message;
  }
  path = fmt::format("copied to the encoder ({})", why);
  return nullptr;
}

Result<void> Session::State::map(Slot& slot, Imported& imported, std::shared_ptr<const DeviceFrame> frame) {
  const auto mapped = imported.use();
  if (!mapped) return fail(mapped.error());
  slot.external = &imported;
  const auto pitch = static_cast<uint32_t>(frame->pitch);
  slot.owner = std::move(frame);
  path = "read where it was drawn";
  return submit(slot, mapped->input, mapped->format, pitch, static_cast<int64_t>(sent));
}

Result<void> Session::State::submit(Slot& slot, NV_ENC_INPUT_PTR input, NV_ENC_BUFFER_FORMAT format, uint32_t pitch,
                                    int64_t pts) {
  auto picture = std::make_unique<NV_ENC_PIC_PARAMS>();  // 3 KB
  picture->version = NV_ENC_PIC_PARAMS_VER;
  picture->inputWidth = static_cast<uint32_t>(settings.width);
  picture->inputHeight = static_cast<uint32_t>(settings.height);
  picture->inputPitch = pitch;
  picture->inputBuffer = input;
  picture->bufferFmt = format;
  picture->outputBitstream = slot.output;
  picture->pictureStruct = NV_ENC_PIC_STRUCT_FRAME;
  picture->frameIdx = static_cast<uint32_t>(pts);
  picture->inputTimeStamp = static_cast<uint64_t>(pts);
  picture->inputDuration = 1;
  if (pts == 0) picture->encodePicFlags = NV_ENC_PIC_FLAG_FORCEIDR;
  ++sent;  // from here on the slot's buffers are the encoder's, whatever it answers
  return send(*picture, "nvEncEncodePicture");
}

Result<void> Session::State::send(NV_ENC_PIC_PARAMS& picture, const char* what) {
  NVENCSTATUS status = NV_ENC_ERR_ENCODER_BUSY;
  for (int tries = 0; status == NV_ENC_ERR_ENCODER_BUSY && tries < kBusyTries; ++tries) {
    if (tries > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    status = api().nvEncEncodePicture(handle.get(), &picture);
  }
  if (status == NV_ENC_ERR_NEED_MORE_INPUT && picture.inputBuffer != nullptr) return {};
  if (auto r = handle.check(status, what); !r) return r;
  ready = sent;
  return {};
}

Result<void> Session::State::flush() {
  auto picture = std::make_unique<NV_ENC_PIC_PARAMS>();
  picture->version = NV_ENC_PIC_PARAMS_VER;
  picture->encodePicFlags = NV_ENC_PIC_FLAG_EOS;
  if (auto r = send(*picture, "nvEncEncodePicture (end)"); !r) return r;
  flushed = true;
  return {};
}

// The next output in order; waits for the encoder.
Result<Picture> Session::State::collect() {
  FP_ASSERT(got < ready);
  Slot& slot = slots[got % slots.size()];
  NV_ENC_LOCK_BITSTREAM lock{};
  lock.version = NV_ENC_LOCK_BITSTREAM_VER;
  lock.outputBitstream = slot.output;
  const NVENCSTATUS s = api().nvEncLockBitstream(handle.get(), &lock);
  if (auto r = handle.check(s, "nvEncLockBitstream"); !r) return fail(std::move(r.error()));
  Picture picture{.pts = static_cast<int64_t>(lock.outputTimeStamp), .key = lock.pictureType == NV_ENC_PIC_TYPE_IDR};
  const auto* bytes = static_cast<const uint8_t*>(lock.bitstreamBufferPtr);
  if (bytes != nullptr) picture.data.assign(bytes, bytes + lock.bitstreamSizeInBytes);
  const NVENCSTATUS unlocked = api().nvEncUnlockBitstream(handle.get(), slot.output);
  if (auto r = handle.check(unlocked, "nvEncUnlockBitstream"); !r) return fail(std::move(r.error()));
  if (picture.data.empty()) return fail(Fault::failed, fmt::format("NVENC gave an empty picture {}", got));
  ++got;
  release_inputs();
  return picture;
}

void Session::State::release_inputs() {
  const auto held = flushed && got == sent ? size_t{0} : static_cast<size_t>(config->b_frames);
  while (released + held < got) release(slots[released++ % slots.size()]);
}

void Session::State::release(Slot& slot) {
  if (slot.external != nullptr) slot.external->end_use();
  slot.external = nullptr;
  slot.owner.reset();
}

// In the order the interface demands: end of stream, mapped and registered memory, buffers, the encoder.
void Session::State::take_down() {
  if (initialised && sent > 0 && !flushed) (void)flush();  // once more where `finish` failed at it
  for (Slot& slot : slots) release(slot);
  imports.clear();
  for (const Slot& slot : slots) {
    if (slot.upload != nullptr) api().nvEncDestroyInputBuffer(handle.get(), slot.upload);
    if (slot.output != nullptr) api().nvEncDestroyBitstreamBuffer(handle.get(), slot.output);
  }
  handle = {};
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}

Session::~Session() {
  const Current current(*state_->device);
  std::optional<Current> again;  // nothing else could free what is left
  if (!current.result()) again.emplace(*state_->device);
  state_->take_down();
}

Result<std::unique_ptr<Session>> Session::open(std::shared_ptr<const Device> device, const Settings& settings) {
  const Current current(*device);
  if (auto pushed = current.result(); !pushed) return fail(std::move(pushed.error()));
  auto state = std::make_unique<State>();
  state->device = device;
  state->settings = settings;
  std::unique_ptr<Session> session(new Session(std::move(state)));  // takes down what a failed start leaves
  if (auto started = session->state_->start(); !started) return fail(std::move(started.error()));
  return session;
}

const std::string& Session::header() const {
  return state_->header;
}

int Session::reorder() const {
  return state_->config->b_frames > 0 ? 1 : 0;
}

size_t Session::in_flight() const {
  return state_->sent - state_->got;
}

const std::string& Session::path() const {
  return state_->path;
}

Result<void> Session::encode(const FramePtr& frame, int64_t pts, std::vector<Picture>& out) {
  State& s = *state_;
  FP_ASSERT(frame->format == PixelFormat::yuv420p8 && frame->width == s.settings.width);
  FP_ASSERT(frame->height == s.settings.height && pts == static_cast<int64_t>(s.sent) && !s.flushed);
  const Current current(*s.device);
  if (auto pushed = current.result(); !pushed) return pushed;
  if (auto room = s.make_room(out); !room) return room;
  Slot& slot = s.slots[s.sent % s.slots.size()];
  if (frame->on_device) {
    if (Imported* imported = s.import(*frame->on_device)) return s.map(slot, *imported, frame->on_device);
  } else {
    s.path = "copied to the encoder (it was not drawn on a device that shares memory)";
  }
  return s.fill(slot, *frame);
}

Result<void> Session::finish(std::vector<Picture>& out) {
  State& s = *state_;
  const Current current(*s.device);
  if (auto pushed = current.result(); !pushed) return pushed;
  if (auto flushed = s.flush(); !flushed) return flushed;
  while (s.got < s.sent) {
    auto picture = s.collect();
    if (!picture) return fail(std::move(picture.error()));
    out.push_back(std::move(*picture));
  }
  return {};
}

}  // namespace fp::nvenc
