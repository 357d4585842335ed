#pragma once
// What journeys with a deviation are worth beside those that fit.
//
//   LivedJourneys, Conformance  +  value of events  ->  for each deviation: mean, difference
//
// A journey is worth the sum of the values of its events, nothing if none has one. Journeys that
// are still running are left out on both sides: their worth is not known yet. A difference goes
// with a deviation; it does not say that the deviation is its cause.

#include <optional>
#include <vector>

#include "analysis/bounds.h"
#include "design/conformance.h"
#include "journey/snapshot.h"

namespace parcours::design {

/// Journeys that are over, by what they are worth. Units: as in the log.
struct JourneyWorth {
  std::uint64_t journeys = 0;
  std::uint64_t customers = 0;
  std::optional<double> mean;  ///< A journey; nothing if there is none.
};

/// Journeys that are over and hold one deviation.
struct DeviationValue {
  JourneyWorth worth;
  std::optional<double> difference{};        ///< Mean less that of those that fit.
  std::optional<analysis::Bounds> bounds{};  ///< 95 %, of the difference; customers are the unit.
  std::optional<double> q{};                 ///< Among all deviations that are tested.
  /// q is at most 0.05, the interval lies on one side, ten customers stand behind either mean.
  bool clear = false;
};

struct DeviationValues {
  JourneyWorth fitting;
  std::vector<DeviationValue> of;  ///< As Conformance::deviations; of accepted ones nothing.
};

/// Nothing if the log has no values.
///
/// Cost:    that of aligning every variant that deviates once more, then one pass in order; about
///          150 bytes a deviation and 4 a deviation of a variant.
/// Errors:  Error(Cancelled).
/// Source:  docs/methods/conformance.md, docs/methods/compare.md (means)
[[nodiscard]] std::optional<DeviationValues> value_deviations(const journey::Snapshot& snapshot,
                                                              const LivedJourneys& lived,
                                                              const Aligner& aligner,
                                                              const Conformance& measured,
                                                              const analysis::Execution& run = {});

}  // namespace parcours::design
