#include "engine/timeline/running_number.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>

#include "engine/template/number_text.hpp"

namespace fp {
namespace {

std::shared_ptr<const TextContent> with_words(const TextContent& style, std::string words) {
  auto made = std::make_shared<TextContent>(style);
  made->text = std::move(words);
  made->spans.front().bytes = made->text.size();
  return made;
}

// Code points, each with its bytes.
std::vector<std::string> characters_of(const std::string& text) {
  std::vector<std::string> characters;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const int32_t begin = at;
    UChar32 code = 0;
    U8_NEXT(text.data(), at, size, code);
    characters.push_back(text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin)));
  }
  return characters;
}

int digit_value(const std::string& character) {  // -1: it is no digit
  int32_t at = 0;
  UChar32 code = 0;
  U8_NEXT(character.data(), at, static_cast<int32_t>(character.size()), code);
  return u_charDigitValue(code);
}

bool is_digit(const std::string& character) {
  return digit_value(character) >= 0;
}

// The words of value + padding without the first digit and what separates it from the next.
std::vector<std::string> padded(const RunningNumber& number, double value) {
  std::vector<std::string> characters = characters_of(number.format->text(value + number.padding));
  const auto first = std::ranges::find_if(characters, is_digit);
  const auto next = std::find_if(first == characters.end() ? first : first + 1, characters.end(), is_digit);
  characters.erase(first, next);
  return characters;
}

// The first character that is seen: zeros before the number are not, but for the one of its units.
size_t shown_from(const std::vector<std::string>& characters, size_t begin, int decimals) {
  const auto digits = std::ranges::count_if(characters, is_digit);
  auto whole = digits - decimals;
  for (size_t i = begin; i < characters.size(); ++i) {
    if (!is_digit(characters[i])) continue;
    if (whole <= 1 || digit_value(characters[i]) != 0) return i;
    --whole;
  }
  return begin;
}

std::string joined(const std::vector<std::string>& characters) {
  std::string text;
  for (const std::string& character : characters) text += character;
  return text;
}

void turn_digits(const TextContent& text, double value, SceneText& scene) {
  const RunningNumber& number = *text.number;
  const double position = std::max(value / number.unit, 0.0);
  // What a division leaves over of a value that is a whole number of units.
  const double near = std::floor(position + 0.5);
  const double whole = std::fabs(position - near) < 1e-9 * std::max(near, 1.0) ? near : std::floor(position);
  const std::vector<std::string> now = padded(number, whole * number.unit);
  const std::vector<std::string> next = padded(number, (whole + 1) * number.unit);
  const auto begin = static_cast<size_t>(std::ranges::find_if(now, is_digit) - now.begin());
  scene.made = with_words(text, joined(now));
  SceneTurn turn{with_words(text, joined(next)), std::clamp(position - whole, 0.0, 1.0), begin,
                 shown_from(now, begin, number.decimals), shown_from(next, begin, number.decimals)};
  if (now.size() == next.size()) scene.turn = std::move(turn);  // else the last value there is
}

}  // namespace

void run_number(const TextContent& text, double value, SceneText& scene) {
  const RunningNumber& number = *text.number;
  if (number.unit > 0) {
    turn_digits(text, value, scene);
  } else {
    scene.made = with_words(text, number.format->text(value));
  }
  scene.text = scene.made.get();
  if (text.fit == TextContent::Fit::shrink) scene.widest = with_words(text, number.format->text(number.widest));
}

}  // namespace fp
