#pragma once
// The questions that text cases ask, read as the command line and the API read them.
//
//   "funnel signup -> pay within 14d"  ->  parameters of the API  ->  analysis::FunnelSpec

#include <string_view>
#include <variant>

#include "analysis/contact_drivers.h"
#include "analysis/funnel.h"
#include "analysis/paths.h"
#include "analysis/pattern.h"
#include "analysis/reentry.h"
#include "analysis/retention.h"
#include "analysis/time_to_event.h"
#include "analysis/transitions.h"
#include "analysis/variants.h"
#include "journey/snapshot.h"

namespace parcours::testing {

struct SummaryQuestion {};
struct TiesQuestion {};  ///< Part of the summary; a question of its own in cases.

/// A question with everything it needs; the alternatives answer to the measure_… functions.
using Question = std::variant<SummaryQuestion, TiesQuestion, analysis::TransitionSpec,
                              analysis::VariantSpec, analysis::PathSpec, analysis::FunnelSpec,
                              analysis::TimeToEventSpec, analysis::PatternSpec,
                              analysis::RetentionSpec, analysis::ReentrySpec, analysis::DriverSpec>;

/// Reads a line that begins with the name of the question.
///
/// Errors: Error(BadQuery) as Workspace::ask; its place lies in `line`. Names in a pattern are
///         looked up only when it is measured.
[[nodiscard]] Question asked_question(std::string_view line, const journey::Snapshot& snapshot);

}  // namespace parcours::testing
