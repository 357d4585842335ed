#pragma once
// A design held against the journeys of a subject: what the question "conformance", its sets and
// the timeline of a customer measure on.
//
//   subject  +  members of a question: design or process, prices, accepted  ->  HeldDesign

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "design/conformance.h"
#include "design/design_model.h"
#include "design/deviation_value.h"
#include "workspace/asked_process.h"
#include "workspace/canvas_question.h"

namespace parcours::workspace {

/// A design made ready to lay journeys beside it.
struct ReadyDesign {
  UsedDesign used;  ///< Of a process: its activities as stages.
  std::optional<AskedProcess> process;
  design::DesignModel model;
  design::Aligner aligner;
};

/// Reads the members that say which design and what deviations cost.
///
/// Errors: those of use_design; Error(BadQuery) at the member that is wrong.
[[nodiscard]] ReadyDesign ready_design(const QuestionInput& input, const Subject& subject,
                                       Fields& fields);

struct HeldDesign {
  UsedDesign used;  ///< Of a process: its activities as stages.
  std::optional<AskedProcess> process;
  design::DesignModel model;
  design::LivedJourneys lived;
  design::Aligner aligner;
  design::Conformance measured;
};

/// With what its deviations are worth; nothing if the log has no values.
struct Valued {
  const HeldDesign& held;
  std::optional<design::DeviationValues> values;
};

/// The same, measured.
///
/// Cost:   that of design::measure_conformance.
/// Errors: those of ready_design.
[[nodiscard]] HeldDesign hold_design(const QuestionInput& input, const Subject& subject,
                                     Fields& fields);

/// The member "deviation".
[[nodiscard]] design::MoveKind kind_named(Fields& fields);

/// The stage that a deviation is told with: missed, substituted, or that its contact belongs to.
[[nodiscard]] std::uint32_t stage_of(const HeldDesign& held, const design::DeviationKey& key);

/// Deviations by falling journeys: the order of the answer.
[[nodiscard]] std::vector<const design::Deviation*> ranked_deviations(
    const design::Conformance& measured);

/// The journeys that hold one of the deviations past the first `described`.
[[nodiscard]] journey::JourneySet journeys_of_others(const HeldDesign& held, std::size_t described,
                                                     std::stop_token stop);

/// The journeys that hold an accepted deviation.
[[nodiscard]] journey::JourneySet journeys_of_accepted(const HeldDesign& held,
                                                       std::stop_token stop);

/// Writes the members "id", "title" and "planned" of a stage.
void write_stage_name(JsonWriter& json, const design::Stage& stage);

/// The answer as one JSON object, with `described` deviations.
///
/// Source: api/conformance.yaml
[[nodiscard]] std::string conformance_json(const Subject& subject, const Valued& valued,
                                           std::size_t described, std::stop_token stop);

}  // namespace parcours::workspace
