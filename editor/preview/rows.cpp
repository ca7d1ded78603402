#include "editor/preview/rows.hpp"

#include <algorithm>

#include "engine/core/json.hpp"

namespace fp::preview {
namespace {

Result<Composition> bound(const Rows& rows, size_t row, const std::string& format) {
  return std::move(bind_rows(*rows.tpl, std::span(rows.values->data() + row, 1), format).front());
}

std::optional<RowReport> check_row(const Rows& rows, const std::string& format, size_t row, cpu::Executor& executor,
                                   const std::function<bool()>& stop) {
  auto composition = bound(rows, row, format);
  if (!composition) return RowReport{{}, std::move(composition.error())};
  if (Errors missing = missing_assets(*composition, *rows.assets); !missing.empty()) return RowReport{{}, missing};
  auto found = inspect(*composition, *rows.assets, executor, stop);
  if (stop()) return std::nullopt;
  if (!found) return RowReport{{}, std::move(found.error())};
  RowReport report;
  for (const Finding& f : *found) report.findings.push_back(kept(f, *composition, rows.values->at(row).label));
  return report;
}

}  // namespace

DrawRow row_drawing(const Rows& rows, const std::string& format, std::shared_ptr<Device> device, int side) {
  return [rows, format, device = std::move(device), side](size_t row, int64_t frame) -> Result<FramePtr> {
    auto whole = bound(rows, row, format);
    if (!whole) return fail(std::move(whole.error()));
    const int divisor = std::max(1, (std::max(whole->width, whole->height) + side - 1) / side);
    auto small = std::make_shared<const Composition>(divisor == 1 ? std::move(*whole) : draft_of(*whole, divisor));
    if (small->frames == 0) return fail(Fault::invalid, "there are no frames");
    FrameSource source(small, rows.assets, device, PixelFormat::rgba8, 1);
    auto rendered = source.frame(std::clamp<int64_t>(frame, 0, small->frames - 1));
    if (!rendered) return fail(std::move(rendered.error()));
    return rendered->frame;
  };
}

Checking row_checking(const Rows& rows) {
  Checking checking{.formats = rows.tpl->formats, .rows = rows.values->size(), .assets = rows.assets};
  if (checking.formats.empty()) checking.formats = {""};
  checking.key = [rows, formats = checking.formats](size_t format, size_t row) {
    const Values& values = rows.values->at(row);
    return sha256(to_hex(rows.tpl->hash) + "\n" + formats[format] + "\n" + values.label + "\n" +
                  write_json(values.object, 0));
  };
  auto executor = std::make_shared<cpu::Executor>(1);
  checking.check = [rows, formats = checking.formats, executor](size_t format, size_t row,
                                                                const std::function<bool()>& stop) {
    return check_row(rows, formats[format], row, *executor, stop);
  };
  return checking;
}

}  // namespace fp::preview
