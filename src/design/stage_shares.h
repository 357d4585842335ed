#pragma once
// How many journeys kept to each stage, group by group: conformance, one number a group of
// journeys.
//
//   LivedJourneys  +  Aligner  +  a group a journey  ->  a StageShare a group and activity
//
// Over one group these are journeys_concerned and journeys_fitting of conformance.h.

#include <cstdint>
#include <span>
#include <vector>

#include "design/conformance_journeys.h"

namespace parcours::design {

struct StageShare {
  std::uint64_t concerned = 0;
  std::uint64_t fitting = 0;
  bool operator==(const StageShare&) const = default;
};

/// Groups are 0..groups-1; a journey of kNone is in none and is not aligned for its own sake.
struct JourneyGroups {
  std::span<const std::uint32_t> of;  ///< [journeys]
  std::size_t groups = 0;
};

/// Shape:  [group * activities + activity]
/// Cost:   one alignment a variant that a grouped journey takes, in parallel; a byte a variant and
///         activity.
/// Errors: Error(Cancelled).
/// Source: docs/methods/conformance.md
[[nodiscard]] std::vector<StageShare> measure_stage_shares(const LivedJourneys& lived,
                                                           const Aligner& aligner,
                                                           const JourneyGroups& groups,
                                                           const analysis::Execution& run = {});

}  // namespace parcours::design
