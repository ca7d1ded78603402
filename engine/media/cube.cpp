#include "engine/media/cube.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>

namespace fp {
namespace {

constexpr int kMostEntries = 65;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return words;
    const size_t end = line.find_first_of(" \t\r", begin);
    words.push_back(line.substr(begin, end - begin));
    if (end == std::string_view::npos) return words;
    line.remove_prefix(end);
  }
}

std::optional<double> number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

struct Reader {
  const std::string& name;
  Cube cube;
  int line = 0;

  std::unexpected<Errors> wrong(std::string message, std::string hint = {}) const {
    return std::unexpected(Errors{Diagnostic{.fault = Fault::missing,
                                             .file = name,
                                             .line = line,
                                             .column = line > 0 ? 1 : 0,
                                             .pointer = {},
                                             .message = std::move(message),
                                             .hint = std::move(hint)}});
  }
  size_t expected() const {
    const auto n = static_cast<size_t>(cube.entries);
    return n * n * n;
  }

  Result<void> entry(std::span<const std::string_view> words) {
    if (cube.entries == 0) return wrong("colours stand before LUT_3D_SIZE");
    if (words.size() != 3) return wrong(fmt::format("expected three numbers, found {}", words.size()));
    if (cube.words.size() == 2 * expected())
      return wrong(
          fmt::format("there are more than the {} colours that LUT_3D_SIZE {} makes", expected(), cube.entries));
    uint32_t channels[3] = {};
    for (size_t i = 0; i < 3; ++i) {
      const std::optional<double> value = number(words[i]);
      if (!value) return wrong(fmt::format("\"{}\" is no number", words[i].substr(0, 40)));
      channels[i] = static_cast<uint32_t>(std::clamp(*value, 0.0, 1.0) * 65535.0 + 0.5);
    }
    cube.words.push_back(channels[0] | channels[1] << 16);
    cube.words.push_back(channels[2] | 65535u << 16);
    return {};
  }

  Result<void> keyword(std::span<const std::string_view> words) {
    if (words[0] == "TITLE") return {};
    if (words[0] == "LUT_1D_SIZE")
      return wrong("this is a one-dimensional table", "export it as a 3D .cube, or use the effect \"curves\"");
    if (words[0] == "LUT_3D_SIZE") {
      const std::optional<double> size = words.size() == 2 ? number(words[1]) : std::nullopt;
      if (!size || *size != std::floor(*size) || *size < 2 || *size > kMostEntries)
        return wrong(fmt::format("expected a LUT_3D_SIZE from 2 to {}", kMostEntries));
      if (cube.entries != 0) return wrong("LUT_3D_SIZE stands twice");
      cube.entries = static_cast<int>(*size);
      cube.words.reserve(2 * expected());
      return {};
    }
    if (words[0] == "DOMAIN_MIN" || words[0] == "DOMAIN_MAX") {
      const double wanted = words[0] == "DOMAIN_MIN" ? 0 : 1;
      const bool fits = words.size() == 4 && std::ranges::all_of(words.subspan(1), [&](std::string_view word) {
                          return number(word) == std::optional(wanted);
                        });
      if (!fits)
        return wrong(fmt::format("expected {} {} {} {}", words[0], wanted, wanted, wanted),
                     "tables for other ranges, such as log footage, are not carried");
      return {};
    }
    return wrong(fmt::format("\"{}\" is no keyword of a .cube file", words[0].substr(0, 40)));
  }
};

}  // namespace

Result<Cube> parse_cube(std::string_view text, const std::string& name) {
  Reader reader{.name = name, .cube = {}};
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++reader.line;
    const std::vector<std::string_view> words = words_of(line);
    if (words.empty() || words[0].starts_with('#')) continue;
    const char first = words[0][0];
    const bool letter = (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z');
    if (auto read = letter ? reader.keyword(words) : reader.entry(words); !read)
      return std::unexpected(std::move(read.error()));
  }
  reader.line = 0;
  if (reader.cube.entries == 0) return reader.wrong("it has no LUT_3D_SIZE", "expected a .cube colour table");
  if (reader.cube.words.size() != 2 * reader.expected()) {
    return reader.wrong(fmt::format("it has {} colours; LUT_3D_SIZE {} makes {}", reader.cube.words.size() / 2,
                                    reader.cube.entries, reader.expected()));
  }
  reader.cube.hash = hash128(std::as_bytes(std::span(reader.cube.words)));
  return std::move(reader.cube);
}

}  // namespace fp
