#pragma once
// Which journeys keep to the rules of a design.
//
//   Design (rules)  +  Snapshot  ->  an ObservanceCount a rule;  a rule and a state  ->  journeys
//
//   follows         after each event of `first` comes another of `then`, at most `within` later
//   precedes        before each event of `then` came another of `first`, at most `within` earlier
//   never-together  no event of `first` and another of `then` lie at most `within` apart
//
// What comes after and before is the declared order of the journey. Concerned is a journey with an
// event of `first` (follows), of `then` (precedes), of either (never-together). What must follow is
// pending while the journey is running and its time has not run out by the end of the data. A
// journey that is running counts with what it has done so far.

#include <vector>

#include "analysis/blocks.h"
#include "design/design.h"
#include "design/observance.h"
#include "design/stage_binding.h"
#include "journey/mask.h"

namespace parcours::design {

/// Reads journeys against rules; one object serves all threads.
class RuleReader {
 public:
  /// Both must outlive it.
  RuleReader(const Design& design, const journey::Snapshot& snapshot);

  /// The state of each rule, in their order. Cost: one pass over the journey's events.
  void read(std::size_t journey, std::vector<Observance>& states) const;

 private:
  // Rules that an event of one (touchpoint, channel) is named by.
  struct Named {
    std::uint8_t rule;
    bool first;
    bool then;
  };
  const Design& design_;
  journey::JourneyView view_;
  std::vector<std::vector<Named>> named_;  // [touchpoint * channels + channel]
};

/// Counts the journeys of each rule, in their order.
///
/// Cost:    one pass in parallel.
/// Errors:  Error(Cancelled).
/// Source:  docs/methods/promises.md
[[nodiscard]] std::vector<ObservanceCount> measure_rules(const Design& design,
                                                         const journey::Snapshot& snapshot,
                                                         const analysis::Execution& run = {});

/// The journeys behind a count; `rule` is its place in the design.
///
/// Errors: Error(Cancelled).
[[nodiscard]] journey::JourneySet journeys_of_rule(const Design& design,
                                                   const journey::Snapshot& snapshot,
                                                   std::size_t rule, Observance state,
                                                   const analysis::Execution& run = {});

}  // namespace parcours::design
