#include "editor/preview/rank.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "engine/core/utf8.hpp"

namespace fp::preview {
namespace {

// Lost text before cut text before small text, whatever the numbers.
double misfit(const CheckFinding& f) {
  constexpr double kLost = 3e6, kCut = 2e6, kShrunk = 1e6;
  switch (f.kind) {
    case FindingKind::overflows:
    case FindingKind::truncated:
      return kLost - f.value;
    case FindingKind::clipped:
      return kCut + f.value;
    case FindingKind::shrunk:
      return kShrunk - f.value;
    default:
      return 0;
  }
}

double weight_of(const CheckFinding& f) {
  constexpr double kLost = 100, kContrast = 20, kMostTimes = 5, kElse = 10;
  switch (f.kind) {
    case FindingKind::overflows:
    case FindingKind::truncated:
    case FindingKind::clipped:
    case FindingKind::hidden:
      return kLost;
    case FindingKind::contrast:
      return kContrast * std::min(kMostTimes, f.needed / std::max(f.value, 0.01));
    default:
      return kElse;
  }
}

std::string word_of(const CheckFinding& f) {
  switch (f.kind) {
    case FindingKind::overflows:
      return "overflows";
    case FindingKind::truncated:
      return "truncated";
    case FindingKind::clipped:
      return "clipped";
    case FindingKind::hidden:
      return "hidden";
    case FindingKind::contrast:
      return fmt::format("contrast {:.1f}", f.value);
    case FindingKind::overlap:
      return "over other text";
    case FindingKind::shrunk:
      return "shrunk";
    case FindingKind::safe_area:
      return "outside the safe area";
    case FindingKind::reading_time:
      return "too brief to read";
    case FindingKind::unfinished:
      return "ends before its last value";
    case FindingKind::cut_off:
      return "sound cut off";
    case FindingKind::frozen:
      return "footage stands still";
    case FindingKind::interlaced:
      return "interlaced footage";
  }
  return {};
}

// Parameters for a picture that the row leaves empty.
std::vector<std::string> missing_pictures(const Template& tpl, const Values& values) {
  std::vector<std::string> names;
  for (const Param& param : tpl.params) {
    const Json* value = values.object.find(param.name);
    if (param.type == Param::Type::image && (value == nullptr || value->is_null())) names.push_back(param.name);
  }
  return names;
}

size_t longest_text(const Template& tpl, const Values& values) {
  size_t longest = 0;
  for (const Param& param : tpl.params) {
    const Json* value = values.object.find(param.name);
    if (param.type == Param::Type::text && value != nullptr && value->is_string())
      longest = std::max(longest, count_code_points(value->text));
  }
  return longest;
}

constexpr double kNotDrawn = 1000, kNoPicture = 30;

double sum_of(const Template& tpl, const Values& values, const RowReport* report) {
  const auto length = static_cast<double>(longest_text(tpl, values));
  double sum = kNoPicture * static_cast<double>(missing_pictures(tpl, values).size()) + length / (length + 100);
  if (report == nullptr) return sum;
  if (!report->errors.empty()) sum += kNotDrawn;
  for (const CheckFinding& f : report->findings) sum += weight_of(f);
  return sum;
}

double worst_finding(const RowReport* report, double (*measure)(const CheckFinding&)) {
  double worst = 0;
  if (report == nullptr) return worst;
  for (const CheckFinding& f : report->findings) worst = std::max(worst, measure(f));
  return worst;
}

Problem problem_of(const CheckFinding& f, size_t row, bool here) {
  return {.text = summary_of(f),
          .layer = f.layer,
          .format = f.format,
          .location = f.location,
          .row = row,
          .here = here,
          .frame = f.frame};
}

// The same fault in each row, or format, is one.
void add_errors(const Checked& checked, size_t format, size_t row, std::vector<Problem>& problems) {
  std::map<std::string, size_t> seen;
  for (size_t f = 0; f < checked.reports.size(); ++f) {
    for (size_t r = 0; r < checked.reports[f].size(); ++r) {
      const RowReport* report = checked.find(f, r);
      if (report == nullptr) continue;
      for (const Diagnostic& d : report->errors) {
        const bool here = f == format && r == row;
        const auto [at, fresh] = seen.try_emplace(to_string(d), problems.size());
        if (!fresh) {
          problems[at->second].here |= here;
          problems[at->second].rows += problems[at->second].format == checked.formats[f] ? 1 : 0;
          continue;
        }
        problems.push_back({.error = true,
                            .text = d.message,
                            .hint = d.hint,
                            .format = checked.formats[f],
                            .location = {d.file, d.line, d.column, d.pointer},
                            .row = r,
                            .here = here});
      }
    }
  }
}

}  // namespace

bool needs_checks(RowOrder order) {
  return order == RowOrder::worst || order == RowOrder::fit || order == RowOrder::contrast;
}

double badness(RowOrder order, const Template& tpl, const Values& values, const RowReport* report) {
  switch (order) {
    case RowOrder::worst:
      return sum_of(tpl, values, report);
    case RowOrder::table:
      return 0;
    case RowOrder::longest_text:
      return static_cast<double>(longest_text(tpl, values));
    case RowOrder::missing_picture:
      return static_cast<double>(missing_pictures(tpl, values).size());
    case RowOrder::fit:
      return worst_finding(report, misfit);
    case RowOrder::contrast:
      return worst_finding(report, [](const CheckFinding& f) {
        return f.kind == FindingKind::contrast ? f.needed / std::max(f.value, 0.01) : 0;
      });
  }
  return 0;
}

std::string reasons_of(const Template& tpl, const Values& values, const RowReport* report) {
  struct Reason {
    std::string text;
    double weight = 0;
  };
  std::vector<Reason> reasons;
  if (report != nullptr && !report->errors.empty()) reasons.push_back({report->errors.front().message, kNotDrawn});
  for (const std::string& name : missing_pictures(tpl, values)) reasons.push_back({"no " + name, kNoPicture});
  // Texts with the same fault are named together.
  for (const CheckFinding& f : report != nullptr ? report->findings : std::vector<CheckFinding>()) {
    const std::string word = word_of(f);
    const auto same = std::ranges::find_if(reasons, [&](const Reason& r) { return r.text.starts_with(word + ": "); });
    if (same == reasons.end())
      reasons.push_back({word + ": " + f.layer, weight_of(f)});
    else
      same->text += ", " + f.layer;
  }
  std::ranges::stable_sort(reasons, std::ranges::greater{}, &Reason::weight);
  std::string text;
  for (const Reason& reason : reasons) text += (text.empty() ? "" : "; ") + reason.text;
  return text;
}

std::vector<size_t> ordered_rows(RowOrder order, const Template& tpl, const std::vector<Values>& rows,
                                 const Checked* checked, size_t format) {
  std::vector<size_t> indices(rows.size());
  std::iota(indices.begin(), indices.end(), size_t{0});
  if (order == RowOrder::table) return indices;
  std::vector<double> bad(rows.size());
  for (const size_t i : indices)
    bad[i] = badness(order, tpl, rows[i], checked != nullptr ? checked->find(format, i) : nullptr);
  std::ranges::stable_sort(indices, std::ranges::greater{}, [&](size_t i) { return bad[i]; });
  return indices;
}

std::vector<Problem> problems_of(const Checked& checked, size_t format, size_t row) {
  std::vector<Problem> problems;
  add_errors(checked, format, row, problems);
  std::vector<CheckFinding> all;
  std::vector<std::pair<size_t, bool>> places;  // row, here
  for (size_t f = 0; f < checked.reports.size(); ++f) {
    for (size_t r = 0; r < checked.reports[f].size(); ++r) {
      const RowReport* report = checked.find(f, r);
      if (report == nullptr) continue;
      for (const CheckFinding& finding : report->findings) {
        all.push_back(finding);
        places.emplace_back(r, f == format && r == row);
      }
    }
  }
  for (const FindingGroup& group : groups_of(all)) {
    Problem problem = problem_of(all[group.worst], places[group.worst].first, places[group.worst].second);
    problem.rows = group.count;
    for (size_t i = 0; i < all.size() && !problem.here; ++i) {
      const CheckFinding& worst = all[group.worst];
      problem.here = places[i].second && all[i].kind == worst.kind && all[i].layer == worst.layer;
    }
    problems.push_back(std::move(problem));
  }
  std::ranges::stable_partition(problems, [](const Problem& p) { return p.here; });
  std::ranges::stable_partition(problems, [](const Problem& p) { return p.error; });
  return problems;
}

}  // namespace fp::preview
