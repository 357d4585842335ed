#pragma once
// Which events are of which touchpoints, a bit an event, so that questions about short journeys
// look at 64 events at once.
//
//   touchpoint    a b a c | b a
//   row {a}       1 0 1 0   0 1
//   row {b, c}    0 1 0 1   1 0

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "model/ids.h"

namespace parcours::analysis {

/// Rows of bits over a stretch of a column of touchpoints, which moves along the column.
///
/// Threads: one.
class TouchpointBits {
 public:
  /// Events that a row can be asked for at once.
  static constexpr std::uint64_t kSpan = 64;

  /// `rows` says which touchpoints each row marks; one that no event has may stand among them.
  ///
  /// The column must outlive the bits.
  TouchpointBits(std::span<const model::TouchpointId> column,
                 std::vector<std::vector<model::TouchpointId>> rows);

  /// The touchpoints that each row marks.
  [[nodiscard]] const std::vector<std::vector<model::TouchpointId>>& rows() const { return rows_; }

  /// Makes the events from `begin` to `end` available; end - begin <= kSpan.
  ///
  /// Cost: nothing while they stand in the present stretch; else a new one of 32 Ki events begins
  ///       with them, about 0.1 ns an event and touchpoint marked.
  void cover(std::uint64_t begin, std::uint64_t end) {
    if (begin < begin_ || end > end_) move_to(begin);
  }
  /// Bit i: event begin + i is one of the row. Bits of events not covered say nothing.
  [[nodiscard]] std::uint64_t from(std::uint64_t begin, std::size_t row) const {
    const std::uint64_t at = begin - begin_;
    const std::uint64_t* const word = &bits_[at / 64 * rows_.size() + row];
    return word[0] >> (at % 64) | (word[rows_.size()] << 1U) << (63 - at % 64);
  }

 private:
  static constexpr std::uint64_t kStretch = 1U << 15U;

  void move_to(std::uint64_t begin);
  void mark(const model::TouchpointId* events, std::uint64_t* word) const;

  std::span<const model::TouchpointId> column_;
  std::vector<std::vector<model::TouchpointId>> rows_;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  std::vector<std::uint64_t> bits_;  // [words][rows], and a word that is never set
};

}  // namespace parcours::analysis
