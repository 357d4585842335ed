#pragma once
// How much the order of simultaneous events matters: the same log, ties in two orders.

#include <cstdint>
#include <functional>

#include "analysis/blocks.h"
#include "journey/snapshot.h"

namespace parcours::analysis {

/// What changes when tied events stand by name instead of in the declared order.
struct TieEffect {
  std::uint64_t edges = 0;
  std::uint64_t edges_by_name = 0;
  std::uint64_t edge_counts_changed =
      0;  ///< Transitions whose occurrences differ, in either graph.
  std::uint64_t variants = 0;
  std::uint64_t variants_by_name = 0;
};

/// Measures both orders, a window of journeys after the other.
///
/// `after_window` is called between them, so that whoever owns the snapshot may give its memory
/// back.
/// Cost:   two transition graphs and two variant counts; 4 * run.block_events events in memory at
///         a time, and 32 bytes a distinct variant and order.
/// Errors: Error(Cancelled).
/// Source: docs/methods/ties.md
[[nodiscard]] TieEffect measure_tie_effect(const journey::Snapshot& snapshot,
                                           const Execution& run = {},
                                           const std::function<void()>& after_window = {});

}  // namespace parcours::analysis
