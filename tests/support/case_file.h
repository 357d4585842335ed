#pragma once
// Text cases: journeys, questions and their answers as an analyst writes them.
//
//   # a comment runs to the end of the line ("#" before a blank)
//   case funnel/order-and-window
//   journeys                        one journey a line; a name again: the same customer's next one
//     ana  signup@0h  "check ticket"@1h  pay@2h{channel=web}  ...      "..." : still running
//     until 40d                     the data's end, if it lies after the last event
//   query
//     funnel signup -> pay within 14d
//   expect                          a table in answer order: any of the answer's columns
//     step    reached  share        cells stand two blanks apart
//     signup  3        100.0%
//   expect touchpoints              another table of the same answer
//   expect error BadQuery at 1:18   instead of tables
//
// Times count from an arbitrary zero. Events that share an instant keep the order of writing.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "support/definitions.h"

namespace parcours::testing {

using Rows = std::vector<std::vector<std::string>>;

/// One written table. Its first row names the columns.
struct CaseTable {
  std::string name;  ///< Empty for the answer itself.
  std::size_t line = 0;
  Rows rows;
};

/// An error that is expected instead of an answer.
struct CaseError {
  std::string code;  ///< As the enumerator: "BadQuery".
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct CaseQuery {
  std::string text;
  std::size_t line = 0;
  std::vector<CaseTable> tables;
  std::optional<CaseError> error;
};

struct CaseFile {
  std::string name;
  World world;
  std::vector<CaseQuery> queries;
};

/// Reads a case. Errors: Error(BadInput) with file and line.
[[nodiscard]] CaseFile read_case(const std::filesystem::path& file);

}  // namespace parcours::testing
