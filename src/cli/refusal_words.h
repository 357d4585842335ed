#pragma once
// Why a row was refused, and what became of it: codes that options take, with their words.

#include <string>

#include "base/message.h"

namespace parcours::cli {

/// The code of a reason ("no_customer"); in other languages its words, and the code behind them.
[[nodiscard]] Message said_reason(const std::string& reason);
/// As above, of "open" and "mended".
[[nodiscard]] Message said_state(const std::string& state);

}  // namespace parcours::cli
