#pragma once
// Alignments by search, for models whose parts side by side share labels: which of them an event
// belongs to is then open, and tables of the parts alone do not tell.
//
//   (marking, event)  ->  its moves  ->  … in the order of cost so far + bound (A*)
//
// A marking says where each block stands. The bound counts: an event that nothing still to come
// can stand for is left alone, and an activity that must still come more often than events could
// stand for it is missed. So it never exceeds what is still to pay. All states within the least
// rank are met, not only those up to the first way, so that the choice among equals is the declared
// one.

#include <optional>
#include <span>

#include "design/alignment_plan.h"

namespace parcours::design {

/// What must and what may still come, from each state of each block to its end.
class SearchBound {
 public:
  explicit SearchBound(const AlignmentPlan& plan);

  /// [activities] the least number of each from a state to the end of its block.
  [[nodiscard]] std::span<const std::uint16_t> must(std::uint32_t block,
                                                    std::uint32_t state) const {
    return std::span(must_[block]).subspan(std::size_t{state} * activities_, activities_);
  }
  /// [labels] 1 if something still to come may take an event of that label.
  [[nodiscard]] std::span<const std::uint8_t> may(std::uint32_t block, std::uint32_t state) const {
    return std::span(may_[block]).subspan(std::size_t{state} * labels_, labels_);
  }

 private:
  bool improve(const AlignmentPlan& plan, std::uint32_t block, std::uint32_t state);

  std::size_t activities_;
  std::size_t labels_;
  std::vector<std::vector<std::uint16_t>> must_;
  std::vector<std::vector<std::uint8_t>> may_;
};

struct Found {
  std::vector<Move> moves;  ///< Empty unless `complete`.
  Rank rank = kFar;         ///< Of the best way, if `complete`.
  Rank at_least = 0;        ///< No way has a lower one.
  bool complete = false;    ///< The budget did not end before a best way was found.
  bool ambiguous = false;   ///< True also where the budget ended before it was ruled out.
};

/// Cost: at most `most_states` states, each with a marking of two bytes a block, and its moves.
[[nodiscard]] Found search_alignment(const AlignmentPlan& plan, const SearchBound& bound,
                                     std::span<const LivedLabel> lived, Ending ending,
                                     std::uint64_t most_states);

}  // namespace parcours::design
