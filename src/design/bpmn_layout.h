#pragma once
// Where the elements of a model are drawn if nobody has drawn them.

#include "design/bpmn_graph.h"

namespace parcours::design {

/// Draws a model from left to right: each node stands right of those that lead to it, as far as the
/// flows do not go round in circles; lanes are bands from top to bottom, nodes of one band and
/// column stand below each other, in the order of the graph. Sub-processes hold their own nodes.
///
/// The same graph is always drawn alike.
/// Cost:   O(n log n) and the crossings that it makes: none are sought or removed.
[[nodiscard]] BpmnDiagram lay_out(const BpmnGraph& graph);

}  // namespace parcours::design
