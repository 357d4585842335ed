#pragma once
// A funnel as a question asks it, and the snapshot that its steps are looked for in.

#include <memory>

#include "analysis/funnel.h"
#include "base/document.h"
#include "journey/snapshot.h"
#include "workspace/question.h"

namespace parcours::workspace {

/// Reads {steps, within | within_us, order, ignoring, excluding, entry, count}; a step is a name,
/// or {touchpoint or pattern, within, optional}.
///
/// The snapshot carries the properties that patterns read, and outlives the spec.
/// Errors: Error(BadQuery) at the member; in a pattern, at its line and column.
[[nodiscard]] analysis::FunnelSpec funnel_spec_of(const journey::Snapshot& snapshot,
                                                  Fields& fields);

/// A funnel that is checked, and the journeys to measure it over: the subject's, whose events carry
/// the properties that its patterns read.
struct AskedFunnel {
  std::shared_ptr<const journey::Snapshot> snapshot;
  analysis::FunnelSpec spec;
};

/// Cost:   loads properties that no question read before.
/// Errors: those of funnel_spec_of; Error(Cancelled).
[[nodiscard]] AskedFunnel asked_funnel(const QuestionInput& input, const Subject& subject,
                                       Fields& fields);

}  // namespace parcours::workspace
