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
/// Cost: a few ns a call, 24 bytes a slot.
class RepeatCounter {
 public:
  explicit RepeatCounter(std::size_t most_rows)
      : slots_(std::bit_ceil(most_rows * 2 + 2)), mask_(slots_.size() - 1) {}

  /// How often `hash` was counted before. At most `most_rows` calls.
  std::uint64_t count(const Hash128& hash) {
    for (std::size_t at = hash.low & mask_;; at = (at + 1) & mask_) {
      Slot& slot = slots_[at];
      if (slot.seen == 0) slot.hash = hash;
      if (slot.hash == hash) return slot.seen++;
    }
  }

 private:
  struct Slot {
    Hash128 hash;
    std::uint64_t seen = 0;
  };
  std::vector<Slot> slots_;
  std::size_t mask_;
};

}  // namespace parcours::collect
