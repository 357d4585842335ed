#pragma once
// A design as a model that journeys are aligned to.
//
//   Design  +  names of touchpoints and channels  ->  DesignModel: model, labels of events, costs
//
// Its activities are its stages: each once or several times in a row, in the design's order, back
// by the loop if there is one; of stages that stand for each other, one. A stage may be left out if
// it is optional, or if nothing can be observed there: it has no contact, or claims no touchpoint
// that is planned on any channel.
//
// Any planned contact of a stage stands for it. A touchpoint that a stage claims but that comes on
// a channel not planned there stands for it too, as a substitute. One that is planned on no channel
// stands for nothing. What no stage claims is not judged.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "design/alignment.h"
#include "design/conformance_journeys.h"
#include "design/design.h"
#include "design/stage_binding.h"

namespace parcours::design {

/// What deviations cost; all within 0..kMaxMoveCost.
struct ConformancePrices {
  std::int64_t missed = 10;                 ///< A stage.
  std::int64_t moment_of_truth = 20;        ///< More for a stage of importance 1, in proportion.
  std::int64_t lived_only = 10;             ///< A contact that the design does not have there.
  std::int64_t substituted = 3;             ///< A stage whose contact came on another channel.
  std::vector<AcceptedDeviation> accepted;  ///< Beside those of the design.
};

/// What a label says of an event.
struct ContactLabel {
  std::size_t stage = 0;                 ///< That it belongs to (design/stage_binding.h).
  std::string channel;                   ///< Empty if not said.
  bool planned = false;                  ///< On that channel.
  std::vector<std::size_t> touchpoints;  ///< Codes of those that have it, rising; never empty.
};

struct DesignModel {
  ProcessModel model;                ///< Activity k is stage k; its label the stage's id.
  std::vector<ContactLabel> labels;  ///< By stage, planned ones first, then by channel code.
  LabelTable table;                  ///< The label of each touchpoint and channel.
  AlignmentCosts costs;
};

/// Compiles a design.
///
/// Cost:   that of bind_stages.
/// Errors: Error(BadInput) for prices out of their limits.
/// Source: docs/methods/conformance.md
[[nodiscard]] DesignModel model_of(const Design& design,
                                   const std::vector<std::string>& touchpoint_names,
                                   const std::vector<std::string>& channel_names,
                                   const ConformancePrices& prices = {});

}  // namespace parcours::design
