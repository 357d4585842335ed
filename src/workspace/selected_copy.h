#pragma once
// The copies that selections make: some journeys of a snapshot, or some events of all journeys, in
// exactly the memory that they need, on all threads.
//
//   first_event  0   3   5       9        journeys 0 and 2   ->   0   3       7
//   touchpoint   a b c a c a a b c                                a b c a a b c

#include <cstdint>
#include <vector>

#include "journey/mask.h"
#include "journey/snapshot.h"

namespace parcours::workspace {

/// The chosen journeys alone: as journey::select_journeys, which says what stays as it is.
///
/// Cost:    a copy of the events kept. Threads: runs on several.
[[nodiscard]] journey::Snapshot copy_of_journeys(const journey::Snapshot& from,
                                                 const journey::JourneySet& journeys);

/// The events for which keep[event] != 0: as journey::select_events.
///
/// Cost:    as above, and a look at `keep` twice.
[[nodiscard]] journey::Snapshot copy_of_events(const journey::Snapshot& from,
                                               const std::vector<std::uint8_t>& keep,
                                               std::vector<std::uint32_t>& origin);

}  // namespace parcours::workspace
