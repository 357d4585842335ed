#pragma once
// A process in blocks as the design that journeys are held against.
//
//   BpmnBlocks + names of touchpoints (+ the journey's design)  ->  ProcessStages  ->  DesignModel
//
// Each activity is a stage of its own name. It is seen by the touchpoint of that name; if there is
// none and the journey's design has a stage of that id or title, by the touchpoints of that stage.
// Else nothing shows it, and it is never missed.

#include <string>
#include <vector>

#include "design/bpmn_blocks.h"
#include "design/design.h"
#include "design/design_model.h"

namespace parcours::design {

inline constexpr std::size_t kMaxProcessActivities = 250;

struct ProcessStages {
  Design design;                     ///< Stage k is activity k of the model; its id the name.
  ProcessModel model;                ///< What nothing shows may be left out.
  std::vector<std::string> unbound;  ///< Tasks that nothing shows.
};

/// Binds the activities to touchpoints. Names compare without regard to case and blanks around.
///
/// Cost:   O(activities x (touchpoints + stages)).
/// Errors: Error(TooLarge) past kMaxProcessActivities; Error(BadQuery) if nothing shows any
/// activity. Source: docs/methods/bpmn.md
[[nodiscard]] ProcessStages stages_of_process(const BpmnBlocks& blocks, std::string_view name,
                                              const std::vector<std::string>& touchpoint_names,
                                              const Design* journey = nullptr);

/// What `model_of` is to a design.
///
/// Errors: those of model_of.
[[nodiscard]] DesignModel model_of(const ProcessStages& process,
                                   const std::vector<std::string>& touchpoint_names,
                                   const std::vector<std::string>& channel_names,
                                   const ConformancePrices& prices = {});

}  // namespace parcours::design
