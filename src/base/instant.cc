#include "base/instant.h"

#include <fmt/core.h>

#include <array>
#include <cstdlib>

#include "base/said_numbers.h"
#include "base/text.h"

namespace parcours {
namespace {

// A cursor over the text; every read either advances or reports failure.
struct Scan {
  std::string_view rest;

  [[nodiscard]] bool done() const { return rest.empty(); }
  [[nodiscard]] bool at(char c) const { return !rest.empty() && rest.front() == c; }
  bool take(char c) {
    if (!at(c)) return false;
    rest.remove_prefix(1);
    return true;
  }
  // Exactly `digits` digits, or -1.
  int number(int digits) {
    if (rest.size() < static_cast<std::size_t>(digits)) return -1;
    int value = 0;
    for (int i = 0; i < digits; ++i) {
      const char c = rest[static_cast<std::size_t>(i)];
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    rest.remove_prefix(static_cast<std::size_t>(digits));
    return value;
  }
  // One to `most` digits, or -1.
  std::int64_t up_to(int most) {
    std::int64_t value = 0;
    int read = 0;
    while (read < most && !rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
      value = value * 10 + (rest.front() - '0');
      rest.remove_prefix(1);
      ++read;
    }
    return read == 0 ? -1 : value;
  }
};

struct Fields {
  std::int64_t year = 1970;
  int month = 1, day = 1, hour = 0, minute = 0, second = 0;
  std::int64_t micros = 0;
  std::optional<std::int64_t> offset_us;
  std::optional<std::int64_t> epoch_us;
  int half_day = -1;  // 0 am, 1 pm, -1 not said
  Precision precision = Precision::Day;
};

bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(std::int64_t year, int month) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays.at(static_cast<std::size_t>(month - 1));
}

bool read_fraction(Scan& scan, Fields& f) {
  std::int64_t micros = 0;
  int digits = 0;
  while (!scan.done() && scan.rest.front() >= '0' && scan.rest.front() <= '9') {
    if (digits < 6) micros = micros * 10 + (scan.rest.front() - '0');
    scan.rest.remove_prefix(1);
    ++digits;
  }
  if (digits == 0) return false;
  for (int i = digits; i < 6; ++i) micros *= 10;
  f.micros = micros;
  f.precision = digits <= 3 ? Precision::Millisecond : Precision::Microsecond;
  return true;
}

bool read_offset(Scan& scan, Fields& f) {
  if (scan.take('Z') || scan.take('z')) {
    f.offset_us = 0;
    return true;
  }
  const bool minus = scan.at('-');
  if (!scan.take('+') && !scan.take('-')) return false;
  const int hours = scan.number(2);
  int minutes = 0;
  if (scan.take(':') || !scan.done()) minutes = scan.number(2);
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return false;
  const std::int64_t offset = hours * kHourUs + minutes * kMinuteUs;
  f.offset_us = minus ? -offset : offset;
  return true;
}

std::optional<WrittenTime> finish(const Fields& f) {
  if (f.epoch_us) return WrittenTime{*f.epoch_us, true, f.precision};
  int hour = f.hour;
  if (f.half_day >= 0) {
    if (hour < 1 || hour > 12) return std::nullopt;
    hour = hour % 12 + 12 * f.half_day;
  }
  if (f.year < 1 || f.year > 9999 || f.month < 1 || f.month > 12 || f.day < 1 ||
      f.day > days_in_month(f.year, f.month) || hour > 23 || f.minute > 59 || f.second > 60) {
    return std::nullopt;
  }
  const int second = f.second == 60 ? 59 : f.second;
  std::int64_t at =
      days_from_civil(f.year, static_cast<unsigned>(f.month), static_cast<unsigned>(f.day)) *
          kDayUs +
      hour * kHourUs + f.minute * kMinuteUs + second * kSecondUs + f.micros;
  if (f.offset_us) at -= *f.offset_us;
  return WrittenTime{at, f.offset_us.has_value(), f.precision};
}

bool read_epoch(Scan& scan, Fields& f, std::int64_t unit_us) {
  const bool minus = scan.take('-');
  const std::int64_t whole = scan.up_to(15);
  if (whole < 0 || whole > 253'402'300'800'000'000 / unit_us) return false;
  f.precision = unit_us == kSecondUs ? Precision::Second : Precision::Millisecond;
  f.micros = 0;
  if (scan.take('.') && !read_fraction(scan, f)) return false;
  const std::int64_t fraction = unit_us == kSecondUs ? f.micros : f.micros / 1000;
  const std::int64_t at = whole * unit_us + fraction;
  f.epoch_us = minus ? -at : at;
  f.micros = 0;
  return true;
}

bool read_month_name(Scan& scan, Fields& f) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::string name = lower_ascii(scan.rest.substr(0, 3));
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) {
      f.month = static_cast<int>(i) + 1;
      scan.rest.remove_prefix(3);
      return true;
    }
  }
  return false;
}

bool read_half_day(Scan& scan, Fields& f) {
  const std::string mark = lower_ascii(scan.rest.substr(0, 2));
  if (mark != "am" && mark != "pm") return false;
  f.half_day = mark == "pm" ? 1 : 0;
  scan.rest.remove_prefix(2);
  return true;
}

bool read_clock(Scan& scan, int& field, int digits, Precision precision, Fields& f) {
  field = static_cast<int>(scan.up_to(digits));
  if (f.precision < precision) f.precision = precision;
  return field >= 0;
}

bool read_directive(char directive, Scan& scan, Fields& f) {
  switch (directive) {
    case 'Y':
      return (f.year = scan.number(4)) >= 0;
    case 'y': {
      const int year = scan.number(2);
      f.year = year < 69 ? 2000 + year : 1900 + year;
      return year >= 0;
    }
    case 'm':
      return (f.month = static_cast<int>(scan.up_to(2))) >= 0;
    case 'd':
      return (f.day = static_cast<int>(scan.up_to(2))) >= 0;
    case 'H':
    case 'I':
      return read_clock(scan, f.hour, 2, Precision::Minute, f);
    case 'M':
      return read_clock(scan, f.minute, 2, Precision::Minute, f);
    case 'S':
      return read_clock(scan, f.second, 2, Precision::Second, f);
    case 'f':
      return read_fraction(scan, f);
    case 'p':
      return read_half_day(scan, f);
    case 'b':
      return read_month_name(scan, f);
    case 'z':
      return read_offset(scan, f);
    case 's':
      return read_epoch(scan, f, kSecondUs);
    case 'L':
      return read_epoch(scan, f, 1000);
    case '%':
      return scan.take('%');
    default:
      return false;
  }
}

}  // namespace

std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  // Years begin in March, so that the leap day is the last one (Howard Hinnant's algorithm).
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

CivilDate civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {.year = static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0),
          .month = month,
          .day = day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

std::optional<WrittenTime> parse_iso_time(std::string_view text) {
  Scan scan{text};
  Fields f;
  f.year = scan.number(4);
  const bool dashed = scan.take('-');
  const bool slashed = !dashed && scan.take('/');
  f.month = scan.number(2);
  if (dashed && !scan.take('-')) return std::nullopt;
  if (slashed && !scan.take('/')) return std::nullopt;
  f.day = scan.number(2);
  if (f.year < 0 || f.month < 0 || f.day < 0) return std::nullopt;
  if (scan.done()) return finish(f);

  if (!scan.take('T') && !scan.take(' ') && !scan.take('t')) return std::nullopt;
  f.hour = scan.number(2);
  const bool coloned = scan.take(':');
  f.minute = scan.number(2);
  if (f.hour < 0 || f.minute < 0) return std::nullopt;
  f.precision = Precision::Minute;
  if (coloned ? scan.take(':')
              : (!scan.done() && scan.rest.front() >= '0' && scan.rest.front() <= '9')) {
    f.second = scan.number(2);
    if (f.second < 0) return std::nullopt;
    f.precision = Precision::Second;
    if ((scan.take('.') || scan.take(',')) && !read_fraction(scan, f)) return std::nullopt;
  }
  scan.take(' ');
  if (!scan.done() && !read_offset(scan, f)) return std::nullopt;
  if (!scan.done()) return std::nullopt;
  return finish(f);
}

std::optional<WrittenTime> parse_time(std::string_view text, std::string_view pattern) {
  Scan scan{text};
  Fields f;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%' && i + 1 < pattern.size()) {
      if (!read_directive(pattern[++i], scan, f)) return std::nullopt;
    } else if (pattern[i] == ' ') {
      if (!scan.take(' ')) return std::nullopt;
      while (scan.take(' ')) {
      }
    } else if (!scan.take(pattern[i])) {
      return std::nullopt;
    }
  }
  if (!scan.done()) return std::nullopt;
  return finish(f);
}

std::string format_instant(std::int64_t at_us) {
  std::int64_t days = at_us / kDayUs;
  std::int64_t rest = at_us % kDayUs;
  if (rest < 0) {
    rest += kDayUs;
    --days;
  }
  const CivilDate date = civil_from_days(days);
  std::string out =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", date.year, date.month, date.day,
                  rest / kHourUs, rest / kMinuteUs % 60, rest / kSecondUs % 60);
  const std::int64_t micros = rest % kSecondUs;
  if (micros % 1000 != 0) {
    out += fmt::format(".{:06}", micros);
  } else if (micros != 0) {
    out += fmt::format(".{:03}", micros / 1000);
  }
  return out + "Z";
}

std::optional<std::int64_t> parse_duration_us(std::string_view text) {
  Scan scan{trimmed(text)};
  if (scan.done()) return std::nullopt;
  std::int64_t total = 0;
  while (!scan.done()) {
    while (scan.take(' ')) {
    }
    const std::int64_t value = scan.up_to(9);
    if (value < 0) return std::nullopt;
    while (scan.take(' ')) {
    }
    std::int64_t unit = 0;
    if (scan.rest.starts_with("ms")) {
      scan.rest.remove_prefix(2);
      unit = 1000;
    } else if (scan.take('s')) {
      unit = kSecondUs;
    } else if (scan.take('m')) {
      unit = kMinuteUs;
    } else if (scan.take('h')) {
      unit = kHourUs;
    } else if (scan.take('d')) {
      unit = kDayUs;
    } else if (scan.take('w')) {
      unit = 7 * kDayUs;
    } else {
      return std::nullopt;
    }
    constexpr std::int64_t kLongest = 400LL * 366 * kDayUs;
    if (value > kLongest / unit) return std::nullopt;
    total += value * unit;
    if (total > kLongest) return std::nullopt;
  }
  return total;
}

std::string format_duration(std::int64_t duration_us) {
  return said_duration(duration_us).text();
}

}  // namespace parcours
