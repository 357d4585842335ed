#pragma once
// Summary: how much there is, over which period, and how much of it stands in ties.
//
//   JourneyView  ->  Summary
//
// Everything is counted on the view itself, so the summary of a selection is the selection's own.

#include <cstdint>

#include "analysis/blocks.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// Counts of one view. Touchpoints and channels are those that at least one event carries.
struct Summary {
  std::uint64_t events = 0;
  std::uint64_t journeys = 0;
  std::uint64_t customers = 0;
  std::uint64_t touchpoints = 0;
  std::uint64_t channels = 0;
  std::uint64_t variants = 0;  ///< Distinct sequences, as VariantMode::Full.
  std::uint64_t running = 0;   ///< Journeys still running.
  std::int64_t from_us = 0;    ///< First event; 0 if there is none.
  std::int64_t to_us = 0;      ///< Last event.
  std::uint64_t tied_pairs = 0;
  std::uint64_t tied_events = 0;
  std::uint64_t tied_journeys = 0;
};

/// Measures the summary.
///
/// Cost:    two passes, one of them for the variants.
/// Errors:  Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/journeys.md, docs/methods/ties.md
[[nodiscard]] Summary measure_summary(const journey::JourneyView& view, const Execution& run = {});

}  // namespace parcours::analysis
