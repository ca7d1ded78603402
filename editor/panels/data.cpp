#include "editor/panels/widgets.hpp"

namespace fp::panels {

void draw_data(Ui& ui) {
  (void)ui;
}

}  // namespace fp::panels
