// The asset catalogue of one template: fonts, pictures, text layouts and masks, each made once and shared by all
// frames, rows and threads.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/audio/sound_analysis.hpp"
#include "engine/core/files.hpp"
#include "engine/display/display_list.hpp"
#include "engine/media/clip.hpp"
#include "engine/media/cube.hpp"
#include "engine/media/image.hpp"
#include "engine/media/svg.hpp"
#include "engine/scene/scene.hpp"
#include "engine/text/font.hpp"
#include "engine/text/layout.hpp"
#include "engine/vector/mask.hpp"

namespace fp {

// A picture of pixels or of shapes: exactly one is set.
struct Artwork {
  std::shared_ptr<const Image> image;
  std::shared_ptr<const Drawing> svg;
  Vec2 size() const { return svg ? svg->box.max : Vec2(image->width(), image->height()); }
};

// A picture of a video: null where nothing is shown. Its own size on the canvas: pixels need not be square.
struct Footage {
  std::shared_ptr<const Image> image;
  Vec2 size{};
};

struct MapPlan;
struct MapSkeleton;
struct Placed;
struct Geography;

// "shot/####.png", 7 -> "shot/0007.png".
std::string numbered_name(const std::string& pattern, int64_t number);

class Assets {
 public:
  explicit Assets(std::shared_ptr<const AssetRoot> root, size_t image_budget = 128u << 20);

  Result<std::shared_ptr<const Font>> font(const std::string& asset);
  Result<Artwork> image(const std::string& asset);
  Result<std::shared_ptr<const Cube>> cube(const std::string& asset);
  // A video or sound file, opened once.
  Result<std::shared_ptr<Clip>> clip(const std::string& asset);
  // What is in its sound; once for all files of the same bytes. An error where it has none.
  Result<std::shared_ptr<const SoundAnalysis>> sound(const std::string& asset);
  // What a video shows when so much of it has passed. Without `pixels` nothing is decoded: the image has its levels'
  // sizes and hashes, which say what would be drawn, and no texels.
  Result<Footage> footage(const VideoContent& video, Rational passed, bool pixels);
  // Layouts by content: the same text, fonts and box (where given) give the same layout.
  Result<std::shared_ptr<const TextLayout>> layout(const SceneText& text, std::optional<double> width,
                                                   std::optional<double> height, const Composition& composition);
  Result<std::shared_ptr<const HyphenPatterns>> hyphens(const std::string& asset);
  // The picture a font has for a glyph; the glyph must have one.
  Result<std::shared_ptr<const Image>> glyph_image(const Font& font, uint32_t glyph);
  // Font::drawing(), kept: emoji come again and again.
  Result<std::shared_ptr<const Drawing>> glyph_drawing(const Font& font, uint32_t glyph,
                                                       const std::optional<Color>& text_color);
  // make_ramp() (paint.hpp), once for the same stops: most gradients stand still.
  std::shared_ptr<const Lookup> ramp(const std::vector<SceneStop>& stops);
  // A map's plan (map_plan.hpp), kept for its chart. Errors name the geography, or what is wrong with the map.
  Result<std::shared_ptr<const MapPlan>> map_plan(const ChartContent& chart);
  // What is drawn of a map whatever its colours are, as draw_map() keeps it; null: not there.
  std::shared_ptr<const MapSkeleton> map_skeleton(const Hash128& key);
  void keep(const Hash128& key, std::shared_ptr<const MapSkeleton> skeleton);
  // ... and of the plan's map at rest; nothing: not there.
  std::optional<Placed> resting_map(const std::shared_ptr<const MapPlan>& plan, const Hash128& key);
  void keep(const std::shared_ptr<const MapPlan>& plan, const Hash128& key, const Placed& placed);
  MaskCache& masks() { return masks_; }

  // What was read so far, by name: SHA-256 of each file's bytes. For manifests.
  std::map<std::string, Sha256> read_hashes() const;

 private:
  Result<Footage> numbered_footage(const VideoContent& video, Rational passed);
  Result<void> check_colors(const TextLayout& layout);
  Result<std::shared_ptr<const Geography>> geography(const std::string& asset, const std::string& object);
  Result<TextRequest> request_of(const SceneText& text, const Composition& composition);

  std::shared_ptr<const AssetRoot> root_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Font>> fonts_;
  std::map<std::string, std::shared_ptr<const Cube>> cubes_;
  std::map<std::string, std::shared_ptr<const HyphenPatterns>> hyphens_;
  std::map<std::pair<Sha256, uint32_t>, std::shared_ptr<const Image>> glyph_images_;
  std::unordered_map<Hash128, std::shared_ptr<const Drawing>> glyph_drawings_;
  struct CachedImage {
    Artwork art;
    size_t bytes = 0;
    uint64_t used = 0;
  };
  std::map<std::string, CachedImage> images_;
  size_t image_bytes_ = 0, image_budget_;
  uint64_t clock_ = 0;  // counts uses
  std::map<std::string, Sha256> hashes_;
  std::map<Sha256, std::shared_ptr<const SoundAnalysis>> sounds_;
  std::unordered_map<Hash128, std::shared_ptr<const TextLayout>> layouts_;
  std::unordered_map<Hash128, std::shared_ptr<const Lookup>> ramps_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const Geography>> geographies_;  // by asset and object
  std::vector<std::pair<Hash128, std::shared_ptr<const MapSkeleton>>> skeletons_;                // the latest few
  struct RestingMap {
    std::shared_ptr<const MapPlan> plan;
    Hash128 key;
    std::shared_ptr<const Placed> placed;
  };
  std::vector<RestingMap> resting_;
  std::vector<std::shared_ptr<const MapPlan>> plans_;  // the latest few; each keeps its content, so no address is two's
  MaskCache masks_;
  std::mutex clip_mutex_;  // of the two below; taken before mutex_
  std::map<std::string, std::shared_ptr<Clip>> clips_;
  struct KeptFrame {
    Hash128 hash;
    std::shared_ptr<const Image> image;
  };
  std::deque<KeptFrame> frames_;  // the latest used first
};

}  // namespace fp
