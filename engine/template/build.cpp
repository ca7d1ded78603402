#include "engine/template/build.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/fault_at.hpp"
#include "engine/template/references.hpp"

namespace fp {
namespace {

void read_rate(Build& build, const Json& canvas) {
  const Json* fps = canvas.find("fps");
  if (!fps) return;  // Composition's default
  const std::optional<Rational> rate = parse_rate(fps->text);
  if (!rate || rate->num < rate->den || rate->num > 240 * rate->den) {
    return report(build, *fps, "/canvas/fps",
                  fmt::format("expected from 1 to 240 frames per second, found {}", fps->text),
                  "exact rates are written as fractions: \"30\", \"30000/1001\"");
  }
  build.composition.fps = *rate;
}

void read_canvas(Build& build, const Json& canvas, const Json& layers) {
  Composition& composition = build.composition;
  const Json& size = *canvas.find("size");
  composition.width = static_cast<int32_t>(size.items[0].number);
  composition.height = static_cast<int32_t>(size.items[1].number);
  if (int64_t{composition.width} * composition.height > kMaxCanvasPixels) {
    report(build, size, "/canvas/size",
           fmt::format("a canvas of {} x {} holds more than the most allowed, {} pixels", composition.width,
                       composition.height, kMaxCanvasPixels));
  }
  read_rate(build, canvas);
  const Json* blending = canvas.find("blending");
  composition.linear = blending && blending->text == "linear";
  if (const Json* blur = canvas.find("motionBlur")) {
    if (const Json* shutter = blur->find("shutter")) composition.motion_blur.shutter = shutter->number;
    if (const Json* samples = blur->find("samples"))
      composition.motion_blur.samples = static_cast<int>(samples->number);
  }
  const Json& duration = *canvas.find("duration");
  const bool automatic = duration.text == "auto";
  const std::optional<int64_t> frames =
      automatic ? last_sequence_end(build, layers) : parse_time(duration.text, composition.fps);
  if (automatic && !frames) {
    return report(
        build, duration, "/canvas/duration",
        "\"auto\" is as long as the sequences among the canvas's layers, and there is none that says how long it lasts",
        "give every scene a \"duration\", or the canvas");
  }
  if (!frames || *frames < 1 || *frames > kMaxFrames) {
    report(build, duration, "/canvas/duration",
           fmt::format("expected a duration of 1 to {} frames, found {}", kMaxFrames,
                       frames ? fmt::format("{} frames", *frames) : duration.text));
  }
  composition.frames = std::clamp<int64_t>(frames.value_or(1), 1, kMaxFrames);
  if (const Json* background = canvas.find("background")) {
    composition.background = read_color(build, *background, "/canvas/background");
  }
}

}  // namespace

void report(const Build& build, const Json& at, std::string pointer, std::string message, std::string hint) {
  build.errors.push_back(fault_at(build.tpl.file, at.span, std::move(pointer), std::move(message), std::move(hint)));
}

void report(const LayerScope& scope, const Json& at, std::string_view key, std::string message, std::string hint) {
  report(scope.build, at, key.empty() ? scope.pointer : scope.pointer + child_pointer(key), std::move(message),
         std::move(hint));
}

Result<Composition> build_composition(const Template& tpl, const Json& resolved, const std::string& format,
                                      const std::string& row_label) {
  Errors errors = validate_document(resolved, tpl.file, true);
  if (!errors.empty()) return fail(std::move(errors));

  Composition composition;
  composition.name = tpl.name;
  composition.format = format.empty() && !tpl.formats.empty() ? tpl.formats.front() : format;
  composition.locale = tpl.locale;
  composition.row_label = row_label;
  composition.fonts = tpl.fonts;
  composition.hyphenation = tpl.hyphenation;
  Build build{tpl, composition, errors};
  if (const Json* said = resolved.find("style"); said && !said->is_null()) {
    Result<Style> style = read_style(*said, tpl.imports, tpl.file);
    if (!style) return fail(std::move(style.error()));
    build.style = *std::move(style);
  }
  read_canvas(build, *resolved.find("canvas"), *resolved.find("layers"));
  if (errors.empty()) {  // without a sound canvas, every time and percentage would be a fault of its own
    const Enclosure canvas{
        .size = {composition.width, composition.height}, .frames = composition.frames, .canvas = true};
    if (const Json* sound = resolved.find("sound"); sound && sound->is_object()) read_mastering(build, *sound);
    read_safe_area(build, *resolved.find("canvas"), canvas);
    composition.layers = read_layers(build, *resolved.find("layers"), canvas, "/layers", "");
    place_cues(build);
    bind_sounds(build, resolved);
  }
  Errors references = check_references(resolved, tpl.file, tpl.fonts, true);
  errors.insert(errors.end(), references.begin(), references.end());
  const Errors ducks = check_ducks(resolved, tpl.file, &tpl.document);
  errors.insert(errors.end(), ducks.begin(), ducks.end());
  if (!errors.empty()) {
    std::ranges::stable_sort(errors, {}, [](const Diagnostic& d) { return std::pair(d.line, d.column); });
    return fail(std::move(errors));
  }
  return composition;
}

}  // namespace fp
