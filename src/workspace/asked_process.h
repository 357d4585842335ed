#pragma once
// The process that a question of conformance names.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/document.h"
#include "design/bpmn_stages.h"
#include "workspace/question.h"

namespace parcours::workspace {

/// A kept process bound to the touchpoints of a subject.
struct AskedProcess {
  std::uint64_t version = 0;
  std::string journey;  ///< The design whose stages its tasks may be called after; may be empty.
  design::ProcessStages stages;
};

/// Reads "process", and "design" where there is one; nothing if no process is named.
///
/// Without "design", the first design that says `process` of it is the journey.
/// Errors: Error(NotFound) with the nearest name; those of blocks_of_bpmn and stages_of_process, at
///         the member that names the process.
[[nodiscard]] std::optional<AskedProcess> asked_process(const QuestionInput& input,
                                                        const Subject& subject, Fields& fields);

}  // namespace parcours::workspace
