#pragma once
// Instants, durations and their text.
//
// An instant is a count of microseconds since 1970-01-01T00:00:00Z (`at_us`). A text without an
// offset is a local time: base/zone.h turns it into an instant.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parcours {

inline constexpr std::int64_t kSecondUs = 1'000'000;
inline constexpr std::int64_t kMinuteUs = 60 * kSecondUs;
inline constexpr std::int64_t kHourUs = 60 * kMinuteUs;
inline constexpr std::int64_t kDayUs = 24 * kHourUs;

/// How finely a time was written.
enum class Precision : std::uint8_t { Day, Minute, Second, Millisecond, Microsecond };

/// A time as it was written.
struct WrittenTime {
  std::int64_t at_us = 0;   ///< An instant if `has_offset`, else local time on the same scale.
  bool has_offset = false;  ///< "Z" or "+02:00" was written.
  Precision precision = Precision::Day;
};

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
[[nodiscard]] std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day);

/// A calendar date; month and day are 1-based.
struct CivilDate {
  std::int64_t year = 1970;
  unsigned month = 1;
  unsigned day = 1;
};
[[nodiscard]] CivilDate civil_from_days(std::int64_t days);

/// Reads ISO 8601 and its common relatives: `2011-10-01`, `2011-10-01T00:38:44.546+02:00`,
/// `2011-10-01 00:38`, `20111001`, basic offsets `+0200`. A comma may mark the fraction; digits
/// beyond microseconds are cut. Dates that do not exist are refused; second 60 is read as 59.
///
/// Cost: about 20 ns; no allocation.
[[nodiscard]] std::optional<WrittenTime> parse_iso_time(std::string_view text);

/// Reads a time by a pattern of strptime directives: %Y %y %m %d %H %M %S %f (fraction) %I %p %z
/// %b (English month) %s (epoch seconds, fraction allowed) %L (epoch milliseconds), anything else
/// literally; a blank in the pattern stands for one or more.
[[nodiscard]] std::optional<WrittenTime> parse_time(std::string_view text,
                                                    std::string_view pattern);

/// "2011-10-01T00:38:44.546Z"; fractions only as long as needed (none, 3 or 6 digits).
[[nodiscard]] std::string format_instant(std::int64_t at_us);

/// Reads "90s", "30m", "2h", "14d", "3w", "250ms" or a sum as "1d12h"; blanks allowed.
[[nodiscard]] std::optional<std::int64_t> parse_duration_us(std::string_view text);

/// Writes a duration for people with two units at most: "2d 3h", "5m 2s", "120ms", "0s".
[[nodiscard]] std::string format_duration(std::int64_t duration_us);

}  // namespace parcours
