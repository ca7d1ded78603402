#include "engine/vulkan/self_test.hpp"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/random.hpp"
#include "engine/display/picture.hpp"

namespace fp::vulkan {
namespace {

constexpr int32_t kWidth = 61, kHeight = 37;  // odd: edges of workgroups, words and chroma pairs all occur

// Fixed numbers: a counter-based hash of the seed.
struct Numbers {
  uint64_t seed = 0, index = 0;
  uint32_t below(uint32_t end) { return static_cast<uint32_t>(random_at(seed, index++) * end); }
  int32_t between(int32_t low, int32_t high) {
    return low + static_cast<int32_t>(below(static_cast<uint32_t>(high - low + 1)));
  }
  // Premultiplied pixel, 16 bits a channel.
  std::array<uint32_t, 2> pixel() {
    const uint32_t a = below(65536), r = below(a + 1), g = below(a + 1), b = below(a + 1);
    return {r | g << 16, b | a << 16};
  }
};

template <class T>
Hash128 hash_of(const std::vector<T>& data) {
  return hash128(std::as_bytes(std::span(data)));
}

Resource random_mask(Numbers& n) {
  constexpr int32_t kStride = 44;
  std::vector<uint8_t> bytes;
  for (int32_t i = 0; i < kStride * 29; ++i) bytes.push_back(static_cast<uint8_t>(n.below(256)));
  return {std::make_shared<const Mask>(make_mask(41, 29, bytes.data(), kStride))};
}

Resource random_texels(Numbers& n, int32_t width, int32_t height) {
  auto texels =
      std::make_shared<Texels>(Texels{.width = width, .height = height, .data = {}, .opaque = false, .hash = {}});
  for (int32_t i = 0; i < width * height; ++i) {
    const uint32_t a = n.below(256), r = n.below(a + 1), g = n.below(a + 1), b = n.below(a + 1);
    texels->data.push_back(r | g << 8 | b << 16 | a << 24);
  }
  texels->hash = hash_of(texels->data);
  return {std::shared_ptr<const Texels>(std::move(texels))};
}

Resource random_ramp(Numbers& n) {
  auto ramp = std::make_shared<Lookup>();
  for (int i = 0; i < kRampEntries; ++i) {
    for (const uint32_t word : n.pixel()) ramp->words.push_back(word);
  }
  for (int i = 0; i < kRampEntries; ++i) ramp->words.push_back(n.below(i % 2 == 0 ? 9601 : 300));
  ramp->hash = hash_of(ramp->words);
  return {std::shared_ptr<const Lookup>(std::move(ramp))};
}

Pass base_pass(Numbers& n, uint32_t kind) {
  Pass pass{};
  PassConstants& c = pass.constants;
  c.kind = kind;
  c.x1 = kWidth;
  c.y1 = kHeight;
  c.opacity = 65535;
  const auto color = n.pixel();
  c.color_rg = color[0];
  c.color_ba = color[1];
  return pass;
}

// Maps of moderate scale around the canvas' middle, 16 fractional bits.
void random_maps(Numbers& n, PassConstants& c, int32_t scale) {
  for (int32_t* m : {&c.a0, &c.a1, &c.a3, &c.a4, &c.b0, &c.b1, &c.b3, &c.b4}) *m = n.between(-scale, scale);
  for (int32_t* m : {&c.a2, &c.a5, &c.b2, &c.b5}) *m = n.between(-20 * scale, 40 * scale);
  c.a_shift = c.b_shift = 16;
}

Pass random_pass(Numbers& n, uint32_t kind, uint32_t blend, uint32_t cover) {
  Pass pass = base_pass(n, kind);
  PassConstants& c = pass.constants;
  c.blend = blend;
  c.opacity = 65535 - n.below(40000);
  c.cover = cover;
  c.cover_x0 = n.between(0, 20 * 256), c.cover_y0 = n.between(0, 10 * 256);
  c.cover_x1 = n.between(40 * 256, kWidth * 256), c.cover_y1 = n.between(20 * 256, kHeight * 256);
  c.mask_x = n.between(-5, 25), c.mask_y = n.between(-5, 12);
  c.mask_width = 41, c.mask_height = 29, c.mask_across = 2;
  if (cover == FP_COVER_MASK) pass.mask = 0;
  return pass;
}

SelfTest begin_test(Numbers& n, std::string_view kernel) {
  SelfTest test{.kernel = kernel, .plan = {.width = kWidth, .height = kHeight, .damage = {{0, 0, kWidth, kHeight}}}};
  test.plan.resources.push_back(random_mask(n));
  Pass background = base_pass(n, FP_PASS_SOLID);
  background.constants.color_ba |= 0xffff0000u;
  test.plan.passes.push_back(background);
  return test;
}

SelfTest paint_test(std::string_view kernel, uint32_t kind, uint32_t first_cover) {
  Numbers n{.seed = kind + 1};
  SelfTest test = begin_test(n, kernel);
  const bool image = kind == FP_PASS_IMAGE;
  if (image) {
    test.plan.resources.push_back(random_texels(n, 33, 19));
    test.plan.resources.push_back(random_texels(n, 23, 13));
  } else {
    test.plan.resources.push_back(random_ramp(n));
  }
  const uint32_t blends = kind == FP_PASS_SOLID ? kBlends : 4;  // the blending is the same code in every kernel
  for (uint32_t blend = 0; blend < blends; ++blend) {
    Pass pass = random_pass(n, kind, blend, blend == kBlendMatte ? FP_COVER_RECT : (first_cover + blend) % 3);
    if (kind != FP_PASS_SOLID) pass.texture_a = 1;
    random_maps(n, pass.constants, image ? 16000 : 500);
    if (image) {
      pass.texture_b = 2;
      pass.constants.a_width = 33, pass.constants.a_height = 19, pass.constants.b_width = 23,
      pass.constants.b_height = 13;
      pass.constants.level_mix = blend % 2 == 0 ? 0 : n.below(257);
    }
    test.plan.passes.push_back(pass);
  }
  return test;
}

SelfTest group_test(std::string_view kernel, uint32_t first_cover) {
  Numbers n{.seed = 100 + first_cover};
  SelfTest test = begin_test(n, kernel);
  test.plan.depth = 2;
  for (uint32_t blend = 0; blend < 4; ++blend) {
    for (uint32_t depth = 1; depth <= 2; ++depth) {
      Pass push = base_pass(n, FP_PASS_PUSH);
      push.constants.depth = depth;
      test.plan.passes.push_back(push);
      Pass paint = random_pass(n, FP_PASS_SOLID, 0, FP_COVER_MASK);
      paint.constants.depth = depth;
      test.plan.passes.push_back(paint);
    }
    Pass inner = random_pass(n, FP_PASS_POP, blend, FP_COVER_FULL);
    inner.constants.depth = 1;
    test.plan.passes.push_back(inner);
    test.plan.passes.push_back(random_pass(n, FP_PASS_POP, blend, (first_cover + blend) % 3));
  }
  return test;
}

PicturePtr random_picture(Numbers& n) {
  Picture picture{.width = 37, .height = 23, .list = {.width = 37, .height = 23}};
  for (int i = 0; i < 3; ++i) {
    Command c;
    c.op = Op::linear;
    c.bounds = {3 * i, 2 * i, 37 - i, 23 - 2 * i};
    c.opacity = 30000 + n.below(35000);
    c.texture_a = use_resource(picture.list, random_ramp(n));
    c.matrix_a.m[0] = n.between(-500, 500), c.matrix_a.m[1] = n.between(-500, 500);
    picture.list.commands.push_back(c);
  }
  return finished(std::move(picture));
}

// The test's picture by every way of taking it.
void draw_taken(Numbers& n, SelfTest& test, PicturePtr picture) {
  test.plan.resources.push_back({std::move(picture)});
  const auto& drawn = *std::get<PicturePtr>(test.plan.resources.back().data);
  for (uint32_t take = 0; take < 5; ++take) {
    Pass pass = random_pass(n, FP_PASS_PICTURE, take % 4, take % 3);
    pass.texture_a = static_cast<uint32_t>(test.plan.resources.size() - 1);
    pass.constants.take = take;
    pass.constants.a_width = static_cast<uint32_t>(drawn.width);
    pass.constants.a_height = static_cast<uint32_t>(drawn.height);
    pass.constants.source_x = n.between(-9, 30), pass.constants.source_y = n.between(-9, 20);
    test.plan.passes.push_back(pass);
  }
}

SelfTest picture_test(std::string_view kernel, Filter::Kind kind, uint32_t levels) {
  Numbers n{.seed = 300 + 10 * static_cast<uint64_t>(kind) + levels};
  SelfTest test = begin_test(n, kernel);
  PicturePtr picture = random_picture(n);
  if (kind != Filter::Kind::none) {
    Picture made{.width = 53, .height = 39, .inputs = {picture}};
    made.filter = {.kind = kind, .pad_x = 8, .pad_y = 8, .levels = levels};
    auto weights = std::make_shared<Lookup>(Lookup{.words = {19536, 12000, 8000, 3000}, .hash = {}});
    weights->hash = hash_of(weights->words);
    if (kind == Filter::Kind::blur) made.table = weights, made.filter.radius = 3;
    if (kind == Filter::Kind::smear) {
      made.steps.push_back(
          {{{30000, 4000, -500000, -3000, 33000, -400000}, 16}, {{32768, 0, -600000, 0, 32768, -500000}, 16}});
      made.steps.push_back({{{32768, 0, 90000, 0, 32768, 50000}, 16}, {{32768, 0, -90000, 0, 32768, -50000}, 16}});
    }
    if (kind == Filter::Kind::displace) {
      made.inputs.push_back(random_picture(n));
      made.filter.amount_x = 3000, made.filter.amount_y = -2000, made.filter.map_x = 5, made.filter.map_y = 3;
    }
    picture = finished(std::move(made));
  }
  draw_taken(n, test, std::move(picture));
  return test;
}

SelfTest adjust_test(std::string_view kernel) {
  Numbers n{.seed = 400};
  SelfTest test = group_test(kernel, 1);
  const auto table = static_cast<uint32_t>(test.plan.resources.size());
  test.plan.resources.push_back(random_ramp(n));
  for (uint32_t kind = 0; kind < 6; ++kind) {
    Pass pass = random_pass(n, FP_PASS_ADJUST, 0, kind % 3);
    PassConstants& c = pass.constants;
    c.take = kind;
    c.opacity = 60000;
    if (kind == FP_ADJUST_CURVES || kind == FP_ADJUST_GRADIENT_MAP || kind == FP_ADJUST_LUT) pass.texture_a = table;
    for (int32_t* m : {&c.a0, &c.a1, &c.a2, &c.a3, &c.a4, &c.a5, &c.b0, &c.b1, &c.b2, &c.b3, &c.b4, &c.b5})
      *m = n.between(-3000, 5000);
    if (kind == FP_ADJUST_LUT) c.p0 = 10;
    if (kind == FP_ADJUST_GRAIN) c.p0 = 77, c.p1 = 90, c.p2 = 9000, c.p3 = 3, c.p4 = -5;
    if (kind == FP_ADJUST_KEY) c.p0 = -12000, c.p1 = 9000, c.p2 = 20000, c.p3 = 30000, c.p4 = 40000, c.p5 = 1;
    test.plan.passes.push_back(pass);
  }
  return test;
}

SelfTest output_test(std::string_view kernel, PixelFormat format) {
  SelfTest test = group_test(kernel, 0);
  test.plan.passes.erase(test.plan.passes.begin());  // keep some of it transparent: the surface starts cleared
  test.format = format;
  return test;
}

// A device that fails before it has drawn anything right is not there to be used.
std::unexpected<Errors> cannot_test(const Context& context, const Lost& failed) {
  return fail(Fault::no_device,
              fmt::format("Vulkan device {} ({}) failed in its self-test: {}", context.info().name,
                          context.info().driver, failed.errors.front().message),
              "try again, or use --device cpu");
}

}  // namespace

std::vector<SelfTest> self_tests() {
  std::vector<SelfTest> tests;
  tests.push_back(adjust_test("adjust"));
  tests.push_back(group_test("clear_group", 0));
  tests.push_back(group_test("composite_group", 1));
  tests.push_back(paint_test("fill_conic", FP_PASS_CONIC, 2));
  tests.push_back(paint_test("fill_image", FP_PASS_IMAGE, 2));
  tests.push_back(paint_test("fill_linear", FP_PASS_LINEAR, 0));
  tests.push_back(picture_test("fill_picture", Filter::Kind::none, 0));
  tests.push_back(paint_test("fill_radial", FP_PASS_RADIAL, 1));
  tests.push_back(paint_test("fill_solid", FP_PASS_SOLID, 2));
  tests.push_back(picture_test("filter_blur", Filter::Kind::blur, 0));
  tests.push_back(picture_test("filter_displace", Filter::Kind::displace, 0));
  tests.push_back(picture_test("filter_expand", Filter::Kind::blur, 1));
  tests.push_back(picture_test("filter_reduce", Filter::Kind::blur, 2));
  tests.push_back(picture_test("filter_smear", Filter::Kind::smear, 0));
  tests.push_back(output_test("to_rgba8", PixelFormat::rgba8));
  tests.push_back(output_test("to_yuv420", PixelFormat::yuv420p8));
  return tests;
}

Result<void> run_self_test(const std::shared_ptr<Context>& context, std::span<const Golden> goldens) {
  const std::vector<SelfTest> tests = self_tests();
  FP_ASSERT(goldens.size() == tests.size());
  std::vector<std::string_view> wrong;
  for (size_t i = 0; i < tests.size(); ++i) {
    Executor executor(context, 1);
    if (auto sent = executor.submit(tests[i].plan, tests[i].format); !sent) return cannot_test(*context, sent.error());
    const auto frame = executor.collect();
    if (!frame) return cannot_test(*context, frame.error());
    if (to_hex(frame_hash(**frame)) != goldens[i].digest) wrong.push_back(tests[i].kernel);
  }
  if (wrong.empty()) return {};
  return fail(Fault::no_device,
              fmt::format("Vulkan device {} ({}) is refused: its pixels differ from the CPU's in kernel {}",
                          context->info().name, context->info().driver, fmt::join(wrong, ", ")),
              "use --device cpu, or another driver");
}

}  // namespace fp::vulkan
