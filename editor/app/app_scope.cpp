// Compositions that are entered: what is edited, when it is, and where its layers stand.
#include <fmt/format.h>

#include <algorithm>

#include "editor/app/app.hpp"
#include "editor/panels/handles.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/scope.hpp"
#include "engine/display/sound_levels.hpp"

namespace fp::editor {

void App::open_composition() {
  const Json& root = session_.state.document.root();
  const auto& selection = session_.state.selection;
  const auto layer =
      std::ranges::find_if(selection, [&](const std::string& one) { return !composition_of(root, one).empty(); });
  if (layer == selection.end()) {
    message_ = "Select a layer that shows a composition of the template";
    return;
  }
  Enter enter{session_.state.entered};
  enter.way.push_back(*layer);
  edit(enter);
}

void App::escape_from_selection() {
  Enter back{session_.state.entered};
  if (!session_.state.selection.empty() || !session_.state.keys.empty() || back.way.empty()) {
    edit(Select{});
    return;
  }
  back.way.pop_back();
  edit(back);
}

void App::tell_scope() {
  // What is opened is to be seen: where the layer is not shown now, from its beginning.
  const ScopeTime time = scope_time(session_.state);
  const bool unseen = !time.steps.empty() && (frame_ < time.steps.front().in || frame_ >= time.steps.front().out);
  if (unseen) seek(std::clamp<int64_t>(time.steps.front().in, 0, frames() - 1), false);
  const std::string scope = scope_of(session_.state);
  message_ = scope.empty() ? "Back to the template's own layers"
                           : fmt::format("Inside {}: what is changed here changes wherever it is shown. Esc goes back",
                                         last_step(scope));
  if (!inside()) message_ += ". An expression decides its time: there is no playhead in it";
}

std::optional<int64_t> App::inside() const {
  return frame_inside(scope_time(session_.state), frame_);
}

void App::survey() {
  const std::pair<const Composition*, int64_t> wanted{shown_.get(), frame_};
  if (wanted == boxes_of_ && boxes_in_ == session_.state.entered) return;
  boxes_of_ = wanted;
  boxes_in_ = session_.state.entered;
  boxes_.reset();
  if (frame_ >= shown_->frames) return;
  // The boxes point into the scene's composition, which is shown_.
  const auto scene = heard_scene(*shown_, frame_, *loaded_->assets);
  auto boxes = scene ? survey_boxes(*scene, *loaded_->assets) : fail(scene.error());
  if (boxes) boxes_ = panels::boxes_within(*boxes, boxes_in_);
}

}  // namespace fp::editor
