#pragma once
// Fisher's exact test of two shares: for counts too small for the normal curve.

#include <cstdint>

namespace parcours::analysis {

/// Hits of n things.
struct Hits {
  std::uint64_t hits = 0;
  std::uint64_t n = 0;  ///< >= hits
};

/// The chance that the hits of both would fall on the two as unevenly or more, if each thing were
/// as likely to be one: all ways to share them out that are no likelier than the one seen.
///
/// Cost:   linear in the smallest of the counts.
/// Source: docs/methods/compare.md (R. A. Fisher, 1935).
[[nodiscard]] double fisher_exact(const Hits& a, const Hits& b);

}  // namespace parcours::analysis
