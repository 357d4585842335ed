#pragma once
// Comparisons that text cases ask: a question's line, and what chooses the two groups.
//
//   compare funnel signup -> pay
//   here {channel=app}
//   there {channel=web}                 patterns; without one: all journeys
//
// Answered as the API answers them, less q, which is that of all p together.

#include <string>

#include "journey/snapshot.h"
#include "support/case_file.h"

namespace parcours::testing {

/// Whether the text asks for a comparison.
[[nodiscard]] bool is_comparison(const std::string& text);

/// A row a number, in the question's own order: number (its measure), of (touchpoints, step), here
/// and there with base, low and high of the difference, p.
///
/// Errors: Error(BadQuery) as Workspace::ask; its place lies in the line of the question.
[[nodiscard]] Rows compared_rows(const journey::Snapshot& snapshot, const std::string& text);

}  // namespace parcours::testing
