#pragma once
// Re-entry: how many journeys customers make, how long they stay away between, who comes again.
//
//   JourneyView + ReentrySpec  ->  Reentry
//
// The journeys of a customer that overlap in time are one visit: it lasts until the last of them
// ends. Between two visits nothing is open; that is the time between episodes. Who has not come
// again by the end of the data may still do so: they are censored there, not lost.

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/compared_curves.h"
#include "analysis/compared_quantile.h"
#include "analysis/survival.h"
#include "journey/journey_view.h"
#include "journey/mask.h"

namespace parcours::analysis {

/// The analyst's question.
struct ReentrySpec {
  std::optional<std::int64_t> within_us{};  ///< > 0; coming again later than this does not count.
};

/// The answer. Invariants: customers = in_first + again + away + open = sum over `by_journeys`;
/// journeys = customers + gaps.count + joined.
struct Reentry {
  std::uint64_t customers = 0;
  std::uint64_t journeys = 0;
  std::uint64_t joined = 0;  ///< Journeys that begin while another one of the customer is open.
  /// Customers with the same number of journeys; rising, none without customers.
  struct Share {
    std::uint64_t journeys = 0;
    std::uint64_t customers = 0;
  };
  std::vector<Share> by_journeys{};
  /// From the end of a visit to the beginning of the next: exact, of those that were seen.
  struct Gaps {
    std::uint64_t count = 0;
    std::int64_t min_us = 0;
    double p10_us = 0;
    double p25_us = 0;
    double median_us = 0;
    double p75_us = 0;
    double p90_us = 0;
    std::int64_t max_us = 0;
  } gaps{};
  std::uint64_t in_first = 0;  ///< Customers whose first visit still runs.
  std::uint64_t again = 0;     ///< Came again, within the time if one is set.
  std::uint64_t away = 0;      ///< The time is over, and they did not.
  std::uint64_t open = 0;      ///< Not yet, and the time is not over: censored.
  SurvivalCurves first{};      ///< From the end of the first visit to the second one.
};

/// Measures re-entry.
///
/// Cost:    one pass over the journeys, not their events, and a selection over the gaps.
/// Errors:  Error(BadQuery) if the time is not longer than zero; Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/retention.md
[[nodiscard]] Reentry measure_reentry(const journey::JourneyView& view, const ReentrySpec& spec,
                                      const Execution& run = {});

/// What is counted before shares and percentiles are reckoned.
struct ReentryTally {
  std::uint64_t customers = 0;
  std::uint64_t journeys = 0;
  std::uint64_t in_first = 0;
  std::vector<std::uint32_t> journeys_each;  ///< [customers]
  std::vector<std::int64_t> gaps_us;
  std::vector<Spell> spells;  ///< One a customer whose first visit is over; cause 0: came again.
};

/// The answer from its tally in any order, for those who count it elsewhere.
[[nodiscard]] Reentry reentry_of(ReentryTally tally, const ReentrySpec& spec);

/// Which customers, or gaps, a number counts.
enum class ReentryState : std::uint8_t { Journeys, Gap, Joined, InFirst, Again, Away, Open };
struct ReentryChoice {
  ReentryState state = ReentryState::Journeys;
  std::uint64_t journeys = 0;  ///< Journeys: customers with this many; 0: all.
};

/// What stands behind one number: for customers the first journey of each, for gaps the journey
/// that follows, for joined journeys themselves.
///
/// Errors: those of measure_reentry.
[[nodiscard]] journey::JourneySet journeys_in_reentry(const journey::JourneyView& view,
                                                      const ReentrySpec& spec,
                                                      const ReentryChoice& choice);

/// The same customer by customer, to compare two groups.
struct ReentryByCustomer {
  CustomerValues gaps_us;  ///< Between visits.
  CustomerSpells spells;   ///< As in ReentryTally.
};
/// Errors: Error(Cancelled). Threads: as measure_reentry.
[[nodiscard]] ReentryByCustomer reentry_by_customer(const journey::JourneyView& view,
                                                    const Execution& run = {});

}  // namespace parcours::analysis
