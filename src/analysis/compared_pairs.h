#pragma once
// The pairs of neighbours of two groups: who has them, and the gaps between.
//
//   two groups of journeys  ->  the most frequent pairs, each with its sums and its median gap

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/customer_sums.h"
#include "analysis/two_groups.h"
#include "model/ids.h"

namespace parcours::analysis {

/// A touchpoint and the one right after it.
struct ComparedPair {
  model::TouchpointId from{};
  model::TouchpointId to{};
  CustomerSums journeys{};  ///< Those that hold the pair, of all.
  Compared gap{};           ///< Its median, microseconds.
};

struct ComparedPairs {
  std::vector<ComparedPair> pairs{};  ///< By falling journeys of both groups, then by codes.
  std::uint64_t other = 0;            ///< Pairs that are met and not among these.
};

/// Compares the `most` most frequent pairs.
///
/// Cost:    six passes over the events, about 34 ns an event on one thread; memory as
///          compare_gap_medians.
/// Errors:  Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/compare.md
[[nodiscard]] ComparedPairs compare_pairs(const TwoViews& views, std::size_t most,
                                          const Execution& run = {});

}  // namespace parcours::analysis
