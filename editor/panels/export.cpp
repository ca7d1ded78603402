#include "editor/panels/widgets.hpp"

namespace fp::panels {

void draw_export(Ui& ui) {
  (void)ui;
}

}  // namespace fp::panels
