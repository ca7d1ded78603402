// Small template documents for tests, and a folder to load them from.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/template/template.hpp"

namespace fp::testing_documents {

// A document with the given layers (the inside of the list) on a 1000 x 500 canvas of 10 s at 30 fps.
inline std::string with_layers(const std::string& layers, const std::string& more = "") {
  return R"({"framepress": 1, "canvas": {"size": [1000, 500], "duration": "10s"}, )" + more + R"("layers": [)" +
         layers + "]}";
}

inline Json parsed(const std::string& text) {
  Result<Json> json = parse_json(text, "t.json");
  EXPECT_TRUE(json.has_value()) << text;
  return json ? *json : Json{};
}

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "framepress-template-XXXXXX").string();
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path put(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace fp::testing_documents
