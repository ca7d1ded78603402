// The timeline as plain data: layers and a view in, rows and rectangles out. No drawing, no input, no state.
// Frames are the canvas's, intervals are half-open; lengths are pixels of the timeline's own area, y down, whose top
// left corner is (0, 0): the ruler comes first, the rows beneath it.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace fp::editor::timeline {

struct Property {
  std::string id;  // the editor's: a JSON pointer
  std::string label;
  std::vector<int64_t> keys;  // frames of the canvas, ascending
};

// In the order of rows: the topmost layer first, a group before what is in it.
struct Layer {
  std::string id;
  std::string label;
  int depth = 0;
  bool group = false;
  bool fixed_in = false, fixed_out = false;  // not to be trimmed there: no handle
  int64_t in = 0, out = 0;
  std::vector<Property> properties;
};

struct View {
  double scroll = 0;            // the frame at the left edge
  double pixels_per_frame = 4;  // > 0
  double scroll_y = 0;          // pixels, >= 0
  double row_height = 24;
  double width = 800, height = 300;  // of the whole area
  double ruler_height = 28;
  double handle = 7;               // width of a trim handle, inside the bar
  double key_radius = 6;           // of a diamond, from its middle to a corner
  std::set<std::string> folded;    // ids of groups whose children are not shown
  std::set<std::string> revealed;  // ids of layers whose properties have rows
};

double x_of(const View& view, double frame);
double frame_at(const View& view, double x);        // not rounded
int64_t nearest_frame(const View& view, double x);  // the frame boundary nearest to x; ties to the later one

struct Row {
  uint32_t layer = 0;     // index into the layers
  int32_t property = -1;  // index into its properties; -1: the layer's own row
};

// All rows that folding leaves, visible or not. Once a document or a fold changes; linear in the layers.
std::vector<Row> list_rows(std::span<const Layer> layers, const View& view);

struct Rect {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  bool operator==(const Rect&) const = default;
  bool contains(double x, double y) const { return x >= x0 && x < x1 && y >= y0 && y < y1; }
  double width() const { return x1 - x0; }
};

// A row on screen. Rectangles are not cut at the edges of the area; what lies outside of it altogether is left out.
struct PlacedRow {
  size_t row = 0;  // index into the list of rows
  uint32_t layer = 0;
  int32_t property = -1;
  Rect band;                   // the whole width
  Rect bar;                    // layers: [in, out); empty (x0 == x1) where it is off screen
  Rect in_handle, out_handle;  // inside the bar; empty where the layer's end is fixed or the bar is off screen
  // Properties: their keys. A layer's own row: the keys of all its properties while these are not revealed.
  std::vector<double> keys;     // x of the middles, ascending, each once
  std::vector<int64_t> frames;  // of the same keys
};

// Only rows that are seen: the cost follows what is on screen.
std::vector<PlacedRow> place_rows(std::span<const Layer> layers, std::span<const Row> rows, const View& view);

double content_height(std::span<const Row> rows, const View& view);  // of all rows, without the ruler

}  // namespace fp::editor::timeline
