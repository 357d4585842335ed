#pragma once
// A question from the command line as the parameters of the API.
//
//   funnel 'a -> b' --within 30d   ->   {"steps":["a","b"],"within":"30d"}

#include <string>

#include "base/document.h"
#include "cli/commands.h"

namespace parcours::cli {

/// The parameters of a question: its line (workspace/question_line.h), or JSON, and the options
/// given. Places are of source "query", or of the option's name.
///
/// Errors: Error(BadQuery); for an option too that says again what the line says.
[[nodiscard]] Node parameters_of(const AskCommand& command);

}  // namespace parcours::cli
