// Numbers as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fp {

// "-0012.50" -> "-12.50": a decimal as JSON writes it, digits kept, no exponent; nullopt when it is not one (or is
// absurdly long).
std::optional<std::string> plain_decimal(std::string_view text);
// A finite number, the whole text; an exponent may be there.
std::optional<double> read_number(std::string_view text);
// The decimals of the shortest text that reads back as this number: 2 for 4.25, 1 for 0.1, 0 for 1e300 and for what is
// not finite.
int decimal_places(double number);
// What to do about a text that is not a number although a person meant one; may be empty.
std::string number_hint(std::string_view text);

}  // namespace fp
