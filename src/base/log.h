#pragma once
// The program's log: one line an entry on standard error. Personal data is masked by the caller
// with `masked`.

#include <string>
#include <string_view>

namespace parcours::log {

enum class Level { Debug, Info, Warning, Error, Off };

/// Sets the least level that is written; Info at first.
void set_level(Level level);

void debug(std::string_view message);
void info(std::string_view message);
void warning(std::string_view message);
void error(std::string_view message);

/// A value that may identify a person, as it may stand in a log: the same value gives the same
/// short code within this run of the program, and the value cannot be read from it.
[[nodiscard]] std::string masked(std::string_view value);

}  // namespace parcours::log
