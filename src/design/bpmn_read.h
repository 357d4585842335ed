#pragma once
// BPMN 2.0 texts into graphs.

#include <string>
#include <string_view>
#include <vector>

#include "design/bpmn_graph.h"

namespace parcours::design {

inline constexpr std::size_t kMaxBpmnNodes = 5'000;
inline constexpr std::size_t kMaxBpmnFlows = 20'000;

struct ReadBpmn {
  BpmnGraph graph;
  /// What the text holds and the graph does not, counted by name: what other tools keep for
  /// themselves, data passed between tasks, executable details.
  std::vector<Message> not_carried;
};

/// Reads a BPMN 2.0 text, as any tool writes it.
///
/// Whatever prefix names the namespace; elements without an id get one. A lane's nodes are those it
/// names.
/// Cost:   O(n log n).
/// Errors: those of parse_xml; Error(BadInput) at line and column for a root that is not BPMN's
///         definitions, a text without a process, an id that stands twice, a flow, lane, pool or
///         boundary event of something that is not there (with the nearest id), a flow that enters
///         or leaves a sub-process; Error(TooLarge) past the limits above.
/// Source: docs/methods/bpmn.md
[[nodiscard]] ReadBpmn read_bpmn(std::string_view text, const std::string& source);

}  // namespace parcours::design
