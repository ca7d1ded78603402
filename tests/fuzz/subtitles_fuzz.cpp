#include "engine/core/result.hpp"
#include "engine/data/words.hpp"
#include "engine/template/captions.hpp"

// Arbitrary bytes as captions, by every reader: phrases in order with words inside their text, and a plan of frames
// that holds one caption at a time; or faults.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fp;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (auto* read : {&read_subtitles, &read_srt, &read_vtt, &read_words_json}) {
    const Result<Subtitles> made = read(text, "fuzz", {});
    if (!made) {
      FP_ASSERT(!made.error().empty());
      continue;
    }
    int64_t before = 0;
    for (const Phrase& phrase : made->phrases) {
      FP_ASSERT(phrase.begin_ms >= before && phrase.begin_ms < phrase.end_ms && !phrase.text.empty());
      before = phrase.begin_ms;
      size_t at = 0;
      for (const SpokenWord& word : timed_words(phrase)) {
        FP_ASSERT(word.begin >= at && word.begin < word.end && word.end <= phrase.text.size());
        FP_ASSERT(word.begin_ms <= word.end_ms);
        at = word.end;
      }
    }
    for (const int max_words : {0, 2}) {
      const CaptionRules rules{.fps = {30000, 1001}, .frames = 5000, .offset_ms = -500, .max_words = max_words};
      const auto plan = plan_captions(*made, rules, "fuzz");
      int64_t free = 0;
      for (size_t i = 0; plan && i < plan->size(); ++i) {
        const CaptionText& caption = (*plan)[i];
        FP_ASSERT(caption.in >= free && caption.in < caption.out && caption.out <= rules.frames);
        free = caption.out;
        size_t at = 0;
        for (const CaptionWord& word : caption.words) {
          FP_ASSERT(word.begin >= at && word.end <= caption.text.size());
          FP_ASSERT(0 <= word.lit && word.lit < word.dark);
          at = word.end;
        }
      }
    }
  }
  return 0;
}
