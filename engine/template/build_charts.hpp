// Reading chart layers: the pieces. Internal to engine/template.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/template/build.hpp"
#include "engine/template/number_text.hpp"

namespace fp {

// ---- build_chart_data.cpp

// The rows of "data"; what is no record is reported. Null or absent: none.
struct ChartRows {
  const LayerScope& scope;
  const Json& at;  // "data", for messages
  std::vector<const Json*> rows;
};
ChartRows read_rows(const LayerScope& scope, const Json& layer);
// A column that some row must have; reported with the names there are.
bool has_column(const ChartRows& rows, const std::string& column, const Json& named, std::string_view key);
// Why a cell cannot be used; rows count from 0.
void report_cell(const ChartRows& rows, size_t row, const std::string& column, const std::string& what,
                 std::string hint = {});
// The column that the layer's `key` names; "" where it names none, or none that is there.
std::string column_name(const ChartRows& rows, const Json& layer, std::string_view key);
// Those that "value" names: one, or a list.
std::vector<std::string> value_columns(const ChartRows& rows, const Json& layer);
// "42", "AAPL" or "true" of a cell; "" of what is missing.
std::string text_of_cell(const Json& row, std::string_view column);
// A finite number of at most kMaxChartValue, or nothing where it is missing; anything else is reported.
std::optional<double> number_of_cell(const ChartRows& rows, size_t row, const std::string& column);
// As the above, or milliseconds since 1970 of an ISO date.
std::optional<double> moment_of_cell(const ChartRows& rows, size_t row, const std::string& column);

// Keyed values in steps, by the layer's "key", "label", "value", "series", "icon", "color" and "steps".
ChartData read_chart_data(const LayerScope& scope, const Json& layer, size_t most_items = kMaxChartItems);

// ---- build_chart_parts.cpp

Reveal read_reveal(const LayerScope& scope, const Json* json, Reveal otherwise);
Reveal usual_reveal(const LayerScope& scope, double seconds, double stagger);  // fast, then slow
// Of data: an ease that overshoots is reported.
bool check_data_ease(const LayerScope& scope, const Json& at, std::string_view key, const Ease& ease);
Ease read_data_ease(const LayerScope& scope, const Json& json, std::string_view key, Ease otherwise);
// "format", "prefix", "suffix" and "signed" of `json`, for numbers that run between these values. Never null.
std::shared_ptr<const NumberText> read_number_text(const LayerScope& scope, const Json& json,
                                                   std::span<const double> values);
// The values a text goes through, by which its decimals are chosen; null: it shows words, unless it has a "format".
using Numbers = std::optional<std::vector<double>>;
// A text of the chart: what `json` says over the layer's "text".
ChartText read_chart_text(const LayerScope& scope, const Json& layer, const Json& json, std::string_view key,
                          const Numbers& numbers);
std::optional<ChartText> read_optional_text(const LayerScope& scope, const Json& layer, std::string_view key,
                                            const Numbers& numbers);
// The same, but where the layer says nothing the text is set as its "text"; null: none.
std::optional<ChartText> read_usual_text(const LayerScope& scope, const Json& layer, std::string_view key,
                                         const Numbers& numbers, bool is_signed = false);
std::optional<Color> read_optional_color(const LayerScope& scope, const Json& json, std::string_view key);
// One colour or a list; the default palette where there is none.
std::vector<Color> read_colors(const LayerScope& scope, const Json& layer, std::string_view key);
ChartDomain read_domain(const LayerScope& scope, const Json& layer);
std::optional<ChartAxis> read_axis(const LayerScope& scope, const Json& layer, std::string_view key);
double read_chart_length(const LayerScope& scope, const Json& json, std::string_view key, double extent,
                         double otherwise);
double read_frames(const LayerScope& scope, const Json* json, std::string_view key, double otherwise_seconds);

// ---- build_number.cpp

TextContent read_number(const LayerScope& scope, const Json& layer);

// ---- One function per kind of chart: what is particular to it, once size, data and timing are known

Chart read_bars(const LayerScope& scope, const Json& json, const ChartContent& so_far);    // build_bars.cpp
Chart read_line(const LayerScope& scope, const Json& json, const ChartContent& so_far);    // build_line.cpp
Chart read_meter(const LayerScope& scope, const Json& json, const ChartContent& so_far);   // build_meter.cpp
Chart read_table(const LayerScope& scope, const Json& json, const ChartContent& so_far);   // build_table.cpp
Chart read_ticker(const LayerScope& scope, const Json& json, const ChartContent& so_far);  // build_ticker.cpp
Chart read_scoreboard(const LayerScope& scope, const Json& json,
                      const ChartContent& so_far);  // build_scoreboard.cpp

Chart read_map(const LayerScope& scope, const Json& json, const ChartContent& so_far);  // build_map.cpp
// build_line_data.cpp: x, names and series of a chart of lines whose scale is known, by the layer's "x", "value",
// "series".
void read_line_data(const LayerScope& scope, const Json& layer, LineContent& line);

// ---- build_chart.cpp

bool is_chart(std::string_view type);
std::vector<double> values_of(const ChartData& data);  // all there are

ChartContent read_chart(const LayerScope& scope, const Json& json, const std::string& type, const Layer& layer);

}  // namespace fp
