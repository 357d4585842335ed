#pragma once
// A model and costs as the ways of aligning read them, and the numbers they all reckon in.
//
// A rank is a cost with the number of moves that are not synchronous in its low bits: the least
// rank is the least cost, and the fewest such moves among equals. A footprint is a sum of
// numbers drawn for each decision (this event for that activity, that activity missed): two
// alignments that decide alike have equal ones, and two that do not hardly ever (2^-40). The least
// and the greatest footprint among the alignments of least rank tell whether there is a choice.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "design/alignment.h"
#include "design/model_blocks.h"

namespace parcours::design {

using Rank = std::int64_t;
inline constexpr unsigned kMovesBits = 20;
inline constexpr Rank kFar = Rank{1} << 61U;
inline constexpr std::size_t kMaxAlignedEvents = std::size_t{1} << 19U;

/// The rank of one move that is not synchronous.
[[nodiscard]] constexpr Rank rank_of(std::int64_t cost) {
  return (cost << kMovesBits) + 1;
}
[[nodiscard]] constexpr std::int64_t cost_of(Rank rank) {
  return rank >> kMovesBits;
}

/// A number of 40 bits drawn for a decision.
[[nodiscard]] constexpr std::int64_t drawn(std::uint32_t event, std::uint32_t activity) {
  std::uint64_t x = (std::uint64_t{event} << 32U | activity) + 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111eb;
  return static_cast<std::int64_t>((x ^ (x >> 31U)) >> 24U);
}

/// The least rank, and the least and greatest footprint of what reaches it.
struct Reach {
  Rank rank = kFar;
  std::int64_t low = 0;
  std::int64_t high = 0;

  /// Takes `other`, after a move of that rank and footprint, if it is as good or better. Says
  /// whether anything changed.
  bool take(const Reach& other, Rank rank_of_move, std::int64_t footprint) {
    const Rank sum = other.rank + rank_of_move;
    if (sum > rank) return false;
    const Reach offered{sum, other.low + footprint, other.high + footprint};
    if (sum < rank) {
      *this = offered;
      return true;
    }
    const bool wider = offered.low < low || offered.high > high;
    low = std::min(low, offered.low);
    high = std::max(high, offered.high);
    return wider;
  }
};

struct AlignmentPlan {
  ModelBlocks model;
  AlignmentCosts costs;
  std::vector<Rank>
      match;  ///< [labels x activities] of a label standing for one; kFar if it does not.
  std::vector<Rank> lived;   ///< [labels] of leaving one alone.
  std::vector<Rank> missed;  ///< [activities]

  [[nodiscard]] std::size_t labels() const { return lived.size(); }
  [[nodiscard]] Rank match_of(LivedLabel label, std::uint32_t activity) const {
    return match[std::size_t{label} * model.activities + activity];
  }
  [[nodiscard]] Move matched(std::uint32_t event, LivedLabel label, std::uint32_t activity) const {
    const Rank rank = match_of(label, activity);
    return {.kind = rank == 0 ? MoveKind::Synchronous : MoveKind::Substituted,
            .event = event,
            .activity = activity,
            .cost = cost_of(rank)};
  }
  [[nodiscard]] Move left_alone(std::uint32_t event, LivedLabel label) const {
    return {.kind = MoveKind::LivedOnly,
            .event = event,
            .activity = kNone,
            .cost = costs.lived_only[label]};
  }
  [[nodiscard]] Move missing(std::uint32_t activity) const {
    return {.kind = MoveKind::DesignedOnly,
            .event = kNone,
            .activity = activity,
            .cost = costs.designed_only[activity]};
  }
};

/// Which labels the blocks see, and what leaving one alone costs there.
struct BlockLabels {
  std::vector<std::vector<std::uint8_t>> sees;  ///< [blocks][labels]
  std::vector<std::vector<Rank>> lived;         ///< [blocks][labels]
};

/// As the model says; an event that several parts side by side see has no single one of them.
struct LabelViews {
  bool shared =
      false;          ///< Parts side by side see a label in common; otherwise all three are equal.
  BlockLabels most;   ///< Only the first of them sees it: what is found is an alignment.
  BlockLabels least;  ///< All see it and may leave it for nothing: no alignment is cheaper.
};
[[nodiscard]] LabelViews views_of(const AlignmentPlan& plan);

}  // namespace parcours::design
