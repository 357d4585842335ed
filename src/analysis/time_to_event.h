#pragma once
// Time to event: how long until the first of some outcomes, running journeys included.
//
//   JourneyView + TimeToEventSpec  ->  TimeToEvent
//   journeys      origin, outcomes     curves with intervals, quartiles, stalled journeys
//
// Leaving out journeys that still wait makes every wait look short; taking competing outcomes for
// censored makes each look likelier than it is. Neither is done here: see event_spells.h for what
// becomes of each journey and survival.h for the estimates.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/event_spells.h"
#include "analysis/survival.h"
#include "journey/journey_view.h"
#include "journey/mask.h"

namespace parcours::analysis {

inline constexpr std::size_t kMaxCurvePoints = 5'000;
inline constexpr std::size_t kMaxCurveMarks = 100;

/// The analyst's question.
struct TimeToEventSpec {
  SpellRule rule;
  std::optional<std::int64_t> horizon_us{};  ///< > 0; nothing later is looked at.
  double stalled_beyond = 0.9;  ///< Above 0 and below 1: share of the waits that finished.
  std::size_t points = 400;     ///< 1..kMaxCurvePoints; see SurvivalFrame.
  std::size_t marks = 1;        ///< 1..kMaxCurveMarks.
};

/// The answer. Invariants: journeys = without_origin + started; started = sum of had + running +
/// quiet + beyond.
struct TimeToEvent {
  std::uint64_t journeys = 0;
  std::uint64_t without_origin = 0;
  std::uint64_t started = 0;
  std::vector<std::uint64_t> had;  ///< [causes] had it first, within the horizon.
  std::uint64_t running = 0;       ///< Running without an outcome, begun less than a horizon ago.
  std::uint64_t quiet = 0;         ///< Over without an outcome, and censored.
  std::uint64_t beyond = 0;        ///< Lasted longer than the horizon.
  SurvivalCurves curves{};
  /// Journeys with an outcome, "ended without" left out, whatever the horizon.
  struct Finished {
    std::uint64_t journeys = 0;
    double median_us = 0;     ///< Of these alone: too short while others still wait.
    double threshold_us = 0;  ///< Percentile `stalled_beyond` of their waits.
  } finished{};
  std::uint64_t waiting = 0;  ///< Running without an outcome, whatever the horizon.
  std::uint64_t stalled = 0;  ///< Those of them that waited longer than the threshold.
};

/// Measures one time to event.
///
/// Cost:    that of sorted_spells, and one pass over the spells.
/// Errors:  Error(BadQuery) if the spec is out of range; Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/time-to-event.md
[[nodiscard]] TimeToEvent measure_time_to_event(const journey::JourneyView& view,
                                                const TimeToEventSpec& spec,
                                                const Execution& run = {});

/// The answer from its spells in rising order, for those who collect them elsewhere.
[[nodiscard]] TimeToEvent time_to_event_of(std::span<const Spell> spells, std::uint64_t journeys,
                                           const TimeToEventSpec& spec);

/// Which journeys a number counts.
enum class TimeToEventState : std::uint8_t {
  WithoutOrigin,
  Started,   ///< Reached the origin.
  AtRisk,    ///< Still waited just before `until_us`.
  Had,       ///< Had the outcome `cause` (or any, without one) in (after_us, until_us].
  Censored,  ///< Left without being over in (after_us, until_us].
  Running,   ///< Censored at the data's end while running.
  Quiet,     ///< Censored otherwise.
  Beyond,    ///< Lasted longer than the horizon.
  Waiting,   ///< Running without an outcome now.
  Stalled,   ///< Waiting longer than the threshold.
};
struct TimeToEventChoice {
  TimeToEventState state = TimeToEventState::Started;
  std::optional<std::size_t> cause{};
  std::int64_t after_us = -1;
  std::optional<std::int64_t> until_us{};  ///< None: the horizon, or no end.
};

/// The journeys behind one number.
///
/// Errors: those of measure_time_to_event.
[[nodiscard]] journey::JourneySet journeys_in_time_to_event(const journey::JourneyView& view,
                                                            const TimeToEventSpec& spec,
                                                            const TimeToEventChoice& choice);

}  // namespace parcours::analysis
