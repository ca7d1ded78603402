#include "editor/panels/widgets.hpp"

namespace fp::panels {

void draw_problems(Ui& ui) {
  (void)ui;
}

}  // namespace fp::panels
