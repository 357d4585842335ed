#pragma once
// JSON lines: one object a line, flattened.
//
//   {"user": "7", "properties": {"price": 9.90, "tags": ["a"]}}
//     ->  user = 7, properties.price = 9.90, properties.tags = ["a"]
//
// Numbers keep the digits in which they were written, texts lose their quotes and escapes, true and
// false stay words, null is an absent cell, arrays (and objects nested deeper than kMaxNesting)
// stand as JSON text. Columns may differ from block to block.

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "collect/raw_rows.h"
#include "collect/record_blocks.h"
#include "collect/sparse_rows.h"

namespace parcours::collect {

inline constexpr int kMaxNesting = 16;

/// A file of JSON lines opened for reading.
///
/// Refuses: BrokenRecord with the parser's reason for a line that is not one JSON object;
/// LineTooLong;
///          NotUtf8 (its `raw` shows the bytes as \xHH).
/// Cost:    some 500 MB/s a thread; blank lines are no rows.
/// Threads: `next` holds a lock only while it takes the next whole lines.
class JsonlReader final : public Reader {
 public:
  /// Errors: Error(BadInput) for an empty file or one that is no text.
  explicit JsonlReader(ByteStream stream);
  ~JsonlReader() override;

  /// Errors: as Reader::next; Error(TooLarge) if a block has more than kMaxColumns fields.
  [[nodiscard]] bool next(RawRows& block) override;
  [[nodiscard]] model::EventSource::Progress progress() const override;

 private:
  struct Parsed;
  [[nodiscard]] std::shared_ptr<Parsed> parse(RecordBlock lines);
  void hand_out(std::shared_ptr<Parsed> parsed, RawRows& block);

  mutable std::mutex lock_;
  RecordBlocks blocks_;
  BufferPool pool_;
  std::deque<std::shared_ptr<Parsed>> rest_;  // blocks too wide to be handed out at once
  std::shared_ptr<const std::vector<std::string>> known_;  // columns seen so far, if not too many
};

}  // namespace parcours::collect
