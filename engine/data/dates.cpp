#include "engine/data/dates.hpp"

#include <fmt/format.h>
#include <unicode/gregocal.h>
#include <unicode/smpdtfmt.h>

#include <chrono>

namespace fp {
namespace {

// ICU's own start of the two-digit century moves with the clock; ours stands still: 1950-01-01.
constexpr UDate kTwoDigitYearsFrom = -631152000000.0;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  bool done() const { return pos_ == text_.size(); }
  bool take(char c) {
    if (done() || text_[pos_] != c) return false;
    ++pos_;
    return true;
  }
  bool digits(int count, int& value) {
    value = 0;
    for (int i = 0; i < count; ++i, ++pos_) {
      if (done() || text_[pos_] < '0' || text_[pos_] > '9') return false;
      value = value * 10 + (text_[pos_] - '0');
    }
    return true;
  }
  // Up to three digits count, the rest is below a millisecond.
  bool fraction(int& milliseconds) {
    int count = 0;
    milliseconds = 0;
    for (; !done() && text_[pos_] >= '0' && text_[pos_] <= '9'; ++pos_, ++count) {
      if (count < 3) milliseconds = milliseconds * 10 + (text_[pos_] - '0');
    }
    for (int i = count; i < 3; ++i) milliseconds *= 10;
    return count > 0;
  }

 private:
  std::string_view text_;
  size_t pos_ = 0;
};

// After the date: the time of day and the offset from UTC, in milliseconds of UTC.
std::optional<int64_t> scan_time(Scanner& in) {
  int hour = 0, minute = 0, second = 0, milliseconds = 0;
  if (!in.digits(2, hour) || !in.take(':') || !in.digits(2, minute)) return std::nullopt;
  if (in.take(':')) {
    if (!in.digits(2, second)) return std::nullopt;
    if (in.take('.') && !in.fraction(milliseconds)) return std::nullopt;
  }
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  int64_t offset = 0;
  if (!in.done() && !in.take('Z')) {
    const bool plus = in.take('+');
    int hours = 0, minutes = 0;
    if ((!plus && !in.take('-')) || !in.digits(2, hours)) return std::nullopt;
    in.take(':');
    if (!in.digits(2, minutes) || hours > 18 || minutes > 59) return std::nullopt;
    offset = (plus ? 1 : -1) * (hours * 60 + minutes);
  }
  return ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds;
}

void use_plain_calendar(icu::SimpleDateFormat& format, UErrorCode& status) {
  auto calendar = std::make_unique<icu::GregorianCalendar>(*icu::TimeZone::getGMT(), icu::Locale::getRoot(), status);
  if (U_FAILURE(status)) return;
  calendar->setGregorianChange(-8.64e15, status);  // proleptic, as ISO 8601 has it
  format.adoptCalendar(calendar.release());
}

bool shows_time(std::string_view pattern) {
  bool quoted = false;
  for (char c : pattern) {
    if (c == '\'') quoted = !quoted;
    if (!quoted && std::string_view("HhKkmsSAaBb").find(c) != std::string_view::npos) return true;
  }
  return false;
}

std::unique_ptr<icu::SimpleDateFormat> make_pattern(const std::string& pattern, const icu::Locale& locale,
                                                    UErrorCode& status) {
  auto format = std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString::fromUTF8(pattern), locale, status);
  if (U_SUCCESS(status)) use_plain_calendar(*format, status);
  if (U_SUCCESS(status)) {
    icu::UnicodeString probe;
    format->format(0.0, probe, nullptr, status);  // an unknown pattern letter only shows here
  }
  return format;
}

std::unexpected<Errors> bad_pattern(const std::string& pattern) {
  return fail(Fault::invalid, fmt::format("\"{}\" is not a date pattern", pattern),
              "ICU patterns look like \"d MMMM y\" or \"yyyy-MM-dd\"; letters that are text stand in 'single quotes'");
}

}  // namespace

std::optional<DateTime> parse_iso_date(std::string_view text) {
  using namespace std::chrono;
  Scanner in(text);
  int y = 0, m = 0, d = 0;
  if (!in.digits(4, y) || !in.take('-') || !in.digits(2, m) || !in.take('-') || !in.digits(2, d)) return std::nullopt;
  const year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
  if (y < 1 || !date.ok()) return std::nullopt;
  DateTime result{sys_days(date).time_since_epoch().count() * int64_t{86'400'000}, false};
  if (in.done()) return result;
  if (!in.take('T') && !in.take(' ')) return std::nullopt;
  const auto time = scan_time(in);
  if (!time || !in.done()) return std::nullopt;
  return DateTime{result.milliseconds + *time, true};
}

std::string iso_text(const DateTime& date) {
  using namespace std::chrono;
  const sys_time<milliseconds> at{milliseconds(date.milliseconds)};
  const sys_days day = floor<days>(at);
  const year_month_day ymd(day);
  std::string text = fmt::format("{:04}-{:02}-{:02}", int(ymd.year()), unsigned(ymd.month()), unsigned(ymd.day()));
  if (date.has_time) {
    const hh_mm_ss time(at - day);
    text += fmt::format("T{:02}:{:02}:{:02}", time.hours().count(), time.minutes().count(), time.seconds().count());
    if (time.subseconds().count() != 0) text += fmt::format(".{:03}", time.subseconds().count());
  }
  return text;
}

bool is_after(std::string_view date, std::string_view limit) {
  return date.substr(0, limit.size()) > limit;  // ISO 8601 in one zone sorts as text
}

struct DateReader::Formats {
  std::unique_ptr<icu::SimpleDateFormat> local, english;
  bool has_time = false;
};

DateReader::DateReader(std::unique_ptr<Formats> formats) : formats_(std::move(formats)) {}
DateReader::DateReader(DateReader&&) noexcept = default;
DateReader& DateReader::operator=(DateReader&&) noexcept = default;
DateReader::~DateReader() = default;

Result<DateReader> DateReader::create(const std::string& pattern, const std::string& locale) {
  UErrorCode status = U_ZERO_ERROR;
  auto formats = std::make_unique<Formats>();
  formats->local = make_pattern(pattern, icu::Locale(locale.c_str()), status);
  formats->english = make_pattern(pattern, icu::Locale::getEnglish(), status);
  if (U_FAILURE(status)) return bad_pattern(pattern);
  for (icu::SimpleDateFormat* format : {formats->local.get(), formats->english.get()}) {
    format->setLenient(false);
    format->set2DigitYearStart(kTwoDigitYearsFrom, status);
  }
  if (U_FAILURE(status)) return bad_pattern(pattern);
  formats->has_time = shows_time(pattern);
  return DateReader(std::move(formats));
}

std::optional<DateTime> DateReader::read(const std::string& text) const {
  const icu::UnicodeString source = icu::UnicodeString::fromUTF8(text);
  for (const icu::SimpleDateFormat* format : {formats_->local.get(), formats_->english.get()}) {
    icu::ParsePosition end(0);
    const UDate date = format->parse(source, end);
    if (end.getErrorIndex() >= 0 || end.getIndex() != source.length()) continue;
    if (date < -30610224000000.0 || date >= 253402300800000.0) continue;  // years 1000-9999: "99" is no year 99
    return DateTime{static_cast<int64_t>(date), formats_->has_time};
  }
  return std::nullopt;
}

struct DateWriter::Format {
  std::unique_ptr<icu::DateFormat> icu;
};

DateWriter::DateWriter(std::unique_ptr<Format> format) : format_(std::move(format)) {}
DateWriter::DateWriter(DateWriter&&) noexcept = default;
DateWriter& DateWriter::operator=(DateWriter&&) noexcept = default;
DateWriter::~DateWriter() = default;

Result<DateWriter> DateWriter::create(const std::string& style, const std::string& locale) {
  constexpr std::pair<std::string_view, icu::DateFormat::EStyle> kStyles[] = {{"short", icu::DateFormat::kShort},
                                                                              {"medium", icu::DateFormat::kMedium},
                                                                              {"long", icu::DateFormat::kLong},
                                                                              {"full", icu::DateFormat::kFull}};
  const icu::Locale where(locale.c_str());
  auto format = std::make_unique<Format>();
  for (const auto& [name, icu_style] : kStyles) {
    if (style == name) format->icu.reset(icu::DateFormat::createDateInstance(icu_style, where));
  }
  UErrorCode status = U_ZERO_ERROR;
  if (!format->icu) {
    // A pattern keeps the locale's own calendar (a Thai template counts Thai years), as the named styles do.
    format->icu = std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString::fromUTF8(style), where, status);
    icu::UnicodeString probe;
    if (U_SUCCESS(status)) format->icu->format(0.0, probe, nullptr, status);
  }
  if (U_FAILURE(status)) return bad_pattern(style);
  format->icu->setTimeZone(*icu::TimeZone::getGMT());
  return DateWriter(std::move(format));
}

std::string DateWriter::write(const DateTime& date) const {
  icu::UnicodeString text;
  format_->icu->format(static_cast<UDate>(date.milliseconds), text);
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

}  // namespace fp
