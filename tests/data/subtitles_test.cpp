#include "engine/data/subtitles.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/data/words.hpp"

namespace fp {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

// "1000-2500 Hello|world" for each phrase, lines by "|".
std::vector<std::string> phrases_of(const Result<Subtitles>& read) {
  std::vector<std::string> texts;
  if (!read) {
    for (const Diagnostic& d : read.error()) texts.push_back("fault: " + to_string(d));
    return texts;
  }
  for (const Phrase& p : read->phrases) {
    std::string text = p.text;
    std::ranges::replace(text, '\n', '|');
    texts.push_back(fmt::format("{}-{} {}", p.begin_ms, p.end_ms, text));
  }
  return texts;
}

std::vector<std::string> faults_of(const Result<Subtitles>& read) {
  std::vector<std::string> texts;
  if (read) return texts;
  for (const Diagnostic& d : read.error()) texts.push_back(to_string(d));
  return texts;
}

std::vector<std::string> words_of(const Phrase& phrase) {
  std::vector<std::string> texts;
  for (const SpokenWord& w : timed_words(phrase))
    texts.push_back(fmt::format("{}-{} {}", w.begin_ms, w.end_ms, phrase.text.substr(w.begin, w.end - w.begin)));
  return texts;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  for (const SpokenWord& w : split_words(text)) words.emplace_back(text.substr(w.begin, w.end - w.begin));
  return words;
}

// ---- SRT

TEST(Srt, ReadsWhatIsWrittenInTheWild) {
  EXPECT_THAT(
      phrases_of(read_srt("\xef\xbb\xbf"
                          "1\r\n00:00:01,000 --> 00:00:02,500\r\nHello\r\nworld\r\n\r\n"
                          "2\r\n00:00:03.5 --> 00:01:04,250 X1:10 Y1:20\r\n{\\an8}<i>Up</i> <font color=\"red\">there"
                          "</font> <3 a < b\r\n",
                          "a.srt")),
      ElementsAre("1000-2500 Hello|world", "3500-64250 Up there <3 a < b"));
  // No numbers, no blank lines between, minutes only, out of order, a text with a blank line and one that is a number.
  EXPECT_THAT(phrases_of(read_srt("00:05,000 --> 00:06,000\nlast\n\nmore\n00:01,000 --> 00:02,000\n42\n\n", "a.srt")),
              ElementsAre("1000-2000 42", "5000-6000 last|more"));
  EXPECT_THAT(
      phrases_of(read_srt("1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\n<b></b>\n", "a")),
      IsEmpty());
  EXPECT_THAT(phrases_of(read_srt("", "a.srt")), IsEmpty());
}

TEST(Srt, KeepsCaptionsThatOverlap) {
  EXPECT_THAT(phrases_of(read_srt("00:00:01,000 --> 00:00:05,000\nA\n\n00:00:02,000 --> 00:00:03,000\nB\n", "a.srt")),
              ElementsAre("1000-5000 A", "2000-3000 B"));
}

TEST(Srt, SaysWhereAndWhatIsWrong) {
  EXPECT_THAT(
      faults_of(
          read_srt("1\n00:00:01,000 --> 00:00:0x,500\nHello\n\n2\n00:00:05,000 --> 00:00:04,000\nBye\n", "a.srt")),
      ElementsAre(AllOf(StartsWith("a.srt:2:18: \"00:00:0x,500\" is no time of a caption"), HasSubstr("hint: write")),
                  StartsWith("a.srt:6:1: the caption ends before or as it begins")));
  EXPECT_THAT(faults_of(read_srt("Hello\nthere\n\n00:61,000 --> 00:62,000\nx\n", "a.srt")),
              ElementsAre(StartsWith("a.srt:1:1: a caption begins with its number and its times"),
                          StartsWith("a.srt:4:1: \"00:61,000\" is no time")));
  EXPECT_THAT(faults_of(read_srt("1\n00:00:01,000 -->\nx\n", "a.srt")), SizeIs(1));
  EXPECT_THAT(faults_of(read_srt("1\n-00:00:01,000 --> 99:00:00,000\nx\n", "a.srt")), SizeIs(1));
  EXPECT_THAT(faults_of(read_srt("1\n00:00:01,000 --> 00:00:02,000\n\xff\xfe\n", "a.srt")),
              ElementsAre(StartsWith("a.srt:3:1:")));
  EXPECT_THAT(faults_of(read_srt(std::string_view("\xff\xfe"
                                                  "1\0",
                                                  4),
                                 "a.srt")),
              ElementsAre(AllOf(HasSubstr("UTF-16"), HasSubstr("save the file as UTF-8"))));
}

TEST(Srt, KeepsToItsLimits) {
  std::string many;
  for (int i = 0; i < 4; ++i) many += "00:00:01,000 --> 00:00:02,000\nx\n\n";
  EXPECT_THAT(faults_of(read_srt(many, "a", {.max_phrases = 3})), ElementsAre(HasSubstr("more than 3 captions")));
  EXPECT_THAT(faults_of(read_srt(many, "a", {.max_bytes = 10})), ElementsAre(HasSubstr("at most 10 are read")));
  EXPECT_THAT(faults_of(read_srt("00:00:01,000 --> 00:00:02,000\nlong\n", "a", {.max_text = 3})),
              ElementsAre(HasSubstr("longer than 3 bytes")));
}

// ---- WebVTT

TEST(Vtt, ReadsCuesAndLeavesOutWhatIsNotText) {
  EXPECT_THAT(phrases_of(read_vtt("WEBVTT - a title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:x\n\n"
                                  "NOTE\nnot shown\n\nintro\n00:01.000 --> 00:02.500 align:start position:0%\n"
                                  "<v Ann>Fish &amp; chips</v> &lt;now&gt;&#x2014;<c.big>AT&T</c>\n\n"
                                  "01:00:00.000 --> 01:00:01.000\n- One\n- Two\n",
                                  "a.vtt")),
              ElementsAre("1000-2500 Fish & chips <now>—AT&T", "3600000-3601000 - One|- Two"));
}

TEST(Vtt, TakesTimesOfWords) {
  const auto read =
      read_vtt("WEBVTT\n\n00:01.000 --> 00:04.000\nHello<00:02.000><c> big</c><00:03.000> wide world\n", "a.vtt");
  ASSERT_THAT(phrases_of(read), ElementsAre("1000-4000 Hello big wide world"));
  EXPECT_THAT(words_of(read->phrases[0]),
              ElementsAre("1000-2000 Hello", "2000-3000 big", "3000-3450 wide", "3450-4000 world"));
}

TEST(Vtt, SaysWhereAndWhatIsWrong) {
  EXPECT_THAT(faults_of(read_vtt("1\n00:01.000 --> 00:02.000\nx\n", "a.vtt")),
              ElementsAre(StartsWith("a.vtt:1:1: the file does not begin with WEBVTT")));
  EXPECT_THAT(faults_of(read_vtt("WEBVTT\n\n00:01.000 --> 00:02.000 Hello\n", "a.vtt")),
              ElementsAre(StartsWith("a.vtt:3:1: \"Hello\" is no setting of a cue")));
  EXPECT_THAT(faults_of(read_vtt("WEBVTT\n\n00:01.000 --> 00:03.000\na<00:02.000>b<00:01.500>c\n", "a.vtt")),
              ElementsAre(StartsWith("a.vtt:4:14: \"<00:01.500>\" is no time within this caption")));
  EXPECT_THAT(
      faults_of(read_vtt("WEBVTT\n\nlost text\n\n00:03.000 --> 00:02.000\nx<00:02.500>y\n", "a.vtt")),
      ElementsAre(StartsWith("a.vtt:3:1: a cue begins with its times"), StartsWith("a.vtt:5:1: the caption ends")));
  EXPECT_THAT(faults_of(read_vtt("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n\n", "a.vtt")),
              ElementsAre(StartsWith("a.vtt:2:1: the file is a piece of a stream")));
}

// ---- JSON

TEST(CaptionsJson, ReadsPhrases) {
  EXPECT_THAT(phrases_of(read_words_json(R"([{"start": 0.5, "end": 2, "text": "Hello"},
                                             {"start": "00:00:02,500", "end": "3.25s", "text": "world"}])",
                                         "a.json")),
              ElementsAre("500-2000 Hello", "2500-3250 world"));
  EXPECT_THAT(
      phrases_of(read_words_json(R"({"unit": "ms", "captions": [{"start": 500, "end": 2000, "text": "Hello"}]})", "a")),
      ElementsAre("500-2000 Hello"));
  EXPECT_THAT(phrases_of(read_words_json(R"([{"startMs": 5, "endMs": 20, "text": "Hello"}])", "a")),
              ElementsAre("5-20 Hello"));
}

TEST(CaptionsJson, ReadsWhisper) {
  const auto read = read_words_json(R"({"text": "Hi, you.", "segments": [{"id": 0, "start": 0.0, "end": 1.4,
    "text": " Hi, you.", "words": [{"word": " Hi,", "start": 0.12, "end": 0.4, "probability": 0.9},
                                   {"word": " you", "start": 0.5, "end": 1.0}]}]})",
                                    "w.json");
  ASSERT_THAT(phrases_of(read), ElementsAre("0-1400 Hi, you."));
  EXPECT_THAT(words_of(read->phrases[0]), ElementsAre("120-400 Hi,", "500-1000 you."));
}

TEST(CaptionsJson, ReadsOtherRecognisers) {
  EXPECT_THAT(phrases_of(read_words_json(
                  R"({"results": {"items": [
                    {"type": "pronunciation", "start_time": "0.04", "end_time": "0.4", "alternatives": [{"content": "Hi"}]},
                    {"type": "punctuation", "alternatives": [{"content": "."}]},
                    {"type": "pronunciation", "start_time": "0.5", "end_time": "0.9", "alternatives": [{"content": "Bye"}]}]}})",
                  "aws.json")),
              ElementsAre("40-400 Hi.", "500-900 Bye"));
  EXPECT_THAT(phrases_of(read_words_json(
                  R"({"results": {"channels": [{"alternatives": [{"words": [
                    {"word": "hi", "punctuated_word": "Hi,", "start": 0.1, "end": 0.2},
                    {"word": "you", "punctuated_word": "you", "start": 0.2, "end": 0.5}]}]}]}})",
                  "deepgram.json")),
              ElementsAre("100-500 Hi, you"));
  EXPECT_THAT(phrases_of(read_words_json(
                  R"({"transcription": [{"offsets": {"from": 0, "to": 3000}, "text": " Hello"}]})", "cpp.json")),
              ElementsAre("0-3000 Hello"));
}

TEST(CaptionsJson, PutsWordsIntoPhrases) {
  std::string list;
  for (int i = 0; i < 40; ++i)
    list +=
        fmt::format("{}{{\"word\": \"abcdefgh\", \"start\": {}, \"end\": {}}}", i ? "," : "", i * 0.1, i * 0.1 + 0.1);
  const auto full = read_words_json("[" + list + "]", "a");
  ASSERT_TRUE(full);
  for (const Phrase& p : full->phrases) EXPECT_LE(p.text.size(), 84u);
  EXPECT_THAT(full->phrases, SizeIs(5));
  EXPECT_THAT(phrases_of(read_words_json(
                  R"({"words": [{"word": "One", "start": 0, "end": 0.3}, {"word": "two", "start": 1.2, "end": 1.4},
                                                     {"word": "字", "start": 1.4, "end": 1.6}, {"word": "幕", "start": 1.6, "end": 1.8}]})",
                  "a")),
              ElementsAre("0-300 One", "1200-1800 two 字幕"));
}

TEST(CaptionsJson, SaysWhereAndWhatIsWrong) {
  EXPECT_THAT(faults_of(read_words_json("{\"a\": 1}", "a.json")),
              ElementsAre(AllOf(StartsWith("a.json:1:1: there is no list of captions here"), HasSubstr("Whisper"))));
  EXPECT_THAT(
      faults_of(read_words_json("[{\"start\": 2, \"end\": 1, \"text\": \"x\"},\n {\"start\": 0, \"text\": \"x\"}, 3,\n"
                                " {\"start\": \"soon\", \"end\": 1, \"text\": \"x\"}, {\"start\": 0, \"end\": 1}]",
                                "a.json")),
      ElementsAre(StartsWith("a.json:1:2: it ends before it begins"), StartsWith("a.json:2:2: there is no \"end\""),
                  StartsWith("a.json:2:29: a caption is an object"), StartsWith("a.json:3:12: \"start\" is no time"),
                  StartsWith("a.json:3:44: the caption has no text")));
  EXPECT_THAT(
      faults_of(read_words_json(R"([{"word": "a", "start": 2, "end": 3}, {"word": "b", "start": 1, "end": 2}])", "a")),
      ElementsAre(HasSubstr("begins before the one before it")));
  EXPECT_THAT(faults_of(read_words_json("[{\"start\": 1e300, \"end\": -1, \"text\": \"x\"}]", "a")), SizeIs(2));
  EXPECT_THAT(faults_of(read_words_json("[{", "a.json")), SizeIs(1));
}

TEST(Subtitles, AreReadByWhatTheyAre) {
  EXPECT_THAT(phrases_of(read_subtitles("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n", "a.txt")),
              ElementsAre("1000-2000 x"));
  EXPECT_THAT(phrases_of(read_subtitles("\n [{\"start\": 1, \"end\": 2, \"text\": \"x\"}]", "a")),
              ElementsAre("1000-2000 x"));
  EXPECT_THAT(phrases_of(read_subtitles("1\n00:00:01,000 --> 00:00:02,000\nx", "a.srt")), ElementsAre("1000-2000 x"));
  EXPECT_THAT(faults_of(read_subtitles("x", "a.vtt")), ElementsAre(HasSubstr("WEBVTT")));
}

// ---- Words

TEST(Words, EndAtSpacesAndKeepTheirMarks) {
  EXPECT_THAT(split("Hello, world! - 3.5% don't \xf0\x9f\x98\x80 co-op (yes)"),
              ElementsAre("Hello,", "world!", "3.5%", "don't", "co-op", "(yes)"));
  EXPECT_THAT(split("مرحبا بالعالم،"), ElementsAre("مرحبا", "بالعالم،"));
  EXPECT_THAT(split("fish & chips\xf0\x9f\x98\x80 $ 5"), ElementsAre("fish", "&", "chips\xf0\x9f\x98\x80", "$", "5"));
  EXPECT_THAT(split(" \n - "), IsEmpty());
}

TEST(Words, OfScriptsWithoutSpacesAreThoseOfDictionaries) {
  EXPECT_THAT(split("今日は「東京」へ行く。"), ElementsAre("今日", "は", "「東京」", "へ", "行く。"));
  EXPECT_THAT(split("สวัสดีครับ"), ElementsAre("สวัสดี", "ครับ"));
  EXPECT_THAT(split("안녕하세요 세계"), ElementsAre("안녕하세요", "세계"));
}

TEST(Words, ShareAPhrasesTime) {
  const Phrase phrase{1000, 2000, "a bcd", {}, 1};
  EXPECT_THAT(words_of(phrase), ElementsAre("1000-1300 a", "1300-2000 bcd"));
}

}  // namespace
}  // namespace fp
