#pragma once
// Rows of a file before anybody knows what they mean: named cells of text.
//
//   bytes  ->  Reader (csv, tsv, jsonl, xes, parquet)  ->  RawRows  ->  Decoder (mapping)  ->
//   EventBatch

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/event_batch.h"

namespace parcours::collect {

/// A block of rows.
///
/// Shape: `cells` is row-major, line.size() * columns->size(); data() == nullptr means that the row
///        has no such cell (an empty text is a cell).
/// Order: rows in file order; `first_row` counts the rows of earlier blocks, refused ones included.
struct RawRows {
  std::shared_ptr<const std::vector<std::string>> columns;
  std::vector<std::string_view> cells;
  std::vector<std::uint64_t> line;    ///< [rows] 1-based line; record number for XES and Parquet.
  std::vector<std::string_view> raw;  ///< [rows] the row as written; empty for XES and Parquet.
  std::uint64_t first_row = 0;
  std::vector<model::Refusal> refused;  ///< Rows that could not even be split into cells.
  std::vector<std::shared_ptr<const void>> storage;  ///< Keeps the bytes alive.

  [[nodiscard]] std::size_t rows() const { return line.size(); }
  void clear() { *this = RawRows{}; }
};

/// A file opened for reading, row by row.
///
/// Threads: `next` is safe from several threads; blocks may be worked on side by side.
class Reader {
 public:
  virtual ~Reader() = default;
  /// The next block; false at the end (and then the block is empty).
  ///
  /// Errors: Error(BadInput) with the file's name if it cannot be read on (truncated gzip, XML that
  ///         is not well formed …): rows before that point have been delivered.
  [[nodiscard]] virtual bool next(RawRows& block) = 0;
  [[nodiscard]] virtual model::EventSource::Progress progress() const = 0;
  /// The columns that every block has; empty if they may differ from block to block (JSON, XES).
  [[nodiscard]] virtual std::vector<std::string> fixed_columns() const { return {}; }
  /// What was guessed or changed on opening and a user should know.
  [[nodiscard]] virtual std::vector<Message> notices() const { return {}; }
};

}  // namespace parcours::collect
