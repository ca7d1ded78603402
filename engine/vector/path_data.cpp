// SVG 1.1 path data: https://www.w3.org/TR/SVG11/paths.html#PathDataBNF, arcs by its appendix F.6.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "engine/vector/path.hpp"

namespace fp {
namespace {

constexpr size_t kMaxSegments = 1'000'000;
constexpr double kMaxCoordinate = 1e6;

// Where parsing failed and why; the first fault wins.
struct PathFault {
  size_t at = 0;
  std::string message;
};

struct PathReader {
  std::string_view d;
  size_t at = 0;
  Path path;
  Vec2 start{}, here{};
  Vec2 last_control{};      // of the previous curve, for S and T
  char last_command = 0;    // upper case
  bool needs_move = false;  // a subpath was closed: the next segment starts a new one at `start`
  std::optional<PathFault> fault;

  bool failed() const { return fault.has_value(); }
  void fail_at(size_t where, std::string message) {
    if (!fault) fault = PathFault{where, std::move(message)};
  }
  char peek() const { return at < d.size() ? d[at] : '\0'; }
  void skip_space() {
    while (at < d.size() && (d[at] == ' ' || d[at] == '\t' || d[at] == '\n' || d[at] == '\r' || d[at] == '\f')) ++at;
  }
  // What stands at `where`, for messages.
  std::string found(size_t where) const {
    if (where >= d.size()) return "found the end";
    const char c = d[where];
    return c >= ' ' && c <= '~' ? fmt::format("found '{}'", c) : fmt::format("found byte 0x{:02x}", uint8_t(c));
  }
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// At the first character of a number, as far as one character tells.
bool at_number(const PathReader& in) {
  const char c = in.peek();
  return is_digit(c) || c == '.' || c == '-' || c == '+';
}

double read_number(PathReader& in, std::string_view what) {
  const size_t from = in.at;
  size_t at = in.at;
  const bool negative = in.peek() == '-';
  if (negative || in.peek() == '+') ++at;
  const auto digit_at = [&](size_t i) { return i < in.d.size() && is_digit(in.d[i]); };
  const bool starts = digit_at(at) || (at < in.d.size() && in.d[at] == '.' && digit_at(at + 1));
  if (!starts) {
    in.fail_at(from, fmt::format("expected {}, {}", what, in.found(from)));
    return 0;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(in.d.data() + at, in.d.data() + in.d.size(), value);
  in.at = static_cast<size_t>(end - in.d.data());
  if (error != std::errc() || !(value <= kMaxCoordinate)) {
    in.fail_at(from, "the number is out of range: coordinates lie within -1000000 and 1000000");
  }
  return negative ? -value : value;
}

// Between two arguments: white space and at most one comma.
void skip_separator(PathReader& in) {
  in.skip_space();
  if (in.peek() == ',') {
    ++in.at;
    in.skip_space();
  }
}

bool read_flag(PathReader& in) {
  const char c = in.peek();
  if (c != '0' && c != '1') {
    in.fail_at(in.at, fmt::format("expected an arc flag, 0 or 1, {}", in.found(in.at)));
    return false;
  }
  ++in.at;
  return c == '1';
}

bool check_point(PathReader& in, size_t where, Vec2 p) {
  if (std::fabs(p.x) <= kMaxCoordinate && std::fabs(p.y) <= kMaxCoordinate) return true;
  in.fail_at(where, "the point is out of range: coordinates lie within -1000000 and 1000000");
  return false;
}

void begin_segment(PathReader& in) {
  if (in.needs_move) in.path.move_to(in.start);
  in.needs_move = false;
  if (in.path.verbs.size() >= kMaxSegments) {
    in.fail_at(in.at, "the path is too long: at most 1000000 segments are accepted");
  }
}

// F.6.5: from end points to the centre; then cubics of at most a quarter turn each.
void add_arc(PathReader& in, Vec2 radii, double degrees, bool large, bool sweep, Vec2 to) {
  const Vec2 from = in.here;
  if (from == to) return;
  double rx = std::fabs(radii.x), ry = std::fabs(radii.y);
  if (rx == 0 || ry == 0) return in.path.line_to(to);
  const Affine turn = rotation_degrees(degrees);
  const Vec2 half = (from - to) * 0.5;
  const Vec2 p{turn.a * half.x + turn.b * half.y, turn.c * half.x + turn.d * half.y};  // turned back
  const double lambda = (p.x / rx) * (p.x / rx) + (p.y / ry) * (p.y / ry);
  if (lambda > 1) {  // too small to reach: grown until they do
    rx *= std::sqrt(lambda);
    ry *= std::sqrt(lambda);
  }
  const Vec2 unit{p.x / rx, p.y / ry};
  const double reach = unit.x * unit.x + unit.y * unit.y;
  double offset = reach > 0 ? std::sqrt(std::max(0.0, 1 / reach - 1)) : 0;
  if (large == sweep) offset = -offset;
  const Vec2 centre_unit{offset * unit.y, -offset * unit.x};
  const Vec2 a = unit - centre_unit, b = -unit - centre_unit;  // start and end on the unit circle
  double angle = exact_atan2(a.x * b.y - a.y * b.x, a.x * b.x + a.y * b.y);
  if (sweep && angle < 0) angle += 2 * kPi;
  if (!sweep && angle > 0) angle -= 2 * kPi;

  const Affine place = translation((from + to) * 0.5) * turn * scaling({rx, ry}) * translation(centre_unit);
  const int pieces = std::max(1, static_cast<int>(std::ceil(std::fabs(angle) / (kPi / 2) - 1e-9)));
  const double step = angle / pieces;
  const double handle = 4.0 / 3.0 * exact_sin(step / 4) / exact_cos(step / 4);
  Vec2 p0 = a;
  for (int i = 1; i <= pieces; ++i) {
    const double s = exact_sin(step * i), c = exact_cos(step * i);
    const Vec2 p1{a.x * c - a.y * s, a.x * s + a.y * c};
    const Vec2 c1{p0.x - handle * p0.y, p0.y + handle * p0.x};
    const Vec2 c2{p1.x + handle * p1.y, p1.y - handle * p1.x};
    in.path.cubic_to(apply(place, c1), apply(place, c2), i == pieces ? to : apply(place, p1));
    p0 = p1;
  }
}

constexpr std::string_view kCoordinate = "a coordinate (a number)";

// One argument set of an arc; the current point moves to its end.
void read_arc(PathReader& in, Vec2 origin) {
  const size_t from = in.at;
  const double rx = read_number(in, "the arc's x radius (a number)");
  skip_separator(in);
  const double ry = read_number(in, "the arc's y radius (a number)");
  skip_separator(in);
  const double degrees = read_number(in, "the arc's rotation in degrees (a number)");
  skip_separator(in);
  const bool large = read_flag(in);
  skip_separator(in);
  const bool sweep = read_flag(in);
  skip_separator(in);
  const double x = read_number(in, kCoordinate);
  skip_separator(in);
  const double y = read_number(in, kCoordinate);
  const Vec2 to = origin + Vec2{x, y};
  if (in.failed() || !check_point(in, from, to)) return;
  add_arc(in, {rx, ry}, degrees, large, sweep, to);
  in.here = to;
}

int argument_count(char upper) {
  switch (upper) {
    case 'H':
    case 'V':
      return 1;
    case 'M':
    case 'L':
    case 'T':
      return 2;
    case 'S':
    case 'Q':
      return 4;
    case 'C':
      return 6;
    default:
      return 0;
  }
}

// The control point that continues the previous curve, or the current point where there is none of that kind.
Vec2 reflected(const PathReader& in, char kind, char smooth_kind) {
  const bool follows = in.last_command == kind || in.last_command == smooth_kind;
  return follows ? in.here + (in.here - in.last_control) : in.here;
}

void add_segment(PathReader& in, char upper, const Vec2* p, const double* v, bool relative) {
  const Vec2 from = in.here;
  switch (upper) {
    case 'M':
      in.path.move_to(p[0]);
      in.start = in.here = p[0];
      return;
    case 'L':
      in.here = p[0];
      break;
    case 'H':
      in.here.x = relative ? from.x + v[0] : v[0];
      break;
    case 'V':
      in.here.y = relative ? from.y + v[0] : v[0];
      break;
    case 'C':
      in.path.cubic_to(p[0], p[1], p[2]);
      in.last_control = p[1], in.here = p[2];
      return;
    case 'S':
      in.path.cubic_to(reflected(in, 'C', 'S'), p[0], p[1]);
      in.last_control = p[0], in.here = p[1];
      return;
    case 'Q':
      in.path.quad_to(p[0], p[1]);
      in.last_control = p[0], in.here = p[1];
      return;
    case 'T': {
      const Vec2 control = reflected(in, 'Q', 'T');
      in.path.quad_to(control, p[0]);
      in.last_control = control, in.here = p[0];
      return;
    }
    default:
      return;
  }
  in.path.line_to(in.here);
}

// One argument set of any other command.
void read_arguments(PathReader& in, char upper, bool relative) {
  const size_t from = in.at;
  const int count = argument_count(upper);
  double v[6] = {};
  for (int i = 0; i < count && !in.failed(); ++i) {
    if (i) skip_separator(in);
    v[i] = read_number(in, kCoordinate);
  }
  if (in.failed()) return;
  const Vec2 origin = relative ? in.here : Vec2{};
  Vec2 p[3];
  for (int i = 0; i + 1 < count; i += 2) {
    p[i / 2] = origin + Vec2{v[i], v[i + 1]};
    if (!check_point(in, from, p[i / 2])) return;
  }
  add_segment(in, upper, p, v, relative);
  check_point(in, from, in.here);
}

// A command letter and all its argument sets.
void read_command(PathReader& in) {
  const size_t where = in.at;
  const char letter = in.peek();
  const bool relative = letter >= 'a' && letter <= 'z';
  char upper = relative ? static_cast<char>(letter - 'a' + 'A') : letter;
  if (std::string_view("MLHVCSQTAZ").find(upper) == std::string_view::npos) {
    return in.fail_at(where, fmt::format("expected a command, one of MmLlHhVvCcSsQqTtAaZz, {}", in.found(where)));
  }
  if (in.path.empty() && upper != 'M') {
    return in.fail_at(where, fmt::format("expected M or m: a path starts with a moveto, {}", in.found(where)));
  }
  ++in.at;
  if (upper == 'Z') {
    begin_segment(in);
    in.path.close();
    in.here = in.start;
    in.needs_move = true;
    in.last_command = 'Z';
    return;
  }
  in.skip_space();
  for (bool more = true; more && !in.failed();) {
    if (upper == 'M') in.needs_move = false;
    begin_segment(in);
    upper == 'A' ? read_arc(in, relative ? in.here : Vec2{}) : read_arguments(in, upper, relative);
    in.last_command = upper;
    if (upper == 'M') upper = 'L';  // further pairs of a moveto are lines
    in.skip_space();
    more = at_number(in);
    if (in.peek() == ',') {
      ++in.at;
      in.skip_space();
      more = true;  // a comma promises another argument
    }
  }
}

}  // namespace

Result<Path> parse_path_data(std::string_view d) {
  PathReader in{.d = d};
  in.skip_space();
  while (in.at < d.size() && !in.failed()) {
    read_command(in);
    in.skip_space();
  }
  if (in.failed()) {
    Diagnostic diagnostic;
    diagnostic.fault = Fault::invalid;
    diagnostic.column = static_cast<int>(std::min<size_t>(in.fault->at, 0x7ffffffe)) + 1;
    diagnostic.message = fmt::format("path data, at character {}: {}", diagnostic.column, in.fault->message);
    return fail(std::move(diagnostic));
  }
  return std::move(in.path);
}

}  // namespace fp
