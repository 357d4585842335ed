#pragma once
// How a CSV file is written: separator, encoding, line ends. Guessed from its first bytes where the
// user has not said it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collect/csv_cells.h"

namespace parcours::collect {

/// What the user knows about the file; the rest is guessed.
struct CsvOptions {
  enum class Header : std::uint8_t { Present, Absent };
  std::optional<char> separator;
  std::optional<Encoding> encoding;
  Header header = Header::Present;
  std::vector<std::string> names;  ///< Names of the columns if the header is absent.
};

struct CsvDialect {
  CellSyntax syntax;
  std::size_t mark_bytes = 0;  ///< Of a byte-order mark or a line `sep=;`, not part of the table.
  std::vector<Message> notices;
};

/// Bytes of a file that the guess wants to see.
inline constexpr std::size_t kGuessBytes = 256U << 10U;

/// Guesses from the beginning of the file; `name` stands in messages.
///
/// Separator: of , ; tab and | the one that cuts the rows into equally many cells, at least two.
/// Encoding:  UTF-8 unless more bytes are outside of its characters than characters inside.
/// Errors:    Error(BadInput) for UTF-16 and for what is no text at all.
[[nodiscard]] CsvDialect guess_dialect(std::string_view sample, const CsvOptions& options,
                                       const std::string& name);

/// Makes every name usable: trimmed, "column 3" for an empty one, "name 2" for one that is taken.
/// What was changed is told in `notices`.
[[nodiscard]] std::vector<std::string> unique_names(std::vector<std::string> names,
                                                    std::vector<Message>& notices);

/// Throws Error(BadInput) if `sample` is not text: UTF-16, a workbook, an image …
void check_is_text(std::string_view sample, const std::string& name);

}  // namespace parcours::collect
