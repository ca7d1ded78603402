// Frames for the screen, drawn by a worker of its own. The latest request wins, yet every frame that was begun is
// finished and offered, so something new appears however fast requests come. Full pictures at rest, drafts while
// something moves; what is left of the worker's time goes into frames around the playhead.
#pragma once

#include <memory>
#include <vector>

#include "editor/preview/picture.hpp"
#include "editor/preview/playback.hpp"

namespace fp::preview {

struct Ask {
  int64_t frame = 0;
  bool moving = false;  // dragged or played: a draft will do
  int draft = 2;        // its divisor (1: drafts are full pictures); prefetched pictures have it too
  View view = View::frame;
  int step = 1;    // frames are prefetched this way first, so far apart: the rate of playback
  WorkArea area;   // within which frames are prefetched; around its end where it loops
  int64_t at = 0;  // handed back as Picture::asked_at: when the hand moved
  bool operator==(const Ask&) const = default;
};

struct Options {
  size_t cache_bytes = 512u << 20;
  std::function<void()> on_picture;  // called by the worker, with no lock held, when there is something new to paint
};

// Safe to call from any thread. Nothing waits for a frame, except wait_idle.
class Preview {
 public:
  explicit Preview(Options options = {});
  ~Preview();  // waits for the frame being drawn

  // Another edition of the composition, or another one. What is on the screen stays until the first frame of it is
  // done; pictures that look the same are not drawn again.
  void show(Drawing drawing);
  // Does nothing where it is what was asked before.
  void ask(const Ask& ask);

  // The picture to paint: null before the first one. Changes after on_picture or ask.
  std::shared_ptr<const Picture> picture() const;
  // Why the frame asked for last could not be drawn; empty when it could.
  Errors errors() const;

  // Of every frame: 0 nothing, 1 a draft, 2 the full picture.
  std::shared_ptr<const std::vector<uint8_t>> cached() const;
  size_t cached_bytes() const;
  int64_t drawn() const;  // pictures drawn so far

  bool settled() const;  // the picture, and at rest its hash, is what was asked for last; frames may yet be prefetched
  void wait_idle() const;  // until nothing is left to draw, prefetched frames included

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fp::preview
