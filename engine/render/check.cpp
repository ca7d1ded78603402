#include "engine/render/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/display/lower.hpp"
#include "engine/render/asset_hashes.hpp"

namespace fp {
namespace {

// How bad, to compare findings of one kind.
double weight(const CheckFinding& f) {
  switch (f.kind) {
    case FindingKind::shrunk:
    case FindingKind::truncated:
    case FindingKind::overflows:
      return -f.value;
    case FindingKind::contrast:
    case FindingKind::reading_time:
      return -f.value / f.needed;
    default:
      return f.value;
  }
}

}  // namespace

std::string summary_of(const CheckFinding& f) {
  switch (f.kind) {
    case FindingKind::shrunk:
      return fmt::format("text shrunk to {:.4g} px", f.value);
    case FindingKind::truncated:
      return "text truncated";
    case FindingKind::overflows:
      return "text overflows";
    case FindingKind::safe_area:
      return fmt::format("text {:.0f} px outside the safe area", f.value);
    case FindingKind::clipped:
      return fmt::format("text cut off by {:.0f} px", f.value);
    case FindingKind::contrast:
      return fmt::format("text with a contrast of {:.2f}, needs {:.1f} ({} on {})", f.value, f.needed, f.letters,
                         f.background);
    case FindingKind::overlap:
      return fmt::format("text over that of layer \"{}\" ({:.0f} % of a letter)", f.other, f.value * 100);
    case FindingKind::hidden:
      return fmt::format("text hidden by other layers ({:.0f} %)", f.value * 100);
    case FindingKind::reading_time:
      return fmt::format("text readable for {:.2f} s, needs {:.2f} s", f.value, f.needed);
    case FindingKind::unfinished:
      return fmt::format("the last value would stand only {:.2f} s later", f.value);
    case FindingKind::cut_off:
      return fmt::format("sound cut off at {:.0f} dB (\"fadeOut\" ends it softly)", f.value);
    case FindingKind::frozen:
      return fmt::format("footage ends {:.2f} s early and its last picture stands", f.value);
    case FindingKind::interlaced:
      return "interlaced footage, whose fields are shown as one picture, with combs where it moves (deinterlace the "
             "file)";
  }
  return {};
}

namespace {

std::string line_of(const CheckFinding& f, size_t count) {
  std::string text = fmt::format("{}:{}:{}: {} in layer \"{}\"", f.location.file, f.location.line, f.location.column,
                                 summary_of(f), f.layer);
  if (!f.part.empty()) text += fmt::format(" ({})", f.part);
  if (f.frame >= 0) text += fmt::format(", at {:.2f} s (frame {})", f.seconds, f.frame);
  if (!f.format.empty()) text += ", format " + f.format;
  if (!f.row.empty()) text += ", row " + f.row;
  if (count > 1) text += fmt::format(" (the worst of {} rows)", count);
  return text;
}

}  // namespace

CheckFinding kept(const Finding& f, const Composition& composition, const std::string& row) {
  const auto hex = [](const std::optional<Color>& c) { return c ? to_string(Color{c->r, c->g, c->b, 1}) : ""; };
  return {.kind = f.kind,
          .row = row,
          .format = composition.format,
          .layer = f.name.layer->id,
          .part = f.name.part,
          .other = f.other.layer ? f.other.layer->id : "",
          .location = f.name.layer->location,
          .frame = f.frame,
          .seconds = static_cast<double>(std::max<int64_t>(f.frame, 0)) * static_cast<double>(composition.fps.den) /
                     static_cast<double>(composition.fps.num),
          .value = f.value,
          .needed = f.needed,
          .letters = hex(f.letters),
          .background = hex(f.background)};
}

std::vector<FindingGroup> groups_of(const std::vector<CheckFinding>& findings) {
  std::vector<FindingGroup> groups;
  for (size_t i = 0; i < findings.size(); ++i) {
    const CheckFinding& f = findings[i];
    const auto same = std::ranges::find_if(groups, [&](const FindingGroup& g) {
      const CheckFinding& worst = findings[g.worst];
      return worst.kind == f.kind && worst.layer == f.layer && worst.part == f.part && worst.format == f.format;
    });
    if (same == groups.end()) {
      groups.push_back({i, 1});
      continue;
    }
    ++same->count;
    if (weight(f) > weight(findings[same->worst])) same->worst = i;
  }
  return groups;
}

std::vector<std::string> lines_of(const std::vector<CheckFinding>& findings) {
  std::vector<std::string> lines;
  for (const auto& [worst, count] : groups_of(findings)) lines.push_back(line_of(findings[worst], count));
  return lines;
}

Errors missing_assets(const Composition& composition, Assets& assets) {
  if (auto hashes = asset_hashes(composition, assets); !hashes) return std::move(hashes.error());
  if (auto text = inspect_text(composition, assets); !text) return std::move(text.error());
  return {};
}

Json to_json(const CheckFinding& f) {
  Json j = Json::object();
  j.set("kind", Json::of(std::string(name_of(f.kind))));
  j.set("layer", Json::of(f.layer));
  if (!f.part.empty()) j.set("part", Json::of(f.part));
  j.set("format", Json::of(f.format));
  j.set("row", Json::of(f.row));
  if (f.frame >= 0) {
    j.set("frame", Json::of(f.frame));
    j.set("time", Json::of(f.seconds));
  }
  switch (f.kind) {
    case FindingKind::shrunk:
    case FindingKind::truncated:
    case FindingKind::overflows:
      j.set("size", Json::of(f.value));
      break;
    case FindingKind::safe_area:
    case FindingKind::clipped:
      j.set("pixels", Json::of(f.value));
      break;
    case FindingKind::contrast:
      j.set("ratio", Json::of(f.value));
      j.set("needed", Json::of(f.needed));
      j.set("color", Json::of(f.letters));
      j.set("background", Json::of(f.background));
      break;
    case FindingKind::overlap:
      j.set("other", Json::of(f.other));
      [[fallthrough]];
    case FindingKind::hidden:
      j.set("share", Json::of(f.value));
      break;
    case FindingKind::reading_time:
      j.set("needed", Json::of(f.needed));
      [[fallthrough]];
    case FindingKind::unfinished:
    case FindingKind::frozen:
      j.set("seconds", Json::of(f.value));
      break;
    case FindingKind::cut_off:
      j.set("decibels", Json::of(f.value));
      break;
    case FindingKind::interlaced:
      break;
  }
  j.set("file", Json::of(f.location.file));
  j.set("line", Json::of(int64_t{f.location.line}));
  j.set("column", Json::of(int64_t{f.location.column}));
  return j;
}

}  // namespace fp
