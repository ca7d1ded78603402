// framepress doctor
#include <fmt/format.h>
#include <hb.h>
#include <unicode/uversion.h>

#include <filesystem>

#include "encoder/codec/codec.hpp"
#include "encoder/codec/nvenc.hpp"
#include "encoder/job/frames.hpp"
#include "encoder/job/pool.hpp"
#include "encoder/manifest/version.hpp"
#include "engine/cpu/executor.hpp"
#include "engine/vulkan/executor.hpp"
#include "tools/framepress/command.hpp"

namespace fp::cli {
namespace {

struct Finding {
  std::string name, text;
  bool ok = true;
};

std::string cpu_kernels() {
  std::string text;
  for (const cpu::Isa isa : {cpu::Isa::baseline, cpu::Isa::avx2, cpu::Isa::avx512}) {
    if (cpu::supported(isa)) text += fmt::format("{}{}", text.empty() ? "" : ", ", cpu::name(isa));
  }
  return text;
}

std::string icu_version() {
  UVersionInfo version;
  u_getVersion(version);
  return fmt::format("ICU {}.{}", version[0], version[1]);
}

// A small picture whose hash is known: drawn here, it must come out the same.
std::shared_ptr<const Composition> test_picture() {
  auto c = std::make_shared<Composition>();
  c->width = c->height = 64;
  c->frames = 2;
  c->background = {0.1, 0.2, 0.3, 1};
  Layer layer;
  layer.id = "square";
  layer.out = 2;
  layer.transform.position.constant = {8, 8};
  layer.transform.scale.constant = {1, 1};
  layer.opacity.constant = 0.5;
  layer.size = Point{.constant = {40, 40}};
  layer.content = SolidContent{.color = {.constant = {1, 0.5, 0.25, 1}}};
  c->layers.push_back(std::move(layer));
  return c;
}

Result<std::string> draw_test(const Context& context, const std::string& device_name) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path();
  auto root = AssetRoot::open(folder);
  if (!root) return fail(std::move(root.error()));
  auto device = Device::open({.request = device_name, .validation = false, .pipeline_cache = {}, .say = {}});
  if (!device) return fail(std::move(device.error()));
  auto assets = std::make_shared<Assets>(std::make_shared<const AssetRoot>(std::move(*root)));
  FrameSource source(test_picture(), assets, *device, PixelFormat::yuv420p8);
  auto rendered = source.frame(1);
  (void)context;
  if (!rendered) return fail(std::move(rendered.error()));
  return to_hex(frame_hash(*rendered->frame));
}

void check_drawing(const Context& context, std::vector<Finding>& findings) {
  auto expected = draw_test(context, "cpu");
  findings.push_back({"self-test cpu", expected ? "ok" : expected.error().front().message, expected.has_value()});
  auto devices = vulkan::list_devices();
  if (!devices) {
    findings.push_back({"vulkan", devices.error().front().message + " (drawing on the CPU)", true});
    return;
  }
  for (const vulkan::DeviceInfo& d : *devices) {
    findings.push_back(
        {"vulkan",
         fmt::format("{}, {}, {}{}, {}", d.name, d.driver, d.api, d.software ? ", software" : "",
                     d.no_export.empty() ? "shares frames with an encoder" : "no shared frames: " + d.no_export),
         true});
    if (!d.refused.empty()) {
      findings.push_back({"vulkan", fmt::format("{} is refused: {}", d.name, d.refused), true});
      continue;
    }
    auto drawn = draw_test(context, "vulkan:" + d.name);
    const bool same = drawn && expected && *drawn == *expected;
    findings.push_back({"self-test vulkan",
                        !drawn ? drawn.error().front().message
                        : same ? "ok: " + d.name
                               : d.name + " draws other pixels than the CPU",
                        same});
  }
}

const char* exactness(const Codec& codec) {
  if (codec.exact) return "the same bytes on every CPU";
  return codec.repeatable ? "the same bytes on one kind of CPU" : "frames are exact, bytes are not promised";
}

void check_encoder(std::vector<Finding>& findings) {
  for (const Codec* codec : codecs()) {
    if (codec->path != nullptr) continue;  // hardware: check_nvenc()
    const auto formats = codec->formats == nullptr ? std::vector{PixelFormat::yuv420p8} : codec->formats();
    Recipe recipe{.codec = std::string(codec->name), .width = 64, .height = 64, .crf = codec->usual};
    recipe.format = formats.front();
    const auto build = codec->build(recipe);
    const bool needed = codec->name == "libx264";  // the others are asked for by name
    if (!build) {
      findings.push_back({"encoder", fmt::format("{}: {}", codec->encoder, build.error().front().message), !needed});
      continue;
    }
    findings.push_back({"encoder",
                        fmt::format("{}: {}, {} in {}; {}", codec->encoder, codec->video, build->encoder,
                                    build->codec_library, exactness(*codec)),
                        true});
  }
}

// No NVIDIA device is no fault.
void check_nvenc(std::vector<Finding>& findings) {
  const std::filesystem::path folder = nvenc::libraries_from_environment().folder;
  if (!folder.empty()) {
    findings.push_back(
        {"nvenc", fmt::format("its libraries are looked for in {} (FRAMEPRESS_NVIDIA_LIBRARIES)", folder.string()),
         true});
  }
  const auto device = nvenc::shared_device();
  if (!device) {
    findings.push_back({"nvenc", "not available: " + device.error().front().message, true});
    return;
  }
  std::string codecs;
  for (const nvenc::Codec codec : nvenc::kCodecs) {
    const auto caps = nvenc::ask_caps(**device, codec);
    if (!caps) {
      findings.push_back({"nvenc", caps.error().front().message, false});
      return;
    }
    if (!*caps) continue;
    codecs += fmt::format("{}{} to {}x{}", codecs.empty() ? "" : ", ", nvenc::name_of(codec), (*caps)->max_width,
                          (*caps)->max_height);
  }
  const nvenc::Info& info = (*device)->info();
  findings.push_back({"nvenc",
                      fmt::format("{}, driver {}, CUDA {}, interface {} ({} needed): {}", info.name,
                                  info.driver.empty() ? "unknown" : info.driver, info.cuda, info.api,
                                  nvenc::api_text(nvenc::needed_api()), codecs.empty() ? "no codec" : codecs),
                      true});
}

void check_disk(std::vector<Finding>& findings) {
  std::error_code error;
  const auto here = std::filesystem::space(".", error);
  if (!error) {
    findings.push_back(
        {"disk", fmt::format("{} MiB free in this folder", here.available >> 20), here.available >= (64u << 20)});
  }
}

int run(const Context& context) {
  std::vector<Finding> findings = {{"framepress", std::string(kEngineVersion), true},
                                   {"cpus", fmt::format("{}", hardware_jobs()), true},
                                   {"cpu kernels", cpu_kernels(), true}};
  check_drawing(context, findings);
  check_encoder(findings);
  check_nvenc(findings);
  findings.push_back({"text", fmt::format("HarfBuzz {}, {}", hb_version_string(), icu_version()), true});
  check_disk(findings);
  bool ok = true;
  for (const Finding& f : findings) ok &= f.ok;
  const int code = ok ? kOk : 5;
  if (context.common.json) {
    Json list = Json::array();
    for (const Finding& f : findings) {
      Json j = Json::object();
      j.set("name", Json::of(f.name));
      j.set("ok", Json::of(f.ok));
      j.set("text", Json::of(f.text));
      list.items.push_back(std::move(j));
    }
    Json j = Json::object();
    j.set("ok", Json::of(ok));
    j.set("version", Json::of(std::string(kEngineVersion)));
    j.set("findings", std::move(list));
    return print_json(context, j, code);
  }
  std::string text;
  for (const Finding& f : findings) text += fmt::format("{:<18}{}{}\n", f.name, f.ok ? "" : "PROBLEM: ", f.text);
  const auto printed = print(text);
  return printed ? code : report(context, printed.error());
}

}  // namespace

void add_doctor(CLI::App& app, Context& context) {
  add_command(app, context, "doctor", "Say what this machine draws and encodes with, and test it",
              "  framepress doctor\n  framepress doctor --json", {}, [&context] { return run(context); });
}

}  // namespace fp::cli
