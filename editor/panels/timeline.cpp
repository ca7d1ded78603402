#include "editor/panels/widgets.hpp"

namespace fp::panels {

void draw_timeline(Ui& ui, const Rect& at) {
  const PanelWindow window(ui, "##timeline", at);
}

}  // namespace fp::panels
