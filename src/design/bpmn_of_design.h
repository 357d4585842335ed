#pragma once
// A journey's design as a BPMN model.
//
//   phases -> lanes     stages -> tasks     optional -> a way round     loop -> a way back

#include "base/message.h"
#include "design/bpmn_graph.h"
#include "design/design.h"

namespace parcours::design {

/// One pool named after the design, with a lane for each phase that has stages, a task for each
/// stage, exclusive gateways where a stage may be left out and where the journey begins again.
/// Tasks are called after the stages' titles in `language`; their documentation says touchpoints,
/// channels and promise.
///
/// The blocks of the graph (design/bpmn_blocks.h) allow what the design allows: tasks have the
/// marker of a loop, since a stage may hold several contacts in a row. Targets, scales, needs and
/// measures have no place in BPMN: they stay in the design.
/// Source: docs/methods/bpmn.md
[[nodiscard]] BpmnGraph bpmn_of_design(const Design& design, Language language);

}  // namespace parcours::design
