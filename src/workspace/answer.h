#pragma once
// An answer in the two forms that leave the program: JSON for programs, a table for people.

#include <string>
#include <variant>
#include <vector>

#include "workspace/trace.h"

namespace parcours::workspace {

/// One cell: text, a count, or a number with a fraction; monostate prints as "-".
using Cell = std::variant<std::monostate, std::string, std::int64_t, double>;

/// A table in answer order.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;  ///< Each row has columns.size() cells.
  std::vector<std::string> notes;       ///< Lines below the table (base, what is not shown).
};

/// What a question returns.
struct Answer {
  std::string json;           ///< As the question's schema in api/ says.
  Table table;                ///< The same figures.
  std::vector<Step> steps{};  ///< How it came about.
};

}  // namespace parcours::workspace
