// The rows of a table, bound and drawn or checked one by one, for the workers behind the data and problems panels.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "editor/preview/checks.hpp"
#include "editor/preview/thumbnails.hpp"
#include "engine/template/template.hpp"

namespace fp::preview {

struct Rows {
  std::shared_ptr<const Template> tpl;
  std::shared_ptr<const std::vector<Values>> values;
  std::shared_ptr<Assets> assets;
};

// Frames of rows in a format, none larger than `side` pixels either way. For one thread.
DrawRow row_drawing(const Rows& rows, const std::string& format, std::shared_ptr<Device> device, int side);

// What `framepress check` says of each row in each of the template's formats.
Checking row_checking(const Rows& rows);

}  // namespace fp::preview
