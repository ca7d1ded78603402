// File names made from data: whatever a cell says, the result stays one harmless path component.
#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "engine/template/interpolate.hpp"

namespace fp {
namespace {

constexpr size_t kMaxFieldBytes = 120;

// Separators of any system, what shells and Windows reserve, and everything invisible.
bool is_unsafe(UChar32 c) {
  if (c < 0x80 && std::string_view("/\\:*?\"<>|").find(static_cast<char>(c)) != std::string_view::npos) return true;
  const int8_t kind = u_charType(c);
  return kind == U_CONTROL_CHAR || kind == U_FORMAT_CHAR || kind == U_LINE_SEPARATOR || kind == U_PARAGRAPH_SEPARATOR ||
         kind == U_SURROGATE || kind == U_UNASSIGNED || kind == U_PRIVATE_USE_CHAR;
}

bool is_device_name(std::string name) {
  name = name.substr(0, name.find('.'));
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  constexpr std::string_view kDevices[] = {"CON", "PRN", "AUX", "NUL"};
  if (std::ranges::find(kDevices, name) != std::end(kDevices)) return true;
  return name.size() == 4 && (name.starts_with("COM") || name.starts_with("LPT")) && name[3] >= '1' && name[3] <= '9';
}

std::string sanitised(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString normal = icu::UnicodeString::fromUTF8(text);
  if (U_SUCCESS(status)) normal = nfc->normalize(normal, status);
  std::string name;
  for (int32_t i = 0; i < normal.length(); i = normal.moveIndex32(i, 1)) {
    const UChar32 c = normal.char32At(i);
    std::string utf8;
    icu::UnicodeString(is_unsafe(c) ? UChar32{'-'} : u_isUWhiteSpace(c) ? UChar32{' '} : c).toUTF8String(utf8);
    if (name.size() + utf8.size() > kMaxFieldBytes) break;
    name += utf8;
  }
  name.erase(0, std::min(name.find_first_not_of("-. "), name.size()));
  name.erase(name.find_last_not_of(". ") + 1);
  if (is_device_name(name)) name.insert(0, "_");
  return name;
}

std::vector<Param> with_batch_fields(const Template& tpl) {
  std::vector<Param> params = tpl.params;
  for (const auto& [name, type] : {std::pair("format", Param::Type::text), std::pair("row", Param::Type::integer)}) {
    std::erase_if(params, [&](const Param& param) { return param.name == name; });
    Param& param = params.emplace_back();
    param.name = name;
    param.type = type;
  }
  return params;
}

std::unexpected<Errors> refuse(std::string_view pattern, const TextFault& fault) {
  return fail(Fault::usage, fmt::format("output name '{}': {}", pattern, fault.message), fault.hint);
}

// The text one {placeholder} stands for.
Result<std::string> field_text(Interpolator& interpolator, const Scope& scope, std::string_view inside,
                               std::string_view pattern, const std::string& label) {
  auto placeholder = parse_placeholder(inside);
  if (!placeholder) return refuse(pattern, placeholder.error());
  const Interpolation text{{*placeholder}};
  if (const auto faults = interpolator.check(text, scope); !faults.empty()) return refuse(pattern, faults[0]);
  const auto value = interpolator.value_of(*placeholder, scope);
  if (!value) return refuse(pattern, value.error());
  const auto shown = plain_text(*value);
  std::string name = shown ? sanitised(*shown) : "";
  if (!name.empty()) return name;
  const std::string where = label.empty() ? "" : fmt::format(" (for {})", label);
  return fail(
      Fault::invalid,
      fmt::format("output name '{}': \"{}\" leaves nothing to name a file by{}", pattern, placeholder->name(), where),
      "name the outputs by a field every row has, or add |default('...')");
}

}  // namespace

Result<std::string> output_name(const Template& tpl, const Values& row, int row_number, const std::string& format,
                                std::string_view pattern) {
  Json values = row.object;
  values.set("format", Json::of(format.empty() && !tpl.formats.empty() ? tpl.formats[0] : format));
  values.set("row", Json::of(int64_t{row_number}));
  const Scope scope{nullptr, std::make_shared<const std::vector<Param>>(with_batch_fields(tpl)),
                    std::make_shared<const Json>(std::move(values))};
  Interpolator interpolator(tpl.locale);
  std::string name;
  for (size_t pos = 0; pos < pattern.size();) {
    const size_t open = std::min(pattern.find('{', pos), pattern.size());
    name += pattern.substr(pos, open - pos);
    if (open == pattern.size()) break;
    const size_t close = pattern.find('}', open);
    if (close == std::string_view::npos)
      return refuse(pattern, {open, "a { without its }", "write {sku} or {name|lower}"});
    const Result<std::string> text =
        field_text(interpolator, scope, pattern.substr(open + 1, close - open - 1), pattern, row.label);
    if (!text) return text;
    name += *text;
    pos = close + 1;
  }
  return name;
}

}  // namespace fp
