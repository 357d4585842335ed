#pragma once
// Graphs as BPMN 2.0 texts that other tools open.

#include <string>

#include "design/bpmn_graph.h"

namespace parcours::design {

/// The graph as BPMN with its drawing; read_bpmn reads it back as the same graph.
///
/// A graph without any diagram is laid out first (design/bpmn_layout.h): tools draw nothing else.
/// Cost: O(n log n).
[[nodiscard]] std::string bpmn_text(const BpmnGraph& graph);

}  // namespace parcours::design
