// In sanitized programs: what Vulkan drivers and codecs never free is theirs. They must stay loaded, or nobody could
// tell.
extern "C" {

// The C library's, for every caller in the program; programs that end soon need not unload anything.
int dlclose(void*) {
  return 0;
}

const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libvulkan_lvp\nleak:libvk_swiftshader\nleak:libLLVM\nleak:libvulkan.so\nleak:libVkLayer\nleak:libx265\n";
}

// A race inside lavapipe.
const char* __tsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "race:libvulkan_lvp.so\ncalled_from_lib:libvulkan_lvp.so\n";
}
}
