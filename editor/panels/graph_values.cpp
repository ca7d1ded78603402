#include <algorithm>
#include <cmath>

#include "editor/panels/timeline_graph.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/times.hpp"
#include "engine/template/eases.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp::panels {
namespace {

// Coordinates of a key's value; none where it is not made of numbers.
std::vector<double> numbers_of(const Json* value) {
  if (value == nullptr) return {};
  if (value->is_number()) return {value->number};
  std::vector<double> numbers;
  for (const Json& item : value->items) {
    if (!item.is_number()) return {};
    numbers.push_back(item.number);
  }
  return numbers;
}

std::string written_ease(const Json* ease) {
  if (ease == nullptr) return "linear";
  if (ease->is_string()) return ease->text;
  return ease->is_array() ? "curve" : "spring";
}

struct ReadKey {
  int64_t frame = 0;
  std::vector<double> value;
  Ease ease;
  std::string written;
};

Scalar::Repeat repeat_of(const Json& json) {
  const Json* repeat = json.find("repeat");
  if (repeat == nullptr) return Scalar::Repeat::none;
  return repeat->text == "loop"       ? Scalar::Repeat::loop
         : repeat->text == "pingpong" ? Scalar::Repeat::pingpong
                                      : Scalar::Repeat::none;
}

}  // namespace

std::optional<GraphSubject> read_subject(const Json& root, const editor::timeline::Layer& layer,
                                         const editor::timeline::Property& property, Rational fps) {
  const Json* json = find_at(root, property.id);
  const Json* list = json != nullptr ? json->find("keys") : nullptr;
  if (list == nullptr) return std::nullopt;
  std::vector<ReadKey> keys;
  for (const Json& key : list->items) {
    const Json *t = key.find("t"), *ease = key.find("ease");
    const auto frame = t != nullptr ? editor::read_frame(*t, fps, layer.out - layer.in) : std::nullopt;
    if (!frame) continue;
    keys.push_back({*frame, numbers_of(key.find("v")), ease != nullptr ? plain_ease(*ease).value_or(Ease{}) : Ease{},
                    written_ease(ease)});
  }
  std::ranges::stable_sort(keys, {}, &ReadKey::frame);
  const auto [first, last] = std::ranges::unique(keys, {}, &ReadKey::frame);
  keys.erase(first, last);
  if (keys.empty()) return std::nullopt;
  const size_t count = keys.front().value.size();
  const bool numbers =
      count > 0 && std::ranges::all_of(keys, [&](const ReadKey& k) { return k.value.size() == count; });
  GraphSubject subject{.property = property.id, .in = layer.in, .progress = !numbers};
  subject.tracks.resize(numbers ? count : 1);
  for (size_t i = 0; i < subject.tracks.size(); ++i) {
    subject.tracks[i].repeat = repeat_of(*json);
    for (size_t k = 0; k < keys.size(); ++k)
      subject.tracks[i].keys.push_back(
          {keys[k].frame, numbers ? keys[k].value[i] : static_cast<double>(k), keys[k].ease});
  }
  for (const ReadKey& key : keys) subject.written.push_back(key.written);
  return subject;
}

GraphRange range_of(const GraphSubject& subject, double fps) {
  constexpr int kSamples = 48;  // of each segment
  const double first = subject.tracks.front().keys.front().value;
  GraphRange range{first, first};
  for (const Scalar& track : subject.tracks) {
    for (size_t k = 0; k < track.keys.size(); ++k) {
      const auto from = static_cast<double>(track.keys[k].frame);
      const double to = k + 1 < track.keys.size() ? static_cast<double>(track.keys[k + 1].frame) : from;
      for (int i = 0; i <= kSamples; ++i) {
        const double value = value_at(track, from + (to - from) * i / kSamples, fps);
        range = {std::min(range.low, value), std::max(range.high, value)};
      }
    }
  }
  if (range.high - range.low < 1e-9) range = {range.low - 0.5, range.high + 0.5};
  return range;
}

double scale_step(double least) {
  if (!(least > 0) || !std::isfinite(least)) return 1;
  const double ten = std::pow(10, std::floor(std::log10(least)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (ten * times >= least) return ten * times;
  }
  return ten * 10;
}

std::optional<GraphSegment> segment_of(const GraphSubject& subject, const editor::KeyRef& key) {
  const auto& keys = subject.tracks.front().keys;
  const auto at = std::ranges::find(keys, key.frame, &Key<double>::frame);
  if (key.property != subject.property || at == keys.end() || at + 1 == keys.end()) return std::nullopt;
  GraphSegment segment{.from = at->frame + subject.in, .to = (at + 1)->frame + subject.in, .ease = at->ease};
  segment.name = subject.written[static_cast<size_t>(at - keys.begin())];
  // A straight line is a curve whose handles lie on it.
  if (at->ease.kind == Ease::Kind::linear)
    segment.shape = Ease{Ease::Kind::bezier, {1.0 / 3, 1.0 / 3, 2.0 / 3, 2.0 / 3}};
  if (at->ease.kind == Ease::Kind::bezier) segment.shape = at->ease;
  return segment;
}

}  // namespace fp::panels
