#pragma once
// Cuts a stream of text into blocks of whole records: the only part of reading that one thread must
// do alone.
//
//   ByteStream  ->  RecordBlocks  ->  RecordBlock, RecordBlock, …  ->  parsed side by side
//
// A record ends with a line break that stands in no quotes. A quote opens only at the beginning of
// a cell (elsewhere it is an ordinary character) and closes at the next one that is not doubled;
// behind it the cell must end. Where that fails, or no closing quote comes within kMaxRecordBytes,
// the line in which the record began is refused and reading goes on with the next line.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "collect/buffer_pool.h"
#include "collect/byte_stream.h"
#include "model/event_batch.h"

namespace parcours::collect {

inline constexpr std::size_t kBlockBytes = 1U << 20U;
inline constexpr std::size_t kMaxRecordBytes = 16U << 20U;
inline constexpr std::size_t kMaxRawBytes = 64U << 10U;  ///< Kept of a refused row.

/// What delimits records.
struct RecordSyntax {
  enum class Quotes : std::uint8_t { None, Double };
  Quotes quotes = Quotes::Double;
  char separator = ',';  ///< Only needed to know where a quote may open.
  char newline = '\n';   ///< '\r' for files that know no other line end.
};

/// Whole records, one after the other, each with its line break (the last may lack it).
struct RecordBlock {
  Buffer buffer;         ///< kMaskPadding readable bytes follow the records.
  std::size_t size = 0;  ///< Bytes of records.
  std::uint64_t first_line = 1;
  std::uint64_t first_row = 0;  ///< Records before this block, refused and blank ones included.
  std::uint64_t records = 0;
  bool has_quotes = false;  ///< Whether any quote byte occurs.

  /// Lines to be refused instead of parsed, by rising place.
  struct BrokenLine {
    std::size_t begin = 0;
    std::size_t end = 0;  ///< Of the line, without its break.
    Message why;
  };
  std::vector<BrokenLine> broken;
  std::vector<model::Refusal> refused;  ///< Lines too long to be kept.

  [[nodiscard]] const char* data() const { return buffer.bytes.get(); }
};

/// The stream of blocks.
///
/// Cost:    a few GB/s; memory is one block, or the longest record up to kMaxRecordBytes twice.
/// Threads: one thread at a time.
class RecordBlocks {
 public:
  RecordBlocks(ByteStream stream, RecordSyntax syntax);

  /// The first bytes of the stream, at most `bytes`, without taking them.
  ///
  /// Errors: as ByteStream::read.
  [[nodiscard]] std::string_view peek(std::size_t bytes);
  /// Drops the first `bytes` that peek has shown (a byte-order mark).
  void drop(std::size_t bytes);
  void set_syntax(RecordSyntax syntax) { syntax_ = syntax; }

  /// Takes the first record alone, without its line break: the header. False at the end.
  [[nodiscard]] bool take_first(std::string& record);

  /// Takes the next block; false at the end.
  ///
  /// Errors: as ByteStream::read, once the whole records before the failure have been taken.
  [[nodiscard]] bool next(RecordBlock& block);

  [[nodiscard]] const ByteStream& stream() const { return stream_; }
  [[nodiscard]] std::uint64_t rows() const { return row_; }

 private:
  struct Cut;
  void fill(std::size_t room);
  [[nodiscard]] Cut cut(std::size_t most_records) const;
  void take(RecordBlock& block, const Cut& cut);
  void skip_long_line(RecordBlock& block);

  ByteStream stream_;
  RecordSyntax syntax_;
  BufferPool pool_;
  Buffer buffer_;         // begins with what no block has taken yet
  std::size_t size_ = 0;  // bytes of it that are filled
  bool at_end_ = false;
  std::optional<Error> failure_;  // of reading; thrown when what stands before has been taken
  std::uint64_t line_ = 1;
  std::uint64_t row_ = 0;
};

}  // namespace parcours::collect
