#pragma once
// A process model in blocks as a BPMN process, as one that was mined.
//
//   choice -> exclusive gateways     parallel -> parallel gateways     loop -> a way back
//
// The blocks of the graph (design/bpmn_blocks.h) allow what the model allows.

#include <string>

#include "design/bpmn_graph.h"
#include "design/process_model.h"

namespace parcours::design {

/// One process called `name`, a task for each part that is an activity, a start and an end. What is
/// silent is a way with nothing on it.
///
/// Cost:   O(parts).
/// Errors: those of check_model.
/// Source: docs/methods/bpmn.md
[[nodiscard]] BpmnGraph bpmn_of_model(const ProcessModel& model, const std::string& name);

}  // namespace parcours::design
