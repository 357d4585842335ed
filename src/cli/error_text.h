#pragma once
// Errors for a person at a terminal, and the exit codes of the program.

#include <string>
#include <vector>

#include "base/error.h"

namespace parcours::cli {

/// A text that an error may point into.
struct SourceText {
  std::string source;  ///< As the error's place names it; empty: whatever it names.
  std::string title;   ///< How it is shown: the file's path, or "query".
  std::string text;
};

/// "error: …" with the place, the line it is in and a caret below it if the text is at hand, and
/// the hint.
[[nodiscard]] std::string error_text(const Error& error, const std::vector<SourceText>& texts,
                                     Language language);

/// 2 for a question or command that is not understood, 3 not found, 4 busy, 5 cancelled, 1 for all
/// else.
[[nodiscard]] int exit_code(ErrorCode code);

}  // namespace parcours::cli
