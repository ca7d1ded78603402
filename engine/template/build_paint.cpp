#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/template/build.hpp"

namespace fp {
namespace {

// CSS's gradient line: through the middle of the box, long enough that the corners get the end colours.
void span_box(Gradient& gradient, const Point& box, double angle) {
  const Affine turn = rotation_degrees(angle);
  const Vec2 direction{turn.a, turn.b};
  const auto half = [=](Vec2 size) { return (std::abs(size.x * direction.x) + std::abs(size.y * direction.y)) / 2; };
  gradient.start = mapped<Vec2, Vec2>(box, [=](Vec2 size) { return size * 0.5 - direction * half(size); });
  gradient.end = mapped<Vec2, Vec2>(box, [=](Vec2 size) { return size * 0.5 + direction * half(size); });
}

void read_linear(const LayerScope& scope, const Json& value, std::string_view key, Gradient& gradient) {
  const Json* from = value.find("from");
  const Json* to = value.find("to");
  const Json* angle = value.find("angle");
  if (from && to) {
    if (angle) report(scope, *angle, key, "\"angle\" has no meaning beside \"from\" and \"to\"", "remove one of them");
    gradient.start = read_inner_point(scope, *from, key);
    gradient.end = read_inner_point(scope, *to, key);
  } else if (scope.box) {
    span_box(gradient, *scope.box, angle ? angle->number : 90);
  } else {
    report(scope, value, key, "a gradient by angle needs a layer whose size is given",
           "give the layer a \"size\" of width and height, or the gradient \"from\" and \"to\" in pixels");
  }
}

void read_radial(const LayerScope& scope, const Json& value, std::string_view key, Gradient& gradient) {
  const Json* center = value.find("center");
  const Json* radius = value.find("radius");
  if ((!center || !radius) && !scope.box) {
    return report(scope, value, key,
                  "a radial gradient needs \"center\" and \"radius\" where the layer's size is not given");
  }
  gradient.start = center ? read_inner_point(scope, *center, key)
                          : mapped<Vec2, Vec2>(*scope.box, [](Vec2 size) { return size * 0.5; });
  if (radius) {
    gradient.radius = read_radii(scope, *radius, key);
    return;
  }
  if (!is_constant(*scope.box) || !is_constant(gradient.start)) {
    return report(scope, value, key, "a radial gradient whose box or center moves needs a \"radius\"");
  }
  const Vec2 size = scope.box->constant, at = gradient.start.constant;
  const Vec2 reach{std::max(std::abs(at.x), std::abs(size.x - at.x)),
                   std::max(std::abs(at.y), std::abs(size.y - at.y))};
  const double length = std::sqrt(reach.x * reach.x + reach.y * reach.y);
  gradient.radius = constant_track(Vec2{length, length});
}

// Around a point, from an angle on.
void read_conic(const LayerScope& scope, const Json& value, std::string_view key, Gradient& gradient) {
  const Json* center = value.find("center");
  const Json* angle = value.find("angle");
  gradient.angle = angle ? read_scalar_value(scope, *angle, key) : constant_track(-90.0);
  if (!center && !scope.box) {
    return report(scope, value, key, "a conic gradient needs a \"center\" where the layer's size is not given");
  }
  gradient.start = center ? read_inner_point(scope, *center, key)
                          : mapped<Vec2, Vec2>(*scope.box, [](Vec2 size) { return size * 0.5; });
}

}  // namespace

std::vector<GradientStop> read_stops(const LayerScope& scope, const Json& stops, std::string_view key) {
  std::vector<GradientStop> result;
  const bool brief = std::ranges::all_of(stops.items, &Json::is_string);
  for (size_t i = 0; i < stops.items.size(); ++i) {
    const Json& stop = stops.items[i];
    GradientStop& made = result.emplace_back();
    if (brief) {
      made.offset = static_cast<double>(i) / static_cast<double>(stops.items.size() - 1);
      made.color = read_tint(scope, stop, key);
      continue;
    }
    if (stop.is_string()) {
      report(scope, stop, key, "a colour alone stands among stops with \"at\"",
             "write all stops as {\"at\", \"color\"} or none");
      continue;
    }
    made.offset = stop.find("at")->number;
    made.color = read_tint(scope, *stop.find("color"), key);
    if (i > 0 && made.offset < result[i - 1].offset) {
      report(scope, *stop.find("at"), key,
             fmt::format("this stop at {} lies before the one above it at {}", made.offset, result[i - 1].offset),
             "list the stops from 0 to 1");
    }
  }
  return result;
}

Gradient read_gradient(const LayerScope& scope, const Json& value, std::string_view key) {
  Gradient gradient;
  gradient.stops = read_stops(scope, *value.find("stops"), key);
  const std::string& type = value.find("type")->text;
  if (type == "linear") {
    gradient.kind = Gradient::Kind::linear;
    read_linear(scope, value, key, gradient);
  } else if (type == "conic") {
    gradient.kind = Gradient::Kind::conic;
    read_conic(scope, value, key, gradient);
  } else {
    gradient.kind = Gradient::Kind::radial;
    read_radial(scope, value, key, gradient);
  }
  return gradient;
}

Paint read_paint(const LayerScope& scope, const Json& value, std::string_view key) {
  if (value.is_object() && value.find("stops")) return read_gradient(scope, value, key);
  return read_tint(scope, value, key);
}

namespace {

void read_trim(const LayerScope& scope, const Json& value, std::string_view key, Stroke& stroke) {
  const Json* trim = value.find("trim");
  if (!trim) return;
  const auto part = [&](const char* name, Scalar& track) {
    if (const Json* json = trim->find(name)) track = read_scalar_value(scope, *json, key);
  };
  part("start", stroke.trim_start);
  part("end", stroke.trim_end);
  part("offset", stroke.trim_offset);
}

}  // namespace

Stroke read_stroke(const LayerScope& scope, const Json& value, std::string_view key) {
  constexpr std::pair<std::string_view, Stroke::Cap> kCaps[] = {
      {"butt", Stroke::Cap::butt}, {"round", Stroke::Cap::round}, {"square", Stroke::Cap::square}};
  constexpr std::pair<std::string_view, Stroke::Join> kJoins[] = {
      {"miter", Stroke::Join::miter}, {"round", Stroke::Join::round}, {"bevel", Stroke::Join::bevel}};
  Stroke stroke;
  const Json* color = value.find("color");
  const Json* gradient = value.find("gradient");
  if (color && gradient)
    report(scope, *color, key, "\"color\" has no meaning beside \"gradient\"", "remove one of them");
  if (gradient) {
    stroke.paint = read_gradient(scope, *gradient, key);
  } else {
    stroke.paint = read_tint(scope, *color, key);
  }
  stroke.width = read_scalar_value(scope, *value.find("width"), key);
  stroke.cap = choose(value.find("cap"), kCaps);
  stroke.join = choose(value.find("join"), kJoins);
  if (const Json* limit = value.find("miterLimit")) stroke.miter_limit = limit->number;
  if (const Json* dash = value.find("dash")) {
    for (const Json& length : dash->items) stroke.dash.push_back(read_scalar_value(scope, length, key));
  }
  if (const Json* offset = value.find("dashOffset")) stroke.dash_offset = read_scalar_value(scope, *offset, key);
  read_trim(scope, value, key, stroke);
  using Head = Stroke::Head;
  constexpr std::pair<std::string_view, Head> kHeads[] = {{"none", Head::none},         {"arrow", Head::arrow},
                                                          {"triangle", Head::triangle}, {"circle", Head::circle},
                                                          {"diamond", Head::diamond},   {"bar", Head::bar}};
  stroke.start_head = choose(value.find("startHead"), kHeads);
  stroke.end_head = choose(value.find("endHead"), kHeads);
  if (const Json* size = value.find("headSize")) stroke.head_size = size->number;
  return stroke;
}

}  // namespace fp
