#include "engine/display/map_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

#include "engine/core/palettes.hpp"
#include "engine/template/composition.hpp"

namespace fp {
namespace {

constexpr double kDetail = 0.25;  // pixels that a border may stray: not seen

void put(ByteWriter& key, const std::optional<Vec2>& v) {
  key.put(static_cast<uint8_t>(v.has_value())).put_double(v ? v->x : 0).put_double(v ? v->y : 0);
}

bool has_data(const std::vector<int64_t>& item_of, size_t region) {
  return item_of[region] >= 0;
}

Result<MapGround> lay_ground(const MapContent& content, Vec2 size, std::shared_ptr<const Geography> geography,
                             const Sha256& hash, const std::vector<int64_t>& item_of) {
  const MapProjection& said = content.projection;
  auto projection = make_projection({said.name, said.center, said.roll, said.parallels});
  if (!projection) return fail(std::move(projection.error()));
  MapGround ground;
  ground.geography = std::move(geography);
  ground.projection = *projection;
  ground.map = project(ground.projection, *ground.geography);
  PlaneBox extent;
  extent.low = {1, 1}, extent.high = {-1, -1};
  for (size_t i = 0; i < ground.map.shapes.size(); ++i) {
    if (!content.fit_data || has_data(item_of, i)) extent = united(extent, extent_of(ground.map.shapes[i]));
  }
  // Where the sea is drawn the map is the whole globe.
  if (content.sea && !content.fit_data)
    extent = united(extent, extent_of(std::span<const Ring>(sphere_outline(ground.projection))));
  ground.to_box = fit(extent, size, content.padding);
  transform(ground.map, ground.to_box);
  simplify(ground.map, kDetail);
  ground.interior = grouped(ground.map.interior);
  ground.exterior = grouped(ground.map.exterior);
  ByteWriter key;
  key.put(hash).put_text(content.object).put_text(said.name).put_double(said.roll.value_or(0));
  put(key, said.center);
  put(key, said.parallels);
  const Affine& m = ground.to_box;
  key.put_double(m.a).put_double(m.d).put_double(m.e).put_double(m.f);
  ground.hash = key.hash();
  return ground;
}

std::string padded(const std::string& key, int digits) {
  const auto missing = static_cast<int>(digits) - static_cast<int>(key.size());
  return missing > 0 ? std::string(static_cast<size_t>(missing), '0') + key : key;
}

std::string name_of(const Feature& feature, const std::string& match) {
  if (match.empty()) return feature.id;
  const Json* value = feature.properties.find(match);
  return value ? value->text : std::string();
}

// Joins items to regions by key; keys without a region are a fault unless they may be.
Result<void> join_regions(MapPlan& plan, const Geography& geography) {
  const MapContent& content = *plan.content;
  std::unordered_map<std::string, size_t> regions;
  for (size_t i = 0; i < geography.features.size(); ++i)
    regions.emplace(name_of(geography.features[i], content.match), i);
  plan.item_of.assign(geography.features.size(), -1);
  plan.region_of.assign(content.data.items.size(), -1);
  if (!content.places.empty()) return {};
  std::vector<std::string> unmatched;
  for (size_t item = 0; item < content.data.items.size(); ++item) {
    const auto found = regions.find(padded(content.data.items[item].key, content.key_digits));
    if (found == regions.end()) {
      unmatched.push_back(content.data.items[item].key);
      continue;
    }
    plan.region_of[item] = static_cast<int64_t>(found->second);
    plan.item_of[found->second] = static_cast<int64_t>(item);
  }
  if (unmatched.empty() || content.skip_unmatched) return {};
  const size_t count = unmatched.size();
  if (count > 8) unmatched.resize(8);
  std::vector<std::string> ids;
  for (const Feature& feature : geography.features) ids.push_back(name_of(feature, content.match));
  const std::string near = closest(unmatched.front(), ids);
  return fail(Fault::invalid,
              fmt::format("{} of the data's keys {} no region of \"{}\": {}{}", count, count == 1 ? "has" : "have",
                          content.geography, fmt::join(unmatched, ", "), count > 8 ? ", ..." : ""),
              fmt::format("{}\"match\" says what keys are, \"keyDigits\" fills them up with zeros, \"unmatched\": "
                          "\"skip\" leaves them out",
                          near.empty() ? "" : fmt::format("did you mean \"{}\"? ", near)));
}

std::vector<double> all_values(const ChartData& data) {
  std::vector<double> values;
  for (const ChartItem& item : data.items) {
    for (const auto& value : item.values) {
      if (value) values.push_back(*value);
    }
  }
  return values;
}

ColorScale scale_of(const MapContent& content) {
  const MapColors& said = content.colors;
  using Kind = MapColors::Kind;
  std::vector<Color> stops = said.stops;
  if (stops.empty()) {
    const Palette* named = find_palette(said.palette);
    const auto kind = said.kind == Kind::diverging ? PaletteKind::diverging : PaletteKind::sequential;
    stops = named ? named->colors : default_palette(kind).colors;
  }
  std::vector<double> values = all_values(content.data);
  const auto [least, most] =
      values.empty() ? std::pair(0.0, 1.0) : std::pair(std::ranges::min(values), std::ranges::max(values));
  const double low = said.low.value_or(least), high = said.high.value_or(most);
  ColorScale scale;
  if (said.kind == Kind::sequential) scale = sequential_scale(stops, low, high);
  if (said.kind == Kind::diverging) scale = diverging_scale(stops, low, said.middle.value_or(0), high);
  if (said.kind == Kind::quantile) scale = quantile_scale(std::move(values), stops, said.classes);
  if (said.kind == Kind::threshold) scale = threshold_scale(said.breaks, stops);
  scale.missing = content.missing;
  return scale;
}

std::vector<std::optional<Vec2>> middles(const MapPlan& plan) {
  const MapContent& content = *plan.content;
  std::vector<std::optional<Vec2>> result(content.data.items.size());
  for (size_t item = 0; item < result.size(); ++item) {
    if (!content.places.empty()) {
      if (content.places[item]) result[item] = on_map(plan.ground, *content.places[item]);
    } else if (const int64_t region = plan.region_of[item]; region >= 0) {
      const Shape& shape = plan.ground.map.shapes[static_cast<size_t>(region)];
      if (!shape.rings.empty()) result[item] = label_point(shape.rings).at;
    }
  }
  return result;
}

// By what items come in one after the other; the smallest first.
std::vector<double> order_keys(const MapPlan& plan) {
  using By = MapContent::By;
  const MapContent& content = *plan.content;
  std::vector<double> keys(content.data.items.size());
  for (size_t item = 0; item < keys.size(); ++item) {
    Vec2 at{};
    if (plan.region_of[item] >= 0) {
      at = centroid(plan.ground.map.shapes[static_cast<size_t>(plan.region_of[item])].rings);
    } else if (!content.places.empty() && content.places[item]) {
      at = on_map(plan.ground, *content.places[item]).value_or(Vec2{});
    }
    switch (content.by) {
      case By::rows:
        keys[item] = static_cast<double>(item);
        break;
      case By::value:
        keys[item] = -content.data.value(item, content.data.steps.size() - 1).value_or(-1e300);
        break;
      case By::west:
      case By::east:
        keys[item] = content.by == By::west ? at.x : -at.x;
        break;
      case By::north:
      case By::south:
        keys[item] = content.by == By::north ? at.y : -at.y;
        break;
    }
  }
  return keys;
}

// From one side regions come in as they stand; else evenly.
std::vector<double> turns(const MapPlan& plan) {
  const std::vector<double> keys = order_keys(plan);
  std::vector<double> turns(keys.size());
  if (keys.size() < 2) return turns;
  using By = MapContent::By;
  const By by = plan.content->by;
  if (by != By::rows && by != By::value) {
    const auto [low, high] = std::ranges::minmax(keys);
    for (size_t i = 0; i < keys.size(); ++i) turns[i] = high > low ? (keys[i] - low) / (high - low) : 0;
    return turns;
  }
  std::vector<size_t> order(keys.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, {}, [&](size_t i) { return keys[i]; });
  for (size_t i = 0; i < order.size(); ++i)
    turns[order[i]] = static_cast<double>(i) / static_cast<double>(order.size() - 1);
  return turns;
}

bool is_inside(const Ring& ring, Vec2 p) {
  bool inside = false;
  for (size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const Vec2 a = ring[i], b = ring[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

double signed_area(const Ring& ring) {
  double sum = 0;
  for (size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
    sum += ring[j].x * ring[i].y - ring[i].x * ring[j].y;
  return sum;
}

}  // namespace

std::vector<LineGroup> grouped(const std::vector<Ring>& lines) {
  constexpr double kCell = 128;       // pixels
  constexpr size_t kMostPoints = 64;  // of a piece; longer lines are cut
  std::map<std::pair<int32_t, int32_t>, LineGroup> cells;
  const auto cell = [](double v) { return static_cast<int32_t>(std::floor(std::clamp(v, -1e6, 1e6) / kCell)); };
  for (const Ring& line : lines) {
    for (size_t first = 0; first + 1 < line.size(); first += kMostPoints - 1) {
      const size_t end = std::min(first + kMostPoints, line.size());
      const Vec2 at = line[first];
      cells[{cell(at.y), cell(at.x)}].emplace_back(line.begin() + static_cast<std::ptrdiff_t>(first),
                                                   line.begin() + static_cast<std::ptrdiff_t>(end));
    }
  }
  std::vector<LineGroup> groups;
  for (auto& [where, group] : cells) groups.push_back(std::move(group));
  return groups;
}

std::optional<Vec2> on_map(const MapGround& ground, Vec2 place) {
  const auto at = project_point(ground.projection, place);
  return at ? std::optional(apply(ground.to_box, *at)) : std::nullopt;
}

std::optional<Vec2> on_map(const MapPlan& plan, const MapPlace& place) {
  if (place.place) return on_map(plan.ground, *place.place);
  for (size_t item = 0; item < plan.content->data.items.size(); ++item) {
    if (plan.content->data.items[item].key == place.key && !plan.middle.empty()) return plan.middle[item];
  }
  return std::nullopt;
}

Path region_path(const Shape& shape) {
  Path path;
  for (size_t i = 0; i < shape.rings.size(); ++i) {
    Ring ring = shape.rings[i];
    size_t around = 0;
    for (size_t k = 0; k < shape.rings.size(); ++k) around += k != i && is_inside(shape.rings[k], ring.front()) ? 1 : 0;
    if ((signed_area(ring) > 0) != (around % 2 == 0)) std::ranges::reverse(ring);
    append(path, polyline_path(ring, true), {});
  }
  return path;
}

Path lines_path(const std::vector<Ring>& lines) {
  Path path;
  for (const Ring& line : lines) append(path, polyline_path(line, false), {});
  return path;
}

Result<std::shared_ptr<const MapPlan>> make_map_plan(std::shared_ptr<const MapContent> content, Vec2 size,
                                                     std::shared_ptr<const Geography> geography,
                                                     const Sha256& geography_hash) {
  MapPlan plan;
  plan.content = std::move(content);
  if (auto joined = join_regions(plan, *geography); !joined) return fail(std::move(joined.error()));
  auto ground = lay_ground(*plan.content, size, geography, geography_hash, plan.item_of);
  if (!ground) return fail(std::move(ground.error()));
  plan.ground = std::move(*ground);
  plan.scale = scale_of(*plan.content);
  if (const std::string fault = color_scale_fault(plan.scale); !fault.empty())
    return fail(Fault::invalid, "the map's colours: " + fault);
  plan.turn = turns(plan);
  if (plan.content->bubbles || plan.content->labels || !plan.content->flows.empty() || !plan.content->places.empty())
    plan.middle = middles(plan);
  return std::make_shared<const MapPlan>(std::move(plan));
}

}  // namespace fp
