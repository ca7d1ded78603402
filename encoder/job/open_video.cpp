#include "encoder/job/open_video.hpp"

#include <algorithm>

#include "encoder/job/captions.hpp"
#include "encoder/job/platform.hpp"
#include "engine/template/sidecar.hpp"

namespace fp {
namespace {

Sha256 packet_hash(const Segment& segment) {
  Sha256Stream stream;
  for (const Packet& p : segment.packets) {
    stream.update(std::as_bytes(std::span(p.data)));
    if (!p.alpha.empty()) stream.update(std::as_bytes(std::span(p.alpha)));
  }
  return stream.finish();
}

// The platform that the file will be held against; null where there is none, or nothing is to be published.
const Platform* platform_of(const OpenVideo& open, Publishing how) {
  return how.publish ? find_platform(open.manifest.platform) : nullptr;
}

Result<Tracks> tracks_of(const Video& video, OpenVideo& open, Assets& assets, const Platform* platform) {
  Tracks tracks{.cues = cues_within(*video.composition, video.first, video.frames)};
  std::optional<SoundTrack> track;
  auto sound = encoded_sound(video, assets, track);
  if (!sound) return fail(std::move(sound.error()));
  tracks.sound = std::move(*sound);
  if (!tracks.sound) return tracks;
  if (platform != nullptr) {
    const auto measured = measure_sound(*tracks.sound);
    if (!measured) return fail(measured.error());
    if (auto held = hold_sound(*platform, *measured); !held) return fail(std::move(held.error()));
  }
  open.manifest.sound = record_of(*tracks.sound, *track);
  return tracks;
}

Result<void> remove_manifest(const Video& video) {
  const std::filesystem::path beside = manifest_path(video.output);
  std::error_code error;
  std::filesystem::remove(beside, error);
  if (error) return fail({.file = beside.string(), .message = "cannot be replaced: " + error.message()});
  return {};
}

template <class W>
Result<void> take_writer(OpenVideo& open, Result<W> made) {
  if (!made) return fail(std::move(made.error()));
  open.writer.emplace<W>(*std::move(made));
  return {};
}

// Where the packets go: by the recipe's container.
Result<void> begin_writer(const Video& video, OpenVideo& open, Tracks tracks, Publishing how) {
  const std::string& container = video.recipe.container;
  if (container == "null") return {};
  if (container == "png") {
    if (how.publish && how.overwrite) {  // pictures are replaced one by one
      if (auto removed = remove_manifest(video); !removed) return removed;
    }
    open.writer.emplace<PictureWriter>(PictureOptions{
        .pattern = video.output.string(), .first = video.first, .publish = how.publish, .overwrite = how.overwrite});
    return {};
  }
  if (video.sink) return take_writer(open, RawStreamWriter::create(video.sink, video.recipe));
  auto file = PendingFile::create(video.output, how.overwrite);
  if (!file) return fail(std::move(file.error()));
  open.file.emplace(std::move(*file));
  if (container == "y4m" || container == "rawvideo") {
    const Sink sink = [&open](std::span<const std::byte> data) { return open.file->write(data); };
    return take_writer(open, RawStreamWriter::create(sink, video.recipe));
  }
  return take_writer(open, ContainerWriter::create(open.file->path(), video.recipe, std::move(tracks)));
}

Result<void> begin_video(const Video& video, OpenVideo& open, Assets& assets, Publishing how) {
  auto tracks = tracks_of(video, open, assets, platform_of(open, how));
  if (!tracks) return fail(std::move(tracks.error()));
  if (auto begun = begin_writer(video, open, std::move(*tracks), how); !begun) return begun;
  open.begun = true;
  return {};
}

// The manifest is published last, and an old one is taken away first: one that is there always describes the files
// beside it.
Result<void> put_in_place(const Video& video, OpenVideo& open, bool overwrite) {
  auto manifest = PendingFile::create(manifest_path(video.output), overwrite);
  if (!manifest) return fail(std::move(manifest.error()));
  const std::string text = write_manifest(open.manifest);
  if (auto written = manifest->write(std::as_bytes(std::span(text))); !written) return written;
  std::optional<PendingFile> captions;
  if (!video.captions.empty()) {
    auto file = PendingFile::create(captions_path(video.output, video.captions), true);
    if (!file) return fail(std::move(file.error()));
    captions.emplace(std::move(*file));
    const std::string said = captions_text(video);
    if (auto written = captions->write(std::as_bytes(std::span(said))); !written) return written;
    if (auto safe = captions->sync(); !safe) return safe;
  }
  // What can fail for want of room does so before anything old is touched.
  if (open.file) {
    if (auto safe = open.file->sync(); !safe) return safe;
  }
  if (auto safe = manifest->sync(); !safe) return safe;
  if (overwrite) {
    if (auto removed = remove_manifest(video); !removed) return removed;
  }
  if (open.file) {
    if (auto published = open.file->publish(); !published) return published;
  }
  auto published = captions ? captions->publish() : Result<void>{};
  if (published) published = manifest->publish();
  std::error_code ignored;
  if (!published && open.file) std::filesystem::remove(video.output, ignored);  // nobody could tell what it is
  return published;
}

}  // namespace

void wait_until_near(OpenVideo& open, int64_t segment, int64_t most, const std::stop_token& stop) {
  std::unique_lock lock(open.mutex);
  open.written_on.wait(lock, stop, [&] { return open.given_up || segment < open.next + most; });
}

SoundRecord record_of(const EncodedSound& sound, const SoundTrack& track) {
  return {
      .codec = sound.codec, .build = sound.build, .frames = sound.frames, .pcm = track.hash, .packets = sound.hash()};
}

Result<void> add_unit(const Video& video, OpenVideo& open, const Unit& unit, EncodedUnit made, Assets& assets,
                      Publishing how) {
  if (!open.begun) {
    if (auto begun = begin_video(video, open, assets, how); !begun) return begun;
  }
  Manifest& m = open.manifest;
  const int64_t first = made.segment.first;
  std::ranges::copy(made.identities, m.identities.begin() + first);
  std::ranges::copy(made.hashes, m.hashes.begin() + first);
  m.segments[static_cast<size_t>(unit.segment)] = {
      .first = first,
      .frames = made.segment.frames,
      .identity = segment_identity(video.recipe, m.identities, first, made.segment.frames),
      .hash = packet_hash(made.segment)};
  for (const Packet& p : made.segment.packets) open.picture_bytes += p.data.size() + p.alpha.size();
  ++open.segments_done;
  open.come.resize(static_cast<size_t>(open.segments));
  open.come[static_cast<size_t>(unit.segment)] = true;
  while (open.next < open.segments && open.come[static_cast<size_t>(open.next)]) ++open.next;
  return std::visit(
      [&]<class W>(W& writer) -> Result<void> {
        if constexpr (std::is_same_v<W, std::monostate>) {
          return {};
        } else {
          return writer.add(unit.segment, std::move(made.segment));
        }
      },
      open.writer);
}

Result<void> finish_file(const Video& video, OpenVideo& open, Publishing how) {
  Manifest& m = open.manifest;
  m.output_file = video.output.filename().string();
  FileHash whole;
  if (auto* pictures = std::get_if<PictureWriter>(&open.writer); pictures != nullptr) {
    m.pictures = pictures->files();
    whole = pictures->all();
  } else {
    auto hash = hash_file(open.file->path());
    if (!hash) return fail(std::move(hash.error()));
    whole = *hash;
  }
  m.output_size = whole.size;
  m.output_hash = whole.hash;
  if (!how.publish) return {};
  if (const Platform* platform = platform_of(open, how); platform != nullptr) {
    const FinishedFile file{
        .bytes = whole.size, .pictures = open.picture_bytes, .frames = video.frames, .fps = video.recipe.fps};
    if (auto held = hold_file(*platform, file); !held) return held;
  }
  return put_in_place(video, open, how.overwrite);
}

Result<void> finish_video(const Video& video, OpenVideo& open, const DeviceDescription& device, Publishing how) {
  const auto finished = std::visit(
      [&]<class W>(W& writer) -> Result<void> {
        if constexpr (std::is_same_v<W, std::monostate>) {
          return {};
        } else {
          return writer.finish(open.segments);
        }
      },
      open.writer);
  if (!finished) return finished;
  open.manifest.device = device;  // now: one that was lost on the way has been replaced
  if (video.sink || std::holds_alternative<std::monostate>(open.writer)) return {};
  return finish_file(video, open, how);
}

void close_video(OpenVideo& open) {
  open.given_up = true;
  open.writer.emplace<std::monostate>();
  open.file.reset();
}

}  // namespace fp
