// Workers over all rows: thumbnails, checks, and the order that follows from them.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "editor/preview/rank.hpp"
#include "editor/preview/thumbnails.hpp"

namespace fp::preview {
namespace {

FramePtr flat(uint8_t level) {
  return std::make_shared<const Frame>(Frame{PixelFormat::rgba8, 4, 2, std::vector<uint8_t>(32, level)});
}

uint8_t level_of(const Sheet& sheet, size_t row) {
  const Sheet::Cell& cell = sheet.cells.at(row);
  const int x = cell.index % Sheet::kAcross * Sheet::kSide, y = cell.index / Sheet::kAcross * Sheet::kSide;
  return sheet.rgba[static_cast<size_t>(4 * (y * Sheet::kWidth + x))];
}

TEST(Thumbnails, AreOfTheRowsAskedForAndOfTheFrame) {
  Thumbnails thumbnails;
  thumbnails.show([](size_t row, int64_t frame) -> Result<FramePtr> {
    if (row == 7) return fail(Fault::invalid, "no");
    return flat(static_cast<uint8_t>(row + 10 * static_cast<size_t>(frame)));
  });
  thumbnails.ask({.frame = 1, .rows = {3, 5, 7}});
  thumbnails.wait_idle();
  const auto sheet = thumbnails.sheet();
  EXPECT_EQ(sheet->fresh, 3u);
  EXPECT_EQ(level_of(*sheet, 3), 13);
  EXPECT_EQ(level_of(*sheet, 5), 15);
  EXPECT_EQ(sheet->cells.at(7).width, 0);
  thumbnails.ask({.frame = 2, .rows = {3, 5, 7}});
  thumbnails.wait_idle();
  EXPECT_EQ(level_of(*thumbnails.sheet(), 5), 25);
  thumbnails.show([](size_t, int64_t) -> Result<FramePtr> { return flat(99); });
  thumbnails.wait_idle();
  EXPECT_EQ(level_of(*thumbnails.sheet(), 3), 99);
}

TEST(Thumbnails, NothingIsDrawnWhereItIsNotAllowed) {
  std::atomic<int> drawn = 0;
  Thumbnails thumbnails;
  thumbnails.show([&](size_t, int64_t) -> Result<FramePtr> { return ++drawn, flat(1); });
  thumbnails.ask({.rows = {0, 1}, .allowed = false});
  thumbnails.wait_idle();
  EXPECT_EQ(drawn, 0);
  thumbnails.ask({.rows = {0, 1}});
  thumbnails.wait_idle();
  EXPECT_EQ(drawn, 2);
}

TEST(Thumbnails, MoreRowsThanCellsStayWithinTheSheet) {
  Thumbnails thumbnails;
  thumbnails.show([](size_t row, int64_t) -> Result<FramePtr> { return flat(static_cast<uint8_t>(row)); });
  for (size_t first = 0; first < 200; first += 30) {
    std::vector<size_t> rows;
    for (size_t row = first; row < first + 60; ++row) rows.push_back(row);
    thumbnails.ask({.rows = rows});
    thumbnails.wait_idle();
    const auto sheet = thumbnails.sheet();
    EXPECT_LE(sheet->cells.size(), Sheet::kCells);
    for (const size_t row : rows) EXPECT_EQ(level_of(*sheet, row), row);
  }
}

// A table of three rows in two formats. Row 1 has a finding.
struct Bench {
  std::atomic<int> checked = 0;
  std::vector<std::string> texts{"a", "b", "c"};

  Checking checking(std::shared_ptr<const void> assets = nullptr) {
    Checking c{.formats = {"wide", "tall"}, .rows = texts.size(), .assets = std::move(assets)};
    c.key = [texts = texts](size_t format, size_t row) { return sha256(std::to_string(format) + texts[row]); };
    c.check = [this](size_t format, size_t row, const std::function<bool()>&) {
      ++checked;
      RowReport report;
      if (row == 1) {
        report.findings.push_back({.kind = FindingKind::shrunk,
                                   .format = format == 0 ? "wide" : "tall",
                                   .layer = "title",
                                   .frame = 12,
                                   .value = 20});
      }
      return std::optional(report);
    };
    return c;
  }
};

TEST(Checks, OnlyWhatWasAskedForAndWhatChanged) {
  Bench bench;
  Checks checks;
  checks.show(bench.checking());
  checks.ask({.row = 1});
  checks.wait_idle();
  EXPECT_EQ(bench.checked, 1);
  EXPECT_EQ(checks.checked()->find(0, 1)->findings.size(), 1u);
  EXPECT_EQ(checks.checked()->find(0, 0), nullptr);
  checks.ask({.row = 1, .scope = CheckAsk::Scope::all});
  checks.wait_idle();
  EXPECT_EQ(bench.checked, 6);
  EXPECT_TRUE(checks.checked()->all_known());
  bench.texts[2] = "another";
  checks.show(bench.checking());
  EXPECT_TRUE(checks.checked()->stale || checks.checked()->all_known());
  checks.wait_idle();
  EXPECT_EQ(bench.checked, 8);
  checks.show(bench.checking(std::make_shared<int>(1)));  // other assets: nothing is known any more
  checks.wait_idle();
  EXPECT_EQ(bench.checked, 14);
}

TEST(Checks, GiveUpWhereTheyMayNotGoOn) {
  Checks checks;
  std::atomic<bool> begun = false;
  Checking c{.formats = {""}, .rows = 1};
  c.key = [](size_t, size_t) { return sha256("x"); };
  c.check = [&](size_t, size_t, const std::function<bool()>& stop) -> std::optional<RowReport> {
    begun = true;
    while (!stop()) std::this_thread::yield();
    return std::nullopt;
  };
  checks.show(c);
  checks.ask({});
  while (!begun) std::this_thread::yield();
  checks.ask({.allowed = false});
  checks.wait_idle();
  EXPECT_EQ(checks.checked()->find(0, 0), nullptr);
  begun = false;
  checks.ask({});
  while (!begun) std::this_thread::yield();  // and it ends with the program
}

Values row_of(const char* name, const char* picture) {
  Values values{.object = Json::object()};
  values.object.set("name", Json::of(name));
  values.object.set("picture", picture == nullptr ? Json{} : Json::of(picture));
  return values;
}

TEST(Rank, TheWorstRowsFirst) {
  Template tpl;
  tpl.params = {{.name = "name"}, {.name = "picture", .type = Param::Type::image}};
  const std::vector<Values> rows{row_of("äö", "a.png"), row_of("abc", nullptr), row_of("abcdef", "b.png")};
  Checked checked{.formats = {""}, .reports = {{nullptr, nullptr, nullptr}}};
  const auto report = [](CheckFinding f) { return std::make_shared<const RowReport>(RowReport{{std::move(f)}, {}}); };
  checked.reports[0][0] = report({.kind = FindingKind::contrast, .value = 2, .needed = 4.5});
  checked.reports[0][1] = report({.kind = FindingKind::shrunk, .value = 12});
  checked.reports[0][2] = report({.kind = FindingKind::truncated, .value = 40});
  using Order = std::vector<size_t>;
  const auto order = [&](RowOrder by) { return ordered_rows(by, tpl, rows, &checked, 0); };
  EXPECT_EQ(order(RowOrder::table), (Order{0, 1, 2}));
  EXPECT_EQ(order(RowOrder::longest_text), (Order{2, 1, 0}));
  EXPECT_EQ(order(RowOrder::missing_picture), (Order{1, 0, 2}));
  EXPECT_EQ(order(RowOrder::fit), (Order{2, 1, 0}));
  EXPECT_EQ(order(RowOrder::contrast), (Order{0, 1, 2}));
  EXPECT_EQ(ordered_rows(RowOrder::fit, tpl, rows, nullptr, 0), (Order{0, 1, 2}));
}

// One sum of everything: each weight decides against the one below it, and rows alike stay as they stand.
TEST(Rank, WorstFirstWeighsEverythingAndNamesIt) {
  Template tpl;
  tpl.params = {{.name = "name"}, {.name = "photo", .type = Param::Type::image}};
  const auto row = [](const char* name, const char* photo) {
    Values values{.object = Json::object()};
    values.object.set("name", Json::of(name));
    values.object.set("photo", photo == nullptr ? Json{} : Json::of(photo));
    return values;
  };
  const auto report = [](std::vector<CheckFinding> findings, Errors errors = {}) {
    return std::make_shared<const RowReport>(RowReport{std::move(findings), std::move(errors)});
  };
  const CheckFinding clipped{.kind = FindingKind::clipped, .layer = "price", .value = 4};
  const CheckFinding also{.kind = FindingKind::clipped, .layer = "name", .value = 9};
  const CheckFinding faint{.kind = FindingKind::contrast, .layer = "cta", .value = 2.14, .needed = 4.5};
  const CheckFinding fainter{.kind = FindingKind::contrast, .layer = "cta", .value = 1.2, .needed = 4.5};
  const CheckFinding small{.kind = FindingKind::shrunk, .layer = "name", .value = 24.4};
  const std::vector<Values> rows{row("ab", "a"), row("ab", "a"),     row("ab", "a"), row("abc", "a"), row("ab", "a"),
                                 row("ab", "a"), row("ab", nullptr), row("ab", "a"), row("ab", "a"),  row("ab", "a")};
  Checked checked{.formats = {""}};
  checked.reports.push_back({report({}), report({small}), report({faint}), report({}), report({faint, clipped}),
                             report({}, {{.message = "no such font"}}), nullptr, report({clipped, also}),
                             report({fainter}), report({clipped})});
  EXPECT_EQ(ordered_rows(RowOrder::worst, tpl, rows, &checked, 0), (std::vector<size_t>{5, 7, 4, 9, 8, 2, 6, 1, 3, 0}));
  const auto reasons = [&](size_t i) { return reasons_of(tpl, rows[i], checked.find(0, i)); };
  EXPECT_EQ(reasons(0), "");
  EXPECT_EQ(reasons(1), "shrunk: name");
  EXPECT_EQ(reasons(4), "clipped: price; contrast 2.1: cta");
  EXPECT_EQ(reasons(5), "no such font");
  EXPECT_EQ(reasons(6), "no photo");
  EXPECT_EQ(reasons(7), "clipped: price, name");
  // Where nothing was checked yet: pictures and lengths.
  EXPECT_EQ(ordered_rows(RowOrder::worst, tpl, rows, nullptr, 0), (std::vector<size_t>{6, 3, 0, 1, 2, 4, 5, 7, 8, 9}));
  // Not even the longest text outweighs a finding.
  const Values essay = row(std::string(100000, 'x').c_str(), "a");
  EXPECT_LT(badness(RowOrder::worst, tpl, essay, nullptr), badness(RowOrder::worst, tpl, rows[1], checked.find(0, 1)));
}

TEST(Problems, OneALayerKindAndFormatThoseOfTheRowFirst) {
  const CheckFinding small{.kind = FindingKind::shrunk, .format = "wide", .layer = "title", .frame = 3, .value = 30};
  CheckFinding smaller = small, other = small;
  smaller.value = 20;
  other.layer = "price";
  Checked checked{.formats = {"wide"}};
  checked.reports.push_back({std::make_shared<const RowReport>(RowReport{{small}, {}}),
                             std::make_shared<const RowReport>(RowReport{{smaller}, {}}),
                             std::make_shared<const RowReport>(RowReport{{other}, {}}), nullptr});
  const auto problems = problems_of(checked, 0, 2);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].layer, "price");
  EXPECT_TRUE(problems[0].here);
  EXPECT_EQ(problems[1].row, 1u);
  EXPECT_EQ(problems[1].rows, 2u);
  EXPECT_FALSE(problems[1].here);
}

}  // namespace
}  // namespace fp::preview
