#pragma once
// The simulated year: its seasons, its hours, its clock.
//
// Times are milliseconds of local time (Europe/Paris) since 2025-01-01T00:00. The hour that the
// clocks skip in March does not occur; the hour that October repeats occurs once.

#include <array>
#include <cstdint>

#include "simulate/random.h"

namespace parcours::simulate {

inline constexpr std::int64_t kSecondMs = 1000;
inline constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
inline constexpr std::int64_t kHourMs = 60 * kMinuteMs;
inline constexpr std::int64_t kDayMs = 24 * kHourMs;
inline constexpr std::int64_t kDays = 365;
inline constexpr std::int64_t kDataEndMs = kDays * kDayMs;  ///< Nothing later has happened yet.

/// How much happens in each hour of the day.
using Hours = std::array<std::uint16_t, 24>;
inline constexpr Hours kShopping = {4,  2,  1,  1,  1,  2,  6,  14, 22, 30, 36, 38,
                                    50, 48, 36, 32, 32, 38, 48, 56, 64, 62, 40, 14};
inline constexpr Hours kStoreOpen = {0,  0,  0,  0,  0,  0,  0,  0,  0, 20, 40, 50,
                                     40, 36, 48, 56, 60, 64, 60, 20, 0, 0,  0,  0};
inline constexpr Hours kPhoneOpen = {0,  0,  0,  0,  0,  0,  0,  0,  22, 40, 54, 50,
                                     36, 34, 40, 42, 42, 48, 60, 56, 40, 0,  0,  0};
inline constexpr Hours kFieldWork = {0,  0,  0,  0,  0,  0,  0,  0,  40, 60, 60, 50,
                                     20, 30, 60, 60, 50, 40, 20, 10, 0,  0,  0,  0};
inline constexpr std::int64_t kPhoneOpensMs = 8 * kHourMs;
inline constexpr std::int64_t kPhoneClosesMs = 21 * kHourMs;
inline constexpr std::int64_t kEveningMs = 18 * kHourMs;  ///< Calls from here on wait longer.

[[nodiscard]] constexpr std::int64_t day_of(std::int64_t at_ms) {
  return at_ms / kDayMs;
}
[[nodiscard]] constexpr std::int64_t clock_of(std::int64_t at_ms) {
  return at_ms % kDayMs;
}

/// A moment on a day, by the hours' weights.
[[nodiscard]] std::int64_t on_day(std::int64_t day, const Hours& hours, Random& random);

/// A moment at which the phone is answered, at least 5 minutes and less than 24 hours after
/// `at_ms`, rather sooner than later.
[[nodiscard]] std::int64_t call_within_a_day(std::int64_t at_ms, Random& random);

/// `at_ms`, moved to the end of the hour that the clocks skip if it lies in it.
[[nodiscard]] std::int64_t existing_time(std::int64_t at_ms);

/// Where journeys begin over the year: weekdays, sales, summer, Black Friday, Christmas.
class Season {
 public:
  static constexpr std::uint32_t kPositionBits = 40;
  Season();
  /// The moment below which a share position / 2^kPositionBits of all journeys begin.
  /// Order: never decreases as the position rises.
  [[nodiscard]] std::int64_t start_ms(std::uint64_t position) const;

 private:
  std::array<std::uint64_t, kDays + 1> before_day_{};
  std::array<std::uint64_t, 25> before_hour_{};
};

/// Writes "2025-03-01T08:15:30.250" (23 bytes) and returns the end.
char* write_time(std::int64_t at_ms, char* to);

}  // namespace parcours::simulate
