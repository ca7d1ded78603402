#include "editor/panels/widgets.hpp"

namespace fp::panels {

void draw_properties(Ui& ui) {
  (void)ui;
}

}  // namespace fp::panels
