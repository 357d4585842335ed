#pragma once
// Selections: some journeys of a view, or some events of all journeys.

#include <cstdint>
#include <vector>

#include "journey/journey_view.h"
#include "journey/snapshot.h"

namespace parcours::journey {

/// Journeys by rising index; the sets behind numbers are written this way.
using JourneySet = std::vector<std::uint32_t>;

/// All journeys of the view.
[[nodiscard]] JourneySet all_journeys(const JourneyView& view);

/// A snapshot of the chosen journeys alone; `journeys` rises without repeats.
///
/// Dictionaries, codes, the running marks and the data's end stay those of `from`, so that numbers
/// of a selection compare with numbers of the whole. Ties are counted anew.
/// Cost: O(events kept).
[[nodiscard]] Snapshot select_journeys(const Snapshot& from, const JourneySet& journeys);

/// A snapshot with the events for which keep[event] != 0; journeys left empty disappear.
///
/// Transitions between its events may never have happened directly: callers mark them indirect.
/// `origin` receives the index in `from` of each journey that stays.
[[nodiscard]] Snapshot select_events(const Snapshot& from, const std::vector<std::uint8_t>& keep,
                                     std::vector<std::uint32_t>& origin);

}  // namespace parcours::journey
