#pragma once
// Which touchpoints are usual, which come together and which come first.
//
//   Snapshot  ->  PairCounts over the most frequent touchpoints  ->  order, likeness

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "journey/snapshot.h"

namespace parcours::design {

/// Counts over journeys, of the chosen touchpoints and of all pairs of them.
///
/// Shape: joint and before are [chosen x chosen], row-major.
struct PairCounts {
  std::vector<model::TouchpointId> chosen;
  std::vector<std::uint64_t> journeys;  ///< [chosen] journeys that hold it.
  std::vector<std::uint64_t> joint;     ///< Journeys that hold both.
  std::vector<std::uint64_t> before;    ///< … and the row's first event stands before the column's.

  /// Journeys that hold both, of those that hold either.
  [[nodiscard]] double likeness(std::size_t a, std::size_t b) const;
  /// How early a touchpoint comes: the share of the others met in the same journeys before which
  /// it stands; 1 is first of all, 0 last of all.
  [[nodiscard]] double earliness(std::size_t a) const;
};

/// Counts pairs of the given touchpoints.
///
/// Cost:   O(events + journeys x k²) where k touchpoints of `chosen` occur in a journey.
/// Errors: Error(Cancelled).
[[nodiscard]] PairCounts count_pairs(const journey::Snapshot& snapshot,
                                     std::vector<model::TouchpointId> chosen, std::stop_token stop);

}  // namespace parcours::design
