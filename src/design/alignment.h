#pragma once
// Optimal alignments: the cheapest way to lay a lived sequence beside what a model allows.
//
//   lived      a  x  c               moves:  a with a (synchronous), x alone (lived only),
//   designed   a     b  c                    b alone (designed only), c with c
//
// The costs say for each lived label which activities it may stand for: its own for nothing
// (synchronous), others at a price (substituted: done on another channel, say); what it costs to
// leave it alone; and for each activity what it costs to miss it. Silent parts cost exactly
// nothing and are no moves. An open journey is aligned as a beginning: what is still missing at its
// end is no deviation.
//
// A move other than a synchronous one whose cost is zero is an accepted deviation.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "design/process_model.h"

namespace parcours::design {

using LivedLabel = std::uint16_t;

enum class MoveKind : std::uint8_t { Synchronous, Substituted, LivedOnly, DesignedOnly };

inline constexpr std::int64_t kMaxMoveCost = 1'000'000;
inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

/// An activity that a lived label may stand for.
struct StandsFor {
  std::uint32_t activity = 0;
  MoveKind kind = MoveKind::Synchronous;  ///< Or Substituted.
  std::int64_t cost = 0;                  ///< 0 if synchronous.
};

/// What each move costs; all costs lie in 0..kMaxMoveCost.
struct AlignmentCosts {
  std::vector<std::int64_t> lived_only;            ///< [lived labels]
  std::vector<std::vector<StandsFor>> stands_for;  ///< [lived labels]
  std::vector<std::int64_t> designed_only;         ///< [activities]
  /// [lived labels], or empty: the activity that an event left alone is counted with; kNone: none.
  std::vector<std::uint32_t> belongs_to{};

  [[nodiscard]] std::uint32_t home_of(LivedLabel label) const {
    return belongs_to.empty() ? kNone : belongs_to[label];
  }
};

/// Labels are the activities of the model, then `further` ones that it does not know; a move alone
/// costs one, each label stands for its own activity.
[[nodiscard]] AlignmentCosts unit_costs(const ProcessModel& model, std::size_t further);

enum class Ending : std::uint8_t { Finished, Open };

struct Move {
  MoveKind kind = MoveKind::Synchronous;
  std::uint32_t event = kNone;     ///< Place in the lived sequence; kNone if designed only.
  std::uint32_t activity = kNone;  ///< kNone if lived only.
  std::int64_t cost = 0;
  bool operator==(const Move&) const = default;
};

/// Invariant: the moves' events are all lived ones in their order; their costs sum to `cost`.
struct Alignment {
  std::vector<Move> moves;
  std::int64_t cost = 0;
  std::int64_t at_least = 0;  ///< No alignment is cheaper; equals `cost` unless the budget ended.
  /// As cheap and with as few deviations, an event can stand for something else, or other
  /// activities be missed; said too where the budget ended before that was ruled out.
  bool ambiguous = false;

  [[nodiscard]] bool is_optimal() const { return cost == at_least; }
};

/// How much one alignment may take: states of tables, of about 24 bytes and some nanoseconds; a
/// state of the search counts as kSearchState of them.
struct AlignmentBudget {
  std::uint64_t states = 20'000'000;
  static constexpr std::uint64_t kSearchState = 100;
};

/// A model and costs, made ready once for many sequences.
///
/// Choice:  among the cheapest alignments one with the fewest moves that are not synchronous; among
///          these, from the first event on: its own activity before another's, an event's match
///          before a missed activity, that before an event left alone; the earlier in the model's
///          text first; a parallel part as short as may be, and each of its parts by itself.
/// Threads: reads only; one aligner serves many threads.
/// Source:  docs/methods/conformance.md, ADR-0022
class Aligner {
 public:
  /// Errors: those of check_model; Error(BadInput) if costs lie outside their limits, name unknown
  ///         activities, or do not cover the model.
  Aligner(const ProcessModel& model, AlignmentCosts costs, const AlignmentBudget& budget = {});
  ~Aligner();
  Aligner(Aligner&&) noexcept;
  Aligner& operator=(Aligner&&) noexcept;

  /// Aligns one sequence; labels lie within the costs.
  ///
  /// Cost: where no two parts side by side share a label (true of all that the inductive miner
  ///       finds), tables: O(events x edges), in parallel parts with the square or cube of the
  ///       events of that part. Otherwise a search in the order of cost + a bound.
  ///       Past the budget: the cheapest alignment known, and a lower bound in `at_least`.
  [[nodiscard]] Alignment align(std::span<const LivedLabel> lived, Ending ending) const;

  /// The cost of leaving every event alone.
  [[nodiscard]] std::int64_t lived_alone(std::span<const LivedLabel> lived) const;
  /// The cost of missing all of the cheapest way through the model; 0 for an open journey.
  [[nodiscard]] std::int64_t designed_alone(Ending ending) const;

  [[nodiscard]] const AlignmentCosts& costs() const;
  [[nodiscard]] std::uint32_t activities() const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

/// 1 − cost / alone, where `alone` is what it costs to align nothing with anything: lived_alone +
/// designed_alone; 1 if that is zero.
[[nodiscard]] double fitness_of(std::int64_t cost, std::int64_t alone);

}  // namespace parcours::design
