#pragma once
// Patterns: which journeys hold a sequence of events with gaps, negation, repetition, conditions
// and limits of time, how often, and how long it takes.
//
//   Snapshot + PatternSpec  ->  PatternResult
//   journeys   a syntax tree    journeys that match, in progress; occurrences and their durations
//
// A match is a choice of events, in journey order, that fills the pattern. A journey matches if it
// has one. Occurrences do not overlap: the match that ends first counts (of these the one that
// starts last), and the search begins anew after its last event. A pattern that is bound to the
// start or the end of the journey occurs once at most. Where a running journey ends is not known
// yet.

#include <array>
#include <cstdint>

#include "analysis/blocks.h"
#include "analysis/pattern_text.h"
#include "journey/mask.h"
#include "journey/snapshot.h"

namespace parcours::analysis {

/// The analyst's question.
struct PatternSpec {
  Pattern pattern;
};

struct PatternResult {
  static constexpr std::array<double, 5> kWanted = {0.10, 0.25, 0.50, 0.75, 0.90};
  std::uint64_t journeys = 0;     ///< The base: all journeys of the snapshot.
  std::uint64_t matching = 0;     ///< Hold at least one match.
  std::uint64_t in_progress = 0;  ///< Hold none, but one begun can still be completed.
  std::uint64_t occurrences = 0;  ///< Without overlap, over all journeys.
  /// Percentiles of the times from the first to the last event of occurrences; 0 if there is none.
  std::array<double, kWanted.size()> duration_us{};
};

/// Where a journey stands. Each journey is in one of these.
enum class PatternState : std::uint8_t {
  Matching,
  InProgress,  ///< No match, but one begun can still be completed: its limits of time reach past
               ///< the data's end, or where it has none the journey is running.
  Without,     ///< No match, and none begun can still be completed.
};

/// Measures one pattern.
///
/// Order:   events of a journey are read in journey order; equal times keep that order.
/// Cost:    one pass; short journeys with a chain: per journey and step, else per event the links
///          that lead to the steps it fills. Where a pattern branches and limits more than one
///          time, a step may hold several open matches.
/// Errors:  Error(BadQuery) at the test that names no touchpoint or property, or if the pattern
///          has too many steps; Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/patterns.md
[[nodiscard]] PatternResult measure_pattern(const journey::Snapshot& snapshot,
                                            const PatternSpec& spec, const Execution& run = {});

/// The journeys in one state.
///
/// Errors:  those of measure_pattern.
/// Threads: as measure_pattern.
[[nodiscard]] journey::JourneySet journeys_in_pattern(const journey::Snapshot& snapshot,
                                                      const PatternSpec& spec, PatternState state,
                                                      const Execution& run = {});

}  // namespace parcours::analysis
