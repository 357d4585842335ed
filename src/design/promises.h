#pragma once
// Promises kept and broken: how journeys fared with the time budgets of a design.
//
//   Design (promises)  +  Snapshot  ->  a MeasuredPromise a promise;  one and a state  ->  journeys

#include <optional>
#include <vector>

#include "analysis/blocks.h"
#include "design/design.h"
#include "design/observance.h"
#include "journey/mask.h"

namespace parcours::design {

/// Time on the clock of those for whom it stopped, in time or late.
///
/// Units: microseconds of calendar or open time, as the promise counts; 0 if n = 0.
struct TimeUsed {
  std::uint64_t n = 0;
  std::int64_t median_us = 0;
  std::int64_t p90_us = 0;
};

/// Journeys whose clock started on one channel; all of them are concerned, or were released.
struct PromiseOnChannel {
  model::ChannelId channel{};
  ObservanceCount count;  ///< Without those for whom the clock never started.
  TimeUsed used;
};

struct MeasuredPromise {
  std::size_t stage = 0;
  ObservanceCount count;  ///< All journeys.
  TimeUsed used;
  std::vector<PromiseOnChannel> channels;  ///< By channel code; kept, broken, pending sum to above.
};

/// Counts every promise, by stage.
///
/// Cost:    one pass in parallel; 8 bytes a journey and promise whose clock stopped.
/// Errors:  Error(Cancelled).
/// Source:  docs/methods/promises.md
[[nodiscard]] std::vector<MeasuredPromise> measure_promises(const Design& design,
                                                            const journey::Snapshot& snapshot,
                                                            const analysis::Execution& run = {});

/// Which journeys a number stands for.
struct PromiseSet {
  std::size_t stage = 0;  ///< One with a promise.
  Observance state = Observance::Kept;
  std::optional<model::ChannelId> channel;  ///< Only those whose clock started there.
};

/// Errors: Error(Cancelled).
[[nodiscard]] journey::JourneySet journeys_of_promise(const Design& design,
                                                      const journey::Snapshot& snapshot,
                                                      const PromiseSet& set,
                                                      const analysis::Execution& run = {});

}  // namespace parcours::design
