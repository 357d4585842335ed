#pragma once
// Places for all deviations that two dictionaries allow, so that counting needs no search.

#include <cstdint>
#include <optional>
#include <span>

#include "design/conformance.h"

namespace parcours::design {

/// Missed activities stand first, then label x activity for substituted, then label x (none,
/// activity) for what is lived only.
struct DeviationPlaces {
  std::size_t labels = 0;
  std::size_t activities = 0;

  [[nodiscard]] std::size_t size() const {
    return activities + labels * activities + labels * (activities + 1);
  }
  [[nodiscard]] std::size_t place_of(const DeviationKey& key) const {
    switch (key.kind) {
      case MoveKind::DesignedOnly:
        return key.activity;
      case MoveKind::Substituted:
        return activities + key.label * activities + key.activity;
      default:
        break;
    }
    const std::size_t after = key.activity == kNone ? 0 : std::size_t{key.activity} + 1;
    return activities + labels * activities + key.label * (activities + 1) + after;
  }
  [[nodiscard]] DeviationKey key_at(std::size_t place) const {
    const auto code = [](std::size_t n) { return static_cast<std::uint32_t>(n); };
    if (place < activities) return {MoveKind::DesignedOnly, kNone, code(place)};
    place -= activities;
    if (place < labels * activities) {
      return {MoveKind::Substituted, code(place / activities), code(place % activities)};
    }
    place -= labels * activities;
    const std::size_t after = place % (activities + 1);
    return {MoveKind::LivedOnly, code(place / (activities + 1)),
            after == 0 ? kNone : code(after - 1)};
  }
};

/// Whether a move leaves the model at a price.
[[nodiscard]] inline bool is_deviation(const Move& move) {
  return move.kind != MoveKind::Synchronous && move.cost != 0;
}

/// The activity that a move is counted with: its own, or that its event belongs to; kNone: none.
[[nodiscard]] inline std::uint32_t activity_of(const Move& move, std::span<const LivedLabel> lived,
                                               const AlignmentCosts& costs) {
  return move.kind == MoveKind::LivedOnly ? costs.home_of(lived[move.event]) : move.activity;
}

/// Calls `each(move, key)` for every move that is not synchronous; `key` as above.
template <typename Each>
void for_deviations(const Alignment& alignment, std::span<const LivedLabel> lived,
                    const Each& each) {
  std::uint32_t done = kNone;  // the activity done last, on whatever channel
  for (const Move& move : alignment.moves) {
    const std::uint32_t label = move.event == kNone ? kNone : lived[move.event];
    if (move.kind == MoveKind::LivedOnly) {
      each(move, DeviationKey{move.kind, label, done});
      continue;
    }
    if (move.kind != MoveKind::Synchronous)
      each(move, DeviationKey{move.kind, label, move.activity});
    if (move.kind != MoveKind::DesignedOnly) done = move.activity;
  }
}

}  // namespace parcours::design
