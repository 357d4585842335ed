#pragma once
// A path tree drawn as a flow: what stands at one step and is the same touchpoint is one node,
// whatever came before it.
//
//   PathTree  ->  PathFlow     columns of nodes, links from column to column
//
// A node's journeys = those of its links to the next column + ended + in_progress + beyond, and
// those of its links from the column before. A way through the flow is no path: journeys of a link
// came from any node before.

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/paths.h"

namespace parcours::analysis {

/// Touchpoints beyond the most frequent of a column are one node, kNoTouchpoint, the last one.
struct FlowNode {
  model::TouchpointId touchpoint = model::kNoTouchpoint;
  std::uint64_t journeys = 0;
  std::uint64_t ended = 0;
  std::uint64_t in_progress = 0;
  std::uint64_t beyond = 0;
};

/// From a node of column `step` to one of the next; both as places in their column.
struct FlowLink {
  std::size_t step = 0;
  std::size_t from = 0;
  std::size_t to = 0;
  std::uint64_t journeys = 0;
};

struct PathFlow {
  /// [steps + 1] The root, then a column a step; nodes by falling journeys, then by code.
  std::vector<std::vector<FlowNode>> columns;
  std::vector<FlowLink> links;  ///< By step, from, to.
};

/// Merges the tree's nodes; each column shows `top` touchpoints by themselves.
///
/// Cost: one walk over the tree.
[[nodiscard]] PathFlow path_flow(const PathTree& tree, std::size_t top);

/// A node of the flow: one of these touchpoints at a step from 1 on, or none of them. At step 0 the
/// root, whatever they are.
struct FlowPlace {
  std::size_t step = 0;
  std::vector<model::TouchpointId> touchpoints;
  enum class Which : std::uint8_t { AnyOf, NoneOf } which = Which::AnyOf;
};

/// The journeys of a node in a state; or, with `next`, which stands at the next step, of a link.
///
/// Errors: Error(BadQuery) if the spec's steps are out of range.
[[nodiscard]] journey::JourneySet journeys_in_flow(const journey::JourneyView& view,
                                                   const PathSpec& spec, const FlowPlace& place,
                                                   PathState state,
                                                   const std::optional<FlowPlace>& next = {});

}  // namespace parcours::analysis
