#pragma once
// Counts how often each message of a block has been seen before: two equal rows are two events.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/text.h"

namespace parcours::collect {

/// A table of the hashes of one block (open addressing, at most half full).
///
/// Cost: a few ns a call, 12 bytes a slot. Half of the hash is kept: should two differing rows of a
///       block share it, one of them counts as a repeat, which only changes its identity.
class RepeatCounter {
 public:
  explicit RepeatCounter(std::size_t most_rows)
      : hashes_(std::bit_ceil(most_rows * 2 + 2)),
        repeats_(hashes_.size()),
        mask_(hashes_.size() - 1) {}

  /// How often `hash` was counted before. At most `most_rows` calls.
  std::uint64_t count(const Hash128& hash) {
    const std::uint64_t wanted = hash.low == 0 ? 1 : hash.low;  // 0 marks a free slot
    for (std::size_t at = wanted & mask_;; at = (at + 1) & mask_) {
      if (hashes_[at] == 0) {
        hashes_[at] = wanted;
        return 0;
      }
      if (hashes_[at] == wanted) return ++repeats_[at];
    }
  }

 private:
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> repeats_;
  std::size_t mask_;
};

}  // namespace parcours::collect
