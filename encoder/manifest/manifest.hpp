// What a finished video was made of, as JSON beside it: enough to make it again and to say where a second attempt
// differs. No time, host, user or absolute path: equal inputs give equal manifests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "encoder/codec/codec.hpp"
#include "engine/core/file_hash.hpp"
#include "engine/core/hash.hpp"
#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/render/device.hpp"
#include "engine/template/template.hpp"

namespace fp {

inline constexpr int64_t kManifestVersion = 1;

struct SegmentRecord {
  int64_t first = 0, frames = 0;
  Sha256 identity;  // of the recipe and the display lists of its frames: equal identity, equal bytes
  Sha256 hash;      // of its packets
};

// The sound in the file.
struct SoundRecord {
  std::string codec;  // as Recipe::sound
  CodecBuild build;
  int64_t frames = 0;  // sample frames at 48 kHz
  Sha256 pcm, packets;
};

struct Manifest {
  std::string engine;  // version
  std::string template_name;
  std::string template_file;  // relative to the manifest's folder, or just the name where that would climb out to "/"
  Sha256 template_hash;
  std::string format;
  std::string row_label;                 // "products.csv:14"
  Json row = Json::object();             // every parameter's value
  std::vector<DataRecord> data;          // what the template's data sources said
  std::string platform;                  // that it was made for, which decides how loud it is; "": none
  int64_t first_frame = 0;               // of the composition; everything below counts from it
  int64_t length = 0;                    // frames from there on; of sound alone, which has no hashes, all there is
  std::map<std::string, Sha256> assets;  // pictures and fonts by name beneath the template's folder
  DeviceDescription device;
  Recipe recipe;
  CodecBuild build;
  std::optional<SoundRecord> sound;  // absent: the file has none
  std::vector<SegmentRecord> segments;
  std::vector<Sha256> identities;  // display list of each frame
  std::vector<Sha256> hashes;      // pixels of each frame, in the recipe's format
  std::string output_file;         // name only: it stands beside the manifest; "####.png" of numbered pictures
  uint64_t output_size = 0;        // of all pictures together
  Sha256 output_hash;              // of their bytes one after the other
  std::vector<NamedHash> pictures;
  std::optional<NamedHash> captions;  // the file of captions beside it
};

int64_t frames_of(const Manifest& manifest);

std::string write_manifest(const Manifest& manifest);  // ends with newline
// Everything is checked; faults carry file:line:col.
Result<Manifest> parse_manifest(std::string_view text, const std::string& file);

// What is not as recorded of the files beside a manifest in `folder`, a fault each: Fault::missing for those that
// cannot be read, Fault::not_reproducible for those with other bytes.
Errors changed_files(const Manifest& manifest, const std::filesystem::path& folder);

// "out/a.mp4" -> "out/a.manifest.json"; of numbered pictures "out/ad-####.png" -> "out/ad.manifest.json", and
// "out/####.png" -> "out/frames.manifest.json".
std::filesystem::path manifest_path(const std::filesystem::path& output);

// How a manifest in `folder` names `file`.
Result<std::string> portable_name(const std::filesystem::path& file, const std::filesystem::path& folder);

Sha256 segment_identity(const Recipe& recipe, const std::vector<Sha256>& identities, int64_t first, int64_t frames);

// The first thing in which a second making differs from the record, in the order of the pipeline; empty message:
// nothing does.
struct Difference {
  std::string
      stage;  // "template", "asset", "row", "recipe", "display list", "pixels", "sound", "encoder", "file", "captions"
  int64_t frame = -1;  // where there is one
  std::string message;
};
std::vector<Difference> compare(const Manifest& recorded, const Manifest& again);
// The part of it that concerns the engine, template, row, assets and recipe.
std::vector<Difference> compare_inputs(const Manifest& recorded, const Manifest& again);
// Whether both were made of the same template, row, assets and frames by the same engine, encoder and recipe.
bool same_inputs(const Manifest& a, const Manifest& b);

}  // namespace fp
