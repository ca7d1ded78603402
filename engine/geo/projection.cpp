#include "engine/geo/projection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/geo/frames.hpp"
#include "engine/geo/model.hpp"
#include "engine/geo/unroll.hpp"

namespace fp {
namespace {

Result<void> check_numbers(const ProjectionSpec& spec) {
  if (spec.centre && !(std::fabs(spec.centre->x) <= 360 && std::fabs(spec.centre->y) <= 90)) {
    return fail(Fault::invalid, "expected a longitude within +-360 and a latitude within +-90 as the map's centre");
  }
  if (spec.roll && !(std::fabs(*spec.roll) <= 360)) {
    return fail(Fault::invalid, "expected a roll within +-360 degrees");
  }
  if (spec.parallels && !(std::fabs(spec.parallels->x) <= 90 && std::fabs(spec.parallels->y) <= 90)) {
    return fail(Fault::invalid, "expected two latitudes within +-90 as parallels");
  }
  return {};
}

Result<void> check_settings(const ProjectionSpec& spec) {
  const bool whole = spec.name == "albers-usa" || spec.name.starts_with('+');
  const std::string_view what = spec.name.starts_with('+') ? "a PROJ string" : std::string_view(spec.name);
  if (spec.centre && whole) {
    return fail(Fault::invalid, fmt::format("{} takes no centre", what),
                spec.name.starts_with('+') ? "put +lon_0=... and +lat_0=... into the string" : "use albers");
  }
  if (spec.roll && (whole || spec.name == "albers")) return fail(Fault::invalid, fmt::format("{} takes no roll", what));
  if (spec.parallels && spec.name != "albers") {
    return fail(Fault::invalid, fmt::format("{} takes no parallels", what), "only albers does");
  }
  return {};
}

Result<Projection> albers_of(const ProjectionSpec& spec) {
  const LonLat centre = spec.centre.value_or(LonLat{-96, 37.5});
  ProjectionModel model{.centre = centre.x, .turn = {}, .formula = formula_named("albers"), .proj = {}, .insets = {}};
  if (!set_cone(model, spec.parallels.value_or(Vec2{29.5, 45.5}), {0, centre.y})) {
    return fail(Fault::invalid, "the parallels of albers lie opposite each other across the equator, which is no cone",
                "use equal-earth, or move one of them");
  }
  return std::make_shared<const ProjectionModel>(std::move(model));
}

bool within(Vec2 p, Vec2 low, Vec2 high) {
  return p.x >= low.x && p.x <= high.x && p.y >= low.y && p.y <= high.y;
}

std::optional<Vec2> inset_point(const ProjectionModel& model, LonLat place) {
  for (const ProjectionModel::Inset& inset : model.insets) {
    const double x = inset.west_south.x + within_turn(place.x - inset.west_south.x);
    const LonLat near{x < inset.west_south.x ? x + 360 : x, place.y};
    if (!within(near, inset.west_south, inset.east_north)) continue;
    const std::optional<Vec2> p = project_point(inset.map, place);
    const Vec2 at = p ? *p * inset.scale + inset.at : Vec2{};
    if (p && within(at, inset.low, inset.high)) return at;
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> projection_names() {
  return {"mercator", "equirectangular", "natural-earth", "equal-earth", "albers", "albers-usa", "orthographic"};
}

Result<Projection> make_projection(const ProjectionSpec& spec) {
  if (const Result<void> good = check_numbers(spec); !good) return fail(good.error());
  if (!spec.name.starts_with('+') && std::ranges::count(projection_names(), spec.name) == 0) {
    const std::string near = spec.name.size() <= 64 ? closest(spec.name, projection_names()) : "";
    return fail(Fault::invalid, fmt::format("there is no projection \"{}\"", spec.name.substr(0, 64)),
                near.empty() ? "use one of mercator, equirectangular, natural-earth, equal-earth, albers, albers-usa, "
                               "orthographic, or a PROJ string that begins with +proj="
                             : fmt::format("did you mean \"{}\"?", near));
  }
  if (const Result<void> good = check_settings(spec); !good) return fail(good.error());
  if (spec.name.starts_with('+')) return projection_of_proj_string(spec.name);
  if (spec.name == "albers-usa") return albers_usa();
  if (spec.name == "albers") return albers_of(spec);
  const LonLat centre = spec.centre.value_or(LonLat{0, 0});
  const double roll = spec.roll.value_or(0);
  ProjectionModel model{.centre = centre.x, .turn = turn_to(centre, roll), .proj = {}, .insets = {}};
  if (spec.name == "orthographic") {
    model.frame = ProjectionModel::Frame::cap;
  } else {
    model.formula = formula_named(spec.name);
    if (centre.y != 0 || roll != 0) model.frame = ProjectionModel::Frame::oblique;
  }
  return std::make_shared<const ProjectionModel>(std::move(model));
}

std::optional<Vec2> project_point(const Projection& projection, LonLat place) {
  using Frame = ProjectionModel::Frame;
  const ProjectionModel& model = *projection;
  if (!std::isfinite(place.x) || std::fabs(place.x) > 3600 || !(std::fabs(place.y) <= 90)) return std::nullopt;
  if (model.frame == Frame::insets) return inset_point(model, place);
  Vec2 p{};
  if (model.frame == Frame::flat) {
    p = flat_point(model, {snapped_longitude(within_turn(place.x - model.centre)), place.y});
  } else {
    const Direction d = turned(model.turn, direction_of(place));
    if (model.frame == Frame::cap && d.x < cosine_of_degrees(model.radius)) return std::nullopt;
    p = model.frame == Frame::cap ? cap_point(model, d) : flat_point(model, oblique_place(model, place));
  }
  if (!std::isfinite(p.x) || !std::isfinite(p.y)) return std::nullopt;
  return p;
}

std::vector<GeoLine> graticule(Vec2 step) {
  std::vector<GeoLine> lines;
  const auto sane = [](double s) { return s > 0 ? std::max(s, 0.5) : 0; };
  const Vec2 by{sane(step.x), sane(step.y)};
  for (int i = by.x > 0 ? -static_cast<int>(180 / by.x) : 1; by.x > 0 && i * by.x < 180; ++i) {
    GeoLine& meridian = lines.emplace_back();
    for (int latitude = -90; latitude <= 90; latitude += 10) meridian.push_back({i * by.x, latitude});
  }
  for (int i = by.y > 0 ? -static_cast<int>(90 / by.y) : 1; by.y > 0 && i * by.y < 90; ++i) {
    if (i * by.y <= -90) continue;
    GeoLine& parallel = lines.emplace_back();
    for (int longitude = -180; longitude <= 180; longitude += 10) parallel.push_back({longitude, i * by.y});
  }
  return lines;
}

}  // namespace fp
