#include "encoder/manifest/lock.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/fault_at.hpp"

namespace fp {
namespace {

constexpr int64_t kLockVersion = 1;

const Json& member(const Json& object, std::string_view key) {
  static const Json kNothing;
  const Json* found = object.find(key);
  return found ? *found : kNothing;
}

const Json* video_named(const Json& videos, const std::string& output) {
  for (const Json& video : videos.items) {
    if (member(video, "output").text == output) return &video;
  }
  return nullptr;
}

void compare_assets(const Json& lock, const Json& now, std::vector<std::string>& lines) {
  for (const Json::Member& m : lock.members) {
    const Json* hash = now.find(m.key);
    if (!hash) {
      lines.push_back(fmt::format("asset {} is no longer used", m.key));
    } else if (hash->text != m.value.text) {
      lines.push_back(
          fmt::format("asset {} has changed: {} -> {}", m.key, m.value.text.substr(0, 12), hash->text.substr(0, 12)));
    }
  }
  for (const Json::Member& m : now.members) {
    if (!lock.find(m.key)) lines.push_back(fmt::format("asset {} was not used before", m.key));
  }
}

void compare_videos(const Json& lock, const Json& now, std::vector<std::string>& lines) {
  for (const Json& video : lock.items) {
    const std::string& output = member(video, "output").text;
    const Json* again = video_named(now, output);
    if (!again) {
      lines.push_back(fmt::format("{}: there is no row for it any more", output));
      continue;
    }
    for (const char* key : {"format", "recipe", "frames"}) {
      if (!equal(member(video, key), member(*again, key))) {
        lines.push_back(fmt::format("{}: {} {} -> {}", output, key, write_json(member(video, key), 0),
                                    write_json(member(*again, key), 0)));
      }
    }
    for (const std::string& line : changed_members(member(video, "values"), member(*again, "values"))) {
      lines.push_back(fmt::format("{}: {}", output, line));
    }
  }
  for (const Json& video : now.items) {
    const std::string& output = member(video, "output").text;
    if (!video_named(lock, output)) lines.push_back(fmt::format("{}: not in the lock", output));
  }
}

}  // namespace

Json lock_of(std::span<const Manifest> videos, std::span<const std::string> outputs) {
  Json lock = Json::object();
  lock.set("framepressLock", Json::of(kLockVersion));
  std::map<std::string, Sha256> assets;
  Json list = Json::array();
  for (size_t i = 0; i < videos.size(); ++i) {
    const Manifest& m = videos[i];
    assets.insert(m.assets.begin(), m.assets.end());
    Json video = Json::object();
    video.set("output", Json::of(outputs[i]));
    video.set("format", Json::of(m.format));
    video.set("recipe", Json::of(canonical_text(m.recipe)));
    video.set("frames", Json::of(frames_of(m)));
    video.set("values", m.row);
    list.items.push_back(std::move(video));
  }
  if (!videos.empty()) {
    const Manifest& m = videos.front();
    lock.set("engine", Json::of(m.engine));
    Json tpl = Json::object();
    tpl.set("name", Json::of(m.template_name));
    tpl.set("sha256", Json::of(to_hex(m.template_hash)));
    lock.set("template", std::move(tpl));
    Json encoder = Json::object();
    encoder.set("library", Json::of(m.build.codec_library));
    encoder.set("build", Json::of(m.build.encoder));
    encoder.set("options", Json::of(m.build.options));
    lock.set("encoder", std::move(encoder));
  }
  Json hashes = Json::object();
  for (const auto& [name, hash] : assets) hashes.set(name, Json::of(to_hex(hash)));
  lock.set("assets", std::move(hashes));
  lock.set("videos", std::move(list));
  return lock;
}

Result<Json> parse_lock(std::string_view text, const std::string& file) {
  Result<Json> lock = parse_json(text, file);
  if (!lock) return lock;
  const Json* version = lock->find("framepressLock");
  const Json* videos = lock->find("videos");
  if (!version || !version->is_number()) {
    return fail(fault_at(file, lock->span, "", "this is no lock: expected an object with \"framepressLock\"",
                         "make one with: framepress batch ... --lock press.lock"));
  }
  if (version->number != static_cast<double>(kLockVersion)) {
    return fail(fault_at(file, version->span, "/framepressLock",
                         fmt::format("expected version {}, found {}", kLockVersion, version->text)));
  }
  if (!videos || !videos->is_array()) {
    return fail(
        fault_at(file, lock->span, "/videos", "a lock without its list of \"videos\"", "make it anew with --lock"));
  }
  return lock;
}

std::vector<std::string> changed_members(const Json& before, const Json& after) {
  std::vector<std::string> lines;
  const auto shown = [](const Json* value) { return value ? write_json(*value, 0) : std::string("nothing"); };
  for (const Json::Member& m : before.members) {
    const Json* now = after.find(m.key);
    if (!now || !equal(m.value, *now)) lines.push_back(fmt::format("{}: {} -> {}", m.key, shown(&m.value), shown(now)));
  }
  for (const Json::Member& m : after.members) {
    if (!before.find(m.key)) lines.push_back(fmt::format("{}: nothing -> {}", m.key, shown(&m.value)));
  }
  return lines;
}

std::vector<std::string> broken_locks(const Json& lock, const Json& now) {
  std::vector<std::string> lines;
  const auto compare = [&](const Json& a, const Json& b, const char* what) {
    if (!equal(a, b)) lines.push_back(fmt::format("{}: {} -> {}", what, write_json(a, 0), write_json(b, 0)));
  };
  compare(member(lock, "engine"), member(now, "engine"), "engine");
  const Json &tpl = member(lock, "template"), &tpl_now = member(now, "template");
  if (member(tpl, "sha256").text != member(tpl_now, "sha256").text)
    lines.push_back(fmt::format("the template {} has changed", member(tpl, "name").text));
  for (const char* key : {"library", "build", "options"}) {
    compare(member(member(lock, "encoder"), key), member(member(now, "encoder"), key), "encoder");
  }
  compare_assets(member(lock, "assets"), member(now, "assets"), lines);
  compare_videos(member(lock, "videos"), member(now, "videos"), lines);
  return lines;
}

}  // namespace fp
