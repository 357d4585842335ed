#pragma once
// Answers as text: aligned columns for people, CSV for other programs.

#include <string>
#include <string_view>

#include "workspace/answer.h"

namespace parcours::cli {

/// Columns of a terminal that a text takes: wide characters count two, combining marks none.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// A table with aligned columns, numbers to the right, notes below.
[[nodiscard]] std::string table_text(const workspace::Table& table, Language language);

/// RFC 4180 with a header line, in English for other programs. Values are written as they are: a
/// text that a spreadsheet would take for a formula is not changed. Notes are left out; what is
/// unknown is empty.
[[nodiscard]] std::string csv_text(const workspace::Table& table);

}  // namespace parcours::cli
