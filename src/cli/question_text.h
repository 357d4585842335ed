#pragma once
// A question from the command line as the parameters of the API.
//
//   funnel 'a -> b' --within 30d   ->   {"steps":["a","b"],"within":"30d"}

#include <string>
#include <string_view>

#include "base/document.h"
#include "cli/commands.h"

namespace parcours::cli {

/// Steps divided by " -> "; a name that contains it stands in single or double quotes. Each node
/// knows its place in the text, of source "query".
///
/// Errors: Error(BadQuery) for an empty step or a quote that is not closed.
[[nodiscard]] Node steps_of(std::string_view text);

/// The parameters of a question; options not given are left out.
///
/// The text means: funnel its steps, time_to_event "ORIGIN -> OUTCOME or OUTCOME" (the origin may
/// be left out; names with " or " are given as JSON), retention "START -> RETURN" (either may be
/// left out), pattern the pattern, contact_drivers "CONTACT or CONTACT", customer its key,
/// customers a search, canvas a design, paths an anchor ("start", "end" or a touchpoint), variants
/// the mode; or JSON for any question. Errors: Error(BadQuery).
[[nodiscard]] Node parameters_of(const AskCommand& command);

/// A tree as JSON.
[[nodiscard]] std::string json_of(const Node& node);

}  // namespace parcours::cli
