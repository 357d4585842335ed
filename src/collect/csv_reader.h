#pragma once
// CSV and TSV files.
//
//   ByteStream  ->  RecordBlocks (one thread at a time)  ->  split_cells (side by side)  -> RawRows
//
// Cells are separated by , ; tab or |, quoted as in RFC 4180 (line breaks and doubled quotes
// inside). UTF-8 and Latin-1 (read as Windows-1252), with or without byte-order mark, CR LF or LF.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "collect/csv_dialect.h"
#include "collect/raw_rows.h"
#include "collect/record_blocks.h"

namespace parcours::collect {

inline constexpr std::size_t kMaxColumns = 4096;

/// A CSV file opened for reading.
///
/// Refuses: WrongCellCount, BrokenQuote, LineTooLong, NotUtf8 (its `raw` shows the bytes as \xHH).
/// Threads: `next` holds a lock only while it takes the next whole records.
class CsvReader final : public Reader {
 public:
  /// Reads the beginning of the stream: dialect and header.
  ///
  /// Errors: Error(BadInput) for an empty file, UTF-16, bytes that are no text, a first line that
  ///         cannot be read; Error(TooLarge) for more than kMaxColumns columns.
  CsvReader(ByteStream stream, const CsvOptions& options);

  [[nodiscard]] bool next(RawRows& block) override;
  [[nodiscard]] model::EventSource::Progress progress() const override;
  [[nodiscard]] std::vector<std::string> fixed_columns() const override { return *columns_; }
  [[nodiscard]] std::vector<Message> notices() const override { return dialect_.notices; }
  [[nodiscard]] const CsvDialect& dialect() const { return dialect_; }

 private:
  void read_header(const CsvOptions& options);

  mutable std::mutex lock_;
  RecordBlocks blocks_;
  CsvDialect dialect_;
  std::shared_ptr<const std::vector<std::string>> columns_;
};

}  // namespace parcours::collect
