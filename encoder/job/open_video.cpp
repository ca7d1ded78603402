#include "encoder/job/open_video.hpp"

#include <algorithm>

#include "encoder/manifest/file_hash.hpp"

namespace fp {
namespace {

Sha256 packet_hash(const Segment& segment) {
  Sha256Stream stream;
  for (const Packet& p : segment.packets) stream.update(std::as_bytes(std::span(p.data)));
  return stream.finish();
}

Result<void> begin_video(const Video& video, OpenVideo& open, bool overwrite) {
  auto file = PendingFile::create(video.output, overwrite);
  if (!file) return fail(std::move(file.error()));
  auto writer = Mp4Writer::create(file->path(), video.recipe);
  if (!writer) return fail(std::move(writer.error()));
  open.file.emplace(std::move(*file));
  open.writer.emplace(std::move(*writer));
  return {};
}

// The manifest is published last, and an old one is taken away first: one that is there always describes the file
// beside it.
Result<void> put_in_place(const Video& video, OpenVideo& open, bool overwrite) {
  const std::filesystem::path beside = manifest_path(video.output);
  auto manifest = PendingFile::create(beside, overwrite);
  if (!manifest) return fail(std::move(manifest.error()));
  const std::string text = write_manifest(open.manifest);
  if (auto written = manifest->write(std::as_bytes(std::span(text))); !written) return written;
  // What can fail for want of room does so before anything old is touched.
  if (auto safe = open.file->sync(); !safe) return safe;
  if (auto safe = manifest->sync(); !safe) return safe;
  if (overwrite) {
    std::error_code error;
    std::filesystem::remove(beside, error);
    if (error) return fail({.file = beside.string(), .message = "cannot be replaced: " + error.message()});
  }
  if (auto published = open.file->publish(); !published) return published;
  auto published = manifest->publish();
  std::error_code ignored;
  if (!published) std::filesystem::remove(video.output, ignored);  // nobody could tell what it is
  return published;
}

}  // namespace

Result<void> add_unit(const Video& video, OpenVideo& open, const Unit& unit, EncodedUnit made, bool overwrite) {
  if (!open.file) {
    if (auto begun = begin_video(video, open, overwrite); !begun) return begun;
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
  ++open.segments_done;
  return open.writer->add(unit.segment, std::move(made.segment));
}

Result<void> finish_video(const Video& video, OpenVideo& open, const DeviceDescription& device, bool publish,
                          bool overwrite) {
  if (auto finished = open.writer->finish(open.segments); !finished) return finished;
  auto hash = hash_file(open.file->path());
  if (!hash) return fail(std::move(hash.error()));
  open.manifest.device = device;  // now: one that was lost on the way has been replaced
  open.manifest.output_file = video.output.filename().string();
  open.manifest.output_size = hash->size;
  open.manifest.output_hash = hash->hash;
  return publish ? put_in_place(video, open, overwrite) : Result<void>{};
}

void close_video(OpenVideo& open) {
  open.given_up = true;
  open.writer.reset();
  open.file.reset();
}

}  // namespace fp
