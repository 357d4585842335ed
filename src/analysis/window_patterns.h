#pragma once
// Sequences of touchpoints in the windows before moments, by how many members of each set met them.
//
//   RiskSets + WindowSpec  ->  MetPattern[]: the closed ones of those met at enough moments
//
// A pattern is met at a moment if some events of its window carry its touchpoints in their order,
// each no later than a gap after the one before; other events may lie between. Of patterns met at
// the very same moments only those stay that no longer one holds (closed patterns).

#include <array>
#include <cstdint>
#include <vector>

#include "analysis/risk_sets.h"

namespace parcours::analysis {

/// Which patterns count.
struct WindowSpec {
  std::int64_t gap_us = 0;    ///< Longest time between neighbours.
  std::size_t length = 3;     ///< Touchpoints at most.
  std::uint64_t support = 1;  ///< >= 1; moments at which a pattern is met at least.
  std::size_t most = 20'000;  ///< Patterns met so often at most.
  std::size_t controls = 1;   ///< Of each set; members = controls + 1.
};

/// Customers who stand in several sets, as the case or beside it: what they met there is not met
/// independently. Sums over them; of a customer, h is 1 if they are a case, k how often they stand
/// beside one, x and y at how many of these moments they met the pattern.
struct Repeats {
  std::uint64_t xy = 0;
  std::uint64_t xk = 0;
  std::uint64_t hy = 0;
  std::uint64_t yy = 0;
  std::uint64_t yk = 0;
  std::uint64_t y = 0;
};

/// The sums that are the same for all patterns.
struct RepeatBase {
  std::uint64_t hk = 0;
  std::uint64_t kk = 0;
  std::uint64_t k = 0;
};

/// A pattern and the sets by who met it.
struct MetPattern {
  std::vector<model::TouchpointId> pattern;
  /// sets[1][k]: sets whose case met it and k of the others; sets[0][k]: whose case did not.
  /// Together they are all sets.
  std::array<std::vector<std::uint64_t>, 2> sets;
  Repeats repeats;
};

/// The closed patterns of the sets.
struct ClosedPatterns {
  std::vector<MetPattern> patterns;
  RepeatBase repeats;
};

/// Finds the closed patterns, by length, then by the order in which they were first extended; the
/// same for any number of threads and any size of blocks.
///
/// That two patterns are met at the very same moments is told by a sum of 128 bits over these.
/// Cost:   a pass over the windows for each length and two more, in which a window takes a step for
///         each frequent pattern that it holds; memory for each thread: 8 MB and some 100 bytes a
///         pattern.
/// Errors: Error(BadQuery) if more than `most` patterns are met often enough; Error(Cancelled).
[[nodiscard]] ClosedPatterns find_closed_patterns(const journey::JourneyView& view,
                                                  const RiskSets& sets, const WindowSpec& spec,
                                                  const Execution& run);

}  // namespace parcours::analysis
