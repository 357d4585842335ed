#pragma once
// Conformance: how lived journeys keep to a model, and where they leave it.
//
//   LivedJourneys  +  Aligner  ->  Conformance      alignments once a variant, counted over
//   journeys the same       +  a ConformanceSet  ->  the journeys behind a number
//
// A deviation is a move that is not synchronous and costs something; one that costs nothing is
// accepted and leaves the count. Deviations are told apart by what they are: an activity missed, a
// label that stands for an activity not its own, a label that is not designed, by the activity done
// last before it.

#include <cstdint>
#include <optional>
#include <vector>

#include "design/alignment.h"
#include "design/conformance_journeys.h"
#include "journey/mask.h"

namespace parcours::design {

inline constexpr std::size_t kMaxDeviationKinds = 4'000'000;

/// What a deviation is.
struct DeviationKey {
  MoveKind kind = MoveKind::LivedOnly;
  std::uint32_t label = kNone;     ///< kNone if missed.
  std::uint32_t activity = kNone;  ///< Missed or substituted; if lived only, the last done before
                                   ///< it (kNone: none yet).
  bool operator==(const DeviationKey&) const = default;
};

struct Deviation {
  DeviationKey key;
  std::uint64_t moves = 0;
  std::uint64_t journeys = 0;    ///< That hold at least one.
  std::uint64_t departures = 0;  ///< That leave the model here first.
  std::int64_t cost = 0;         ///< Of all its moves.
  bool accepted = false;         ///< Costs nothing; nobody departs there.
};

struct ActivityConformance {
  std::uint64_t done = 0;  ///< Moves; so are the next two.
  std::uint64_t substituted = 0;
  std::uint64_t missed = 0;
  std::uint64_t journeys_done = 0;  ///< Journeys with at least one; so are the next two.
  std::uint64_t journeys_substituted = 0;
  std::uint64_t journeys_missed = 0;
  std::uint64_t journeys_lived_only = 0;  ///< With an event left alone that belongs to it.
  std::uint64_t journeys_concerned = 0;   ///< With any of these four.
  std::uint64_t journeys_fitting = 0;     ///< Of those, the ones without a deviation there.
  bool operator==(const ActivityConformance&) const = default;
};

/// Events of one label that stood for one activity, on whatever channel.
struct ContactCount {
  std::uint32_t label = 0;
  std::uint32_t activity = 0;
  MoveKind kind = MoveKind::Synchronous;  ///< Or Substituted.
  std::uint64_t moves = 0;
  std::uint64_t journeys = 0;
};

struct VariantConformance {
  std::uint32_t first_journey = 0;
  std::uint32_t journeys = 0;
  std::int64_t cost = 0;
  std::int64_t at_least = 0;        ///< Less than `cost` if the budget ended.
  std::int64_t alone = 0;           ///< What it costs to align nothing with anything.
  std::uint32_t departure = kNone;  ///< Place in Conformance::deviations of the first one.
  std::uint8_t ambiguous = 0;
  std::uint8_t open = 0;
};

struct CostCount {
  std::int64_t cost = 0;
  std::uint64_t journeys = 0;
  bool operator==(const CostCount&) const = default;
};

/// Invariants: journeys = fitting + sum of departures; the histogram's journeys and `bounded` sum
/// to journeys. A journey fits if its alignment has no deviation.
struct Conformance {
  std::uint64_t journeys = 0;
  std::uint64_t fitting = 0;
  std::uint64_t ambiguous = 0;  ///< Journeys with another alignment as cheap (or not ruled out).
  std::uint64_t bounded = 0;    ///< Journeys whose alignment the budget ended.
  std::int64_t cost = 0;
  std::int64_t cost_at_least = 0;  ///< Equals cost if none is bounded.
  double average_fitness = 1;      ///< Mean over journeys of 1 − cost / alone.
  double log_fitness = 1;          ///< 1 − sum of costs / sum of alone.
  double average_fitness_at_most = 1;
  double log_fitness_at_most = 1;
  std::vector<CostCount> costs;  ///< Rising; journeys whose cost is certain.
  std::vector<ActivityConformance> activities;
  std::vector<ContactCount> contacts;        ///< By activity, then label.
  std::vector<Deviation> deviations;         ///< Missed, substituted, lived only; by codes.
  std::vector<VariantConformance> variants;  ///< By first journey.
  std::vector<std::uint32_t> variant_of;     ///< [journeys]
};

/// Aligns every variant.
///
/// Order:   all sums are of whole numbers, or in the order of variants: the same for any number of
/// threads. Cost:    that of Aligner::align, a variant. Errors:  Error(Cancelled); Error(TooLarge)
/// past kMaxDeviationKinds labels times activities. Source:  docs/methods/conformance.md
[[nodiscard]] Conformance measure_conformance(const LivedJourneys& lived, const Aligner& aligner,
                                              const analysis::Execution& run = {});

/// Which journeys a number stands for.
struct ConformanceSet {
  enum class Of : std::uint8_t {
    Fitting,
    Cost,  ///< Of exactly `cost`; not those that are bounded.
    Bounded,
    Ambiguous,
    Done,  ///< Hold a synchronous move of `activity`; the next two likewise.
    Substituted,
    Missed,
    LivedOnly,   ///< Hold an event left alone that belongs to `activity`.
    Concerned,   ///< Hold any move of `activity`, or such an event.
    FittingAt,   ///< Of those, the ones without a deviation there.
    Contact,     ///< Hold an event of `key.label` that stands for `key.activity`.
    Deviating,   ///< Hold the deviation `key`.
    AnyOfThese,  ///< Hold one of the deviations `keys`.
    Departing,   ///< Leave the model first at `key`.
  };
  Of of = Of::Fitting;
  std::int64_t cost = 0;
  std::uint32_t activity = kNone;
  DeviationKey key{};
  std::vector<DeviationKey> keys{};
};

/// The journeys behind a number of `measured`, which was made of the same journeys and
/// aligner. Cost: up to that of measuring.
[[nodiscard]] journey::JourneySet journeys_in(const LivedJourneys& lived, const Aligner& aligner,
                                              const Conformance& measured,
                                              const ConformanceSet& which,
                                              const analysis::Execution& run = {});

}  // namespace parcours::design
