#include "engine/render/inspect.hpp"

#include <algorithm>

#include "engine/chart/chart.hpp"
#include "engine/display/lower.hpp"
#include "engine/render/inspect_clips.hpp"
#include "engine/render/layer_times.hpp"
#include "engine/render/legibility.hpp"

namespace fp {
namespace {

constexpr double kSlack = 1;        // units that letters may stand outside: smooth edges
constexpr double kOverhang = 0.02;  // of the em, likewise: round letters overshoot their lines
constexpr double kOverlap = 0.1;    // of the smaller letter's box
constexpr double kHidden = 0.25;    // of a text's pixels
constexpr size_t kRestsDrawn = 3;   // the longest of each text

struct Inspection {
  const Composition& composition;
  Assets& assets;
  cpu::Executor& executor;
  const std::function<bool()>& stop;
  double unit = 1, fps = 30;
  std::vector<TextLife> lives;
  std::vector<Finding> findings;
  std::vector<TextName> entangled;  // in overlaps: these would lack contrast, or hide one another
};

void find(Inspection& in, const TextLife& life, Finding finding) {
  finding.name = life.name;
  if (!contains(life.ignored, finding.kind)) in.findings.push_back(finding);
}

const std::string& words_of(const TextLife& life) {
  return life.begin.words;
}

// Ticks come and go and values run, and nobody reads them all: a chart's texts need no time.
bool is_of_chart(const TextLife& life) {
  return !life.name.part.empty();
}

// ---- Where it stands

double slack(const Inspection& in, const SeenText& text) {
  return std::max(kSlack * in.unit, kOverhang * text.size);
}

double outside(const SeenText& text, const Quad& box) {
  double farthest = 0;
  for (const Quad& line : text.lines) farthest = std::max(farthest, distance_outside(line, box));
  return farthest;
}

double cut_off(const SeenText& text, const Quad& canvas) {
  double farthest = outside(text, canvas);
  for (const Quad& clip : text.clips) farthest = std::max(farthest, outside(text, clip));
  return farthest;
}

Quad safe_box(const Composition& c) {
  const double(&s)[4] = c.safe_area;
  return quad_of({s[3], s[0]}, {c.width - s[1] - s[3], c.height - s[0] - s[2]});
}

void judge_place(Inspection& in, const TextLife& life) {
  const Quad canvas = quad_of({}, Vec2(in.composition.width, in.composition.height)), safe = safe_box(in.composition);
  Finding clipped{.kind = FindingKind::clipped}, unsafe{.kind = FindingKind::safe_area};
  const auto worse = [](Finding& worst, double value, int64_t frame) {
    if (value > worst.value) worst.value = value, worst.frame = frame;
  };
  for (const Rest& rest : life.rests) {
    for (const auto& [text, frame] : {std::pair{&rest.begin, rest.first}, {&rest.end, rest.last}}) {
      const double cut = cut_off(*text, canvas), out = outside(*text, safe);
      if (cut > slack(in, *text)) worse(clipped, cut, frame);
      if (out > slack(in, *text)) worse(unsafe, out, frame);
    }
  }
  if (clipped.frame >= 0) find(in, life, clipped);
  if (unsafe.frame >= 0 && clipped.frame < 0) find(in, life, unsafe);
}

// Never to be seen: under other layers, or beside the canvas.
void judge_presence(Inspection& in, const TextLife& life) {
  if (life.seen) return;
  const Quad canvas = quad_of({}, Vec2(in.composition.width, in.composition.height));
  if (life.covered) return find(in, life, {.kind = FindingKind::hidden, .frame = life.first, .value = 1});
  const double cut = cut_off(life.begin, canvas);
  if (cut > 0) find(in, life, {.kind = FindingKind::clipped, .frame = life.first, .value = cut});
}

void judge_time(Inspection& in, const TextLife& life) {
  if (!life.seen || in.composition.frames == 1 || is_of_chart(life)) return;
  const double seconds = life.readable / in.fps, needed = needed_seconds(words_of(life));
  if (seconds * 1.0001 >= needed) return;
  const int64_t frame = life.rests.empty() ? life.first : life.rests.front().first;
  find(in, life, {.kind = FindingKind::reading_time, .frame = frame, .value = seconds, .needed = needed});
}

// ---- What is seen of it

void judge_pixels(Inspection& in, const TextLife& life, Errors& errors) {
  if (contains(life.ignored, FindingKind::contrast) && contains(life.ignored, FindingKind::hidden)) return;
  if (std::ranges::find(in.entangled, life.name) != in.entangled.end()) return;
  std::vector<const Rest*> rests;
  for (const Rest& rest : life.rests) {
    if (!rest.begin.fading) rests.push_back(&rest);
  }
  std::ranges::stable_sort(rests, std::ranges::greater{}, [](const Rest* r) { return r->last - r->first; });
  if (rests.size() > kRestsDrawn) rests.resize(kRestsDrawn);
  Finding faint{.kind = FindingKind::contrast}, hidden{.kind = FindingKind::hidden, .value = 2};
  const auto needed_of = [&](const Rest& rest) { return needed_contrast(rest.begin.size / in.unit); };
  const auto look = [&](const Rest& rest, int64_t frame) -> std::optional<Legibility> {
    auto seen = legibility(in.composition, frame, rest.begin, needed_of(rest), in.assets, in.executor);
    if (seen) return *seen;
    errors.insert(errors.end(), seen.error().begin(), seen.error().end());
    return std::nullopt;
  };
  for (const Rest* rest : rests) {
    if (in.stop && in.stop()) return;
    std::optional<Legibility> seen = look(*rest, rest->middle());
    int64_t frame = rest->middle();
    // Something may pass by just then.
    for (const int64_t other : {(rest->first + rest->middle()) / 2, (rest->middle() + rest->last) / 2}) {
      if (!seen || seen->hidden < kHidden || other == frame) break;
      const std::optional<Legibility> again = look(*rest, other);
      if (again && again->hidden < seen->hidden) seen = again, frame = other;
    }
    if (!seen) continue;
    if (seen->hidden < hidden.value) hidden.value = seen->hidden, hidden.frame = frame;
    const double needed = needed_of(*rest);
    if (seen->hidden >= 1 - kHidden || seen->contrast >= needed) continue;
    if (faint.frame < 0 || seen->contrast / needed < faint.value / faint.needed) {
      faint = {.kind = FindingKind::contrast,
               .frame = frame,
               .value = seen->contrast,
               .needed = needed,
               .letters = seen->letters,
               .background = seen->background};
    }
  }
  if (faint.frame >= 0) find(in, life, faint);
  if (hidden.frame >= 0 && hidden.value >= kHidden) find(in, life, hidden);
}

// ---- Two texts

// The largest share of a letter that letters of another text stand on.
double overlap(const SeenText& a, const SeenText& b) {
  double shared = 0;
  for (const Quad& line : a.lines) {
    for (const Quad& other : b.lines) shared += shared_area(line, other);
  }
  if (!(shared > 0)) return 0;
  const bool curved = a.curved || b.curved;
  const std::vector<Quad> first = curved ? a.lines : letter_boxes(a), second = curved ? b.lines : letter_boxes(b);
  double most = 0;
  for (const Quad& p : first) {
    for (const Quad& q : second) {
      const double smaller = std::min(area_of(p), area_of(q));
      if (smaller > 0) most = std::max(most, shared_area(p, q) / smaller);
    }
  }
  return most;
}

struct Overlap {
  double share = 0;
  int64_t frame = -1;
};
Overlap worst_overlap(const TextLife& a, const TextLife& b) {
  Overlap worst{.share = kOverlap};
  for (const Rest& first : a.rests) {
    for (const Rest& second : b.rests) {
      const int64_t from = std::max(first.first, second.first), to = std::min(first.last, second.last);
      if (from > to) continue;
      const double share = overlap(first.begin, second.begin);
      if (share > worst.share) worst = {share, from + (to - from) / 2};
    }
  }
  return worst;
}

void judge_overlaps(Inspection& in, const TextLife& life) {
  Finding worst{.kind = FindingKind::overlap};
  for (const TextLife& below : in.lives) {
    if (&below == &life) break;
    const bool ignored = contains(below.ignored | life.ignored, FindingKind::overlap);
    const bool same = words_of(below) == words_of(life);
    if (ignored && !same) continue;
    const Overlap found = worst_overlap(below, life);
    if (found.frame < 0) continue;
    in.entangled.push_back(below.name);
    if (same) continue;  // its shadow
    in.entangled.push_back(life.name);
    if (found.share > worst.value) worst.value = found.share, worst.frame = found.frame, worst.other = below.name;
  }
  if (worst.frame >= 0) find(in, life, worst);
}

FindingSet ignored_by(const Inspection& in, const TextName& name) {
  const auto life = std::ranges::find(in.lives, name, &TextLife::name);
  return name.layer->ignored | (life == in.lives.end() ? 0 : life->ignored);
}

void add_text_findings(Inspection& in, const std::vector<TextFinding>& found) {
  for (const TextFinding& f : found) {
    const FindingKind kind = f.overflows   ? FindingKind::overflows
                             : f.truncated ? FindingKind::truncated
                                           : FindingKind::shrunk;
    if (!contains(ignored_by(in, f.name), kind)) in.findings.push_back({.kind = kind, .name = f.name, .value = f.size});
  }
}

// ---- Data that is not shown as it is

// The frame from which a chart or number stands at its last value.
double finished_at(const Layer& layer) {
  if (const auto* chart = std::get_if<ChartContent>(&layer.content)) return resting_frames(*chart).back();
  const auto* text = std::get_if<TextContent>(&layer.content);
  if (!text || !text->number || text->number->value.keys.empty()) return 0;
  return static_cast<double>(text->number->value.keys.back().frame);
}

void judge_ends(Inspection& in, const std::vector<Layer>& layers, const LayerTimes& times, FindingSet ignored) {
  for (const Layer& layer : layers) {
    const FindingSet unwanted = ignored | layer.ignored;
    const int64_t last = std::min(layer.out, times.end) - 1;
    if (const auto* group = std::get_if<GroupContent>(&layer.content))
      judge_ends(in, group->children, inside(times, layer), unwanted);
    const double missing = finished_at(layer) - static_cast<double>(last - layer.in);
    if (missing <= 0 || last < layer.in || contains(unwanted, FindingKind::unfinished)) continue;
    in.findings.push_back(
        {.kind = FindingKind::unfinished, .name = {&layer, {}}, .frame = times.at(last), .value = missing / in.fps});
  }
}

}  // namespace

Result<std::vector<Finding>> inspect(const Composition& composition, Assets& assets, cpu::Executor& executor,
                                     const std::function<bool()>& stop) {
  const Result<std::vector<TextFinding>> texts = inspect_text(composition, assets);
  if (!texts) return fail(texts.error());
  const auto stopped = [&] { return stop && stop(); };
  if (stopped()) return fail(Fault::failed, "stopped");
  Result<std::vector<TextLife>> lives = text_lives(composition, assets);
  if (!lives) return fail(std::move(lives.error()));
  const double fps = static_cast<double>(composition.fps.num) / static_cast<double>(composition.fps.den);
  Inspection in{composition, assets, executor, stop, pixel_unit(composition), fps, std::move(*lives), {}, {}};
  add_text_findings(in, *texts);
  for (const TextLife& life : in.lives) {
    judge_presence(in, life);
    judge_place(in, life);
    judge_time(in, life);
    judge_overlaps(in, life);
  }
  judge_ends(in, composition.layers, {.end = composition.frames}, 0);
  if (Result<void> clips = inspect_clips(composition, assets, in.findings); !clips)
    return fail(std::move(clips.error()));
  Errors errors;
  for (const TextLife& life : in.lives) judge_pixels(in, life, errors);
  if (stopped()) return fail(Fault::failed, "stopped");
  if (!errors.empty()) return fail(std::move(errors));
  return std::move(in.findings);
}

}  // namespace fp
