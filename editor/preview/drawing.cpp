#include <map>

#include "editor/preview/picture.hpp"

namespace fp::preview {
namespace {

// A source for each size asked for; drafts are made when first wanted.
struct Sources {
  struct Sized {
    std::shared_ptr<const Composition> composition;
    std::unique_ptr<FrameSource> source;
  };
  Subject subject;
  int threads = 1;
  std::map<int, Sized> sizes;

  Sized& of(int divisor) {
    Sized& sized = sizes[divisor];
    if (!sized.composition) {
      sized.composition = divisor == 1 ? subject.composition
                                       : std::make_shared<const Composition>(draft_of(*subject.composition, divisor));
      sized.source =
          std::make_unique<FrameSource>(sized.composition, subject.assets, subject.device, PixelFormat::rgba8, threads);
    }
    return sized;
  }
};

}  // namespace

Composition draft_of(const Composition& composition, int divisor) {
  Composition draft = composition;
  const auto reduced = [divisor](int32_t side) { return std::max(1, (side + divisor - 1) / divisor); };
  draft.width = reduced(composition.width);
  draft.height = reduced(composition.height);
  Layer all;
  all.out = composition.frames;
  all.transform.scale.constant = Vec2(1.0 / divisor, 1.0 / divisor);
  all.opacity.constant = 1;
  all.size = Point{.constant = Vec2(composition.width, composition.height)};
  all.content = GroupContent{.children = std::move(draft.layers)};
  draft.layers.clear();
  draft.layers.push_back(std::move(all));
  return draft;
}

Drawing drawing_of(const Subject& subject, int threads) {
  auto sources = std::make_shared<Sources>(Sources{subject, threads, {}});
  const Composition& c = *subject.composition;
  Drawing drawing{.frames = c.frames, .width = c.width, .height = c.height};
  drawing.identity = [sources](int64_t frame, int divisor) {
    return frame_identity(*sources->of(divisor).composition, frame, *sources->subject.assets);
  };
  drawing.pixels = [sources](int64_t frame, int divisor, View view) -> Result<FramePtr> {
    FrameSource& source = *sources->of(divisor).source;
    auto rendered = source.frame(frame, view == View::client ? PixelFormat::yuv420p8 : PixelFormat::rgba8);
    if (!rendered) return fail(std::move(rendered.error()));
    if (view == View::frame) return rendered->frame;
    return std::make_shared<const Frame>(client_view(*rendered->frame));
  };
  drawing.hash = [sources](int64_t frame) -> Result<Sha256> {
    auto rendered = sources->of(1).source->frame(frame, PixelFormat::yuv420p8);
    if (!rendered) return fail(std::move(rendered.error()));
    return frame_hash(*rendered->frame);
  };
  return drawing;
}

}  // namespace fp::preview
