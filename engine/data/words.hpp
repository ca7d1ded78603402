// Where words are in a text, and when they are spoken.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/data/subtitles.hpp"

namespace fp {

// What is spoken as one, as bytes [begin, end) of UTF-8: between spaces, and in scripts without spaces by ICU's
// dictionaries. Punctuation and emoji belong to the word they stand at; alone
// they are none. Times are 0.
std::vector<SpokenWord> split_words(std::string_view text);

// Shares [begin_ms, end_ms] out by how much there is to say: letters, and half a one for the way to the next word.
void share_time(std::vector<SpokenWord>& words, std::string_view text, int64_t begin_ms, int64_t end_ms);

// Its words as the file times them, or shared out over it.
std::vector<SpokenWord> timed_words(const Phrase& phrase);

// Whether a space belongs between two texts that follow each other: not between scripts that are written without.
bool needs_space(std::string_view before, std::string_view after);

}  // namespace fp
