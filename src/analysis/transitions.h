#pragma once
// Transitions: which touchpoint directly follows which, how often, in how many journeys, after how
// long.
//
//   JourneyView + TransitionSpec  ->  TransitionGraph
//
// An occurrence of (a, b) is a pair of neighbouring events of one journey, a before b. Hence
//   sum of occurrences = events - journeys, and for each touchpoint a
//   occurrences out of a + journeys that end in a = occurrences into a + journeys that start with
//   a.

#include <cstdint>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/touchpoint_tally.h"
#include "journey/journey_view.h"
#include "journey/mask.h"
#include "model/ids.h"

namespace parcours::analysis {

/// How much is measured of each transition.
enum class TransitionDetail : std::uint8_t {
  Mean,  ///< Occurrences and mean gap; of touchpoints all but distinct journeys.
  Full,  ///< Also exact percentiles, distinct journeys and customers.
};

struct TransitionSpec {
  TransitionDetail detail = TransitionDetail::Full;
};

/// One transition. Units: gaps in microseconds; percentiles by linear interpolation between ranks.
struct Transition {
  model::TouchpointId from{};
  model::TouchpointId to{};
  std::uint64_t occurrences = 0;
  std::uint64_t journeys = 0;   ///< Distinct; Full only.
  std::uint64_t customers = 0;  ///< Distinct; Full only.
  double mean_us = 0;
  std::int64_t min_us = 0;  ///< Full only, as all below.
  double p10_us = 0;
  double p25_us = 0;
  double median_us = 0;
  double p75_us = 0;
  double p90_us = 0;
  std::int64_t max_us = 0;
};

struct TransitionGraph {
  std::vector<TouchpointCount> touchpoints;  ///< [view.touchpoints]
  std::vector<Transition> edges;  ///< By falling occurrences, then by codes of from and to.
};

/// Measures the transition graph.
///
/// Order:   neighbours in view order.
/// Cost:    Mean: one pass. Full: two; about a byte an event and a few megabytes a thread. Beyond
/// 64
///          touchpoints one more pass finds the pairs that occur.
/// Errors:  Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/transitions.md
[[nodiscard]] TransitionGraph measure_transitions(const journey::JourneyView& view,
                                                  const TransitionSpec& spec,
                                                  const Execution& run = {});

/// The journeys behind Transition::journeys. Cost: one pass.
[[nodiscard]] journey::JourneySet journeys_with_transition(const journey::JourneyView& view,
                                                           model::TouchpointId from,
                                                           model::TouchpointId to);

/// The journeys behind TouchpointCount::journeys, ::starts and ::ends.
enum class TouchpointRole : std::uint8_t { Anywhere, Start, End };
[[nodiscard]] journey::JourneySet journeys_with_touchpoint(const journey::JourneyView& view,
                                                           model::TouchpointId touchpoint,
                                                           TouchpointRole role);

}  // namespace parcours::analysis
