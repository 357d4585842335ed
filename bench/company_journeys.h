#pragma once
// The journeys of the simulated company, in memory: what a question is measured on.

#include <cstdint>

#include "journey/snapshot.h"

namespace parcours::bench {

/// Simulates a year (seed 1) and builds its journeys, an episode a journey, without file or store
/// in between. Late files are left out.
///
/// Cost:   about 1 µs an event, 150 bytes an event while building.
/// Errors: Error(Internal) if a row of the simulator cannot be read.
[[nodiscard]] journey::Snapshot company_journeys(std::uint64_t events);

}  // namespace parcours::bench
