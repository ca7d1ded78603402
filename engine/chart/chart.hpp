// Chart + frame -> layers of a scene, in the chart's own pixels. A pure function: the same at every call, in any order.
#pragma once

#include <vector>

#include "engine/scene/scene.hpp"
#include "engine/template/composition.hpp"

namespace fp {

// `frame`: of the chart layer's time. The layers name `chart.marks` and must not outlive the chart.
std::vector<SceneLayer> chart_layers(const ChartContent& chart, double frame, double fps);

// The frames at which a chart is at rest in its steps, each all there: what checks look at. At least one.
std::vector<double> resting_frames(const ChartContent& chart);

}  // namespace fp
