#pragma once
// The median gaps of pairs of two groups, compared by the customer, without keeping the gaps.
//
//   gaps in bins  ->  those in a bin with a wanted rank, gathered  ->  medians
//   gaps counted below the medians, customer by customer           ->  shares around them
//   those in a bin at the ends, gathered                           ->  intervals
//
// Every number is that of compare_quantiles over all gaps.

#include <span>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/compared_quantile.h"
#include "analysis/shared_pairs.h"
#include "analysis/two_groups.h"

namespace parcours::analysis {

/// The median gap of every pair shown, microseconds.
///
/// Cost:    four passes over the events, about 20 ns an event; memory for the gaps gathered, a
///          tenth of all as a rule, and for bins, 8 MB a thread at most.
/// Errors:  Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/compare.md
[[nodiscard]] std::vector<Compared> compare_gap_medians(const TwoViews& views,
                                                        std::span<const CustomerRange> ranges,
                                                        const ShownPairs& shown,
                                                        const Execution& run);

}  // namespace parcours::analysis
