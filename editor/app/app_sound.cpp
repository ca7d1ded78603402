// Sound: what is heard follows what is played; waveforms of what is edited.
#include <algorithm>
#include <cctype>
#include <chrono>
#include <cmath>

#include "editor/app/app.hpp"

namespace fp::editor {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kLookAgain = 2 * kSecond;              // for a device, when something is to be heard
constexpr int64_t kLeastSnippet = kSampleRate / 25;      // 40 ms: shorter ones are only clicks
constexpr double kFallen = 1e-3, kFallPerSecond = 26.0;  // dB; where a meter is at rest

// Louder by steps that sound alike.
float factor_of_volume(int percent) {
  const float share = static_cast<float>(percent) / 100;
  return share * share;
}

}  // namespace

bool App::perform_sound(shell::Action action) {
  using shell::Action;
  constexpr int kStep = 10;
  const auto by = [&](int step) {
    look_.volume = std::clamp(look_.volume + step, 0, 100);
    look_.muted = false;
    message_ = "Volume: " + std::to_string(look_.volume) + "%";
    return true;
  };
  switch (action) {
    case Action::toggle_mute:
      look_.muted = !look_.muted;
      return true;
    case Action::volume_up:
      return by(kStep);
    case Action::volume_down:
      return by(-kStep);
    default:
      return false;
  }
}

// Not before there is something to be heard, and beside the window: looking for devices takes a while.
void App::open_speaker() {
  sound_.looked_at = shell::now();
  const shell::SoundSource source{
      [](void* of, std::span<float> out, int64_t at) { return static_cast<preview::SoundFeed*>(of)->pull(out, at); },
      &feed_};
  if (!options_.rig.speaker.empty()) {
    auto opened = shell::Speaker::open_file(options_.rig.speaker, source);
    if (opened) speaker_ = std::move(*opened);
    if (!opened) sound_.missing = opened.error().front().message;
  } else if (!options_.rig.socket.empty()) {
    sound_.missing = "no sound device";  // a test does not depend on the machine
  } else {
    sound_.opening = std::async(std::launch::async, [source] {
      auto opened = shell::Speaker::open(source);
      shell::Window::wake();
      return opened;
    });
  }
}

void App::take_speaker() {
  SoundWork& s = sound_;
  if (s.opening.valid() && s.opening.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    auto opened = s.opening.get();
    s.missing.clear();
    if (!opened) s.missing = opened.error().front().message;
    if (opened) speaker_ = std::move(*opened);
    redraws_ = std::max(redraws_, 1);
  }
  if (speaker_ && !speaker_->alive()) {
    speaker_.reset();
    s.missing = "the sound device has gone";
    s.playing.reset();
    redraws_ = std::max(redraws_, 1);
  }
  const bool wanted = s.track && s.track->pcm && !speaker_ && !s.opening.valid();
  const bool again = playback_.rate == 1 && shell::now() - s.looked_at > kLookAgain && playback_.ticks == 0;
  if (wanted && (s.missing.empty() || again)) open_speaker();
}

void App::play_sound() {
  SoundWork& s = sound_;
  if (auto track = soundtracks_->track(); track != s.track) {
    s.track = std::move(track);
    redraws_ = std::max(redraws_, 1);
  }
  take_speaker();
  feed_.set_volume(look_.muted ? 0 : factor_of_volume(look_.volume));
  const int64_t now = shell::now();
  const bool plays = loaded_ && speaker_ && playback_.rate == 1 && s.track && s.track->pcm;
  if (!plays) {
    if (std::exchange(s.playing, std::nullopt)) feed_.stop();
  } else if (s.playing != SoundWork::Playing{s.track->pcm.get(), playback_.frame, playback_.began, playback_.area}) {
    start_sound(now);
  } else {
    keep_together(now);
  }
  take_levels();
}

// At the frame's own sample where playing has just begun, else where the picture is now.
void App::start_sound(int64_t now) {
  const Rational fps = playback_.fps;
  const preview::WorkArea& area = playback_.area;
  const bool fresh = !sound_.playing && playback_.ticks == 0;
  const auto here = static_cast<int64_t>(std::llround(preview::seconds_at(playback_, now) * kSampleRate));
  feed_.play({.pcm = sound_.track->pcm,
              .begin = fresh ? preview::sample_of(playback_.frame, fps) : here,
              .first = preview::sample_of(area.first, fps),
              .end = preview::sample_of(area.last + 1, fps),
              .loop = area.loop});
  sound_.playing = {sound_.track->pcm.get(), playback_.frame, playback_.began, area};
  sound_.joining = true;
  ++sound_.starts;
}

// Once the device has begun, the picture goes by it; later the sound goes where the picture is, if they have come more
// than half a frame apart.
void App::keep_together(int64_t now) {
  const auto heard = feed_.position(now);
  if (!heard) return;
  const preview::WorkArea& area = playback_.area;
  const double frame = static_cast<double>(playback_.fps.den) / static_cast<double>(playback_.fps.num);
  double apart = preview::seconds_at(playback_, now) - static_cast<double>(*heard) / kSampleRate;
  const double round = static_cast<double>(area.last + 1 - area.first) * frame;
  if (area.loop) apart -= round * std::round(apart / round);
  if (std::exchange(sound_.joining, false)) {
    preview::shift(playback_, std::llround(std::clamp(apart, -1.0, 1.0) * static_cast<double>(kSecond)));
    sound_.playing->began = playback_.began;
  } else if (std::fabs(apart) > frame / 2) {
    ++sound_.resyncs;
    start_sound(now);
  }
}

void App::scrub_sound() {
  SoundWork& s = sound_;
  if (!loaded_ || !speaker_ || !s.track || !s.track->pcm) return;
  const Rational fps = playback_.fps;
  const int64_t begin = preview::sample_of(frame_, fps);
  const int64_t length = std::max(kLeastSnippet, preview::sample_of(frame_ + 1, fps) - begin);
  feed_.play({.pcm = s.track->pcm, .begin = begin, .first = begin, .end = begin + length});
  s.playing.reset();
  ++s.snippets;
}

// Meters rise at once and fall slowly.
void App::take_levels() {
  SoundWork& s = sound_;
  const int64_t now = shell::now();
  const double passed = static_cast<double>(now - std::exchange(s.levels_at, now)) / static_cast<double>(kSecond);
  const auto [left, right] = feed_.take_peaks();
  const auto fall = static_cast<float>(std::pow(10.0, -kFallPerSecond * std::min(passed, 1.0) / 20));
  const auto moved = [&](float& level, float peak) {
    const float before = level;
    level = std::max(peak, level * fall);
    if (level < kFallen) level = 0;
    return level != before;
  };
  const bool one = moved(s.left, left), other = moved(s.right, right);
  if (one || other) redraws_ = std::max(redraws_, 1);
}

namespace {

struct HeardHere {
  std::string pointer, asset;
  const ClipTime* time;
  int64_t frames;
  bool footage;
};

// Each place in the template once, whatever repeats it.
void collect(const std::vector<Layer>& layers, std::vector<HeardHere>& heard) {
  for (const Layer& layer : layers) {
    const std::string pointer = layer.location.pointer.empty() ? "/" + layer.id : layer.location.pointer;
    const auto add = [&](const std::string& asset, const ClipTime& time, bool footage) {
      const bool known = std::ranges::find(heard, pointer, &HeardHere::pointer) != heard.end();
      if (!known && !asset.empty()) heard.push_back({pointer, asset, &time, layer.out - layer.in, footage});
    };
    if (const auto* audio = std::get_if<AudioContent>(&layer.content)) add(audio->asset, audio->time, false);
    if (const auto* video = std::get_if<VideoContent>(&layer.content); video && video->sound)
      add(video->asset, video->time, true);
    if (const auto* group = std::get_if<GroupContent>(&layer.content)) collect(group->children, heard);
  }
}

}  // namespace

void App::show_bars() {
  SoundWork& s = sound_;
  if (s.bars_of == loaded_->composition && !bars_stale_.exchange(false)) return;
  bars_stale_ = false;
  s.bars_of = loaded_->composition;
  s.bars.clear();
  std::vector<HeardHere> heard;
  collect(s.bars_of->layers, heard);
  std::vector<std::string> names;
  for (const HeardHere& one : heard) {
    if (std::ranges::find(names, one.asset) == names.end()) names.push_back(one.asset);
  }
  waveforms_->want(loaded_->assets, std::move(names));
  const auto known = waveforms_->known();
  auto before = std::exchange(s.played, {});
  for (const HeardHere& one : heard) {
    panels::BarSound& bar = s.bars[one.pointer];
    bar.footage = one.footage;
    const auto file = known.find(one.asset);
    if (file == known.end()) continue;
    bar.faulty = !file->second->errors.empty();
    bar.peaks = file->second->peaks;
    if (!bar.peaks) continue;
    const Rational own{bar.peaks->frames(), kSampleRate};
    const Rational duration = one.footage ? file->second->picture_length.value_or(own) : own;
    const Hash128 print = preview::played_fingerprint(*one.time, one.frames, duration);
    bar.played = before[print];
    if (!bar.played)
      bar.played = std::make_shared<const preview::Played>(preview::played_parts(*one.time, one.frames, duration));
    s.played[print] = bar.played;
  }
}

void App::describe_sound(panels::Model& m) const {
  const SoundWork& s = sound_;
  m.sounds = &s.bars;
  m.sound = {.speaker = speaker_ != nullptr,
             .device = speaker_ ? speaker_->name() : s.missing,
             .heard = s.track && s.track->pcm,
             .making = !soundtracks_->settled(),
             .left = s.left,
             .right = s.right};
  if (!m.sound.device.empty() && !speaker_) m.sound.device[0] = static_cast<char>(std::toupper(m.sound.device[0]));
  if (s.track && !s.track->errors.empty()) m.sound_errors = &s.track->errors;
}

void App::describe_sound(Json& j) const {
  const SoundWork& s = sound_;
  const auto number = [&](const char* key, int64_t value) { j.set(key, Json::of(value)); };
  const bool faulty = s.track && !s.track->errors.empty();
  j.set("sound", Json::of(!soundtracks_->settled() || soundtracks_->track() != s.track ? "making"
                          : faulty                                                     ? "faulty"
                          : s.track && s.track->pcm                                    ? "there"
                                                                                       : "none"));
  j.set("speaker", Json::of(speaker_ ? speaker_->name() : ""));
  j.set("muted", Json::of(look_.muted));
  number("volume", look_.volume);
  number("starts", s.starts);
  number("snippets", s.snippets);
  number("resyncs", s.resyncs);
  number("soundtracks", soundtracks_->made());
  number("waveforms", std::ranges::count_if(s.bars, [](const auto& bar) { return bar.second.peaks != nullptr; }));
  j.set("waveforms_done", Json::of(waveforms_->settled() && !bars_stale_));
}

}  // namespace fp::editor
