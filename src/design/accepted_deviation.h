#pragma once
// Deviations that are declared to be none: they cost nothing and leave the count.
//
//   accepted: [{deviation: substituted, stage: order, channel: phone, reason: …}]

#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "design/alignment.h"
#include "design/local_text.h"

namespace parcours::design {

struct Design;

inline constexpr std::size_t kMaxAccepted = 200;

/// "missed", "substituted" or "lived_only": a stage left out, a touchpoint of it on another channel
/// than planned, a contact of it where the design has none.
[[nodiscard]] std::string_view name_of(MoveKind kind);

struct AcceptedDeviation {
  MoveKind kind = MoveKind::LivedOnly;  ///< Missed, substituted or lived only; of a stage.
  std::size_t stage = 0;
  std::string channel{};  ///< Substituted or lived only: only on this one; empty: on any.
  LocalText reason{};     ///< Why it is accepted; may be empty.
  bool operator==(const AcceptedDeviation&) const = default;
};

/// Reads the list; `design` has its stages already.
///
/// Errors: Error(BadInput) at the place at fault: no list, an unknown stage or deviation (with the
///         nearest), a channel of what is missed, the same twice; Error(TooLarge) past
///         kMaxAccepted.
[[nodiscard]] std::vector<AcceptedDeviation> parse_accepted(const Node& list, const Design& design);

/// As a YAML mapping in one line.
[[nodiscard]] std::string accepted_text(const AcceptedDeviation& accepted, const Design& design);

}  // namespace parcours::design
