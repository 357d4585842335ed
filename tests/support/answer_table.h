#pragma once
// Answers as the tables that cases are written against.

#include <string>
#include <variant>

#include "support/asked_question.h"
#include "support/case_file.h"

namespace parcours::testing {

using Answer = std::variant<analysis::Summary, analysis::TieEffect, analysis::TransitionGraph,
                            analysis::VariantResult, analysis::PathTree, analysis::FunnelResult,
                            analysis::TimeToEvent, analysis::PatternResult, analysis::Retention,
                            analysis::Reentry, analysis::ContactDrivers>;

/// The whole answer in full precision.
[[nodiscard]] std::string text_of(const Answer& answer);

/// A named table of an answer; its first row names the columns.
///
///   summary, ties   one row
///   transitions     from to occurrences journeys customers share_of_from share_of_to mean min p10
///                   p25 median p75 p90 max; "touchpoints": touchpoint events journeys starts ends
///                   running
///   variants        touchpoints journeys running share cumulative_share median_duration;
///                   "base": journeys running variants other_variants other_journeys
///   paths           path journeys share ended in_progress beyond; "base": journeys without_anchor
///   funnel          step reached share step_share in_progress dropped median_wait p90_wait;
///                   "base": journeys
///   time_to_event   at at_risk censored remaining low high, then for each outcome its name and
///                   NAME_share NAME_low NAME_high; "base": journeys without_origin started running
///                   quiet beyond finished threshold waiting stalled mean; "quartiles": of share at
///                   low high
///   pattern         journeys matching share in_progress occurrences median p90
///   retention       cohort customers, then an age each from 0 ("?" where not known yet);
///                   "base": customers without_start; "ages": age customers returned share
///   reentry         one row: customers journeys joined gaps min p10 p25 median p75 p90 max
///                   in_first again away open share_again; "journeys": journeys customers
///   contact_drivers pattern customers comparable lift low high p q associated; "base": customers
///                   unmatched sets comparable patterns associated support
/// Errors: Error(BadInput) if the answer has no such table.
[[nodiscard]] Rows table_of(const Answer& answer, const Question& question, const World& world,
                            const std::string& name);

}  // namespace parcours::testing
