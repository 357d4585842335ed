#pragma once
// Opening hours: the time between two instants that counts, closed hours left out.
//
//   "mon-fri 09:00-12:00 14:00-18:00, sat 10:00-12:00"  +  zone, closed days  ->  OpeningHours
//   OpeningHours + a period  ->  OpenClock: an instant on the scale of open time
//
// On that scale, what lies between two instants is a plain difference, so that whatever measures
// times measures open time when it is given instants of this clock.

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/zone.h"

namespace parcours {

/// A week of opening hours in a time zone.
///
/// Threads: immutable after construction.
class OpeningHours {
 public:
  /// Part of a day. Units: minutes since local midnight, 0..1440; never empty.
  struct Part {
    int from = 0;
    int to = 0;
  };

  /// Days are mon … sun or their French (lun … dim), one, or a range that may pass the week's end;
  /// then the times of these days, "24:00" being their end. A day named twice has both.
  ///
  /// `closed`: days since 1970 on which nothing is open.
  /// Errors:   Error(BadInput) for a text that is not of this form, times that overlap, or no time
  ///           at all; the message names the part at fault.
  static OpeningHours parsed(std::string_view text, const Zone& zone,
                             std::vector<std::int64_t> closed = {});

  /// Parts of a day by its weekday, 0: Monday, by rising time.
  [[nodiscard]] const std::vector<Part>& of_weekday(std::size_t weekday) const {
    return week_[weekday];
  }
  [[nodiscard]] bool is_closed(std::int64_t day) const;
  [[nodiscard]] const Zone& zone() const { return zone_; }

 private:
  explicit OpeningHours(Zone zone) : week_(7), zone_(std::move(zone)) {}
  void add_days(std::string_view text);

  std::vector<std::vector<Part>> week_;  // [7]
  std::vector<std::int64_t> closed_;     // rising
  Zone zone_;
};

/// Open time since the beginning of a period.
///
/// Units:   microseconds. Never falls, and stands still while closed and outside of the period.
/// Threads: immutable after construction.
class OpenClock {
 public:
  /// Cost: time and memory for the days of the period.
  OpenClock(const OpeningHours& hours, std::int64_t from_us, std::int64_t to_us);

  /// Cost: a look-up of the day, then its parts.
  [[nodiscard]] std::int64_t open_us(std::int64_t at_us) const;

 private:
  struct Span {
    std::int64_t begin_us;
    std::int64_t end_us;
    std::int64_t before_us;  // open time before it
  };
  std::int64_t first_day_us_;            // a midnight in UTC
  std::vector<std::uint32_t> first_of_;  // [days] the first span that ends after the day began
  std::vector<Span> spans_;              // by rising time, then one that never begins
};

}  // namespace parcours
