#pragma once
// A BPMN process as a model in blocks, where it is made of blocks.
//
//   BpmnGraph  ->  BpmnBlocks: a ProcessModel, and which nodes stand for each of its activities
//
// Ways that an exclusive or event-based gateway parts and another brings together are a choice,
// those of parallel gateways run side by side, a way back from an exclusive gateway to one before
// it is a loop; what lies between in a row is a sequence. Gateways that part or join nothing, and
// ways with nothing on them, do not matter. A sub-process is a block of its own; one that is drawn
// empty is an activity.
//
// Where choices cross with nothing side by side, parts are copied until they do not: a loop that is
// left in its middle holds what leads there a second time.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "design/bpmn_graph.h"
#include "design/process_model.h"

namespace parcours::design {

/// A process in blocks.
struct BpmnBlocks {
  ProcessModel model;                           ///< An activity a name; without one the node's id.
  std::vector<std::vector<std::string>> nodes;  ///< [activities] their ids.
  /// [activities] 1 if only events have this name: their passing may leave no trace.
  std::vector<std::uint8_t> only_events;
};

/// Reads the blocks of a process; `process` may be empty if only one has any flow.
///
/// Events without a name are silent. Several start events are a choice; several ends come together.
/// Cost:   O(nodes x depth of nesting) for what people draw; O(nodes^2) at most.
/// Errors: Error(BadInput) naming the node at fault and why: an inclusive or complex gateway that
///         parts or joins, conditions without a gateway, boundary events, event sub-processes, ad
///         hoc sub-processes, several running side by side, an end that terminates what runs beside
///         it, a node that nothing leads to, gateways whose ways cross or meet in one of another
///         kind; Error(BadQuery) if it is not clear which process is meant.
/// Source: docs/methods/bpmn.md
[[nodiscard]] BpmnBlocks blocks_of_bpmn(const BpmnGraph& graph, std::string_view process = {});

/// What people call a node: its name, or else its element and id.
[[nodiscard]] Message said_node(const BpmnNode& node);

}  // namespace parcours::design
