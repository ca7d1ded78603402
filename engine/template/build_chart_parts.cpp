// What chart layers have in common: texts, colours, axes, the ways marks come in.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/palettes.hpp"
#include "engine/template/build_charts.hpp"

namespace fp {
namespace {

bool overshoots(const Ease& ease) {
  using Kind = Ease::Kind;
  if (ease.kind == Kind::bezier) return ease.p[1] < 0 || ease.p[1] > 1 || ease.p[3] < 0 || ease.p[3] > 1;
  return ease.kind != Kind::hold && ease.kind != Kind::linear;
}

Json merged(const Json* base, const Json& own) {
  Json out = own;
  for (size_t i = 0; base && i < base->members.size(); ++i) {
    const Json::Member& member = base->members[i];
    const bool size_said = member.key == "textStyle" && own.find("fontSize") && own.find("font");
    if (!out.find(member.key) && !size_said) out.set(member.key, member.value);
  }
  return out;
}

}  // namespace

double read_frames(const LayerScope& scope, const Json* json, std::string_view key, double otherwise_seconds) {
  const Rational fps = scope.build.composition.fps;
  if (json == nullptr) return otherwise_seconds * static_cast<double>(fps.num) / static_cast<double>(fps.den);
  return std::max(read_fine_time(scope, *json, key).value_or(0), 0.0);
}

bool check_data_ease(const LayerScope& scope, const Json& at, std::string_view key, const Ease& ease) {
  if (!overshoots(ease)) return true;
  report(scope, at, key, "this ease overshoots, and data may not: it would show values that are not there",
         "take one that does not, such as \"outCubic\", \"inOutCubic\" or \"linear\"");
  return false;
}

Ease read_data_ease(const LayerScope& scope, const Json& json, std::string_view key, Ease otherwise) {
  const Json* ease = json.find("ease");
  if (ease == nullptr) return otherwise;
  const Ease made = read_ease(scope, *ease, key);
  return check_data_ease(scope, *ease, key, made) ? made : otherwise;
}

Reveal usual_reveal(const LayerScope& scope, double seconds, double stagger) {
  return {0,
          read_frames(scope, nullptr, "", stagger),
          read_frames(scope, nullptr, "", seconds),
          {Ease::Kind::bezier, {0.22, 1, 0.36, 1}}};
}

Reveal read_reveal(const LayerScope& scope, const Json* json, Reveal otherwise) {
  if (json == nullptr) return otherwise;
  if (json->is_null()) return {};
  Reveal made = otherwise;
  const double second = read_frames(scope, nullptr, "reveal", 1);
  made.delay = read_frames(scope, json->find("delay"), "reveal", otherwise.delay / second);
  made.frames = read_frames(scope, json->find("duration"), "reveal", otherwise.frames / second);
  if (const Json* stagger = json->find("stagger")) made.stagger = read_fine_time(scope, *stagger, "reveal").value_or(0);
  made.ease = read_data_ease(scope, *json, "reveal", otherwise.ease);
  return made;
}

std::shared_ptr<const NumberText> read_number_text(const LayerScope& scope, const Json& json,
                                                   std::span<const double> values) {
  NumberFormat format;
  const auto text = [&](const char* key) { return json.find(key) ? json.find(key)->text : std::string(); };
  format.pipeline = text("format");
  format.prefix = text("prefix");
  format.suffix = text("suffix");
  format.is_signed = read_bool(json, "signed", false);
  const std::string& locale = scope.build.composition.locale;
  auto made = NumberText::make(format, locale);
  if (!made) {
    report(scope, *json.find("format"), "format", made.error().message, made.error().hint);
    return std::make_shared<const NumberText>(*NumberText::make({}, locale));
  }
  if (!values.empty()) made = NumberText::make(counting(format, values), locale);
  FP_ASSERT(made.has_value());
  return std::make_shared<const NumberText>(std::move(*made));
}

ChartText read_chart_text(const LayerScope& scope, const Json& layer, const Json& json, std::string_view key,
                          const Numbers& numbers) {
  Json said = merged(layer.find("text"), json);
  said.set("text", Json::of(""));
  const LayerScope inner{scope.build, scope.enclosure, scope.pointer + child_pointer(key), scope.frames, std::nullopt};
  if (!said.find("textStyle") && !(said.find("font") && said.find("fontSize"))) {
    report(inner, json, "", "this text has no font and size",
           "say \"font\" and \"fontSize\", or a \"textStyle\", here or in the layer's \"text\"");
    return {};
  }
  ChartText text;
  if (numbers && !said.find("features")) {  // figures of one width do not shake while they run
    Json features = Json::object();
    features.set("tnum", Json::of(int64_t{1}));
    said.set("features", std::move(features));
  }
  text.style = read_text(inner, said);
  if (!said.find("minFontSize")) text.style.min_size = text.style.size.constant * 0.6;
  if (!is_constant(text.style.size)) report(inner, json, "fontSize", "texts of charts have one size");
  if (numbers || said.find("format"))
    text.format = read_number_text(inner, said, numbers.value_or(Numbers::value_type{}));
  return text;
}

std::optional<ChartText> read_optional_text(const LayerScope& scope, const Json& layer, std::string_view key,
                                            const Numbers& numbers) {
  const Json* json = layer.find(key);
  if (json == nullptr || json->is_null()) return std::nullopt;
  return read_chart_text(scope, layer, *json, key, numbers);
}

std::optional<ChartText> read_usual_text(const LayerScope& scope, const Json& layer, std::string_view key,
                                         const Numbers& numbers, bool is_signed) {
  Json said = layer.find(key) ? *layer.find(key) : Json::object();
  if (said.is_null()) return std::nullopt;
  if (!layer.find(key)) said.span = layer.span;
  if (is_signed && !said.find("signed")) said.set("signed", Json::of(true));
  ChartText text = read_chart_text(scope, layer, said, key, numbers);
  text.style.overflow = TextContent::Overflow::ellipsis;
  return text;
}

std::optional<Color> read_optional_color(const LayerScope& scope, const Json& json, std::string_view key) {
  const Json* color = json.find(key);
  if (color == nullptr || color->is_null()) return std::nullopt;
  return read_color(scope.build, *color, scope.pointer + child_pointer(key));
}

std::vector<Color> read_colors(const LayerScope& scope, const Json& layer, std::string_view key) {
  std::vector<Color> colors;
  const Json* said = layer.find(key);
  const std::string pointer = scope.pointer + child_pointer(key);
  if (said && said->is_string()) colors.push_back(read_color(scope.build, *said, pointer));
  for (size_t i = 0; said && i < said->items.size(); ++i)
    colors.push_back(read_color(scope.build, said->items[i], pointer + child_pointer(i)));
  return colors.empty() ? default_palette(PaletteKind::ordinal).colors : colors;
}

ChartDomain read_domain(const LayerScope& scope, const Json& layer) {
  ChartDomain domain;
  const Json* json = layer.find("domain");
  if (json == nullptr) return domain;
  if (const Json* min = json->find("min")) domain.min = min->number;
  if (const Json* max = json->find("max")) domain.max = max->number;
  domain.follow = read_bool(*json, "follow", false);
  if (domain.min && domain.max && !(*domain.min < *domain.max)) {
    report(scope, *json, "domain", "\"min\" is not below \"max\"");
    domain.max.reset();
  }
  return domain;
}

std::optional<ChartAxis> read_axis(const LayerScope& scope, const Json& layer, std::string_view key) {
  const Json* json = layer.find(key);
  if (json == nullptr || json->is_null()) return std::nullopt;
  ChartAxis axis;
  axis.ticks = static_cast<int>(number_or(json, "ticks", axis.ticks));
  const LayerScope inner{scope.build, scope.enclosure, scope.pointer + child_pointer(key), scope.frames, scope.box};
  axis.grid = read_optional_color(inner, *json, "grid");
  axis.grid_width = number_or(json, "gridWidth", axis.grid_width);
  if (const Json* labels = json->find("labels"); labels && !labels->is_null())
    axis.text = read_chart_text(inner, layer, *labels, "labels", Numbers::value_type{});
  return axis;
}

double read_chart_length(const LayerScope& scope, const Json& json, std::string_view key, double extent,
                         double otherwise) {
  const Json* value = json.find(key);
  return value ? read_constant_length(scope, *value, extent, key) : otherwise;
}

}  // namespace fp
