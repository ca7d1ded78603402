#include <fmt/format.h>

#include <charconv>

#include "encoder/codec/outputs.hpp"
#include "encoder/codec/rate.hpp"
#include "encoder/codec/sound.hpp"
#include "encoder/manifest/framehash.hpp"
#include "encoder/manifest/manifest.hpp"
#include "engine/core/file_hash.hpp"

namespace fp {
namespace {

// Reads members of the expected type and collects faults; on a fault the value is a harmless default.
struct Reader {
  std::string file;
  Errors errors{};

  void fault(const Json& at, std::string pointer, std::string message) {
    errors.push_back({.fault = Fault::invalid,
                      .file = file,
                      .line = at.span.line,
                      .column = at.span.column,
                      .pointer = std::move(pointer),
                      .message = std::move(message)});
  }

  const Json& member(const Json& object, const std::string& base, std::string_view key, Json::Type type,
                     const char* expected) {
    static const Json kNothing;
    const Json* value = object.is_object() ? object.find(key) : nullptr;
    if (value == nullptr) {
      fault(object, base, fmt::format("this manifest lacks \"{}\", expected {}", key, expected));
      return kNothing;
    }
    if (value->type != type) {
      fault(*value, base + child_pointer(key), fmt::format("expected {}", expected));
      return kNothing;
    }
    return *value;
  }
  const Json& object(const Json& in, const std::string& base, std::string_view key) {
    return member(in, base, key, Json::Type::object, "an object");
  }
  const Json& list(const Json& in, const std::string& base, std::string_view key) {
    return member(in, base, key, Json::Type::array, "a list");
  }
  std::string text(const Json& in, const std::string& base, std::string_view key) {
    return member(in, base, key, Json::Type::string, "a text").text;
  }
  int64_t integer(const Json& in, const std::string& base, std::string_view key, int64_t min, int64_t max) {
    const Json& value = member(in, base, key, Json::Type::number, "a whole number");
    int64_t number = min;
    if (!value.is_number()) return number;
    const char* end = value.text.data() + value.text.size();
    const auto [stop, error] = std::from_chars(value.text.data(), end, number);
    if (error != std::errc{} || stop != end || number < min || number > max) {
      fault(value, base + child_pointer(key), fmt::format("expected a whole number from {} to {}", min, max));
      return min;
    }
    return number;
  }
  Sha256 hash_of(const Json& value, const std::string& pointer) {
    const auto hash = value.is_string() ? parse_sha256(value.text) : std::nullopt;
    if (!hash) fault(value, pointer, "expected a SHA-256 as 64 lower-case hexadecimal digits");
    return hash.value_or(Sha256{});
  }
  Sha256 hash(const Json& in, const std::string& base, std::string_view key) {
    const Json& value = member(in, base, key, Json::Type::string, "a SHA-256");
    return value.is_string() ? hash_of(value, base + child_pointer(key)) : Sha256{};
  }
};

void read_data(Reader& r, const Json& data, Manifest& m) {
  for (const Json::Member& source : data.members) {
    const std::string base = "/data" + child_pointer(source.key);
    DataRecord record{.name = source.key,
                      .hash = r.hash(source.value, base, "sha256"),
                      .rows = r.integer(source.value, base, "rows", 0, INT64_MAX)};
    if (source.value.find("as_of") != nullptr) record.as_of = r.text(source.value, base, "as_of");
    m.data.push_back(std::move(record));
  }
}

void read_inputs(Reader& r, const Json& root, Manifest& m) {
  m.engine = r.text(r.object(root, "", "engine"), "/engine", "version");
  const Json& tpl = r.object(root, "", "template");
  m.template_name = r.text(tpl, "/template", "name");
  m.template_file = r.text(tpl, "/template", "file");
  m.template_hash = r.hash(tpl, "/template", "sha256");
  m.format = r.text(tpl, "/template", "format");
  const Json& row = r.object(root, "", "row");
  m.row_label = r.text(row, "/row", "label");
  m.row = r.object(row, "/row", "values");
  for (const Json::Member& asset : r.object(root, "", "assets").members) {
    m.assets[asset.key] = r.hash_of(asset.value, "/assets" + child_pointer(asset.key));
  }
  if (root.find("data") != nullptr) read_data(r, r.object(root, "", "data"), m);
}

void read_format(Reader& r, const Json& recipe, const std::string& base, Recipe& into) {
  const std::string name = r.text(recipe, base, "format");
  for (int i = 0; i < kPixelFormats; ++i) {
    const auto format = static_cast<PixelFormat>(i);
    if (layout(format).name != name || format == PixelFormat::rgba16) continue;
    into.format = format;
    return;
  }
  r.fault(recipe, base + "/format", fmt::format("there is no pixel format \"{}\"", name));
}

void read_sound(Reader& r, const Json& root, Manifest& m) {
  const Json& sound = r.object(root, "", "sound");
  const std::string base = "/sound";
  m.sound = SoundRecord{.codec = r.text(sound, base, "codec"),
                        .build = {.codec_library = r.text(sound, base, "library"),
                                  .encoder = r.text(sound, base, "build"),
                                  .options = r.text(sound, base, "options")},
                        .frames = r.integer(sound, base, "frames", 1, INT64_MAX),
                        .pcm = r.hash(sound, base, "pcm"),
                        .packets = r.hash(sound, base, "packets")};
}

void read_fps(Reader& r, const Json& recipe, const std::string& base, Recipe& into) {
  const std::string fps = r.text(recipe, base, "fps");
  if (const auto rate = parse_rate(fps)) {
    into.fps = *rate;
  } else {
    r.fault(recipe, base + "/fps", fmt::format("expected a frame rate such as \"30/1\", not \"{}\"", fps));
  }
}

void read_rate(Reader& r, const Json& recipe, const std::string& base, Recipe& into) {
  constexpr int64_t kMost = 10'000'000;
  const auto number = [&](std::string_view key, int& value) {
    if (recipe.find(key) != nullptr) value = static_cast<int>(r.integer(recipe, base, key, 1, kMost));
  };
  into.crf = static_cast<int>(r.integer(recipe, base, "crf", 0, 63));
  number("maxKbps", into.max_kbps);
  number("kbps", into.kbps);
  number("bufferKbit", into.buffer);
  if (recipe.find("rate") == nullptr) return;
  const std::string name = r.text(recipe, base, "rate");
  for (const RateControl rate : {RateControl::quantiser, RateControl::variable, RateControl::constant}) {
    if (name_of(rate) == name) into.rate = rate;
  }
  if (into.rate == RateControl::quality)
    r.fault(recipe, base + "/rate", fmt::format("there is no rate control \"{}\"", name));
}

void read_sound_recipe(Reader& r, const Json& recipe, const std::string& base, Recipe& into) {
  if (recipe.find("sound") == nullptr) return;
  into.sound = r.text(recipe, base, "sound");
  into.sound_kbps = static_cast<int>(r.integer(recipe, base, "soundKbps", 0, 10'000));
  if (find_sound_codec(into.sound) == nullptr)
    r.fault(recipe, base + "/sound", fmt::format("there is no sound codec \"{}\"", into.sound));
}

void read_pictures(Reader& r, const Json& recipe, const std::string& base, Recipe& into) {
  into.codec = r.text(recipe, base, "codec");
  into.width = static_cast<int32_t>(r.integer(recipe, base, "width", 1, kMaxCanvasSide));
  into.height = static_cast<int32_t>(r.integer(recipe, base, "height", 1, kMaxCanvasSide));
  into.preset = r.text(recipe, base, "preset");
  into.segment = r.integer(recipe, base, "segment", kMinSegment, kMaxSegment);
  if (recipe.find("format") != nullptr) read_format(r, recipe, base, into);
  read_rate(r, recipe, base, into);
}

// What a manifest of sound alone does not have: who encoded pictures, and where they were drawn.
void read_maker(Reader& r, const Json& root, const Json& encoder, Manifest& m) {
  m.build = {.codec_library = r.text(encoder, "/encoder", "library"),
             .encoder = r.text(encoder, "/encoder", "build"),
             .options = r.text(encoder, "/encoder", "options")};
  if (const Json* exact = encoder.find("exact"); exact != nullptr && exact->is_bool()) m.build.exact = exact->boolean;
  const Json& device = r.object(root, "", "device");
  m.device = {.kind = r.text(device, "/device", "kind"),
              .name = r.text(device, "/device", "name"),
              .driver = r.text(device, "/device", "driver"),
              .reason = r.text(device, "/device", "reason")};
}

void read_encoder(Reader& r, const Json& root, Manifest& m) {
  const Json& encoder = r.object(root, "", "encoder");
  const Json& recipe = r.object(encoder, "/encoder", "recipe");
  const std::string base = "/encoder/recipe";
  m.recipe.codec.clear();
  if (recipe.find("container") != nullptr) m.recipe.container = r.text(recipe, base, "container");
  read_sound_recipe(r, recipe, base, m.recipe);
  read_fps(r, recipe, base, m.recipe);
  const OutputKind* kind = kind_of(m.recipe.container);
  if (kind == nullptr || !kind->videos.empty()) {
    read_maker(r, root, encoder, m);
    read_pictures(r, recipe, base, m.recipe);
  }
  if (!r.errors.empty()) return;
  if (auto good = check(m.recipe); !good) {
    for (const Diagnostic& d : good.error()) r.fault(recipe, base, d.message);
  }
}

NamedHash read_file_record(Reader& r, const Json& file, const std::string& base) {
  NamedHash record{r.text(file, base, "file"),
                   {static_cast<uint64_t>(r.integer(file, base, "size", 0, INT64_MAX)), r.hash(file, base, "sha256")}};
  if (record.name.find('/') != std::string::npos || record.name.empty() || record.name.front() == '.')
    r.fault(file, base + "/file", "expected the plain name of a file beside the manifest");
  return record;
}

void read_output(Reader& r, const Json& root, Manifest& m) {
  const Json& output = r.object(root, "", "output");
  const NamedHash whole = read_file_record(r, output, "/output");
  m.output_file = whole.name;
  m.output_size = whole.file.size;
  m.output_hash = whole.file.hash;
  if (root.find("captions") != nullptr) m.captions = read_file_record(r, r.object(root, "", "captions"), "/captions");
  if (m.recipe.container != "png") return;
  const Json& pictures = r.list(output, "/output", "pictures");
  for (size_t i = 0; i < pictures.items.size(); ++i)
    m.pictures.push_back(read_file_record(r, pictures.items[i], "/output/pictures" + child_pointer(i)));
}

void read_frames(Reader& r, const Json& root, Manifest& m) {
  const Json& frames = r.object(root, "", "frames");
  m.first_frame = r.integer(frames, "/frames", "first", 0, kMaxFrames);
  const int64_t count = r.integer(frames, "/frames", "count", 1, kMaxFrames);
  m.length = count;
  if (m.recipe.codec.empty()) return;  // sound alone
  const Json& lines = r.list(frames, "/frames", "framehash");
  const size_t bytes = frame_bytes(m.recipe.format, m.recipe.width, m.recipe.height);
  for (size_t i = 0; i < lines.items.size(); ++i) {
    const Json& line = lines.items[i];
    if (!line.text.empty() && line.text.front() == '#') continue;
    const auto number = static_cast<int64_t>(m.hashes.size());
    const auto hash =
        line.text.size() > 64 ? parse_sha256(std::string_view(line.text).substr(line.text.size() - 64)) : std::nullopt;
    if (!hash || line.text != framehash_line(number, bytes, *hash)) {
      r.fault(line, "/frames/framehash" + child_pointer(i),
              fmt::format("expected the framehash line of frame {}", number));
      return;
    }
    m.hashes.push_back(*hash);
  }
  const Json& identities = r.list(frames, "/frames", "displayLists");
  for (size_t i = 0; i < identities.items.size(); ++i) {
    m.identities.push_back(r.hash_of(identities.items[i], "/frames/displayLists" + child_pointer(i)));
  }
  if (m.hashes.size() != static_cast<size_t>(count) || m.identities.size() != m.hashes.size()) {
    r.fault(frames, "/frames",
            fmt::format("expected {} frame hashes and as many display lists, found {} and {}", count, m.hashes.size(),
                        m.identities.size()));
  }
  if (m.recipe.container == "png" && m.pictures.size() != m.hashes.size()) {
    r.fault(frames, "/frames", fmt::format("expected {} pictures, found {}", count, m.pictures.size()));
  }
}

void read_segments(Reader& r, const Json& root, Manifest& m) {
  const Json& segments = r.list(root, "", "segments");
  int64_t next = 0;
  for (size_t i = 0; i < segments.items.size(); ++i) {
    const Json& s = segments.items[i];
    const std::string base = "/segments" + child_pointer(i);
    SegmentRecord record{.first = r.integer(s, base, "first", 0, kMaxFrames),
                         .frames = r.integer(s, base, "frames", 1, kMaxFrames),
                         .identity = r.hash(s, base, "identity"),
                         .hash = r.hash(s, base, "sha256")};
    if (record.first != next)
      r.fault(s, base + "/first", fmt::format("expected {}: segments follow one another", next));
    next = record.first + record.frames;
    m.segments.push_back(record);
  }
  if (r.errors.empty() && next != static_cast<int64_t>(m.hashes.size())) {
    r.fault(segments, "/segments", fmt::format("the segments hold {} frames and the video {}", next, m.hashes.size()));
  }
}

}  // namespace

Result<Manifest> parse_manifest(std::string_view text, const std::string& file) {
  auto root = parse_json(text, file);
  if (!root) return fail(std::move(root.error()));
  Reader r{.file = file};
  Manifest m;
  if (!root->is_object() || root->find("manifest") == nullptr) {
    r.fault(*root, "", "this is not a Framepress manifest: it has no \"manifest\" version");
    return fail(std::move(r.errors));
  }
  r.integer(*root, "", "manifest", kManifestVersion, kManifestVersion);
  read_inputs(r, *root, m);
  read_encoder(r, *root, m);
  if (root->find("for") != nullptr) m.platform = r.text(*root, "", "for");
  if (root->find("sound") != nullptr) read_sound(r, *root, m);
  read_output(r, *root, m);
  if (r.errors.empty()) read_frames(r, *root, m);
  if (r.errors.empty() && !m.recipe.codec.empty()) read_segments(r, *root, m);
  if (!r.errors.empty()) return fail(std::move(r.errors));
  return m;
}

}  // namespace fp
