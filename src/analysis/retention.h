#pragma once
// Retention: of the customers who began in one period, how many came back in which later one.
//
//   JourneyView + RetentionSpec           ->  Retention
//   journeys      start, return, calendar     a cohort a row, an age in periods a column
//
// A customer begins with their first event, or with the first time they meet a touchpoint; that
// period is their cohort. Every later event, or every later meeting of a touchpoint, is a return,
// and its age is the number of periods between the two: age 0 lies in the cohort's own period. All
// customers of a cohort reach an age in the same period, so that a cell is either known whole or
// not known yet: where the data end before that period does, no count is given.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/calendar_periods.h"
#include "base/zone.h"
#include "journey/journey_view.h"
#include "journey/mask.h"
#include "model/ids.h"

namespace parcours::analysis {

inline constexpr std::size_t kMaxRetentionPeriods = 400;
inline constexpr std::size_t kMaxRetentionCells = 200'000;

/// When a return counts at an age.
enum class RetentionKind : std::uint8_t {
  Within,   ///< In that period ("N-day").
  OrLater,  ///< In that period or any later one ("unbounded").
};

/// The analyst's question.
struct RetentionSpec {
  std::optional<model::TouchpointId> start{};  ///< None: the customer's first event.
  std::optional<model::TouchpointId> back{};   ///< What is a return; none: any event.
  RetentionKind kind = RetentionKind::Within;
  CalendarUnit unit = CalendarUnit::Month;
  Zone zone = Zone::utc();
  std::size_t periods = 12;  ///< Ages 0..periods; 1..kMaxRetentionPeriods.
};

/// Customers who began in one period.
struct RetentionCohort {
  std::int64_t number = 0;  ///< Of the period, as in calendar_periods.h.
  std::uint64_t customers = 0;
  std::vector<std::uint64_t> returned;  ///< [ages known] who came back at that age.
};

/// The answer. Invariant: customers = without_start + sum of the cohorts' customers.
struct Retention {
  std::uint64_t customers = 0;
  std::uint64_t without_start = 0;
  std::vector<RetentionCohort> cohorts{};  ///< By period; periods in which nobody began are absent.
  /// One age over all cohorts for which it is known.
  struct Age {
    std::uint64_t customers = 0;
    std::uint64_t returned = 0;
  };
  std::vector<Age> ages;  ///< [periods + 1]
};

/// Measures retention.
///
/// Cost:    two passes over the events, a few nanoseconds each.
/// Errors:  Error(BadQuery) if the spec is out of range or the table would have more than
///          kMaxRetentionCells cells; Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/retention.md
[[nodiscard]] Retention measure_retention(const journey::JourneyView& view,
                                          const RetentionSpec& spec, const Execution& run = {});

/// What is counted of a cohort before the cells are known: its customers, and returns by age.
struct RetentionTally {
  std::int64_t number = 0;
  std::uint64_t customers = 0;
  std::vector<std::uint64_t> returned;  ///< [periods + 1]
};

/// The answer from the tallies of cohorts by rising number, for those who count them elsewhere.
[[nodiscard]] Retention retention_of(std::vector<RetentionTally> tallies, std::uint64_t customers,
                                     const RetentionSpec& spec, std::int64_t data_end_us);

/// The last age that a cohort has behind it when the data end; below zero: none.
[[nodiscard]] std::int64_t last_known_age(const RetentionSpec& spec, std::int64_t cohort,
                                          std::int64_t data_end_us);

/// Which customers a number counts.
enum class RetentionState : std::uint8_t { WithoutStart, Started, Returned, Away };
struct RetentionChoice {
  RetentionState state = RetentionState::Started;
  std::optional<std::int64_t> cohort{};  ///< By number; none: all.
  std::optional<std::size_t> age{};      ///< Only cohorts for which this age is known; none: all.
};

/// The customers behind one number, each by one journey: the one in which they began (for those
/// without a start, their first).
///
/// Away: did not come back at that age. Errors: those of measure_retention.
[[nodiscard]] journey::JourneySet journeys_in_retention(const journey::JourneyView& view,
                                                        const RetentionSpec& spec,
                                                        const RetentionChoice& choice);

/// One customer who began: where, and the ages at which they came back.
struct RetentionStart {
  std::uint32_t journey = 0;
  std::size_t known = 0;                     ///< Ages below this are known for their cohort.
  std::span<const std::uint8_t> returned{};  ///< [periods + 1] 1: came back.
};
using TakeRetention = std::function<void(const RetentionStart& start)>;
/// Hands over every customer who began, in order; the same as the sets by age.
///
/// Errors: those of measure_retention.
void walk_retention(const journey::JourneyView& view, const RetentionSpec& spec,
                    const TakeRetention& take);

}  // namespace parcours::analysis
