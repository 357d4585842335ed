#pragma once
// Numbers for the pairs of touchpoints that follow each other: rows of every table about edges.

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <variant>
#include <vector>

#include "analysis/blocks.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

struct TouchpointPair {
  std::uint16_t from;
  std::uint16_t to;
};

/// Every pair has a number, whether it occurs or not: no look-up at all.
class AllPairs {
 public:
  explicit AllPairs(std::size_t touchpoints) : touchpoints_(touchpoints) {}
  [[nodiscard]] std::size_t of(std::size_t from, std::size_t to) const {
    return from * touchpoints_ + to;
  }
  [[nodiscard]] AllPairs lookup() const { return *this; }
  [[nodiscard]] std::size_t count() const { return touchpoints_ * touchpoints_; }
  [[nodiscard]] TouchpointPair pair(std::size_t number) const {
    return {.from = static_cast<std::uint16_t>(number / touchpoints_),
            .to = static_cast<std::uint16_t>(number % touchpoints_)};
  }

 private:
  std::size_t touchpoints_;
};

/// Only pairs that occur have a number, by rising codes.
class OccurringPairs {
 public:
  /// Cost: one pass over the view. Errors: Error(Cancelled).
  OccurringPairs(const journey::JourneyView& view, const std::vector<Block>& blocks,
                 const Execution& run);

  /// A look at the numbers, to be kept in a local variable of a hot loop.
  class Lookup {
   public:
    /// The number of a pair that occurs.
    [[nodiscard]] std::size_t of(std::size_t from, std::size_t to) const {
      if (table_ != nullptr) return table_[from * touchpoints_ + to];
      return number_->find(code_of(from, to))->second;
    }

   private:
    friend class OccurringPairs;
    std::size_t touchpoints_ = 0;
    const std::uint32_t* table_ = nullptr;
    const std::unordered_map<std::uint32_t, std::uint32_t>* number_ = nullptr;
  };
  [[nodiscard]] Lookup lookup() const;
  [[nodiscard]] std::size_t count() const { return pairs_.size(); }
  [[nodiscard]] TouchpointPair pair(std::size_t number) const {
    return {.from = static_cast<std::uint16_t>(pairs_[number] >> 16U),
            .to = static_cast<std::uint16_t>(pairs_[number] & 0xFFFFU)};
  }

 private:
  static std::uint32_t code_of(std::size_t from, std::size_t to) {
    return static_cast<std::uint32_t>(from << 16U | to);
  }

  std::size_t touchpoints_;
  std::vector<std::uint32_t> pairs_;  // [numbers] from << 16 | to
  std::vector<std::uint32_t> table_;  // [touchpoints^2] while that is small …
  std::unordered_map<std::uint32_t, std::uint32_t> number_;  // … this beyond
};

/// The kind that suits the number of touchpoints; visit it outside of loops.
using PairNumbers = std::variant<AllPairs, OccurringPairs>;
[[nodiscard]] PairNumbers number_pairs(const journey::JourneyView& view,
                                       const std::vector<Block>& blocks, const Execution& run);

}  // namespace parcours::analysis
