#pragma once
// A first design, proposed from what customers did, for people to correct.
//
//   Snapshot  ->  propose_design  ->  Proposal { Design with proposal: true, what to check }
//
// Touchpoints that many journeys hold are put in their typical order, neighbours that stand for one
// step are merged, and what comes out is cut into before, during and after. A proposal says what is
// usual; it does not know what was meant.

#include <stop_token>
#include <vector>

#include "design/design.h"
#include "journey/snapshot.h"

namespace parcours::design {

inline constexpr std::size_t kMaxProposedStages = 10;

struct Proposal {
  Design design;
  std::vector<LocalText> notices;  ///< What a person should check.
};

/// Proposes a design.
///
/// Order:   by the mean over journeys of a touchpoint's first place (0 … 1), its start for ties.
/// Cost:    one pass over the events, O(touchpoints²) beside it.
/// Errors:  Error(BadQuery) if the snapshot has no event; Error(Cancelled).
/// Source:  docs/methods/stage-lived.md
[[nodiscard]] Proposal propose_design(const journey::Snapshot& snapshot, std::stop_token stop);

}  // namespace parcours::design
