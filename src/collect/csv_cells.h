#pragma once
// Splits a block of CSV records into cells. The part that runs on many threads at once.
//
//   RecordBlock  ->  RawRows (views into the block; doubled quotes and Latin-1 into a second
//   buffer)

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collect/raw_rows.h"
#include "collect/record_blocks.h"

namespace parcours::collect {

enum class Encoding : std::uint8_t { Utf8, Latin1 };

/// What the cells of a block look like.
struct CellSyntax {
  RecordSyntax record;
  Encoding encoding = Encoding::Utf8;
};

/// Splits the records of `block` into `rows` (emptied first; its capacity is used again).
///
/// Blank lines are no rows. A row that is not as wide as `columns` is refused (WrongCellCount), as
/// is one that is not UTF-8 (NotUtf8): the bytes at fault then stand in `raw` as \xHH.
///
/// Cost:    about 1 GB/s without quotes, half of it with; no allocation per cell.
/// Threads: reads only the block.
void split_cells(RecordBlock block, const CellSyntax& syntax,
                 const std::shared_ptr<const std::vector<std::string>>& columns, RawRows& rows);

/// Splits one record into texts: a header, or a row of a sample.
[[nodiscard]] std::vector<std::string> split_record(std::string_view record, char separator);

/// `bytes` with every byte that belongs to no UTF-8 character written as \xHH.
[[nodiscard]] std::string escaped_utf8(std::string_view bytes);

}  // namespace parcours::collect
