#pragma once
// An answer in the two forms that leave the program: JSON for programs, a table for people.
//
// What the program says in a table is kept as messages, so that people read it in their language;
// names and texts of the data are the same in all. CSV is written in English.

#include <string>
#include <variant>
#include <vector>

#include "base/message.h"
#include "design/local_text.h"
#include "workspace/trace.h"

namespace parcours::workspace {

/// One cell: a text of the data, words, a title, a count, or a number with a fraction; monostate
/// prints as "-".
using Cell =
    std::variant<std::monostate, std::string, Message, design::LocalText, std::int64_t, double>;

/// A table in answer order.
struct Table {
  std::vector<Message> columns;
  std::vector<std::vector<Cell>> rows;  ///< Each row has columns.size() cells.
  std::vector<Message> notes;           ///< Lines below the table (base, what is not shown).
};

/// What a question returns.
struct Answer {
  std::string json;           ///< As the question's schema in api/ says.
  Table table;                ///< The same figures.
  std::vector<Step> steps{};  ///< How it came about.
};

}  // namespace parcours::workspace
