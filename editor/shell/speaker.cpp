#include "editor/shell/speaker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>
#include <vector>

#include "editor/shell/window.hpp"

#ifdef FP_PORTAUDIO
#include <portaudio.h>
#endif

namespace fp::shell {
namespace {

constexpr int kRate = 48'000;
constexpr int64_t kSecond = 1'000'000'000;

}  // namespace

struct Speaker::State {
  SoundSource source;
  std::string name;
  std::atomic<bool> alive = true;
  std::FILE* file = nullptr;
  std::jthread clock;  // of a file
#ifdef FP_PORTAUDIO
  PaStream* stream = nullptr;
  bool begun = false;  // the library must be ended again

  static int call(const void*, void* out, unsigned long frames, const PaStreamCallbackTimeInfo* time,
                  PaStreamCallbackFlags, void* of) {
    const auto& state = *static_cast<const State*>(of);
    // The library's clock need not be ours: only how far ahead it is counts.
    const double ahead = time->outputBufferDacTime - time->currentTime;
    const bool sensible = ahead > 0 && ahead < 2;
    const int64_t heard_at = now() + (sensible ? static_cast<int64_t>(ahead * kSecond) : 0);
    state.source.pull(state.source.of, {static_cast<float*>(out), frames * 2}, heard_at);
    return paContinue;
  }
  static void finished(void* of) {
    static_cast<State*>(of)->alive = false;
  }
#endif

  // Ten milliseconds at a time, each when it is due; late ones are made up for.
  void keep_time(const std::stop_token& stop) {
    constexpr int kFrames = kRate / 100;
    std::vector<float> block(size_t{kFrames} * 2);
    for (int64_t due = now(); !stop.stop_requested(); due += kSecond / 100) {
      if (const int64_t wait = due - now(); wait > 0) std::this_thread::sleep_for(std::chrono::nanoseconds(wait));
      if (source.pull(source.of, block, due)) {
        if (std::fwrite(block.data(), sizeof(float), block.size(), file) != block.size()) alive = false;
      } else {
        std::fflush(file);
      }
    }
  }
};

Speaker::Speaker(std::unique_ptr<State> state) : state_(std::move(state)) {}

Speaker::~Speaker() {
  if (state_->clock.joinable()) {
    state_->clock.request_stop();
    state_->clock.join();
  }
  if (state_->file != nullptr) std::fclose(state_->file);
#ifdef FP_PORTAUDIO
  if (state_->stream != nullptr) Pa_CloseStream(state_->stream);  // waits for the call that runs
  if (state_->begun) Pa_Terminate();
#endif
}

const std::string& Speaker::name() const {
  return state_->name;
}
bool Speaker::alive() const {
  return state_->alive;
}

Result<std::unique_ptr<Speaker>> Speaker::open(SoundSource source) {
#ifdef FP_PORTAUDIO
  std::unique_ptr<Speaker> speaker(new Speaker(std::make_unique<State>()));
  State& s = *speaker->state_;
  s.source = source;
  if (const PaError error = Pa_Initialize(); error != paNoError)
    return fail(Fault::no_device, fmt::format("no sound system: {}", Pa_GetErrorText(error)));
  s.begun = true;
  const PaDeviceIndex device = Pa_GetDefaultOutputDevice();
  const PaDeviceInfo* info = device == paNoDevice ? nullptr : Pa_GetDeviceInfo(device);
  if (info == nullptr || info->maxOutputChannels < 1) return fail(Fault::no_device, "no sound device");
  s.name = info->name;
  const PaStreamParameters stereo{device, 2, paFloat32, std::max(info->defaultLowOutputLatency, 0.02), nullptr};
  PaError error = Pa_OpenStream(&s.stream, nullptr, &stereo, kRate, paFramesPerBufferUnspecified,
                                paClipOff | paPrimeOutputBuffersUsingStreamCallback, &State::call, &s);
  if (error == paNoError) error = Pa_SetStreamFinishedCallback(s.stream, &State::finished);
  if (error == paNoError) error = Pa_StartStream(s.stream);
  if (error != paNoError)
    return fail(Fault::no_device, fmt::format("the sound device {} does not open: {}", s.name, Pa_GetErrorText(error)));
  return speaker;
#else
  (void)source;
  return fail(Fault::no_device, "no sound device: this editor was built without PortAudio");
#endif
}

Result<std::unique_ptr<Speaker>> Speaker::open_file(const std::string& path, SoundSource source) {
  std::unique_ptr<Speaker> speaker(new Speaker(std::make_unique<State>()));
  State& s = *speaker->state_;
  s.source = source;
  s.name = path;
  s.file = std::fopen(path.c_str(), "wb");
  if (s.file == nullptr) return fail(Fault::no_device, fmt::format("{} cannot be written", path));
  s.clock = std::jthread([&s](const std::stop_token& stop) { s.keep_time(stop); });
  return speaker;
}

}  // namespace fp::shell
