#pragma once
// Journeys whose times are those of a clock of opening hours: what measures gaps measures open
// time.

#include <cstdint>
#include <vector>

#include "analysis/blocks.h"
#include "base/opening_hours.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// The instants of all events on the scale of open time.
///
/// Shape:   [events]; never falls within a journey.
/// Cost:    two passes over the times; 8 bytes an event.
/// Errors:  Error(Cancelled).
/// Threads: runs on several.
[[nodiscard]] std::vector<std::int64_t> open_times(const journey::JourneyView& view,
                                                   const OpeningHours& hours,
                                                   const Execution& run = {});

}  // namespace parcours::analysis
