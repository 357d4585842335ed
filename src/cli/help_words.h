#pragma once
// The words of --help that the parser of the command line writes itself.

#include "base/message.h"

namespace CLI {
class App;
}

namespace parcours::cli {

/// Gives the headings, the names of values and the help option of a program and its commands in a
/// language; commands and options are there already.
void say_help(CLI::App& root, Language language);

}  // namespace parcours::cli
