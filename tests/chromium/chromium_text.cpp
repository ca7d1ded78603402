// The same strings set by headless Chromium and by us: line breaks and widths.
//   chromium_text page > page.html          the strings, and a script that writes where Chromium breaks them
//   chromium_text compare < dumped-dom      compares; exit 1 where a break differs or a width by more than a pixel
#include <fmt/format.h>
#include <unicode/unistr.h>

#include <cmath>
#include <cstdio>
#include <iostream>
#include <map>
#include <sstream>

#include "engine/core/files.hpp"
#include "engine/text/text_job.hpp"
#include "tests/chromium/sentences.hpp"

namespace fp::chromium {
namespace {

constexpr double kSize = 40;
constexpr double kWidths[] = {180, 270, 390, 560, 2400};

const std::string kNoto = "/usr/share/fonts/truetype/noto/", kFallback = "NotoSans-Regular.ttf";  // for punctuation

struct Case {
  const Script* script;
  std::string text;
  double width;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const Script& script : kScripts) {
    for (const char* sentence : script.sentences) {
      for (const double width : kWidths) all.push_back({&script, sentence, width});
    }
  }
  return all;
}

std::string font_file(const Script& script) {
  const std::string name = script.font;
  if (name.starts_with("repo:")) return FP_SOURCE_DIR "/assets/fonts/" + name.substr(5);
  return kNoto + name;
}

int write_page() {
  std::cout << "<!doctype html><meta charset=utf-8><style>\n"
               "div { position: absolute; text-spacing-trim: space-all; white-space: normal; overflow-wrap: anywhere; "
               "text-rendering: "
               "geometricPrecision; line-height: 2; }\n";
  for (const Script& script : kScripts) {
    std::cout << fmt::format("@font-face {{ font-family: '{}'; src: url('file://{}'); }}\n", script.name,
                             font_file(script));
  }
  std::cout << fmt::format("@font-face {{ font-family: Fallback; src: url('file://{}'); }}\n", kNoto + kFallback);
  std::cout << "</style><body>\n";
  for (const Case& c : cases()) {
    std::string escaped;
    for (const char byte : c.text)
      escaped += byte == '&' ? std::string("&amp;") : byte == '<' ? "&lt;" : std::string(1, byte);
    std::cout << fmt::format("<div dir=auto lang={} style=\"font: {}px '{}', Fallback; width: {}px\">{}</div>\n",
                             c.script->language, kSize, c.script->name, c.width, escaped);
  }
  std::cout << R"(<pre id=out></pre><script>
function lines(div) {
  const node = div.firstChild, range = document.createRange(), found = [];
  let top = null;
  for (let i = 0; i < node.length; ++i) {
    range.setStart(node, i); range.setEnd(node, i + 1);
    const r = range.getClientRects()[0];
    if (!r) continue;
    const middle = r.top + r.height / 2;
    if (top === null || middle > top + 20) { found.push(i); top = middle; }
  }
  return found.map((begin, k) => {
    let end = k + 1 < found.length ? found[k + 1] : node.length;
    const whole = end;
    while (end > begin && node.data[end - 1] == ' ') --end;
    range.setStart(node, begin); range.setEnd(node, end);
    let left = 1e9, right = -1e9;
    for (const r of range.getClientRects()) { left = Math.min(left, r.left); right = Math.max(right, r.right); }
    return whole + ':' + (right - left).toFixed(3);
  }).join(' ');
}
document.fonts.ready.then(async () => {
  for (const face of document.fonts) await face.load();
  document.getElementById('out').textContent = [...document.querySelectorAll('div')].map((d, i) => 'CASE ' + i + ' ' + lines(d)).join('\n') + '\nEND';
});
</script>)";
  return 0;
}

struct LineEnd {
  size_t end = 0;
  double width = 0;
};

std::vector<LineEnd> own_lines(const Case& c, const std::vector<std::shared_ptr<const Font>>& fonts) {
  TextContent content;
  content.text = c.text;
  content.language = c.script->language;
  content.spans.emplace_back().bytes = c.text.size();
  TextRequest request{.content = &content, .size = kSize, .spans = {}, .width = c.width, .height = {}};
  request.spans.push_back({fonts, kSize, 0, 0});
  const Result<TextJob> job = prepare_text(request);
  if (!job) {
    std::cerr << to_string(job.error()[0]) << "\n";
    return {};
  }
  std::vector<LineEnd> lines;
  const Result<Wrapped> wrapped = wrap_text(job->paragraphs, job->setting(kSize), job->style);
  for (const LineSpan& span : wrapped->lines) {
    const Result<Line> line = make_line(job->paragraphs[0], span.begin, span.end, job->style);
    lines.push_back({span.end, width_of(*line, kSize)});
  }
  return lines;
}

std::string shown(const Case& c, const std::vector<LineEnd>& lines) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(c.text);
  std::string out;
  int32_t begin = 0;
  for (const LineEnd& line : lines) {
    std::string piece;
    text.tempSubStringBetween(begin, static_cast<int32_t>(line.end)).toUTF8String(piece);
    out += fmt::format("    {:7.2f} |{}|\n", line.width, piece);
    begin = static_cast<int32_t>(line.end);
  }
  return out;
}

int compare() {
  std::map<std::string, std::shared_ptr<const Font>> fonts;
  const auto load = [&](const std::string& file) {
    const Result<std::string> bytes = read_file(file, Fault::missing);
    if (bytes) fonts[file] = Font::load(*bytes, file).value();
    if (!bytes) std::cerr << to_string(bytes.error()[0]) << "\n";
    return bytes.has_value();
  };
  bool loaded = load(kNoto + kFallback);
  for (const Script& script : kScripts) loaded &= load(font_file(script));
  if (!loaded) return 2;
  const std::vector<Case> all = cases();
  size_t seen = 0, breaks = 0, widths = 0, lines = 0;
  double worst = 0;
  for (std::string row; std::getline(std::cin, row);) {
    const size_t at = row.find("CASE ");
    if (at == std::string::npos || row.find("' + i") != std::string::npos) continue;
    std::istringstream in(row.substr(at + 5));
    size_t index = 0;
    in >> index;
    std::vector<LineEnd> theirs;
    for (std::string word; in >> word;) {
      if (word.find(':') != std::string::npos)
        theirs.push_back({std::stoul(word), std::stod(word.substr(word.find(':') + 1))});
    }
    const Case& c = all.at(index);
    const std::vector<LineEnd> ours = own_lines(c, {fonts[font_file(*c.script)], fonts[kNoto + kFallback]});
    ++seen;
    lines += ours.size();
    bool same = ours.size() == theirs.size();
    for (size_t i = 0; same && i < ours.size(); ++i) same = ours[i].end == theirs[i].end;
    if (!same) {
      ++breaks;
      std::cout << fmt::format("{} in {} px breaks elsewhere; Chromium:\n{}  here:\n{}", c.script->name, c.width,
                               shown(c, theirs), shown(c, ours));
      continue;
    }
    for (size_t i = 0; i < ours.size(); ++i) {
      const double off = std::fabs(ours[i].width - theirs[i].width);
      worst = std::max(worst, off);
      if (off <= 1) continue;
      ++widths;
      std::cout << fmt::format("{} in {} px, line {}: {:.3f} px wide in Chromium, {:.3f} here\n", c.script->name,
                               c.width, i + 1, theirs[i].width, ours[i].width);
    }
  }
  std::cout << fmt::format(
      "{} texts, {} lines: {} broken elsewhere, {} lines more than 1 px off; largest difference {:.3f} px\n", seen,
      lines, breaks, widths, worst);
  return seen == all.size() && breaks == 0 && widths == 0 ? 0 : 1;
}

}  // namespace
}  // namespace fp::chromium

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "page") return fp::chromium::write_page();
  if (mode == "compare") return fp::chromium::compare();
  std::fprintf(stderr, "chromium_text page|compare\n");
  return 2;
}
