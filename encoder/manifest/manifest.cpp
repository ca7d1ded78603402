#include "encoder/manifest/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "encoder/codec/outputs.hpp"

namespace fp {
namespace {

using Differences = std::vector<Difference>;

void compare_frames(const Manifest& a, const Manifest& b, Differences& out) {
  const auto first_difference = [](const std::vector<Sha256>& x, const std::vector<Sha256>& y) {
    const auto [at, ignored] = std::ranges::mismatch(x, y);
    const bool same = at == x.end() && x.size() == y.size();
    return same ? int64_t{-1} : static_cast<int64_t>(at - x.begin());
  };
  if (a.hashes.size() != b.hashes.size()) {
    out.push_back(
        {.stage = "display list", .message = fmt::format("{} frames, now {}", a.hashes.size(), b.hashes.size())});
  }
  // A changed list is named only where it shows: equal pixels from another list are no difference to a viewer.
  if (const int64_t frame = first_difference(a.hashes, b.hashes); frame >= 0) {
    const auto i = static_cast<size_t>(frame);
    const bool list = i >= a.identities.size() || i >= b.identities.size() || a.identities[i] != b.identities[i];
    out.push_back({.stage = list ? "display list" : "pixels",
                   .frame = frame,
                   .message = list ? fmt::format("frame {} is composed differently", frame)
                                   : fmt::format("frame {} is composed alike and drawn differently", frame)});
  } else if (const int64_t list = first_difference(a.identities, b.identities); list >= 0) {
    out.push_back({.stage = "display list",
                   .frame = list,
                   .message = fmt::format("frame {} is composed differently, though its pixels are the same", list)});
  }
}

void compare_sound(const Manifest& a, const Manifest& b, Differences& out) {
  if (a.sound.has_value() != b.sound.has_value()) {
    out.push_back({.stage = "sound", .message = a.sound ? "there was sound, now there is none" : "there is sound now"});
  } else if (a.sound && (a.sound->pcm != b.sound->pcm || a.sound->frames != b.sound->frames)) {
    out.push_back({.stage = "sound", .message = "the mixed sound differs"});
  } else if (a.sound && a.sound->packets != b.sound->packets) {
    out.push_back({.stage = "encoder",
                   .message = fmt::format("equal sound is encoded differently (made with {} in {}, this is {} in {})",
                                          a.sound->build.encoder, a.sound->build.codec_library, b.sound->build.encoder,
                                          b.sound->build.codec_library)});
  }
}

bool same_captions(const Manifest& a, const Manifest& b) {
  if (!a.captions || !b.captions) return a.captions.has_value() == b.captions.has_value();
  return a.captions->name == b.captions->name && a.captions->file.hash == b.captions->file.hash;
}

void compare_captions(const Manifest& a, const Manifest& b, Differences& out) {
  if (!same_captions(a, b)) out.push_back({.stage = "captions", .message = "the file of captions differs"});
}

void compare_bytes(const Manifest& a, const Manifest& b, Differences& out) {
  if (a.hashes != b.hashes) return;  // other frames: the bytes cannot agree
  if (!a.build.exact) return;        // a hardware encoder's bytes are recorded, not promised
  if (a.build.codec_library != b.build.codec_library || a.build.encoder != b.build.encoder ||
      a.build.options != b.build.options) {
    out.push_back({.stage = "encoder",
                   .message = fmt::format("made with {} in {}, this is {} in {}", a.build.encoder,
                                          a.build.codec_library, b.build.encoder, b.build.codec_library)});
  }
  const size_t segments = std::min(a.segments.size(), b.segments.size());
  for (size_t i = 0; i < segments; ++i) {
    if (a.segments[i].hash == b.segments[i].hash) continue;
    out.push_back({.stage = "encoder",
                   .frame = a.segments[i].first,
                   .message = fmt::format("the segment at frame {} is encoded differently", a.segments[i].first)});
    return;
  }
  const auto packets = [](const Manifest& m) { return m.sound ? m.sound->packets : Sha256{}; };
  if (a.output_hash != b.output_hash && packets(a) == packets(b)) {
    out.push_back({.stage = "file", .message = "all segments are the same and the file around them is not"});
  }
}

}  // namespace

std::vector<Difference> compare_inputs(const Manifest& a, const Manifest& b) {
  Differences out;
  if (a.engine != b.engine) {
    out.push_back({.stage = "engine", .message = fmt::format("made by framepress {}, this is {}", a.engine, b.engine)});
  }
  if (a.template_hash != b.template_hash) {
    out.push_back({.stage = "template", .message = fmt::format("the template {} has changed", a.template_file)});
  }
  for (const auto& [name, hash] : a.assets) {
    const auto found = b.assets.find(name);
    if (found == b.assets.end()) {
      out.push_back({.stage = "asset", .message = fmt::format("{} is no longer used", name)});
    } else if (found->second != hash) {
      out.push_back({.stage = "asset", .message = fmt::format("{} has changed", name)});
    }
  }
  for (const auto& [name, hash] : b.assets) {
    if (!a.assets.contains(name))
      out.push_back({.stage = "asset", .message = fmt::format("{} was not used before", name)});
  }
  if (!equal(a.row, b.row)) out.push_back({.stage = "row", .message = "the row's values differ"});
  if (a.recipe != b.recipe || a.first_frame != b.first_frame) {
    out.push_back({.stage = "recipe",
                   .message = fmt::format("{} from frame {}, now {} from frame {}", canonical_text(a.recipe),
                                          a.first_frame, canonical_text(b.recipe), b.first_frame)});
  }
  return out;
}

std::vector<Difference> compare(const Manifest& recorded, const Manifest& again) {
  Differences out = compare_inputs(recorded, again);
  compare_frames(recorded, again, out);
  compare_sound(recorded, again, out);
  compare_captions(recorded, again, out);
  compare_bytes(recorded, again, out);
  return out;
}

bool same_inputs(const Manifest& a, const Manifest& b) {
  const bool same_build = a.build.codec_library == b.build.codec_library && a.build.encoder == b.build.encoder &&
                          a.build.options == b.build.options;
  return compare_inputs(a, b).empty() && same_build && a.platform == b.platform && a.format == b.format &&
         a.row_label == b.row_label && a.template_file == b.template_file && frames_of(a) == frames_of(b) &&
         same_captions(a, b);
}

int64_t frames_of(const Manifest& m) {
  return m.hashes.empty() ? m.length : static_cast<int64_t>(m.hashes.size());
}

Errors changed_files(const Manifest& m, const std::filesystem::path& folder) {
  Errors errors;
  const auto hold = [&](const NamedHash& recorded) {
    const std::filesystem::path file = folder / recorded.name;
    auto found = hash_file(file);
    if (!found) {
      std::ranges::move(found.error(), std::back_inserter(errors));
    } else if (found->hash != recorded.file.hash || found->size != recorded.file.size) {
      errors.push_back({.fault = Fault::not_reproducible,
                        .message = fmt::format("the bytes of {} are not those that were made", file.string())});
    }
  };
  if (m.pictures.empty()) hold({m.output_file, {m.output_size, m.output_hash}});
  for (const NamedHash& picture : m.pictures) hold(picture);
  if (m.captions) hold(*m.captions);
  return errors;
}

std::filesystem::path manifest_path(const std::filesystem::path& output) {
  if (is_sequence(output.string())) {
    std::string stem = output.stem().string();
    stem.resize(stem.find('#'));
    while (!stem.empty() && std::string_view("-_. ").find(stem.back()) != std::string_view::npos) stem.pop_back();
    return output.parent_path() / ((stem.empty() ? "frames" : stem) + ".manifest.json");
  }
  return std::filesystem::path(output).replace_extension(".manifest.json");
}

Result<std::string> portable_name(const std::filesystem::path& file, const std::filesystem::path& folder) {
  std::error_code error;
  // Made absolute first: a folder that is not there yet would stay relative.
  const auto whole = [&error](const std::filesystem::path& path) {
    const auto full = std::filesystem::absolute(path.empty() ? "." : path, error);
    return error ? full : std::filesystem::weakly_canonical(full, error);
  };
  const auto from = whole(folder);
  const auto to = error ? from : whole(file);
  if (error) {
    return fail({.file = file.string(),
                 .message = fmt::format("cannot be found from the folder {}: {}", folder.string(), error.message())});
  }
  // Climbing to the root would spell out where this machine keeps its files.
  auto here = from.begin(), there = to.begin();
  int shared = 0;
  for (; here != from.end() && there != to.end() && *here == *there; ++here, ++there) ++shared;
  if (shared < 2) return file.filename().string();
  return to.lexically_relative(from).generic_string();
}

Sha256 segment_identity(const Recipe& recipe, const std::vector<Sha256>& identities, int64_t first, int64_t frames) {
  ByteWriter writer;
  writer.put_text("framepress segment 1").put_text(segment_text(recipe)).put(frames);
  for (int64_t i = first; i < first + frames; ++i) writer.put(identities[static_cast<size_t>(i)].bytes);
  return writer.sha();
}

}  // namespace fp
