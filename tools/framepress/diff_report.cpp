// The HTML of `diff`.
#include <fmt/format.h>

#include <algorithm>

#include "engine/media/png_write.hpp"
#include "engine/render/frame_source.hpp"
#include "tools/framepress/differing.hpp"
#include "tools/framepress/sheet_canvas.hpp"

namespace fp::cli {
namespace {

constexpr int32_t kPictureWidth = 360, kPictureHeight = 480;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string base64(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    for (size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : kDigits[group >> (18 - 6 * k) & 63];
  }
  return out;
}

std::string picture(const Rgba& image, std::string_view caption) {
  return fmt::format("<figure><img alt=\"{0}\" src=\"data:image/png;base64,{1}\"><figcaption>{0}</figcaption></figure>",
                     caption, base64(write_png(image.width, image.height, image.pixels)));
}

Result<std::optional<Rgba>> shown(const Making& making, int64_t frame, const std::shared_ptr<Device>& device,
                                  int jobs) {
  if (!making.composition || frame >= making.frames) return std::nullopt;
  FrameSource source(making.composition, making.assets, device, PixelFormat::rgba8, jobs);
  const auto rendered = source.frame(making.first + frame);
  if (!rendered) return fail(rendered.error());
  return thumbnail(*rendered->frame, kPictureWidth, kPictureHeight);
}

Rgba difference(const Rgba& a, const Rgba& b) {
  Rgba out{a.width, a.height, a.pixels};
  for (size_t i = 0; i < out.pixels.size(); ++i) {
    const int apart = std::abs(static_cast<int>(a.pixels[i]) - static_cast<int>(b.pixels[i]));
    out.pixels[i] = i % 4 == 3 ? 255 : static_cast<uint8_t>(std::min(4 * apart, 255));
  }
  return out;
}

Result<std::string> pictures(const VideoDiff& video, int64_t frame, const std::shared_ptr<Device>& device, int jobs) {
  const auto before = shown(video.before, frame, device, jobs);
  if (!before) return fail(before.error());
  const auto after = shown(video.after, frame, device, jobs);
  if (!after) return fail(after.error());
  std::string html = "<div class=\"pictures\">";
  if (*before) html += picture(**before, "before");
  if (*after) html += picture(**after, "after");
  if (*before && *after && (*before)->pixels.size() == (*after)->pixels.size())
    html += picture(difference(**before, **after), "difference, four times as bright");
  return html + "</div>";
}

constexpr const char* kHead =
    R"(<!doctype html><html lang="en"><meta charset="utf-8"><title>Framepress: what differs</title><style>
body{font:15px/1.5 system-ui,sans-serif;color:#16181d;background:#faf8f4;max-width:1180px;margin:40px auto;padding:0 24px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:40px 0 6px;border-top:1px solid #d9d4c9;padding-top:20px}
p{margin:4px 0}code{background:#efeae0;padding:1px 5px;border-radius:4px}.quiet{color:#6b675f}
.pictures{display:flex;gap:14px;margin:10px 0 22px;flex-wrap:wrap}figure{margin:0}img{display:block;border-radius:6px;box-shadow:0 1px 4px #0003}
figcaption{font-size:13px;color:#6b675f;margin-top:4px}</style>
)";

}  // namespace

Result<std::string> html_report(const std::vector<VideoDiff>& videos, const std::shared_ptr<Device>& device, int jobs,
                                size_t most) {
  const auto different = std::ranges::count_if(videos, &VideoDiff::differs);
  std::string html = kHead + fmt::format("<h1>{} of {} videos differ</h1>", different, videos.size());
  size_t left = most;
  for (const VideoDiff& video : videos) {
    if (!video.differs()) continue;
    html += fmt::format("<h2>{}</h2><p class=\"quiet\">{} of {} frames</p>", escaped(video.name), video.changed(),
                        video.total);
    for (const std::string& input : video.inputs) html += fmt::format("<p><code>{}</code></p>", escaped(input));
    for (const ChangedFrames& run : video.frames) {
      html += fmt::format("<p>frames {} to {}", run.first, run.last);
      if (video.regions) {
        html += fmt::format(": {} x {} pixels at ({}, {})", run.region.width(), run.region.height(), run.region.x0,
                            run.region.y0);
      }
      html += "</p>";
      if (left == 0) continue;
      --left;
      const auto drawn = pictures(video, (run.first + run.last) / 2, device, jobs);
      if (!drawn) return fail(drawn.error());
      html += *drawn;
    }
  }
  return html + "</html>\n";
}

}  // namespace fp::cli
