#include <fmt/format.h>

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

Json encoder_json(const Manifest& m) {
  Json recipe = Json::object();
  recipe.set("codec", text(m.recipe.codec));
  recipe.set("width", Json::of(int64_t{m.recipe.width}));
  recipe.set("height", Json::of(int64_t{m.recipe.height}));
  recipe.set("fps", text(fmt::format("{}/{}", m.recipe.fps.num, m.recipe.fps.den)));
  recipe.set("crf", Json::of(int64_t{m.recipe.crf}));
  recipe.set("preset", text(m.recipe.preset));
  recipe.set("segment", Json::of(m.recipe.segment));
  recipe.set("text", text(canonical_text(m.recipe)));
  Json j = Json::object();
  j.set("library", text(m.build.codec_library));
  j.set("build", text(m.build.encoder));
  j.set("options", text(m.build.options));
  j.set("recipe", std::move(recipe));
  return j;
}

Json output_json(const Manifest& m) {
  Json j = Json::object();
  j.set("file", text(m.output_file));
  j.set("size", Json::of(static_cast<int64_t>(m.output_size)));
  j.set("sha256", hex(m.output_hash));
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
  const size_t bytes = frame_bytes(PixelFormat::yuv420p8, m.recipe.width, m.recipe.height);
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
  j.set("device", device_json(m));
  j.set("encoder", encoder_json(m));
  j.set("output", output_json(m));
  j.set("segments", segments_json(m));
  j.set("frames", frames_json(m));
  return write_json(j) + "\n";
}

}  // namespace fp
