#pragma once
// How many customers are of a persona, and whether they become more or fewer.
//
//   journeys of the persona + calendar periods  ->  customers a period, and the last against before
//
// A customer is of the persona in a period if one of the journeys that they begin in it is. Shares
// are of customers, who are independent of each other as journeys of one customer are not.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/calendar_periods.h"
#include "analysis/share_interval.h"
#include "journey/journey_view.h"
#include "journey/mask.h"

namespace parcours::design {

/// Customers of the persona among those of a period, or of several.
struct PersonaShare {
  std::uint64_t customers = 0;
  std::uint64_t of = 0;
  /// Share with Wilson's 95 % interval; nothing without customers.
  [[nodiscard]] std::optional<analysis::Estimate> estimate() const;
};

struct PersonaPeriod {
  std::int64_t number = 0;  ///< As CalendarPeriods counts.
  PersonaShare share;
};

/// The last whole period against all before.
struct PersonaDrift {
  std::int64_t number = 0;  ///< Of that period.
  PersonaShare last;
  PersonaShare before;  ///< Customers who began a journey in any earlier period, once each.
  analysis::Estimate difference;  ///< last - before.
  /// True if the interval of the difference does not hold 0.
  [[nodiscard]] bool drifts() const {
    return difference.bounds.low > 0 || difference.bounds.high < 0;
  }
};

struct PersonaSize {
  std::uint64_t journeys = 0;
  PersonaShare all;                    ///< Over the whole time.
  std::vector<PersonaPeriod> periods;  ///< Rising; those in which somebody began a journey.
  std::optional<PersonaDrift> drift;   ///< Nothing if there are no two periods to compare.
};

/// Counts a persona's journeys.
///
/// Order:  `journeys` rise. Cost: one pass over the journeys of the view.
/// Source: docs/methods/personas.md
[[nodiscard]] PersonaSize measure_persona(const journey::JourneyView& view,
                                          const journey::JourneySet& journeys,
                                          const analysis::CalendarPeriods& periods);

}  // namespace parcours::design
