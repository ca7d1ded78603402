// Dates of the data: read by pattern or as ISO 8601, kept as ISO 8601 text in UTC, shown by ICU in a named locale.
// Neither the clock, nor the machine's time zone, nor its locale has a say.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.hpp"

namespace fp {

struct DateTime {
  int64_t milliseconds = 0;  // since 1970-01-01T00:00:00Z
  bool has_time = false;
};

// 2024-05-31, 2024-05-31T14:30, 2024-05-31 14:30:05.250Z, 2024-05-31T14:30+02:00; nullopt otherwise. Years 1-9999.
std::optional<DateTime> parse_iso_date(std::string_view text);
std::string iso_text(const DateTime& date);
// Whether a date lies after a limit, both as iso_text() writes them. A limit without a time of day is the whole day.
bool is_after(std::string_view date, std::string_view limit);

// Reads dates written in an ICU pattern ("MMM d yyyy"): month names in the locale, else in English. Two-digit years are
// 1950-2049.
class DateReader {
 public:
  static Result<DateReader> create(const std::string& pattern, const std::string& locale);
  DateReader(DateReader&&) noexcept;
  DateReader& operator=(DateReader&&) noexcept;
  ~DateReader();
  std::optional<DateTime> read(const std::string& text) const;  // the whole text, strictly

 private:
  struct Formats;
  explicit DateReader(std::unique_ptr<Formats> formats);
  std::unique_ptr<Formats> formats_;
};

// Shows dates: `style` is short, medium, long, full, or an ICU pattern.
class DateWriter {
 public:
  static Result<DateWriter> create(const std::string& style, const std::string& locale);
  DateWriter(DateWriter&&) noexcept;
  DateWriter& operator=(DateWriter&&) noexcept;
  ~DateWriter();
  std::string write(const DateTime& date) const;

 private:
  struct Format;
  explicit DateWriter(std::unique_ptr<Format> format);
  std::unique_ptr<Format> format_;
};

}  // namespace fp
