#pragma once
// Worlds to ask questions of: every small one, seeded random ones, and the snapshot of any.

#include <cstdint>

#include "journey/build.h"
#include "journey/snapshot.h"
#include "support/definitions.h"

namespace parcours::testing {

/// Every journey of 1..max_events events over the touchpoints a, b, c at times of {0, 1, 5}, ties
/// included, as one world: each journey belongs to its own customer, none is running.
[[nodiscard]] World every_small_journey(std::size_t max_events);

/// How a random world is drawn. Small numbers make ties, repeats and re-entries frequent.
struct RandomWorld {
  std::uint64_t seed = 1;
  std::size_t journeys = 8;
  std::size_t max_events = 7;
  std::size_t touchpoints = 4;
  std::int64_t last_us = 12;  ///< Times lie in 0..last_us.
};

/// A world of one to three journeys a customer; about a quarter of the journeys is running, and the
/// data ends at or some time after the last event.
[[nodiscard]] World random_world(const RandomWorld& how);

/// The world in columns.
[[nodiscard]] journey::Snapshot snapshot_of(const World& world);

/// The world as rows of a store, each journey a case, in journey order.
[[nodiscard]] journey::EventRows rows_of(const World& world);

}  // namespace parcours::testing
