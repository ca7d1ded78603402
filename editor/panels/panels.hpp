// The panels of the window. They read a Model and what the user chose to see, draw with Dear ImGui, and say what they
// want done as Wishes; none of them changes anything else.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "editor/preview/preview.hpp"
#include "editor/shell/actions.hpp"
#include "editor/shell/fonts.hpp"
#include "editor/shell/keymap.hpp"
#include "editor/shell/registry.hpp"
#include "editor/shell/theme.hpp"

namespace fp::panels {

// What is open, and where the playhead stands. Pointers live for the frame.
struct Model {
  const Composition* composition = nullptr;  // null: nothing is open
  std::string template_name, format;
  int row = 0, rows = 0;  // of a table, from 1; rows 0: without one
  std::string row_label;
  int64_t frame = 0;
  preview::Playback playback;
  std::shared_ptr<const preview::Picture> picture;
  std::shared_ptr<const std::vector<uint8_t>> cached;
  std::string device, message;  // message: the newest thing to say
  Errors errors;                // of loading or drawing
  bool stale = false;           // errors keep a changed file from being shown
};

// What the user chose to see.
struct Look {
  bool fit = true;
  double zoom = 1;      // window pixels a canvas pixel, where not `fit`
  double x = 0, y = 0;  // the canvas point in the middle of the view, where not `fit`
  bool checker = true, safe_area = false, client = false, layers = true;
  bool dark = true;
  float scale = 1;
  int draft = 2;
  bool palette = false, shortcuts = false;
  std::string query;  // of the palette
  int chosen = 0;
};

struct Seek {
  int64_t frame = 0;
  bool moving = true;  // false: the hand let go
};
struct SetRow {
  int row = 0;
};
using Wish = std::variant<shell::Action, Seek, SetRow>;

struct Rect {
  float x = 0, y = 0, width = 0, height = 0;
};

// What every panel is given.
struct Ui {
  const Model& model;
  Look& look;
  const shell::Theme& theme;
  const shell::Fonts& fonts;
  const shell::Keymap& keymap;
  shell::Registry& items;
  std::vector<Wish>& wishes;

  float px(float units) const { return std::round(units * look.scale); }
};

// Places all panels in a window of this size, and draws what is open above them.
void draw_everything(Ui& ui, float width, float height);

void draw_top_bar(Ui& ui, const Rect& at);
void draw_layers(Ui& ui, const Rect& at);
void draw_canvas(Ui& ui, const Rect& at);
void draw_transport(Ui& ui, const Rect& at);
void draw_status(Ui& ui, const Rect& at);
void draw_palette(Ui& ui, float width, float height);
void draw_shortcuts(Ui& ui, float width, float height);

// ---- without Dear ImGui, for tests

struct Places {
  Rect top, layers, canvas, transport, status;  // a panel without room has no area
};
Places place_panels(const Look& look, bool open, float width, float height);

// Where the canvas stands in the view: whole pixels, so that at 100% a canvas pixel is a pixel of the screen.
Rect place_canvas(const Look& look, int32_t width, int32_t height, const Rect& view);
// The zoom steps that + and - walk.
double zoom_step(double zoom, int direction);
// Zoomed so that the canvas point under (x, y) of the view stays there.
void zoom_about(Look& look, double zoom, const Rect& canvas, const Rect& view, int32_t width, int32_t height, double x,
                double y);
std::string timecode(int64_t frame, Rational fps);  // "00:00:03:07"; no drop frames
// "512, 310   #c2410c" of the picture at a canvas pixel, as shown; with "draft" or alpha where there is any.
std::string sample_text(const preview::Picture& picture, int32_t x, int32_t y);

}  // namespace fp::panels
