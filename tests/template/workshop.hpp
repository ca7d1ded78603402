// A template written into a folder of its own for the length of a test.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/template/template.hpp"

namespace fp {

class Workshop {
 public:
  Workshop() {
    std::string name = testing::TempDir() + "workshop-XXXXXX";
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~Workshop() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  Template load(const std::string& text, const std::string& name = "t.json") const {
    Result<Template> tpl = load_template(write(name, text));
    if (tpl) return std::move(*tpl);
    for (const Diagnostic& d : tpl.error()) ADD_FAILURE() << to_string(d);
    std::abort();
  }
  // A template with params and layers given as JSON; 200x100, one second at 10 frames.
  Template with(const std::string& params, const std::string& layers = "[]",
                const std::string& locale = "en-US") const {
    return load("{\"framepress\":1,\"name\":\"t\",\"locale\":\"" + locale +
                "\",\n\"canvas\":{\"size\":[200,100],\"fps\":\"10\",\"duration\":\"1s\"},\n\"params\":{" + params +
                "},\n\"layers\":" + layers + "}");
  }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

// Messages with the folder cut off the file's name.
inline std::vector<std::string> texts(const Errors& errors) {
  std::vector<std::string> all;
  for (Diagnostic d : errors) {
    d.file = std::filesystem::path(d.file).filename().string();
    all.push_back(to_string(d));
  }
  return all;
}

}  // namespace fp
