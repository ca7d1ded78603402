// The asset catalogue of one template: fonts, pictures, text layouts and masks, each made once and shared by all
// frames, rows and threads.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/core/files.hpp"
#include "engine/display/display_list.hpp"
#include "engine/media/cube.hpp"
#include "engine/media/image.hpp"
#include "engine/media/svg.hpp"
#include "engine/text/font.hpp"
#include "engine/text/layout.hpp"
#include "engine/timeline/scene.hpp"
#include "engine/vector/mask.hpp"

namespace fp {

// A picture of pixels or of shapes: exactly one is set.
struct Artwork {
  std::shared_ptr<const Image> image;
  std::shared_ptr<const Drawing> svg;
  Vec2 size() const { return svg ? svg->box.max : Vec2(image->width(), image->height()); }
};

class Assets {
 public:
  explicit Assets(std::shared_ptr<const AssetRoot> root, size_t image_budget = 128u << 20);

  Result<std::shared_ptr<const Font>> font(const std::string& asset);
  Result<Artwork> image(const std::string& asset);
  Result<std::shared_ptr<const Cube>> cube(const std::string& asset);
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
  MaskCache& masks() { return masks_; }

  // What was read so far, by name: SHA-256 of each file's bytes. For manifests.
  std::map<std::string, Sha256> read_hashes() const;

 private:
  Result<void> check_colors(const TextLayout& layout);
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
  std::unordered_map<Hash128, std::shared_ptr<const TextLayout>> layouts_;
  std::unordered_map<Hash128, std::shared_ptr<const Lookup>> ramps_;
  MaskCache masks_;
};

}  // namespace fp
