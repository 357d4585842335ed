#pragma once
// Days, weeks and months of a calendar, as the clocks of one zone show them.
//
//   zone + unit + two instants  ->  periods by number, each with the instant at which it begins
//
// A day begins when the zone's clocks first show midnight (or, where a change of clocks skips it,
// when they jump over it): it lasts 23, 24 or 25 hours. Weeks begin on Monday.

#include <cstdint>
#include <vector>

#include "base/zone.h"

namespace parcours::analysis {

enum class CalendarUnit : std::uint8_t { Day, Week, Month };

/// The number of the period that holds a day, and the first day of a period.
///
/// Units: days since 1970-01-01; periods are numbered without gaps, from any origin.
[[nodiscard]] std::int64_t period_of_day(CalendarUnit unit, std::int64_t day);
[[nodiscard]] std::int64_t first_day_of(CalendarUnit unit, std::int64_t number);

/// The periods that hold the instants `from_us` to `to_us`, both included.
///
/// Threads: immutable after construction.
class CalendarPeriods {
 public:
  /// Cost: one local time turned into an instant for each period between the two.
  CalendarPeriods(const Zone& zone, CalendarUnit unit, std::int64_t from_us, std::int64_t to_us);

  /// The period of an instant between `from_us` and `to_us`. Cost: a few nanoseconds.
  [[nodiscard]] std::int64_t number_of(std::int64_t at_us) const;

  [[nodiscard]] std::int64_t first_number() const { return first_; }
  /// When each period begins, from the first on, and when the last one ends.
  [[nodiscard]] const std::vector<std::int64_t>& begins_us() const { return begins_us_; }

 private:
  std::int64_t first_ = 0;
  double usual_us_ = 1;  // how long a period lasts, more or less
  std::vector<std::int64_t> begins_us_;
};

}  // namespace parcours::analysis
