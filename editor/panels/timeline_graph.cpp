#include "editor/panels/timeline_parts.hpp"

namespace fp::panels {
void draw_graph(Timeline& t) {
  draw_rows(t);
}
}  // namespace fp::panels
