// One projection of libproj, shut off from files, environment and network.
#pragma once

#include <memory>
#include <string>

#include "engine/geo/geography.hpp"

namespace fp {

class ProjLibrary {
 public:
  // `definition` has been checked (proj_string.cpp); results are divided by `unit`. Errors are libproj's own words.
  static Result<std::shared_ptr<const ProjLibrary>> open(const std::string& definition, double unit);
  ProjLibrary(const ProjLibrary&) = delete;
  ProjLibrary& operator=(const ProjLibrary&) = delete;
  ~ProjLibrary();

  // Degrees in, y up out, rounded to 1e-9. Not finite where the projection has no such point. From any thread.
  Vec2 project(LonLat place) const;

 private:
  struct State;
  explicit ProjLibrary(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fp
