#pragma once
// The process that a question of discovery mines of its journeys.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "design/conformance.h"
#include "design/discovery.h"
#include "workspace/canvas_question.h"
#include "workspace/question.h"

namespace parcours::workspace {

/// Journeys with events to mine, the process mined of them, and how they keep to it.
///
/// Invariant: journeys of the subject = journeys mined + running_left_out + without_events.
struct MinedProcess {
  double noise = 0;
  std::optional<UsedDesign> used{};       ///< Where only events of a stage are mined.
  std::uint32_t stage = 0;                ///< Its place in that design.
  journey::JourneySet journeys{};         ///< Those mined, of the subject's snapshot.
  std::uint64_t running_left_out = 0;     ///< Journeys whose end is not known yet.
  std::uint64_t without_events = 0;       ///< That have none in the stage.
  std::uint64_t events = 0;               ///< Of the journeys mined.
  std::vector<std::string> activities{};  ///< Their names, rising.
  design::Discovered found{};
  design::LivedJourneys
      lived{};  ///< [journeys mined] Labels: activities of the model, then others.
  std::optional<design::Aligner> aligner{};  ///< Each move costs 1.
  design::Conformance held{};

  /// Activities of which no event kept to the model.
  [[nodiscard]] std::vector<std::string> left_out() const;
};

/// Reads {noise, stage, design, journeys} and mines.
///
/// Errors: those of discover_model; Error(BadQuery) at the member that is wrong.
[[nodiscard]] MinedProcess mine_process(const QuestionInput& input, const Subject& subject,
                                        Fields& fields);

/// The journeys behind a number of discovery; also reads {what, activity} of its set.
[[nodiscard]] journey::JourneySet discovery_set(const QuestionInput& input, const Subject& subject,
                                                Fields& fields);

}  // namespace parcours::workspace
