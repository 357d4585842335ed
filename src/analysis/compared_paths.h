#pragma once
// The ways of two groups down one path tree.
//
//   two groups of journeys, what paths are asked for  ->  the most frequent nodes, with their sums

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/customer_sums.h"
#include "analysis/paths.h"
#include "analysis/two_groups.h"
#include "model/ids.h"

namespace parcours::analysis {

/// A node of the tree of both groups.
struct ComparedNode {
  std::vector<model::TouchpointId> prefix{};  ///< After the anchor; nothing: the anchor itself.
  /// Journeys that come to it, of those that meet the anchor; the anchor's are of all.
  CustomerSums journeys{};
};

struct ComparedPaths {
  std::vector<ComparedNode> nodes{};  ///< By falling journeys of both groups; the anchor first.
  std::uint64_t other = 0;            ///< Nodes of either tree that are not among these.
};

/// Compares the anchor and the `most` most frequent nodes after it. With a node stand those before
/// it.
///
/// Cost:    that of both path trees, and one pass more.
/// Errors:  those of measure_paths.
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/compare.md
[[nodiscard]] ComparedPaths compare_path_nodes(const TwoViews& views, const PathSpec& spec,
                                               std::size_t most, const Execution& run = {});

}  // namespace parcours::analysis
