#include "encoder/codec/choose.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "engine/core/json.hpp"

namespace fp {
namespace {

bool is_hardware(const Codec& codec) {
  return codec.path != nullptr;
}

EncoderChoice chosen(const Codec& codec, std::string_view why) {
  return {std::string(codec.name), fmt::format("{}: {}", codec.encoder, why)};
}

Result<CodecBuild> build_with(const Codec& codec, Recipe recipe) {
  recipe.codec = codec.name;
  return codec.build(recipe);
}

Result<EncoderChoice> choose_freely(const Codec& software, const Codec* hardware, bool exact, const Recipe& recipe) {
  if (hardware == nullptr) return chosen(software, "it is what makes this");
  if (exact) return chosen(software, "it makes the same bytes every time, hardware does not promise that");
  if (!takes(*hardware, recipe.format))
    return chosen(software, fmt::format("{} does not take {}", hardware->encoder, layout(recipe.format).name));
  auto build = build_with(*hardware, recipe);
  if (build) return chosen(*hardware, fmt::format("on {}, it is there and takes this video", build->encoder));
  // The reason alone: hints say what to do about an encoder that was asked for, and none was.
  return chosen(software, fmt::format("{} is not available ({})", hardware->encoder, build.error().front().message));
}

std::unexpected<Errors> no_such(const EncoderWish& wish, const std::vector<std::string>& makers) {
  const std::vector<std::string> names = encoder_names();
  if (std::ranges::find(names, wish.encoder) != names.end()) {
    return fail(Fault::usage, fmt::format("the encoder {} does not make {}; {} does", wish.encoder, wish.format,
                                          fmt::join(makers, ", ")));
  }
  std::string near = closest(std::string(wish.encoder), names);
  for (const std::string& name : names) {  // "h264_nvenc", "libx264"
    if (wish.encoder.find(name) != wish.encoder.npos) near = name;
  }
  return fail(
      Fault::usage,
      fmt::format("there is no encoder \"{}\"; {} is made by {}", wish.encoder, wish.format, fmt::join(makers, ", ")),
      near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
}

}  // namespace

std::vector<std::string> encoder_names() {
  std::vector<std::string> names = {"auto"};
  for (const Codec* codec : codecs()) {
    if (std::ranges::find(names, codec->encoder) == names.end()) names.emplace_back(codec->encoder);
  }
  return names;
}

Result<EncoderChoice> choose_encoder(const EncoderWish& wish, const Recipe& recipe) {
  const Codec *software = nullptr, *hardware = nullptr, *named = nullptr;
  std::vector<std::string> makers;
  for (const Codec* codec : codecs()) {
    if (codec->video != wish.format) continue;
    makers.emplace_back(codec->encoder);
    const Codec*& first = is_hardware(*codec) ? hardware : software;
    if (first == nullptr) first = codec;
    if (named == nullptr && codec->encoder == wish.encoder) named = codec;
  }
  if (software == nullptr) return fail(Fault::no_device, fmt::format("this build has no encoder of {}", wish.format));
  if (wish.encoder == "auto") return choose_freely(*software, hardware, wish.exact, recipe);
  if (named == nullptr) return no_such(wish, makers);
  if (!is_hardware(*named)) return chosen(*named, "asked for");
  auto build = build_with(*named, recipe);
  if (!build) return fail(std::move(build.error()));
  return chosen(*named, fmt::format("on {}, asked for", build->encoder));
}

}  // namespace fp
