#pragma once
// Designs as questions use them: which one, measured on which journeys.

#include "base/document.h"
#include "design/design.h"
#include "journey/mask.h"
#include "workspace/question.h"

namespace parcours::workspace {

/// A design as a question uses it: kept, or proposed because none is kept.
struct UsedDesign {
  design::Design design;
  std::uint64_t version = 0;  ///< 0: proposed.
};

/// The design of that name; if empty, the only one kept or a proposal.
///
/// Errors: Error(NotFound) for a name that is not known; Error(Cancelled).
[[nodiscard]] UsedDesign use_design(const QuestionInput& input, const Subject& subject,
                                    const std::string& name);

/// The place of the stage that a member of a question names.
///
/// Errors: Error(BadQuery) at the node with the nearest id.
[[nodiscard]] std::uint32_t stage_named(const design::Design& design, const Node& node);

/// {"name", "title", "proposal", "version"} as the member "design".
void write_design(JsonWriter& json, const UsedDesign& used);

/// The journeys behind a number of conformance; reads the members of its set from `fields`.
[[nodiscard]] journey::JourneySet conformance_set(const QuestionInput& input,
                                                  const Subject& subject, Fields& fields);

/// The journeys behind a number of a promise or of a rule; each reads the members of its set.
[[nodiscard]] journey::JourneySet promise_set(const QuestionInput& input, const Subject& subject,
                                              Fields& fields);
[[nodiscard]] journey::JourneySet rule_set(const QuestionInput& input, const Subject& subject,
                                           Fields& fields);

/// The journeys behind a number of a route; reads the members of its set.
[[nodiscard]] journey::JourneySet route_set(const QuestionInput& input, const Subject& subject,
                                            Fields& fields);

/// The journeys behind a number of a stage; reads the members of a Set of "stage" from `fields`.
[[nodiscard]] journey::JourneySet stage_set(const QuestionInput& input, const Subject& subject,
                                            Fields& fields);

}  // namespace parcours::workspace
