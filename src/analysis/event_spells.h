#pragma once
// Spells: how long each journey waited, and what ended the wait.
//
//   JourneyView + SpellRule  ->  spells, one a journey that reaches the origin
//
// A spell begins at the origin and ends at the first outcome after it. A journey without an outcome
// is still waiting when the data end, or leaves at its last event if the rule says so. A spell is
// one number, time and kind packed, so that sorted numbers are times with outcomes before the rest.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/blocks.h"
#include "journey/journey_view.h"
#include "model/ids.h"

namespace parcours::analysis {

inline constexpr std::size_t kMaxOutcomes = 8;

/// What becomes of a journey that is over without any outcome.
enum class EndedWithout : std::uint8_t {
  AtRisk,    ///< It waits until the data end: silence is no event.
  Censored,  ///< It is not looked at any more from its last event on.
  Outcome,   ///< "Ended without" is an outcome of its own, at its last event.
};

/// When the clock starts, and what stops it.
struct SpellRule {
  /// None: the journey's first event, which may be an outcome itself (time zero). Otherwise the
  /// first time that the touchpoint is met; outcomes are looked for after it.
  std::optional<model::TouchpointId> origin{};
  std::vector<model::TouchpointId> outcomes;  ///< 1..kMaxOutcomes, all different.
  EndedWithout ended = EndedWithout::AtRisk;

  /// Outcomes that compete, "ended without" included where it is one (the last).
  [[nodiscard]] std::size_t causes() const {
    return outcomes.size() + (ended == EndedWithout::Outcome ? 1 : 0);
  }
};

/// Time and kind in one number: time << 4 | kind.
///
/// Units: time_us in microseconds, 0..2^59. Kinds: the place of the outcome, or one of the below.
using Spell = std::uint64_t;
inline constexpr std::uint32_t kSpellRunning = 14;  ///< No outcome yet, and the journey runs.
inline constexpr std::uint32_t kSpellQuiet = 15;    ///< No outcome, and the journey does not run.

[[nodiscard]] constexpr Spell spell(std::int64_t time_us, std::uint32_t kind) {
  return static_cast<Spell>(time_us) << 4U | kind;
}
[[nodiscard]] constexpr std::int64_t time_us_of(Spell s) {
  return static_cast<std::int64_t>(s >> 4U);
}
[[nodiscard]] constexpr std::uint32_t kind_of(Spell s) {
  return static_cast<std::uint32_t>(s & 15U);
}
[[nodiscard]] constexpr bool is_censored(Spell s) {
  return kind_of(s) >= kSpellRunning;
}

/// Reads journeys one by one. Errors: Error(BadQuery) if the outcomes are none, too many or twice
/// the same.
class SpellReader {
 public:
  SpellReader(const journey::JourneyView& view, const SpellRule& rule);

  /// The spell of a journey; nothing if it never reaches the origin.
  [[nodiscard]] std::optional<Spell> spell_of(std::size_t journey) const;

 private:
  [[nodiscard]] Spell without_outcome(std::size_t journey, std::int64_t began_us) const;

  const journey::JourneyView& view_;
  const SpellRule& rule_;
  std::vector<std::uint8_t> outcome_;  // [touchpoints] place of the outcome, or kSpellQuiet
};

/// All spells in rising order.
///
/// Cost:    one pass that leaves a journey at its outcome, then a sort of one number a journey.
/// Errors:  those of SpellReader; Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
[[nodiscard]] std::vector<Spell> sorted_spells(const journey::JourneyView& view,
                                               const SpellRule& rule, const Execution& run);

}  // namespace parcours::analysis
