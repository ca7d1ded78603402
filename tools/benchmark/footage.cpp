// A minute of 1080p H.264 under a lower third, beside ffmpeg decoding the same file and encoding it with the same x264.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tools/benchmark/bench.hpp"

namespace fp::bench {
namespace {

constexpr std::string_view kTemplate = R"json({
  "framepress": 1,
  "canvas": {"size": [1920, 1080], "fps": 30, "duration": "60s", "background": "#000000"},
  "fonts": {"main": "font.otf"},
  "layers": [
    {"type": "video", "video": "clip.mp4", "size": [1920, 1080], "position": [0, 0]},
    {"type": "shape", "shape": "rect", "position": [120, 820], "size": [900, 160], "radius": 18, "fill": "#0b1220d0",
     "in": "2s", "duration": "56s", "enter": "rise"},
    {"type": "text", "text": "Ada Lovelace", "font": "main", "fontSize": 56, "position": [160, 842], "in": "2s", "duration": "56s"},
    {"type": "text", "text": "Analyst of engines, London", "font": "main", "fontSize": 34, "position": [160, 914],
     "in": "2s", "duration": "56s"}
  ]
})json";

}  // namespace

Json footage(const Options& options) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "framepress-footage";
  fs::create_directories(folder);
  fs::copy_file("assets/fonts/inter/Inter-SemiBold.otf", folder / "font.otf", fs::copy_options::overwrite_existing);
  std::ofstream(folder / "template.json") << kTemplate;
  const std::string clip = folder / "clip.mp4", output = folder / "out.mp4";
  const std::string part = folder / "part.mkv";
  run({"ffmpeg", "-v", "error", "-f", "lavfi", "-i",
       "mandelbrot=s=1920x1080:r=30:start_scale=3:end_scale=0.3:end_pts=300", "-t", "10", "-c:v", "libx264", "-preset",
       "ultrafast", "-crf", "12", "-y", part});
  run({"ffmpeg", "-v", "error", "-stream_loop", "5", "-i", part, "-t", "60", "-vf",
       "noise=alls=2:allf=t,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-y", clip});
  Options film = options;
  film.file = folder / "template.json";
  film.data.clear();
  const int jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const std::string threads = std::to_string(jobs);
  const std::vector<std::string> decode{"ffmpeg", "-v", "error", "-threads", threads, "-i", clip, "-f", "null", "-"};
  const std::vector<std::string> copy{"ffmpeg",   "-v",       "error",   "-threads", threads,   "-i",     clip,
                                      "-threads", threads,    "-c:v",    "libx264",  "-preset", "medium", "-crf",
                                      "18",       "-pix_fmt", "yuv420p", "-y",       output};
  const std::vector<std::string> render = render_command(film, jobs, output);
  std::vector<double> decoding, ffmpeg, whole, ratios;
  const double memory = run(render);
  for (int i = 0; i < options.repeat; ++i) {  // alternating, so that a noisy minute hits all
    decoding.push_back(milliseconds([&] { run(decode); }));
    ffmpeg.push_back(milliseconds([&] { run(copy); }));
    whole.push_back(milliseconds([&] { run(render); }));
    ratios.push_back(whole.back() / ffmpeg.back());
  }
  const auto clip_mib = static_cast<double>(fs::file_size(clip)) / (1 << 20);
  fs::remove_all(folder);
  return {{"clip-mib", clip_mib},
          {"frames", 1800},
          {"jobs", jobs},
          {"ffmpeg-decode-ms", median(decoding)},
          {"ffmpeg-decode-x264-ms", median(ffmpeg)},
          {"render-ms", median(whole)},
          {"ratio", median(ratios)},
          {"ratios", ratios},
          {"peak-memory-mib", memory}};
}

}  // namespace fp::bench
