#include <fmt/format.h>

#include "encoder/codec/rate.hpp"
#include "encoder/manifest/framehash.hpp"
#include "encoder/manifest/manifest.hpp"

namespace fp {
namespace {

Json text(const std::string& value) {
  return Json::of(value);
}
Json hex(const Sha256& hash) {
  return Json::of(to_hex(hash));
}

Json template_json(const Manifest& m) {
  Json j = Json::object();
  j.set("name", text(m.template_name));
  j.set("file", text(m.template_file));
  j.set("sha256", hex(m.template_hash));
  j.set("format", text(m.format));
  return j;
}

Json row_json(const Manifest& m) {
  Json j = Json::object();
  j.set("label", text(m.row_label));
  j.set("values", m.row);
  return j;
}

Json device_json(const Manifest& m) {
  Json j = Json::object();
  j.set("kind", text(m.device.kind));
  j.set("name", text(m.device.name));
  j.set("driver", text(m.device.driver));
  j.set("reason", text(m.device.reason));
  return j;
}

void set_sound(const Recipe& r, Json& recipe) {
  if (r.sound.empty()) return;
  recipe.set("sound", text(r.sound));
  recipe.set("soundKbps", Json::of(int64_t{r.sound_kbps}));
}

Json sound_alone_json(const Recipe& r) {
  Json recipe = Json::object();
  recipe.set("fps", text(fmt::format("{}/{}", r.fps.num, r.fps.den)));
  recipe.set("container", text(r.container));
  set_sound(r, recipe);
  recipe.set("text", text(canonical_text(r)));
  Json j = Json::object();
  j.set("recipe", std::move(recipe));
  return j;
}

Json encoder_json(const Manifest& m) {
  if (m.recipe.codec.empty()) return sound_alone_json(m.recipe);
  Json recipe = Json::object();
  recipe.set("codec", text(m.recipe.codec));
  recipe.set("width", Json::of(int64_t{m.recipe.width}));
  recipe.set("height", Json::of(int64_t{m.recipe.height}));
  recipe.set("fps", text(fmt::format("{}/{}", m.recipe.fps.num, m.recipe.fps.den)));
  recipe.set("crf", Json::of(int64_t{m.recipe.crf}));
  recipe.set("preset", text(m.recipe.preset));
  recipe.set("segment", Json::of(m.recipe.segment));
  // What MP4 with H.264 and without sound does not need to say is left out: such manifests stay as they were.
  if (m.recipe.container != "mp4") recipe.set("container", text(m.recipe.container));
  if (m.recipe.format != PixelFormat::yuv420p8) recipe.set("format", text(std::string(layout(m.recipe.format).name)));
  if (m.recipe.max_kbps > 0) recipe.set("maxKbps", Json::of(int64_t{m.recipe.max_kbps}));
  if (m.recipe.rate != RateControl::quality) recipe.set("rate", text(std::string(name_of(m.recipe.rate))));
  if (m.recipe.kbps > 0) recipe.set("kbps", Json::of(int64_t{m.recipe.kbps}));
  if (m.recipe.buffer > 0) recipe.set("bufferKbit", Json::of(int64_t{m.recipe.buffer}));
  set_sound(m.recipe, recipe);
  recipe.set("text", text(canonical_text(m.recipe)));
  Json j = Json::object();
  j.set("library", text(m.build.codec_library));
  j.set("build", text(m.build.encoder));
  j.set("options", text(m.build.options));
  if (!m.build.exact) j.set("exact", Json::of(false));  // recorded, not promised
  j.set("recipe", std::move(recipe));
  return j;
}

Json sound_json(const SoundRecord& s) {
  Json j = Json::object();
  j.set("codec", text(s.codec));
  j.set("library", text(s.build.codec_library));
  j.set("build", text(s.build.encoder));
  j.set("options", text(s.build.options));
  j.set("frames", Json::of(s.frames));
  j.set("pcm", hex(s.pcm));
  j.set("packets", hex(s.packets));
  return j;
}

Json file_json(const NamedHash& f) {
  Json j = Json::object();
  j.set("file", text(f.name));
  j.set("size", Json::of(static_cast<int64_t>(f.file.size)));
  j.set("sha256", hex(f.file.hash));
  return j;
}

Json output_json(const Manifest& m) {
  Json j = file_json({m.output_file, {m.output_size, m.output_hash}});
  if (m.pictures.empty()) return j;
  Json pictures = Json::array();
  for (const NamedHash& picture : m.pictures) pictures.items.push_back(file_json(picture));
  j.set("pictures", std::move(pictures));
  return j;
}

Json segments_json(const Manifest& m) {
  Json list = Json::array();
  for (const SegmentRecord& s : m.segments) {
    Json j = Json::object();
    j.set("first", Json::of(s.first));
    j.set("frames", Json::of(s.frames));
    j.set("identity", hex(s.identity));
    j.set("sha256", hex(s.hash));
    list.items.push_back(std::move(j));
  }
  return list;
}

// Frames are shown one after the other for one tick each, so a list of lines says all.
Json frames_json(const Manifest& m) {
  if (m.recipe.codec.empty()) {  // sound alone
    Json j = Json::object();
    j.set("first", Json::of(m.first_frame));
    j.set("count", Json::of(frames_of(m)));
    return j;
  }
  const size_t bytes = frame_bytes(m.recipe.format, m.recipe.width, m.recipe.height);
  Json lines = Json::array(), identities = Json::array();
  const std::string header = framehash_header(m.recipe.width, m.recipe.height, m.recipe.fps);
  for (size_t at = 0; at < header.size();) {
    const size_t end = header.find('\n', at);
    lines.items.push_back(text(header.substr(at, end - at)));
    at = end + 1;
  }
  for (size_t i = 0; i < m.hashes.size(); ++i) {
    lines.items.push_back(text(framehash_line(static_cast<int64_t>(i), bytes, m.hashes[i])));
  }
  for (const Sha256& identity : m.identities) identities.items.push_back(hex(identity));
  Json j = Json::object();
  j.set("first", Json::of(m.first_frame));
  j.set("count", Json::of(static_cast<int64_t>(m.hashes.size())));
  j.set("framehash", std::move(lines));
  j.set("displayLists", std::move(identities));
  return j;
}

Json data_json(const Manifest& m) {
  Json data = Json::object();
  for (const DataRecord& record : m.data) {
    Json& source = data.set(record.name, Json::object());
    source.set("sha256", hex(record.hash));
    source.set("rows", Json::of(record.rows));
    if (!record.as_of.empty()) source.set("as_of", text(record.as_of));
  }
  return data;
}

}  // namespace

std::string write_manifest(const Manifest& m) {
  Json engine = Json::object();
  engine.set("name", Json::of("framepress"));
  engine.set("version", text(m.engine));
  Json assets = Json::object();
  for (const auto& [name, hash] : m.assets) assets.set(name, hex(hash));
  Json j = Json::object();
  j.set("manifest", Json::of(kManifestVersion));
  j.set("engine", std::move(engine));
  j.set("template", template_json(m));
  j.set("row", row_json(m));
  if (!m.data.empty()) j.set("data", data_json(m));
  j.set("assets", std::move(assets));
  if (!m.recipe.codec.empty()) j.set("device", device_json(m));
  j.set("encoder", encoder_json(m));
  if (!m.platform.empty()) j.set("for", text(m.platform));
  if (m.sound) j.set("sound", sound_json(*m.sound));
  j.set("output", output_json(m));
  if (m.captions) j.set("captions", file_json(*m.captions));
  if (!m.recipe.codec.empty()) j.set("segments", segments_json(m));
  j.set("frames", frames_json(m));
  return write_json(j) + "\n";
}

}  // namespace fp
