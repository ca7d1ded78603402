#include "tests/vulkan/support.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/core/random.hpp"
#include "engine/display/filters.hpp"

namespace fp::test {
namespace {

template <class T>
Hash128 hash_of(const std::vector<T>& data, int32_t width) {
  ByteWriter bytes;
  bytes.put(width).put_bytes(std::as_bytes(std::span(data)));
  return bytes.hash();
}

uint32_t premultiplied(Numbers& n, uint32_t top, uint32_t a, int at) {
  // Extremes are where rounding goes wrong: a quarter of the channels are 0 or full.
  const auto channel = [&] { return n.chance(12) ? 0u : n.chance(12) ? a : n.below(std::min(a, top) + 1); };
  return at == 0 ? channel() | channel() << 16 : channel() | a << 16;
}

uint32_t alpha(Numbers& n, uint32_t top) {
  return n.chance(15) ? 0u : n.chance(30) ? top : n.below(top + 1);
}

IRect random_rect(Numbers& n, const IRect& within) {
  if (within.empty() || n.chance(20)) return within;
  IRect r;
  r.x0 = n.between(within.x0, within.x1 - 1);
  r.y0 = n.between(within.y0, within.y1 - 1);
  r.x1 = n.between(r.x0 + 1, within.x1);
  r.y1 = n.between(r.y0 + 1, within.y1);
  return r;
}

// Sums stay below 2^30 (shaders/pass.h) for coordinates up to `size`.
PaintMatrix random_matrix(Numbers& n, int32_t size) {
  PaintMatrix matrix;
  matrix.shift = 16 + n.below(13);
  const int32_t fits = (1 << 28) / (2 * size + 1);
  const int32_t most = std::min(fits, static_cast<int32_t>(int64_t{3} << std::min(matrix.shift - 1, 29u)));
  for (const int i : {0, 1, 3, 4}) matrix.m[i] = n.chance(20) ? 0 : n.between(-most, most);
  const int32_t offset = static_cast<int32_t>(std::min<int64_t>(int64_t{40} << matrix.shift, (1 << 29) - 1));
  for (const int i : {2, 5}) matrix.m[i] = n.between(-offset, offset);
  return matrix;
}

}  // namespace

std::string device_name() {
  const char* name = std::getenv("FRAMEPRESS_TEST_DEVICE");
  return name != nullptr ? name : "lavapipe";
}

std::shared_ptr<vulkan::Context> open_context(vulkan::ContextOptions options) {
  options.name = device_name();
  options.validation = true;
  auto context = vulkan::Context::open(options);
  if (context) return *context;
  for (const Diagnostic& d : context.error()) ADD_FAILURE() << to_string(d);
  return nullptr;
}

std::shared_ptr<vulkan::Context> context() {
  static const std::shared_ptr<vulkan::Context> shared = open_context();
  if (!shared) ADD_FAILURE() << "no device called " << device_name();
  return shared;
}

FramePtr run(vulkan::Executor& executor, const PassPlan& plan, PixelFormat format) {
  if (auto sent = executor.submit(plan, format); !sent) {
    ADD_FAILURE() << to_string(sent.error().errors.front());
    return std::make_shared<Frame>();
  }
  auto frame = executor.collect();
  if (frame) return *frame;
  ADD_FAILURE() << to_string(frame.error().errors.front());
  return std::make_shared<Frame>();
}

testing::AssertionResult same(const Frame& actual, const Frame& expected) {
  if (actual.format != expected.format || actual.width != expected.width || actual.height != expected.height) {
    return testing::AssertionFailure() << "other format or size";
  }
  if (actual.data.size() != expected.data.size()) {
    return testing::AssertionFailure() << actual.data.size() << " bytes, not " << expected.data.size();
  }
  const auto [a, e] = std::ranges::mismatch(actual.data, expected.data);
  if (a == actual.data.end()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "byte " << a - actual.data.begin() << " of " << actual.data.size() << " is "
                                     << static_cast<int>(*a) << ", not " << static_cast<int>(*e) << " (" << actual.width
                                     << "x" << actual.height << ", format " << static_cast<int>(actual.format) << ")";
}

uint32_t Numbers::below(uint32_t end) {
  return static_cast<uint32_t>(random_at(seed, index++) * end);
}
int32_t Numbers::between(int32_t low, int32_t high) {
  return static_cast<int32_t>(
      low + static_cast<int64_t>(random_at(seed, index++) * static_cast<double>(int64_t{high} - low + 1)));
}

Resource random_mask(Numbers& n, int32_t width, int32_t height) {
  std::vector<uint8_t> bytes(static_cast<size_t>(width) * static_cast<size_t>(height));
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(alpha(n, 255));
  for (int32_t y = 0; y < height; ++y) {  // some tiles covered everywhere, some nowhere
    for (int32_t x = 0; x < width; ++x) {
      const int32_t kind = (x / Mask::kTileWidth + y / Mask::kTileHeight) % 4;
      if (kind < 2)
        bytes[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)] = kind ? 255 : 0;
    }
  }
  return {std::make_shared<const Mask>(make_mask(width, height, bytes.data(), width))};
}

Resource random_texels(Numbers& n, int32_t width, int32_t height) {
  auto texels = std::make_shared<Texels>(Texels{width, height, {}, false, {}});
  texels->data.resize(static_cast<size_t>(width) * static_cast<size_t>(height));
  for (uint32_t& texel : texels->data) {
    const uint32_t a = alpha(n, 255);
    texel = n.below(a + 1) | n.below(a + 1) << 8 | n.below(a + 1) << 16 | a << 24;
  }
  texels->hash = hash_of(texels->data, width);
  return {std::shared_ptr<const Texels>(std::move(texels))};
}

Resource random_ramp(Numbers& n) {
  auto ramp = std::make_shared<Lookup>();
  for (int i = 0; i < kRampEntries; ++i) {
    const uint32_t a = alpha(n, 65535);
    ramp->words.push_back(premultiplied(n, 65535, a, 0));
    ramp->words.push_back(premultiplied(n, 65535, a, 1));
  }
  for (int i = 0; i < kRampEntries; ++i) ramp->words.push_back(n.below(i % 2 == 0 ? 9601 : 300));
  ramp->hash = hash_of(ramp->words, 0);
  return {std::shared_ptr<const Lookup>(std::move(ramp))};
}

Resource random_cube(Numbers& n, int entries) {
  auto cube = std::make_shared<Lookup>();
  for (int i = 0; i < entries * entries * entries; ++i) {
    cube->words.push_back(premultiplied(n, 65535, 65535, 0));
    cube->words.push_back(premultiplied(n, 65535, 65535, 1));
  }
  cube->hash = hash_of(cube->words, entries);
  return {std::shared_ptr<const Lookup>(std::move(cube))};
}

PicturePtr random_picture(Numbers& n, int32_t width, int32_t height, uint32_t kind) {
  Picture picture{.width = width, .height = height};
  picture.filter.kind = static_cast<Filter::Kind>(kind);
  if (picture.filter.kind == Filter::Kind::none) {
    picture.list = {.width = width, .height = height, .commands = {}, .resources = {}, .layers = {}};
    for (const Op op : {Op::solid, Op::linear, Op::image})
      add_command(n, picture.list, op, {0, 0, width, height}, static_cast<Cover>(n.below(3)), n.below(4), 1);
    return finished(std::move(picture));
  }
  picture.inputs.push_back(random_picture(n, n.between(1, width), n.between(1, height), 0));
  picture.filter.levels = n.below(3);
  picture.filter.pad_x = picture.filter.pad_y = 4 * n.between(0, 3);
  if (picture.filter.kind == Filter::Kind::blur) {
    picture.filter.radius = n.below(9);
    picture.table = plan_gaussian(0.3 + picture.filter.radius / 3.0).weights;
    picture.filter.radius = static_cast<uint32_t>(picture.table->words.size() - 1);
  } else if (picture.filter.kind == Filter::Kind::smear) {
    for (int i = 0; i < 3; ++i)
      picture.steps.push_back({random_matrix(n, width + height), random_matrix(n, width + height)});
  } else {
    picture.inputs.push_back(random_picture(n, width, height, 0));
    picture.filter.amount_x = n.between(-5000, 5000), picture.filter.amount_y = n.between(-5000, 5000);
    picture.filter.map_x = n.between(-3, 9), picture.filter.map_y = n.between(-3, 9);
  }
  return finished(std::move(picture));
}

void add_adjustment(Numbers& n, DisplayList& list, Command& c) {
  c.take = n.below(6);
  for (int32_t* m : {c.matrix_a.m, c.matrix_b.m}) {
    for (int i = 0; i < 6; ++i) m[i] = n.between(-16384, 16384);
  }
  if (c.take == 0 || c.take == 2) c.texture_a = use_resource(list, random_ramp(n));
  if (c.take == 3) {
    c.p[0] = n.between(2, 6);
    c.texture_a = use_resource(list, random_cube(n, c.p[0]));
  } else if (c.take == 4) {
    c.p[0] = n.between(0, 1000000), c.p[1] = n.between(1, 256), c.p[2] = n.between(0, 32767);
    c.p[3] = n.between(-50, 50), c.p[4] = n.between(-50, 50);
  } else {
    c.p[0] = n.between(-32768, 32767), c.p[1] = n.between(-32768, 32767), c.p[2] = n.between(0, 65535);
    c.p[3] = n.between(1, 65535), c.p[4] = n.between(0, 65535), c.p[5] = n.between(0, 2);
  }
}

DisplayList background(Numbers& n, int32_t width, int32_t height) {
  DisplayList list{.width = width, .height = height, .commands = {}, .resources = {}, .layers = {}};
  Command c;
  c.bounds = {0, 0, width, height};
  const bool copy = n.chance(50);  // as lowering makes it: replaces what was there, maybe by something translucent
  const uint32_t a = copy ? n.below(65536) : 65535;
  c.blend = copy ? kBlendCopy : 0;
  c.color_rg = premultiplied(n, 65535, a, 0);
  c.color_ba = premultiplied(n, 65535, a, 1);
  list.commands.push_back(c);
  return list;
}

void add_cover(Numbers& n, DisplayList& list, Command& c, Cover cover) {
  c.cover = cover;
  const IRect& b = c.bounds;
  c.cover_rect = {n.between(b.x0 * 256 - 300, b.x1 * 256), n.between(b.y0 * 256 - 300, b.y1 * 256), 0, 0};
  c.cover_rect.x1 = n.between(c.cover_rect.x0, b.x1 * 256 + 300);
  c.cover_rect.y1 = n.between(c.cover_rect.y0, b.y1 * 256 + 300);
  if (cover != Cover::mask) return;
  c.mask = use_resource(list, random_mask(n, n.between(1, b.width() + 9), n.between(1, b.height() + 9)));
  c.mask_x = n.between(b.x0 - 6, b.x1);
  c.mask_y = n.between(b.y0 - 6, b.y1);
}

void add_command(Numbers& n, DisplayList& list, Op op, IRect within, Cover cover, uint32_t blend, int levels) {
  Command c;
  c.op = op;
  c.bounds = random_rect(n, within);
  c.blend = blend;
  c.opacity = n.chance(40) ? 65535 : n.below(65536);
  add_cover(n, list, c, cover);
  const uint32_t a = alpha(n, 65535);
  c.color_rg = premultiplied(n, 65535, a, 0);
  c.color_ba = premultiplied(n, 65535, a, 1);
  const int32_t size = list.width + list.height;
  c.matrix_a = random_matrix(n, size);
  c.matrix_b = random_matrix(n, size);
  if (op == Op::adjust) add_adjustment(n, list, c);
  if (op == Op::picture) {
    c.texture_a = use_resource(list, {random_picture(n, n.between(1, 60), n.between(1, 40), n.below(4))});
    c.picture_x = n.between(-10, list.width), c.picture_y = n.between(-10, list.height);
    c.take = n.below(5);
  }
  if (op == Op::linear || op == Op::radial || op == Op::conic) c.texture_a = use_resource(list, random_ramp(n));
  if (op == Op::image) c.texture_a = use_resource(list, random_texels(n, n.between(1, 40), n.between(1, 40)));
  if (op == Op::image && levels == 2) {
    c.texture_b = use_resource(list, random_texels(n, n.between(1, 30), n.between(1, 30)));
    c.level_mix = static_cast<uint32_t>(n.between(1, 256));
  }
  list.commands.push_back(c);
}

constexpr Op kOps[] = {Op::solid, Op::linear, Op::radial, Op::image, Op::conic, Op::picture, Op::adjust};

void add_random(Numbers& n, DisplayList& list, IRect within, int commands, int depth) {
  for (int i = 0; i < commands; ++i) {
    const auto cover = static_cast<Cover>(n.below(3));
    const uint32_t blend = n.chance(60) ? n.below(4) : n.below(17);
    if (depth < 3 && n.chance(20)) {
      Command group;
      group.op = Op::push;
      group.bounds = random_rect(n, within);
      list.commands.push_back(group);
      add_random(n, list, group.bounds, static_cast<int>(1 + n.below(3)), depth + 1);
      group.op = Op::pop;
      group.blend = blend;
      group.opacity = n.below(65536);
      add_cover(n, list, group, cover);
      list.commands.push_back(group);
      continue;
    }
    add_command(n, list, kOps[n.below(7)], within, cover, blend, n.chance(50) ? 1 : 2);
  }
}

DisplayList random_list(uint64_t seed, int32_t width, int32_t height, int commands) {
  Numbers n{.seed = seed};
  DisplayList list = background(n, width, height);
  add_random(n, list, list.commands[0].bounds, commands, 0);
  return list;
}

DisplayList plain_list(uint64_t seed, int32_t width, int32_t height) {
  Numbers n{.seed = seed};
  DisplayList list = background(n, width, height);
  for (int i = 0; i < 24; ++i) add_command(n, list, Op::solid, {0, 0, width, height}, Cover::full, 0, 1);
  return list;
}

DisplayList edited(Numbers& n, DisplayList list) {
  const auto edits = 1 + n.below(2);
  for (uint32_t i = 0; i < edits; ++i) {
    Command& c = list.commands[1 + n.below(static_cast<uint32_t>(list.commands.size() - 1))];
    if (c.op == Op::push) continue;
    c.opacity = n.below(65536);
    if (c.op == Op::pop || n.chance(50)) continue;
    const int32_t shift = c.bounds.width() > 1 ? n.between(0, c.bounds.width() - 1) : 0;
    c.bounds.x1 = c.bounds.x0 + shift + (shift == 0 ? 1 : 0);  // stays inside its group
  }
  return list;
}

PassPlan whole_plan(const DisplayList& list) {
  return plan(list, {{0, 0, list.width, list.height}});
}

}  // namespace fp::test
