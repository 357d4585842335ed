#pragma once
// Cuts items into parts by a number of each, side by side, so that those of one part stand together
// and keep their order.
//
//   blocks count their items by part  ->  settle  ->  blocks put each item at its part's next place

#include <array>
#include <cstddef>
#include <vector>

namespace parcours::analysis {

/// Where the items of each block go, part by part.
///
/// Threads: each block by one at a time; settle() once all have counted.
template <std::size_t kParts>
class PartPlaces {
 public:
  explicit PartPlaces(std::size_t blocks) : of_block_(blocks) {}

  /// [parts] How many items the block has; after settle() where its next item of a part goes.
  [[nodiscard]] std::array<std::size_t, kParts>& of(std::size_t block) { return of_block_[block]; }

  void settle() {
    std::size_t next = 0;
    for (std::size_t part = 0; part < kParts; ++part) {
      begin_[part] = next;
      for (auto& row : of_block_) {
        const std::size_t count = row[part];
        row[part] = next;
        next += count;
      }
    }
    begin_[kParts] = next;
  }

  /// Where a part begins, and the one before it ends; begin_of(kParts) is the number of all items.
  [[nodiscard]] std::size_t begin_of(std::size_t part) const { return begin_[part]; }
  [[nodiscard]] std::size_t size_of(std::size_t part) const {
    return begin_[part + 1] - begin_[part];
  }

 private:
  std::vector<std::array<std::size_t, kParts>> of_block_;
  std::array<std::size_t, kParts + 1> begin_{};
};

}  // namespace parcours::analysis
