// PROJ strings: which of them are maps, and nothing but what stands in them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/geo/model.hpp"
#include "engine/geo/proj_library.hpp"

namespace fp {
namespace {

struct Setting {
  std::string key, value;
};

// Settings a fitted map does not depend on; strings copied from registries carry them.
constexpr std::string_view kIgnored[] = {"x_0",  "y_0",     "z_0",     "units",  "vunits", "to_meter", "vto_meter",
                                         "type", "no_defs", "towgs84", "wktext", "over",   "no_off",   "no_uoff"};
// Settings that name files, or something elsewhere.
constexpr std::string_view kOutside[] = {
    "init",  "nadgrids",   "geoidgrids", "grids", "xy_grids", "z_grids",       "catalog", "file", "path", "pm",
    "geoid", "datum_grid", "defs",       "model", "t_epoch",  "interpolation", "step",    "inv",  "axis", "o_proj"};
constexpr std::string_view kAzimuthal[] = {"laea", "aeqd", "stere", "gnom", "ortho"};
// Not maps, or torn in more places than the one meridian that shapes are cut at.
constexpr std::string_view kRefused[] = {
    "pipeline",    "hgridshift", "vgridshift",  "gridshift",   "xyzgridshift", "deformation", "defmodel", "tinshift",
    "cart",        "helmert",    "molobadekas", "molodensky",  "horner",       "affine",      "axisswap", "unitconvert",
    "push",        "pop",        "set",         "topocentric", "noop",         "latlong",     "longlat",  "latlon",
    "lonlat",      "geoc",       "geogoffset",  "vertoffset",  "ob_tran",      "igh",         "igh_o",    "imoll",
    "imoll_o",     "healpix",    "rhealpix",    "isea",        "qsc",          "s2",          "spilhaus", "bertin1953",
    "gn_sinu_int", "nsper",      "tpers",       "geos",        "ups",          "airy",        "sch",      "ccon",
    "misrsom",     "lsat",       "som",         "adams_hemi",  "guyou",        "peirce_q",    "airocean", "dense"};

template <size_t N>
bool one_of(const std::string_view (&list)[N], std::string_view word) {
  return std::ranges::find(list, word) != std::end(list);
}

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool plain(const std::string& text) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  };
  return std::ranges::all_of(text, good) && text.find("..") == std::string::npos;
}

Result<std::vector<Setting>> settings_of(const std::string& text) {
  if (text.size() > 1000) return fail(Fault::invalid, "the projection's string is longer than 1000 characters");
  std::vector<Setting> out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    std::string word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (word[0] != '+' || word.size() < 2) {
      return fail(Fault::invalid,
                  fmt::format("expected settings such as +lon_0=10 in the projection, found \"{}\"", word));
    }
    const size_t equals = std::min(word.find('='), word.size());
    Setting setting{word.substr(1, equals - 1), equals < word.size() ? word.substr(equals + 1) : ""};
    if (one_of(kOutside, setting.key)) {
      return fail(Fault::invalid,
                  fmt::format("+{} is not allowed in a projection: it would use more than the string", setting.key));
    }
    if (one_of(kIgnored, setting.key)) continue;
    if (!plain(setting.key) || !plain(setting.value)) {
      return fail(Fault::invalid, fmt::format("expected a number or a plain name after +{}", setting.key),
                  "degrees stand as decimal numbers");
    }
    out.push_back(std::move(setting));
  }
  return out;
}

Result<double> degrees(const std::vector<Setting>& settings, std::string_view key, double limit) {
  const auto found = std::ranges::find(settings, key, &Setting::key);
  if (found == settings.end()) return 0.0;
  const std::optional<double> value = number(found->value);
  if (value && std::fabs(*value) <= limit) return *value;
  return fail(Fault::invalid,
              fmt::format("expected +{} in decimal degrees within +-{}, found \"{}\"", key, limit, found->value));
}

// Which sphere or spheroid: none in the string means the unit sphere.
bool has_size(const std::vector<Setting>& settings) {
  constexpr std::string_view kSizes[] = {"R", "a", "b", "ellps", "datum", "rf", "f", "es", "e", "R_A"};
  return std::ranges::any_of(settings, [&](const Setting& s) { return one_of(kSizes, s.key); });
}

Result<std::string> map_name(const std::vector<Setting>& settings) {
  const auto proj = std::ranges::find(settings, "proj", &Setting::key);
  if (proj == settings.end() || proj->value.empty()) {
    return fail(Fault::invalid, "expected a +proj=... in the projection's string");
  }
  if (one_of(kRefused, proj->value)) {
    return fail(Fault::invalid, fmt::format("+proj={} is no map in one piece that shapes can be drawn on", proj->value),
                "use a projection of the world such as robin, moll or wintri, or of a region such as lcc or laea");
  }
  const auto datum = std::ranges::find(settings, "datum", &Setting::key);
  if (datum != settings.end() && datum->value != "WGS84" && datum->value != "NAD83") {
    return fail(Fault::invalid, fmt::format("the datum {} is not allowed in a projection", datum->value),
                "use +datum=WGS84, or none");
  }
  return proj->value;
}

}  // namespace

Result<Projection> projection_of_proj_string(const std::string& text) {
  Result<std::vector<Setting>> settings = settings_of(text);
  if (!settings) return fail(std::move(settings.error()));
  const Result<std::string> name = map_name(*settings);
  if (!name) return fail(name.error());
  const Result<double> longitude = degrees(*settings, "lon_0", 360), latitude = degrees(*settings, "lat_0", 90);
  if (!longitude) return fail(longitude.error());
  if (!latitude) return fail(latitude.error());
  const bool cap = one_of(kAzimuthal, *name);
  const bool zoned = std::ranges::any_of(*settings, [](const Setting& s) { return s.key == "zone"; });
  if (zoned) return fail(Fault::invalid, "+zone is not allowed in a projection", "use +proj=tmerc with +lon_0");
  std::string definition;
  for (const Setting& setting : *settings) {
    if (setting.key == "lon_0" && !cap) continue;  // longitudes are counted from it before
    definition += fmt::format("+{}{}{} ", setting.key, setting.value.empty() ? "" : "=", setting.value);
  }
  const bool sized = has_size(*settings);
  definition += sized ? "" : "+R=1 ";
  definition += cap ? "+no_defs" : "+lon_0=0 +over +no_defs";
  auto library = ProjLibrary::open(definition, sized ? 6378137.0 : 1.0);
  if (!library) return fail(std::move(library.error()));
  ProjectionModel model{.turn = {}, .formula = library_formula, .proj = std::move(*library), .insets = {}};
  model.centre = *longitude;
  if (cap) {
    model.frame = ProjectionModel::Frame::cap;
    model.turn = turn_to({*longitude, *latitude}, 0);
    model.radius = *name == "ortho" ? 89.99 : *name == "gnom" ? 70 : *name == "stere" ? 140 : 179.9;
  }
  return std::make_shared<const ProjectionModel>(std::move(model));
}

}  // namespace fp
