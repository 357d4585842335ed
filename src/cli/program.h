#pragma once
// The command line of the program.

#include <string>
#include <vector>

#include "cli/commands.h"

namespace parcours::cli {

/// Runs one command and returns the exit code: 0 done; 2 a command or question that is not
/// understood; 3 something named is not there; 4 busy; 5 cancelled; 1 anything else.
///
/// Errors of the command are written to the console.
int run_program(const std::vector<std::string>& arguments, Surroundings& around);

}  // namespace parcours::cli
