#pragma once
// The canvas as a question: which design, measured on which journeys.

#include "base/document.h"
#include "journey/mask.h"
#include "workspace/question.h"

namespace parcours::workspace {

/// The journeys behind a number of a stage; reads the members of a Set of "stage" from `fields`.
[[nodiscard]] journey::JourneySet stage_set(const QuestionInput& input, const Subject& subject,
                                            Fields& fields);

}  // namespace parcours::workspace
