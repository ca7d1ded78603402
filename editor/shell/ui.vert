#version 450
// Dear ImGui's triangles: pixels of the window to clip space.
layout(push_constant) uniform Window { vec2 scale; vec2 offset; } window;
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 uv;
layout(location = 2) in vec4 color;
layout(location = 0) out vec4 out_color;
layout(location = 1) out vec2 out_uv;
void main() {
  out_color = color;
  out_uv = uv;
  gl_Position = vec4(position * window.scale + window.offset, 0.0, 1.0);
}
