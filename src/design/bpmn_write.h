#pragma once
// Graphs as BPMN 2.0 texts that other tools open.

#include <string>
#include <string_view>

#include "design/bpmn_graph.h"

namespace parcours::design {

/// The graph as BPMN with its drawing; read_bpmn reads it back as the same graph.
///
/// A graph without any diagram is laid out first (design/bpmn_layout.h): tools draw nothing else.
/// Cost: O(n log n).
[[nodiscard]] std::string bpmn_text(const BpmnGraph& graph);

/// The text as it is if it has a drawing; else the text with one put in, all else as it was.
///
/// Errors: those of read_bpmn.
[[nodiscard]] std::string drawn_bpmn(std::string_view text, const std::string& source);

}  // namespace parcours::design
